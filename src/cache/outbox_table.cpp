// SPDX-License-Identifier: Apache-2.0
#include "cache/outbox_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::outbox_table {
namespace {

// A macro: literals are put together by the preprocessor, the address of each is its key in the
// cache of statements.
#define IX_SELECT                                                                       \
  "SELECT id, route, op, item, key, state, attempts, created_ms, next_try_ms,"          \
  " first_attempt_ms, attempt_process, attempt_session, attempt_head_ord, waiting_for," \
  " failure_code, failure_origin, failure_retry, failure_fixer, failure_message, lane," \
  " target, text, wanted, unsettled, answered, send_at_ms, files_pending FROM outbox"

OutboxEntry decode(const Statement& row) {
  OutboxEntry entry;
  entry.id.value = row.integer(0);
  entry.route.value = row.integer(1);
  entry.op = static_cast<OutboxOp>(row.integer32(2));
  entry.item.value = row.integer(3);
  entry.key = row.string(4);
  entry.state = static_cast<OutboxState>(row.integer32(5));
  entry.attempts = row.integer32(6);
  entry.created_ms = row.integer(7);
  entry.next_try_ms = row.integer(8);
  entry.first_attempt_ms = row.integer(9);
  entry.attempt_process = row.string(10);
  entry.attempt_session = row.integer(11);
  entry.attempt_head_ord = row.integer(12);
  entry.waiting_for = static_cast<WaitingFor>(row.integer32(13));
  entry.failure = read_failure(row, 14);
  entry.lane = row.string(19);
  entry.target = row.string(20);
  entry.text = row.string(21);
  entry.wanted = row.boolean(22);
  entry.unsettled = row.integer32(23);
  entry.answered = row.boolean(24);
  entry.send_at_ms = row.integer(25);
  entry.files_pending = row.boolean(26);
  return entry;
}

// Parameters 2 and on; 1 is the id.
void bind(Statement& row, const OutboxEntry& entry) {
  row.bind(2, entry.route.value);
  row.bind(3, number(entry.op));
  row.bind(4, entry.item.value);
  row.bind(5, std::string_view(entry.key));
  row.bind(6, number(entry.state));
  row.bind(7, entry.attempts);
  row.bind(8, entry.created_ms);
  row.bind(9, entry.next_try_ms);
  row.bind(10, entry.first_attempt_ms);
  row.bind(11, std::string_view(entry.attempt_process));
  row.bind(12, entry.attempt_session);
  row.bind(13, entry.attempt_head_ord);
  row.bind(14, number(entry.waiting_for));
  bind_failure(row, 15, entry.failure);
  row.bind(20, std::string_view(entry.lane));
  row.bind(21, std::string_view(entry.target));
  row.bind(22, std::string_view(entry.text));
  row.bind(23, entry.wanted);
  row.bind(24, entry.unsettled);
  row.bind(25, entry.answered);
  row.bind(26, entry.send_at_ms);
  row.bind(27, entry.files_pending);
}

Result<std::optional<OutboxEntry>> one(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<OutboxEntry>();
  return std::optional(decode(*row));
}

Result<std::vector<OutboxEntry>> collect(StatementUse row) {
  std::vector<OutboxEntry> entries;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return entries;
    entries.push_back(decode(*row));
  }
}

}  // namespace

Result<std::optional<OutboxEntry>> find(Connection& connection, OutboxId id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE id = ?1"));
  row->bind(1, id.value);
  return one(std::move(row));
}

Result<std::optional<OutboxEntry>> send_of(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE item = ?1 AND item <> 0 AND op = 0"));
  row->bind(1, item.value);
  return one(std::move(row));
}

Result<std::vector<OutboxEntry>> of_item(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE item = ?1 AND item <> 0 ORDER BY id"));
  row->bind(1, item.value);
  return collect(std::move(row));
}

Result<std::vector<OutboxEntry>> of_target(Connection& connection, RouteId route,
                                           std::string_view target) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND target = ?2"
                                                " AND target <> '' ORDER BY id"));
  row->bind_all(route.value, target);
  return collect(std::move(row));
}

Result<std::optional<OutboxEntry>> edit_by_key(Connection& connection, std::string_view key) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE key = ?1 AND op = 2 LIMIT 1"));
  row->bind(1, key);
  return one(std::move(row));
}

Result<std::vector<OutboxEntry>> all(Connection& connection) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " ORDER BY id"));
  return collect(std::move(row));
}

Result<std::vector<OutboxEntry>> of_route(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 ORDER BY id"));
  row->bind(1, route.value);
  return collect(std::move(row));
}

