// SPDX-License-Identifier: Apache-2.0
#include "cache/permission_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::permission_table {
namespace {

SourcePermission decode(const Statement& row) {
  SourcePermission out;
  out.source = static_cast<Source>(row.integer32(0));
  out.now.state = static_cast<PermissionState>(row.integer32(1));
  out.now.step = static_cast<PermissionStep>(row.integer32(2));
  out.now.past = static_cast<PermissionPast>(row.integer32(3));
  out.since_ms = row.integer(4);
  return out;
}

}  // namespace

Result<std::vector<SourcePermission>> all(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT source, state, step, past, since_ms FROM permission"
                                      " ORDER BY source"));
  std::vector<SourcePermission> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(decode(*row));
  }
}

Result<SourcePermission> find(Connection& connection, Source source) {
  IX_TRY(auto row, connection.prepare("SELECT source, state, step, past, since_ms FROM permission"
                                      " WHERE source = ?1"));
  row->bind(1, number(source));
  IX_TRY(const bool found, row->step());
  return found ? decode(*row) : SourcePermission{source, {}, 0};
}

Status put(Connection& connection, const SourcePermission& permission) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO permission"
                                      " (source, state, step, past, since_ms)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5)"));
  row->bind_all(number(permission.source), number(permission.now.state),
                number(permission.now.step), number(permission.now.past), permission.since_ms);
  return row->run();
}

}  // namespace ix::cache::permission_table
