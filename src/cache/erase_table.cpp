// SPDX-License-Identifier: Apache-2.0
#include "cache/erase_table.h"

namespace ix::cache::erase_table {

Result<Millis> newest_time(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT coalesce(max(at_ms), 0) FROM item"
                                      " WHERE route = ?1 AND kind <> 4"));
  row->bind(1, route.value);
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : Millis{0};
}

Status remove_contents(Connection& connection, RouteId route) {
  const auto run = [&connection, route](const char* sql) -> Status {
    IX_TRY(auto row, connection.prepare(sql));
    return row->bind(1, route.value).run();
  };
  IX_CHECK(run("DELETE FROM reaction WHERE route = ?1"));
  IX_CHECK(run("DELETE FROM parked_relation WHERE route = ?1"));
  IX_CHECK(run("DELETE FROM host_call WHERE item IN (SELECT id FROM item WHERE route = ?1)"));
  return run("DELETE FROM item WHERE route = ?1");
}

}  // namespace ix::cache::erase_table
