// SPDX-License-Identifier: Apache-2.0
// One seed is one life: a company that talks, a phone that is used, and what goes wrong.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulation/faults.h"

namespace ix::simulation {

// A send that the store accepted, or may have: the process died inside the call.
struct Sent {
  std::vector<std::string>
      texts;  // what it said first, and what it was edited to; unique in the run
  bool accepted = false;
  bool timed = false;            // it waits for its time or its files, and holds back nothing
  bool may_fail = false;         // to a number that nothing can reach
  bool erased = false;           // with the person it went to, or may be: only never twice
  bool deleted = false;          // by the person, or may be
  bool given_up = false;         // a message that waited was discarded: it left, or it did not
  bool may_be_given_up = false;  // the process died as it was

  const std::string& text() const { return texts.front(); }
  bool says(const std::string& words) const {
    return std::find(texts.begin(), texts.end(), words) != texts.end();
  }
};

struct RunOptions {
  uint64_t seed = 0;
  Defect defect = Defect::none;
  int actions = 60;
  std::string folder;
  bool verbose = false;
};

struct RunResult {
  uint64_t trace_hash = 0;
  std::vector<std::string> trace;
  std::vector<std::string> violations;
  int64_t steps = 0;
  int64_t sent = 0;
  int64_t processes = 0;
  std::array<int64_t, kFaultCount> faults{};
  std::vector<int64_t> actions;           // how often each of all_actions() was drawn
  std::map<std::string, int64_t> counts;  // of what came of them
};

RunResult run_scenario(const RunOptions& options);

}  // namespace ix::simulation
