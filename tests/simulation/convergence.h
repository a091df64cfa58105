// SPDX-License-Identifier: Apache-2.0
// Two devices of one account must show the same once both have read everything: the same rooms, of
// the same kinds, and in them the same messages and calls, in one order, with the same states.
// Notices of who joined before us are not compared: a device that was there reads them as state, a
// later one as history.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.h"

#include "engine/engine.h"

namespace ix::simulation {

// What need not be there on both: by room, everything up to a time.
using Apart = std::map<std::string, Millis>;

struct Comparison {
  // Each is one line that starts with "converge: ".
  std::vector<std::string> differences;
  int64_t unread_compared = 0;  // rooms that are read up to the same item
};

// Items that the backend does not have (unsent, failed) and gaps are a device's own and not
// compared.
Comparison compare(engine::Engine& first, engine::Engine& second, const Apart& apart);

}  // namespace ix::simulation
