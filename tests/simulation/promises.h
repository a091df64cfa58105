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
  // What said `text` says `now`, or may: the time of the one is the time of the other.
  void reworded(const std::string& text, const std::string& now);
  // A request of a living process leaves.
  void check(std::string_view body, Millis wall_ms);
  const std::vector<std::string>& broken() const { return broken_; }

 private:
  const std::string& first_words(const std::string& text) const;

  std::map<std::string, std::vector<Millis>> times_;  // by first words; any of them may hold
  std::map<std::string, std::string> first_words_;    // of each text a message was given later
  std::vector<std::string> broken_;
};

}  // namespace ix::simulation
