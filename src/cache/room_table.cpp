// SPDX-License-Identifier: Apache-2.0
#include "cache/room_table.h"

namespace ix::cache::room_table {

Result<std::vector<Earlier>> earlier(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT room, remote_id FROM route_alias WHERE route = ?1"
                                      " ORDER BY room"));
  row->bind(1, route.value);
  std::vector<Earlier> rooms;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return rooms;
    rooms.push_back({row->integer(0), row->string(1)});
  }
}

Result<int64_t> current(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT ifnull(max(room), -1) + 1 FROM route_alias"
                                      " WHERE route = ?1"));
  row->bind(1, route.value);
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : 0;
}

Result<int64_t> number_of(Connection& connection, RouteId route, std::string_view remote_id) {
  {
    IX_TRY(auto row, connection.prepare("SELECT room FROM route_alias WHERE remote_id = ?2"
                                        " AND route = ?1"));
    row->bind_all(route.value, remote_id);
    IX_TRY(const bool found, row->step());
    if (found) return row->integer(0);
  }
  return current(connection, route);
}

Result<int64_t> of_item(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("SELECT room FROM item WHERE id = ?1"));
  row->bind(1, item.value);
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : 0;
}

Status set(Connection& connection, ItemId item, int64_t room) {
  IX_TRY(auto row, connection.prepare("UPDATE item SET room = ?2 WHERE id = ?1"));
  row->bind_all(item.value, room);
  return row->run();
}

Status succeed(Connection& connection, RouteId route, std::string_view remote_id) {
  IX_TRY(const int64_t room, number_of(connection, route, remote_id));
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO route_alias (remote_id, route, room)"
                                      " VALUES (?1, ?2, ?3)"));
  row->bind_all(remote_id, route.value, room);
  return row->run();
}

Status move_all(Connection& connection, RouteId from, RouteId to) {
  IX_TRY(const int64_t by, current(connection, to));
  IX_TRY(auto items, connection.prepare("UPDATE item SET room = room + ?2 WHERE route = ?1"
                                        " AND ord IS NOT NULL AND room >= 0"));
  items->bind_all(from.value, by);
  IX_CHECK(items->run());
  IX_TRY(auto rooms, connection.prepare("UPDATE route_alias SET room = room + ?3, route = ?2"
                                        " WHERE route = ?1"));
  rooms->bind_all(from.value, to.value, by);
  return rooms->run();
}

}  // namespace ix::cache::room_table
