// SPDX-License-Identifier: Apache-2.0
// A failing run, made short enough to read.
#pragma once

#include <string>

#include "simulation/scenario.h"

namespace ix::simulation {

// The command that runs it again.
std::string replay_command(const RunOptions& options);

// As few of the first actions as still break the invariant of `violation`. A run with fewer is the
// beginning of the longer one, and then settles. Takes some ten runs.
RunOptions shrink(RunOptions options, const std::string& violation);

}  // namespace ix::simulation
