// SPDX-License-Identifier: Apache-2.0
// Who is in a channel or group, as the backend said when it was asked: at most kMostMembers a
// route, and the number of all.
#pragma once

#include <optional>
#include <vector>

#include "cache/row_reads.h"
#include "cache/sqlite.h"
#include "model/ids.h"
#include "model/room.h"

namespace ix::cache {

struct MemberRow {
  std::string_view user;
  std::string_view name;
  int32_t state = 0;
  int32_t role = 0;
};

namespace member_table {

struct Head {
  int64_t total = 0;
  Millis fetched_ms = 0;
};
// None: nobody has asked yet.
Result<std::optional<Head>> head(Connection& connection, RouteId route);
// In place of what was known.
Status put(Connection& connection, RouteId route, const MemberList& list, Millis now);
// One who was invited meanwhile; nothing where no list is kept, or that person stands in it.
Status add(Connection& connection, RouteId route, const Member& member);
Status remove_all(Connection& connection, RouteId route);

// By name; those that invitations of ours are on their way to, too, whose name is not known here.
Result<Rows<MemberRow>> all(Connection& connection, RouteId route);

}  // namespace member_table
}  // namespace ix::cache
