// SPDX-License-Identifier: Apache-2.0
#include "cache/setting_table.h"

#include <utility>

#include "cache/shared_columns.h"

namespace ix::cache::setting_table {
namespace {

Setting decode(const Statement& row) {
  Setting setting;
  setting.route.value = row.integer(0);
  setting.kind = static_cast<SettingKind>(row.integer32(1));
  setting.value = row.integer(2);
  setting.target = row.string(3);
  setting.key = row.string(4);
  if (!row.is_null(5)) setting.heard = row.boolean(5);
  return setting;
}

Result<std::vector<Setting>> collect(StatementUse row) {
  std::vector<Setting> settings;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return settings;
    settings.push_back(decode(*row));
  }
}

}  // namespace

Result<std::optional<Setting>> find(Connection& connection, RouteId route, SettingKind kind) {
  IX_TRY(auto row, connection.prepare("SELECT route, kind, value, target, key, heard FROM setting"
                                      " WHERE route = ?1 AND kind = ?2"));
  row->bind_all(route.value, number(kind));
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Setting>();
  return std::optional(decode(*row));
}

Result<std::vector<Setting>> of_route(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT route, kind, value, target, key, heard FROM setting"
                                      " WHERE route = ?1 ORDER BY kind"));
  row->bind(1, route.value);
  return collect(std::move(row));
}

Result<std::vector<Setting>> confirmed(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT route, kind, value, target, key, heard FROM setting"
                                      " WHERE key = ''"));
  return collect(std::move(row));
}

Result<std::vector<Setting>> to_send(Connection& connection) {
  IX_TRY(auto row,
         connection.prepare("SELECT s.route, s.kind, s.value, s.target, s.key, s.heard, r.remote_id"
                            " FROM setting AS s CROSS JOIN route AS r ON r.id = s.route"
                            " WHERE s.key <> '' AND r.remote_id IS NOT NULL"
                            " ORDER BY s.route, s.kind"));
  std::vector<Setting> settings;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return settings;
    settings.push_back(decode(*row));
    settings.back().remote_id = row->string(6);
  }
}

Status put(Connection& connection, const Setting& setting) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO setting"
                                      " (route, kind, value, target, key)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)"));
  row->bind_all(setting.route.value, number(setting.kind), setting.value,
                std::string_view(setting.target), std::string_view(setting.key));
  return row->run();
}

Status hear(Connection& connection, RouteId route, SettingKind kind, bool value) {
  IX_TRY(auto row, connection.prepare("UPDATE setting SET heard = ?3"
                                      " WHERE route = ?1 AND kind = ?2"));
  row->bind_all(route.value, number(kind), value);
  return row->run();
}

Status confirm(Connection& connection, const Setting& setting) {
  IX_TRY(auto row, connection.prepare("UPDATE setting SET key = ''"
                                      " WHERE route = ?1 AND kind = ?2 AND key = ?3"));
  row->bind_all(setting.route.value, number(setting.kind), std::string_view(setting.key));
  return row->run();
}

Status remove(Connection& connection, const Setting& setting) {
  IX_TRY(auto row, connection.prepare("DELETE FROM setting"
                                      " WHERE route = ?1 AND kind = ?2 AND key = ?3"));
  row->bind_all(setting.route.value, number(setting.kind), std::string_view(setting.key));
  return row->run();
}

Status remove_all(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("DELETE FROM setting WHERE route = ?1"));
  return row->bind(1, route.value).run();
}

}  // namespace ix::cache::setting_table
