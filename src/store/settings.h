// SPDX-License-Identifier: Apache-2.0
// Flags and read markers of single routes, within a write transaction.
#pragma once

#include <string>

#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/change_set.h"
#include "model/setting.h"
#include "store/store.h"

namespace ix::store {

// The backend's word. What the user said and the backend has not confirmed stands. True: something
// changed; the route is for the caller to write.
Result<bool> hear_flags(cache::Connection& connection, const FlagChanges& said,
                        cache::StoredRoute& route);

// A sync has ended: of what was confirmed before, the backend's last word counts.
Status settle_confirmed(cache::Connection& connection, Touched& touched);

// What was said of a route without a room is said of the one its items moved to; a read marker is
// of no use there.
Status move_settings(cache::Connection& connection, RouteId from, cache::StoredRoute& to);

}  // namespace ix::store
