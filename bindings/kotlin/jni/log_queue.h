// SPDX-License-Identifier: Apache-2.0
// Lines of log on their way to Kotlin. The library logs on threads of its own, which the JVM does
// not know: instead of attaching them, the lines wait here for a thread of Kotlin to take them.
#ifndef INTERACTIONS_JNI_LOG_QUEUE_H
#define INTERACTIONS_JNI_LOG_QUEUE_H

#include <interactions/client.h>
#include <jni.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

namespace ixj {

// Two owners: the library, as the log's ctx, and the thread that takes; the second to let go frees
// it. Any thread.
class LogQueue {
 public:
  // ix_log_fn.
  static void log(void* ctx, ix_log_level level, ix_str line);
  // ix_free_fn: there is no line after this; the taker is told.
  static void end(void* ctx);

  // Waits for lines; null when the log has ended and everything was taken.
  jbyteArray take(JNIEnv* env);
  void release();

 private:
  struct Line {
    ix_log_level level;
    std::string text;
  };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Line> lines_;
  uint64_t left_out_ = 0;
  bool ended_ = false;
  std::atomic<int> owners_{2};
};

}  // namespace ixj

#endif  // INTERACTIONS_JNI_LOG_QUEUE_H
