// SPDX-License-Identifier: Apache-2.0
#include "cache/erase_table.h"

#include <initializer_list>

namespace ix::cache::erase_table {
namespace {

Status run_all(Connection& connection, RouteId route, std::initializer_list<const char*> all) {
  for (const char* sql : all) {
    IX_TRY(auto row, connection.prepare(sql));
    IX_CHECK(row->bind(1, route.value).run());
  }
  return {};
}

}  // namespace

Result<Newest> newest(Connection& connection, RouteId route) {
  Newest out;
  {
    IX_TRY(auto row, connection.prepare("SELECT remote_id FROM item WHERE route = ?1"
                                        " AND ord IS NOT NULL AND remote_id IS NOT NULL"
                                        " ORDER BY ord DESC LIMIT 1"));
    row->bind(1, route.value);
    IX_TRY(const bool found, row->step());
    if (found) out.item = row->string(0);
  }
  // Not what waits to be sent: its times are by the clock of this device.
  IX_TRY(auto row, connection.prepare("SELECT max(at_ms) FROM item WHERE route = ?1"
                                      " AND ord IS NOT NULL AND remote_id IS NOT NULL"));
  row->bind(1, route.value);
  IX_TRY(const bool found, row->step());
  if (found) out.time = row->integer(0);
  return out;
}

Status remove_contents(Connection& connection, RouteId route) {
  return run_all(
      connection, route,
      {"DELETE FROM reaction WHERE route = ?1", "DELETE FROM parked_relation WHERE route = ?1",
       "DELETE FROM host_call WHERE item IN (SELECT id FROM item WHERE route = ?1)",
       "DELETE FROM outgoing_file WHERE route = ?1", "DELETE FROM item WHERE route = ?1"});
}

Status remove_strays(Connection& connection, RouteId route) {
  return run_all(connection, route,
                 {"DELETE FROM parked_relation WHERE route = ?1",
                  "DELETE FROM reaction WHERE route = ?1 AND NOT EXISTS (SELECT 1 FROM item"
                  " WHERE item.route = reaction.route AND item.remote_id = reaction.target)"});
}

}  // namespace ix::cache::erase_table
