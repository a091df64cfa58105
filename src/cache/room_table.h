// SPDX-License-Identifier: Apache-2.0
// Which room of its route an item came in. A route whose room was upgraded has several, each with a
// history of its own at the backend: what retention takes can be fetched only from where it was.
//
// The rooms of a route have numbers; that of an upgraded one stands with its alias, the current one
// has the next. Nearly all routes have one room, whose number is 0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache::room_table {

// Of an item whose room nobody noted: it was stored by a version that did not.
constexpr int64_t kUnknownRoom = -1;

struct Earlier {
  int64_t room = 0;
  std::string remote_id;
};
// The rooms that a route had before the current one, by number.
Result<std::vector<Earlier>> earlier(Connection& connection, RouteId route);
// The number of the current room of a route.
Result<int64_t> current(Connection& connection, RouteId route);
// The number of a room of the route, by its remote id; one that is no earlier one is the current.
Result<int64_t> number_of(Connection& connection, RouteId route, std::string_view remote_id);

// The room of an item; 0 for one that is not there.
Result<int64_t> of_item(Connection& connection, ItemId item);
Status set(Connection& connection, ItemId item, int64_t room);

// The current room of the route becomes an earlier one.
Status succeed(Connection& connection, RouteId route, std::string_view remote_id);
// The rooms of `from`, and those that its items came in, follow the rooms of `to`, all of which are
// earlier ones by then; before the items themselves move.
Status move_all(Connection& connection, RouteId from, RouteId to);

}  // namespace ix::cache::room_table
