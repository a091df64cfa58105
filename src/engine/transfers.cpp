// SPDX-License-Identifier: Apache-2.0
#include "engine/transfers.h"

namespace ix::engine {
namespace {

constexpr Millis kTellEvery = 100;
constexpr Millis kMeasureEvery = 1000;

}  // namespace

void Transfers::begin(const Transfer& transfer) {
  {
    std::lock_guard lock(mutex_);
    const Millis now = clock_.steady_ms();
    running_[{transfer.attachment, transfer.part}] = {transfer, now, now, transfer.done};
  }
  tell(transfer);
}

void Transfers::moved(AttachmentId attachment, cache::MediaPart part, int64_t done, int64_t total) {
  Transfer now_at;
  {
    std::lock_guard lock(mutex_);
    const auto found = running_.find({attachment, part});
    if (found == running_.end()) return;
    Running& running = found->second;
    running.transfer.done = done;
    running.transfer.total = total;
    const Millis now = clock_.steady_ms();
    if (const Millis span = now - running.measured_at; span >= kMeasureEvery) {
      running.transfer.bytes_per_second = (done - running.measured_done) * 1000 / span;
      running.measured_at = now;
      running.measured_done = done;
    }
    if (now - running.told_at < kTellEvery) return;
    running.told_at = now;
    now_at = running.transfer;
  }
  tell(now_at);
}

void Transfers::end(AttachmentId attachment, cache::MediaPart part) {
  Transfer last;
  {
    std::lock_guard lock(mutex_);
    const auto found = running_.find({attachment, part});
    if (found == running_.end()) return;
    last = found->second.transfer;
    running_.erase(found);
  }
  tell(last);
}

std::vector<Transfer> Transfers::all() {
  std::lock_guard lock(mutex_);
  std::vector<Transfer> out;
  for (const auto& [key, running] : running_) out.push_back(running.transfer);
  return out;
}

void Transfers::tell(const Transfer& transfer) {
  Event event;
  event.kind = EventKind::transfer;
  event.from = transfer.attachment.text();
  event.to = transfer.part == cache::MediaPart::file ? "file" : "thumbnail";
  event.count = transfer.done;
  events_.push(std::move(event));
}

}  // namespace ix::engine