Result<std::vector<OutboxEntry>> of_lane(Connection& connection, RouteId route,
                                         std::string_view lane) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE route = ?1 AND lane = ?2 ORDER BY id"));
  row->bind_all(route.value, lane);
  return collect(std::move(row));
}

Result<std::vector<OutboxEntry>> heads(Connection& connection) {
  IX_TRY(auto row,
         connection.prepare(IX_SELECT " WHERE id IN (SELECT min(id) FROM outbox"
                                      " WHERE lane = '' OR state <> 3 GROUP BY route, lane)"
                                      " ORDER BY id"));
  return collect(std::move(row));
}

Result<std::vector<OutboxEntry>> sending(Connection& connection) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE state = 1 ORDER BY id"));
  return collect(std::move(row));
}

Result<bool> any_unlinked(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM outbox WHERE route = ?1 AND target <> ''"
                                      " AND item = 0 LIMIT 1"));
  row->bind(1, route.value);
  return row->step();
}

Result<bool> link(Connection& connection, RouteId route, std::string_view target, ItemId item) {
  IX_TRY(auto row, connection.prepare("UPDATE outbox SET item = ?3 WHERE route = ?1"
                                      " AND target = ?2 AND target <> '' AND item = 0"));
  row->bind_all(route.value, target, item.value);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<bool> aim(Connection& connection, ItemId item, std::string_view target) {
  IX_TRY(auto row, connection.prepare("UPDATE outbox SET target = ?2, waiting_for = 0"
                                      " WHERE item = ?1 AND item <> 0 AND lane <> ''"
                                      " AND op <> 0 AND target = ''"));
  row->bind_all(item.value, target);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Result<OutboxId> insert(Connection& connection, const OutboxEntry& entry) {
  IX_TRY(auto row, connection.prepare(
                       "INSERT INTO outbox (route, op, item, key, state, attempts, created_ms,"
                       " next_try_ms, first_attempt_ms, attempt_process, attempt_session,"
                       " attempt_head_ord, waiting_for, failure_code, failure_origin,"
                       " failure_retry, failure_fixer, failure_message, lane, target, text,"
                       " wanted, unsettled, answered, send_at_ms, files_pending) VALUES (?2, ?3, "
                       "?4, ?5, ?6, ?7, ?8, ?9,"
                       " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,"
                       " ?25, ?26, ?27)"));
  bind(*row, entry);
  IX_CHECK(row->run());
  return OutboxId{connection.last_insert_id()};
}

Status update(Connection& connection, const OutboxEntry& entry) {
  IX_TRY(auto row, connection.prepare(
                       "UPDATE outbox SET route = ?2, op = ?3, item = ?4, key = ?5, state = ?6,"
                       " attempts = ?7, created_ms = ?8, next_try_ms = ?9, first_attempt_ms = ?10,"
                       " attempt_process = ?11, attempt_session = ?12, attempt_head_ord = ?13,"
                       " waiting_for = ?14, failure_code = ?15, failure_origin = ?16,"
                       " failure_retry = ?17, failure_fixer = ?18, failure_message = ?19,"
                       " lane = ?20, target = ?21, text = ?22, wanted = ?23, unsettled = ?24,"
                       " answered = ?25, send_at_ms = ?26, files_pending = ?27 WHERE id = ?1"));
  bind(*row, entry);
  row->bind(1, entry.id.value);
  return row->run();
}

Status remove(Connection& connection, OutboxId id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM outbox WHERE id = ?1"));
  return row->bind(1, id.value).run();
}

Result<std::optional<OutboxEntry>> join_to(Connection& connection, std::string_view address) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE op = 6 AND text = ?1 ORDER BY id LIMIT 1"));
  row->bind(1, address);
  return one(std::move(row));
}

Result<bool> any_before(Connection& connection, const OutboxEntry& entry) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM outbox WHERE route = ?1 AND id < ?2"
                                      " AND state <> 3 LIMIT 1"));
  row->bind_all(entry.route.value, entry.id.value);
  return row->step();
}

Result<bool> any_leave(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("SELECT 1 FROM outbox WHERE route = ?1"
                                      " AND lane = 'membership' AND op = 7 AND state <> 3"));
  row->bind(1, route.value);
  return row->step();
}

Result<bool> remove_answers(Connection& connection, RouteId route) {
  IX_TRY(auto row, connection.prepare("DELETE FROM outbox WHERE route = ?1 AND op = 1"));
  IX_CHECK(row->bind(1, route.value).run());
  return connection.changes() > 0;
}

#undef IX_SELECT

}  // namespace ix::cache::outbox_table
