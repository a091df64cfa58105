// SPDX-License-Identifier: Apache-2.0
#include "cache/reaction_table.h"

namespace ix::cache::reaction_table {

Result<bool> add(Connection& connection, RouteId route, const RelationChange& reaction,
                 bool withdrawn) {
  IX_TRY(auto row, connection.prepare("INSERT OR IGNORE INTO reaction (route, target, key, sender,"
                                      " remote_id, mine, withdrawn)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  const std::string_view key = withdrawn ? std::string_view("") : reaction.text;
  const std::string_view sender = withdrawn ? std::string_view("") : reaction.sender;
  row->bind_all(route.value, reaction.target, key, sender, reaction.remote_id, reaction.own,
                withdrawn);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<bool> withdraw(Connection& connection, RouteId route, std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("UPDATE reaction SET withdrawn = 1, key = '', sender = ''"
                                      " WHERE route = ?1 AND remote_id = ?2"));
  row->bind_all(route.value, remote_id);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<std::optional<Said>> find(Connection& connection, RouteId route,
                                 std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("SELECT target, key, mine FROM reaction WHERE route = ?1"
                                      " AND remote_id = ?2 AND NOT withdrawn"));
  row->bind_all(route.value, remote_id);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Said>();
  return std::optional(Said{row->string(0), row->string(1), row->boolean(2)});
}

Result<std::vector<std::string>> mine(Connection& connection, RouteId route,
                                      std::string_view target, std::string_view key) {
  IX_TRY(auto row, connection.prepare("SELECT remote_id FROM reaction WHERE route = ?1"
                                      " AND target = ?2 AND key = ?3 AND mine AND NOT withdrawn"
                                      " ORDER BY remote_id"));
  row->bind_all(route.value, target, key);
  std::vector<std::string> ids;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return ids;
    ids.push_back(row->string(0));
  }
}

Status move_all(Connection& connection, RouteId from, RouteId to) {
  IX_TRY(auto row, connection.prepare("UPDATE OR REPLACE reaction SET route = ?2"
                                      " WHERE route = ?1"));
  row->bind_all(from.value, to.value);
  return row->run();
}

}  // namespace ix::cache::reaction_table
