// SPDX-License-Identifier: Apache-2.0
// Shows that each deliberate defect is caught, by the invariant it breaks.
#pragma once

#include "simulation/scenario.h"

namespace ix::simulation {

// Prints a line for each. 0: all were.
int prove(RunOptions options);

}  // namespace ix::simulation
