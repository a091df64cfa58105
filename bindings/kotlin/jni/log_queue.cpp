// SPDX-License-Identifier: Apache-2.0
#include "log_queue.h"

#include "support.h"

namespace ixj {
namespace {

// A sink that has stopped taking must not fill the memory; what is left out is counted.
constexpr size_t kMaxLines = 10000;

}  // namespace

void LogQueue::log(void* ctx, ix_log_level level, ix_str line) {
  auto* queue = static_cast<LogQueue*>(ctx);
  {
    const std::lock_guard<std::mutex> lock(queue->mutex_);
    if (queue->lines_.size() >= kMaxLines) {
      ++queue->left_out_;
      return;
    }
    queue->lines_.push_back({level, std::string(line.data, line.size)});
  }
  queue->changed_.notify_one();
}

void LogQueue::end(void* ctx) {
  auto* queue = static_cast<LogQueue*>(ctx);
  {
    const std::lock_guard<std::mutex> lock(queue->mutex_);
    queue->ended_ = true;
    queue->changed_.notify_one();
  }
  queue->release();
}

jbyteArray LogQueue::take(JNIEnv* env) {
  std::deque<Line> lines;
  uint64_t left_out = 0;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !lines_.empty(); });
    if (lines_.empty()) return nullptr;
    lines.swap(lines_);
    left_out = left_out_;
    left_out_ = 0;
  }
  if (left_out > 0) {
    lines.push_back({IX_LOG_WARN, "log: " + std::to_string(left_out) + " lines left out"});
  }
  Output out;
  out.i32(static_cast<int32_t>(lines.size()));
  for (const Line& line : lines) {
    out.i32(line.level);
    out.text({line.text.data(), line.text.size()});
  }
  return out.give(env);
}

void LogQueue::release() {
  if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

}  // namespace ixj
