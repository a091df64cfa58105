// SPDX-License-Identifier: Apache-2.0
// Routes as the backend describes them: made, adopted, upgraded, merged.
#pragma once

#include <optional>
#include <string_view>

#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/change_set.h"
#include "store/store.h"

namespace ix::store {

// Routes by any remote id they have or had.
Result<std::optional<cache::StoredRoute>> find_route(cache::Connection& connection,
                                                     std::string_view remote_id);

// Makes the route of changes.remote_id what `changes` says, in this order: a stored one; the one
// whose room it continues; the pending one that asked for it (create key), else the first pending
// one with the same peer; a new one. A stored route that becomes writable takes over what waits on
// pending routes to the same peer. Groups again. Does nothing for an earlier room of a route.
Status apply_route_change(cache::Connection& connection, const RouteChanges& changes,
                          Touched& touched);

// The pending route got its room: its waiting entries may leave there.
Status open_pending(cache::Connection& connection, cache::StoredRoute& pending,
                    std::string_view remote_id, Touched& touched);

// Moves what waits on `pending` to `target`; the pending route leaves every list, its id keeps
// resolving. Groups again.
Status merge_pending(cache::Connection& connection, RouteId pending, RouteId target,
                     Touched& touched);

}  // namespace ix::store
