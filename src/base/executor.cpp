// SPDX-License-Identifier: Apache-2.0
#include "base/executor.h"

#include <utility>

namespace ix {

ThreadExecutor::~ThreadExecutor() {
  join();
}

void ThreadExecutor::start(Step step) {
  constexpr Millis kLongest = 60'000;  // an upper bound only: a wake-up ends the wait
  thread_ = std::thread([step = std::move(step)] {
    while (step(kLongest)) {
    }
  });
}

void ThreadExecutor::join() {
  if (!thread_.joinable()) return;
  if (thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

}  // namespace ix
