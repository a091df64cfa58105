// SPDX-License-Identifier: Apache-2.0
#include "cache/version_table.h"

#include "cache/route_table.h"

namespace ix::cache::version_table {

Result<int64_t> count_others(Connection& connection, ItemId item, std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("SELECT count(*) FROM item_version WHERE item = ?1"
                                      " AND remote_id <> ?2 AND seq <> ?3"));
  row->bind_all(item.value, remote_id, kUntold);
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : 0;
}

Status add(Connection& connection, ItemId item, std::string_view remote_id, int64_t ord,
           int64_t seq, std::string_view text) {
  IX_TRY(auto row, connection.prepare("INSERT INTO item_version (item, remote_id, ord, seq, text)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)"
                                      " ON CONFLICT (item, remote_id) DO UPDATE SET ord = ?3,"
                                      " seq = ?4 WHERE seq = ?6"));
  row->bind_all(item.value, remote_id, ord, seq, text, kUntold);
  return row->run();
}

Result<std::optional<ItemId>> item_of_edit(Connection& connection, RouteId route,
                                           std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("SELECT item.id FROM item_version JOIN item"
                                      " ON item.id = item_version.item"
                                      " WHERE item_version.remote_id = ?2 AND seq <> 0"
                                      " AND item.route = ?1"));
  row->bind_all(route.value, remote_id);
  IX_TRY(const bool found, row->step());
  return found ? std::optional(ItemId{row->integer(0)}) : std::nullopt;
}

Result<std::vector<std::string>> edits_of(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("SELECT remote_id FROM item_version WHERE item = ?1"
                                      " AND seq <> 0 AND text IS NOT NULL ORDER BY remote_id"));
  row->bind(1, item.value);
  std::vector<std::string> edits;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return edits;
    edits.push_back(row->string(0));
  }
}

Result<std::optional<Version>> shown(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("SELECT remote_id, text, ord, seq FROM item_version"
                                      " WHERE item = ?1 AND text IS NOT NULL"
                                      " ORDER BY ord DESC, seq DESC LIMIT 1"));
  row->bind(1, item.value);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Version>();
  return std::optional(
      Version{row->string(0), row->string(1), row->integer(2), row->integer(3) == 0});
}

Status withdraw(Connection& connection, ItemId item, std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("UPDATE item_version SET text = NULL"
                                      " WHERE item = ?1 AND remote_id = ?2"));
  row->bind_all(item.value, remote_id);
  return row->run();
}

Status withdraw_all(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare("UPDATE item_version SET text = NULL WHERE item = ?1"));
  return row->bind(1, item.value).run();
}

Status move(Connection& connection, RouteId route, int64_t by) {
  IX_TRY(auto row, connection.prepare("UPDATE item_version SET ord = ord + ?2 WHERE seq <> 0"
                                      " AND item IN (SELECT id FROM item WHERE route = ?1 AND ord"
                                      " IS NOT NULL UNION ALL SELECT id FROM item"
                                      " WHERE route = ?1 AND ord IS NULL)"));
  row->bind_all(route.value, by);
  return row->run();
}

}  // namespace ix::cache::version_table
