// SPDX-License-Identifier: Apache-2.0
#include "simulation/shrink.h"

#include <algorithm>

namespace ix::simulation {

std::string replay_command(const RunOptions& options) {
  std::string command = "test_simulation --seed " + std::to_string(options.seed) + " --actions " +
                        std::to_string(options.actions);
  if (options.defect != Defect::none) {
    command += std::string(" --defect ") + defect_name(options.defect);
  }
  return command;
}

RunOptions shrink(RunOptions options, const std::string& violation) {
  const std::string invariant = violation.substr(0, violation.find(':'));
  const auto fails = [&](int actions) {
    options.actions = actions;
    const auto lines = run_scenario(options).violations;
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.starts_with(invariant + ":"); });
  };
  // It may hold again in between: what is found fails, and one less does not.
  int holds = 0;
  int failing = options.actions;
  while (failing - holds > 1) {
    const int middle = holds + (failing - holds) / 2;
    (fails(middle) ? failing : holds) = middle;
  }
  options.actions = failing;
  return options;
}

}  // namespace ix::simulation
