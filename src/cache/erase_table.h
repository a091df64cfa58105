// SPDX-License-Identifier: Apache-2.0
// What one route holds, removed.
#pragma once

#include "base/clock.h"
#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache::erase_table {

// The latest time of its items; 0: none.
Result<Millis> newest_time(Connection& connection, RouteId route);
// Items with their versions, reactions, what is parked for them, reports of calls.
Status remove_contents(Connection& connection, RouteId route);

}  // namespace ix::cache::erase_table
