// SPDX-License-Identifier: Apache-2.0
// Who works with the engine: its own thread, step by step, or a call that needs it to stand still.
#pragma once

#include <condition_variable>
#include <mutex>

namespace ix::engine {

// Thread-safe. A call that waits goes before the engine's next step, however fast that comes.
class Turn {
 public:
  // Ends when it goes.
  class Held {
   public:
    explicit Held(Turn& turn) : turn_(turn) {}
    ~Held() { turn_.leave(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

   private:
    Turn& turn_;
  };

  // The engine's thread.
  Held step() {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [this] { return !taken_ && waiting_ == 0; });
    taken_ = true;
    return Held(*this);
  }
  // Any other; `wake` ends the wait that the running step may be in.
  template <class Wake>
  Held call(Wake wake) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    wake();
    free_.wait(lock, [this] { return !taken_; });
    --waiting_;
    taken_ = true;
    return Held(*this);
  }

 private:
  void leave() {
    std::lock_guard lock(mutex_);
    taken_ = false;
    free_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable free_;
  bool taken_ = false;
  int waiting_ = 0;
};

}  // namespace ix::engine
