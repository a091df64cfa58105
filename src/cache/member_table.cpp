// SPDX-License-Identifier: Apache-2.0
#include "cache/member_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::member_table {
namespace {

// 2: MemberState::asked; 8: OutboxOp::invite, 3: OutboxState::failed.
constexpr const char* kAll =
    "SELECT user, name, state, role FROM ("
    "SELECT user, name, state, role FROM member WHERE route = ?1"
    " UNION ALL SELECT text, '', 2, 0 FROM outbox WHERE route = ?1 AND op = 8 AND state <> 3"
    " AND text NOT IN (SELECT user FROM member WHERE route = ?1))"
    " ORDER BY state, name, user";

MemberRow decode(Statement& row) {
  MemberRow out;
  out.user = row.text(0);
  out.name = row.text(1);
  out.state = row.integer32(2);
  out.role = row.integer32(3);
  return out;
}

Status insert(Connection& connection, RouteId route, const Member& member) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO member (route, user, name, state,"
                                      " role) VALUES (?1, ?2, ?3, ?4, ?5)"));
  row->bind_all(route.value, std::string_view(member.user), std::string_view(member.name),
                number(member.state), number(member.role));
  return row->run();
}

Status put_head(Connection& connection, RouteId route, const Head& head) {
  IX_TRY(auto row, connection.prepare("INSERT OR REPLACE INTO member_list (route, total,"
                                      " fetched_ms) VALUES (?1, ?2, ?3)"));
  row->bind_all(route.value, head.total, head.fetched_ms);
  return row->run();
}

}  // namespace

Result<std::optional<Head>> head(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT total, fetched_ms FROM member_list"
                                      " WHERE route = ?1"));
  row->bind(1, route.value);
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<Head>();
  return std::optional(Head{row->integer(0), row->integer(1)});
}

Status put(Connection& connection, RouteId route, const MemberList& list, Millis now) {
  IX_CHECK(remove_all(connection, route));
  int64_t kept = 0;
  for (const Member& member : list.members) {
    if (kept++ == kMostMembers) break;
    IX_CHECK(insert(connection, route, member));
  }
  return put_head(connection, route, {list.total, now});
}

Status add(Connection& connection, RouteId route, const Member& member) {
  IX_TRY(auto known, head(connection, route));
  if (!known || known->total >= kMostMembers) return {};
  {
    IX_TRY(auto row, connection.prepare("SELECT 1 FROM member WHERE route = ?1 AND user = ?2"));
    row->bind_all(route.value, std::string_view(member.user));
    IX_TRY(const bool stands, row->step());
    if (stands) return {};
  }
  IX_CHECK(insert(connection, route, member));
  ++known->total;
  return put_head(connection, route, *known);
}

Status remove_all(Connection& connection, RouteId route) {
  for (const char* sql :
       {"DELETE FROM member WHERE route = ?1", "DELETE FROM member_list WHERE route = ?1"}) {
    IX_TRY(auto row, connection.prepare(sql));
    IX_CHECK(row->bind(1, route.value).run());
  }
  return {};
}

Result<Rows<MemberRow>> all(Connection& connection, RouteId route) {
  IX_TRY(StatementUse statement, connection.prepare(kAll));
  statement->bind(1, route.value);
  return Rows<MemberRow>(std::move(statement), decode);
}

}  // namespace ix::cache::member_table
