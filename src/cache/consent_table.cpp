// SPDX-License-Identifier: Apache-2.0
#include "cache/consent_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::consent_table {
namespace {

#define IX_SELECT "SELECT own, peer, state, source, at_ms, keyword, route, evidence FROM consent"

Result<std::vector<ConsentWord>> all(StatementUse row) {
  std::vector<ConsentWord> words;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return words;
    ConsentWord& word = words.emplace_back();
    word.own = row->string(0);
    word.peer = row->string(1);
    word.state = static_cast<ConsentState>(row->integer32(2));
    word.source = static_cast<ConsentSource>(row->integer32(3));
    word.at_ms = row->integer(4);
    word.keyword = row->string(5);
    word.route.value = row->integer(6);
    word.evidence = row->string(7);
  }
}

// 96 bytes, 102: identity::consent_keyword() takes no longer text, ErrorCode::OPTED_OUT.
constexpr const char* kSaying =
    "SELECT remote_id, at_ms, direction, text FROM item WHERE route = ?1 AND kind = 0 AND"
    " remote_id IS NOT NULL AND iif(direction = 0, NOT deleted AND NOT edited AND"
    " length(CAST(text AS BLOB)) <= 96, state = 6 AND failure_code = 102)";

SayingItem decode_saying(Statement& row) {
  return {row.text(0), row.integer(1), row.integer32(2), row.text(3)};
}

Status run(Connection& connection, const char* sql, int64_t id) {
  IX_TRY(auto row, connection.prepare(sql));
  return row->bind(1, id).run();
}

}  // namespace

Result<bool> put(Connection& connection, const ConsentWord& word) {
  IX_TRY(auto row,
         connection.prepare(
             "INSERT INTO consent (peer, own, at_ms, state, source, keyword, route, evidence)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
             " ON CONFLICT (route, evidence, source) DO UPDATE SET peer = excluded.peer,"
             " own = iif(own = '', excluded.own, own), at_ms = excluded.at_ms,"
             " state = excluded.state, keyword = excluded.keyword"
             " WHERE (peer, at_ms, state, keyword) IS NOT"
             " (excluded.peer, excluded.at_ms, excluded.state, excluded.keyword)"
             " OR (own = '' AND excluded.own <> '')"));
  row->bind_all(word.peer, word.own, word.at_ms, number(word.state), number(word.source),
                word.keyword, word.route.value, word.evidence);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<bool> remove(Connection& connection, RouteId route, ConsentSource source,
                    std::string_view evidence) {
  IX_TRY(auto row, connection.prepare(
                       "DELETE FROM consent WHERE route = ?1 AND source = ?2 AND evidence = ?3"));
  row->bind_all(route.value, number(source), evidence);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<std::vector<ConsentWord>> of_peer(Connection& connection, std::string_view peer) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE peer = ?1 ORDER BY own, at_ms, id"));
  row->bind(1, peer);
  return all(std::move(row));
}

Result<std::vector<ConsentWord>> of_route(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 ORDER BY evidence, source"));
  row->bind(1, route.value);
  return all(std::move(row));
}

Result<std::vector<std::string>> peers(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT DISTINCT peer FROM consent ORDER BY peer"));
  std::vector<std::string> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(row->string(0));
  }
}

Result<bool> set_own(Connection& connection, RouteId route, std::string_view own) {
  IX_TRY(auto row, connection.prepare("UPDATE consent SET own = ?2 WHERE own = ''"
                                      " AND (?1 = 0 OR route = ?1)"));
  row->bind_all(route.value, own);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Status move_all(Connection& connection, RouteId from, RouteId to) {
  {
    IX_TRY(auto row, connection.prepare("UPDATE OR IGNORE consent SET route = ?2"
                                        " WHERE route = ?1"));
    row->bind_all(from.value, to.value);
    IX_CHECK(row->run());
  }
  return remove_route(connection, from);
}

Status remove_unclaimed(Connection& connection, std::string_view peer) {
  IX_TRY(auto row, connection.prepare(
                       "DELETE FROM consent WHERE peer = ?1 AND route = 0 AND NOT EXISTS (SELECT 1"
                       " FROM contact_address WHERE kind = 0 AND address = ?1)"));
  return row->bind(1, peer).run();
}

Status remove_route(Connection& connection, RouteId route) {
  return run(connection, "DELETE FROM consent WHERE route = ?1", route.value);
}

Result<Millis> newest(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT max(at_ms) FROM consent WHERE route = ?1"));
  row->bind(1, route.value);
  IX_TRY(const bool found, row->step());
  return found ? row->integer(0) : Millis{0};
}

Result<Rows<SayingItem>> items_of(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare(kSaying));
  row->bind(1, route.value);
  return Rows<SayingItem>(std::move(row), decode_saying);
}

Result<std::vector<RouteId>> due(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT route FROM consent_due ORDER BY route"));
  std::vector<RouteId> out;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return out;
    out.push_back(RouteId{row->integer(0)});
  }
}

Status not_due(Connection& connection, RouteId route) {
  return run(connection, "DELETE FROM consent_due WHERE route = ?1", route.value);
}

#undef IX_SELECT

}  // namespace ix::cache::consent_table
