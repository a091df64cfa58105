// SPDX-License-Identifier: Apache-2.0
// What drives an engine: a thread in the product, the simulator's hand in tests.
#pragma once

#include <functional>
#include <thread>

#include "base/clock.h"

namespace ix {

// Runs one loop. `step(max_wait)` works for a while, waits at most `max_wait` for input, and
// returns false when the loop is over.
class Executor {
 public:
  using Step = std::function<bool(Millis max_wait)>;

  virtual ~Executor() = default;
  // Called once.
  virtual void start(Step step) = 0;
  // Returns when the loop is over. Safe to call again, and from the loop's own thread (then the
  // thread is left to end by itself).
  virtual void join() = 0;
};

// One thread for one loop. Owned by the client that it drives.
class ThreadExecutor final : public Executor {
 public:
  ~ThreadExecutor() override;
  void start(Step step) override;
  void join() override;

 private:
  std::thread thread_;
};

// Nothing runs by itself: the owner calls the engine's step().
class ManualExecutor final : public Executor {
 public:
  void start(Step) override {}
  void join() override {}
};

}  // namespace ix
