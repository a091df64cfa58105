// SPDX-License-Identifier: Apache-2.0
// Relations whose target is not stored yet.
#pragma once

#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/change_set.h"

namespace ix::cache {

struct ParkedRelation : RelationChange {
  int64_t ord = 0;  // where in the stream it was said
};

namespace relation_table {

Status park(Connection& connection, RouteId route, const ParkedRelation& relation);
Result<std::vector<ParkedRelation>> of_target(Connection& connection, RouteId route,
                                              std::string_view target);
Status remove(Connection& connection, RouteId route, std::string_view target);
// Forgets parked edits with this remote id. True: there was one.
Result<bool> remove_edit(Connection& connection, RouteId route, std::string_view remote_id);
// All of a route to another one, their places moved by `by`.
Status move_all(Connection& connection, RouteId from, RouteId to, int64_t by);
Status remove_one(Connection& connection, RouteId route, std::string_view target,
                  std::string_view remote_id);

}  // namespace relation_table
}  // namespace ix::cache
