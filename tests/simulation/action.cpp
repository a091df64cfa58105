// SPDX-License-Identifier: Apache-2.0
#include "simulation/action.h"

#include <vector>

namespace ix::simulation {

std::span<const Action> all_actions() {
  static const std::vector<Action> all = [] {
    std::vector<Action> out;
    for (const auto part : {sends(), schedules(), doings(), others(), reading(), deaths(),
                            surroundings(), host_calls(), pruning(), erasing(), suspending(),
                            damages(), keywords(), rooms(), files_sent(), files_come()}) {
      out.insert(out.end(), part.begin(), part.end());
    }
    return out;
  }();
  return all;
}

}  // namespace ix::simulation
