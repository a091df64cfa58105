// SPDX-License-Identifier: Apache-2.0
#include "cache/erase_table.h"

namespace ix::cache::erase_table {

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
