// SPDX-License-Identifier: Apache-2.0
// What one route holds, removed.
#pragma once

#include <string>

#include "base/clock.h"
#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache::erase_table {

// What the backend has told of it last, and the latest time it gave.
struct Newest {
  std::string item;  // its remote id; empty: nothing
  Millis time = 0;
};
Result<Newest> newest(Connection& connection, RouteId route);
// Items with their versions, reactions, what is parked for them, reports of calls.
Status remove_contents(Connection& connection, RouteId route);

// What was said of items that are not there.
Status remove_strays(Connection& connection, RouteId route);

}  // namespace ix::cache::erase_table
