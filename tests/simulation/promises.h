// SPDX-License-Identifier: Apache-2.0
// When messages may leave that were given a time.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace ix::simulation {

// Every request that leaves is held against what its message was told last, by the wall clock that
// the device had then. Lives as long as the world.
class Promises {
 public:
  // 0: at once. Not sure: the process died inside the call, the time before may still hold.
  void give(const std::string& text, Millis at_ms, bool sure);
  // A request of a living process leaves.
  void check(std::string_view body, Millis wall_ms);
  const std::vector<std::string>& broken() const { return broken_; }

 private:
  std::map<std::string, std::vector<Millis>> times_;  // by text; any of them may hold
  std::vector<std::string> broken_;
};

}  // namespace ix::simulation
