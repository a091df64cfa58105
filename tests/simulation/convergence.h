// SPDX-License-Identifier: Apache-2.0
// Two devices of one account must show the same once both have read everything: the same rooms, of
// the same kinds, and in them the same messages and calls, in one order, with the same states.
// Notices of who joined before us are not compared: a device that was there reads them as state, a
// later one as history.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"

namespace ix::simulation {

// Each difference is one line that starts with "converge: ". Items that the backend does not have
// (unsent, failed) and gaps are a device's own and not compared.
std::vector<std::string> differences(engine::Engine& first, engine::Engine& second);

}  // namespace ix::simulation
