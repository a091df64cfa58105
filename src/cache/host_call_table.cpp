// SPDX-License-Identifier: Apache-2.0
#include "cache/host_call_table.h"

#include "cache/shared_columns.h"

namespace ix::cache::host_call_table {
namespace {

#define IX_SELECT                                                                        \
  "SELECT call_id, item, source, peer_number, peer_user, own_number, direction, phase, " \
  "outcome, started_ms, answered_ms, duration_ms FROM host_call"

HostCall decode(const Statement& row) {
  HostCall call;
  call.call_id = row.string(0);
  call.item.value = row.integer(1);
  call.source = static_cast<CallSource>(row.integer32(2));
  call.number = row.string(3);
  call.user = row.string(4);
  call.own_number = row.string(5);
  call.direction = static_cast<Direction>(row.integer32(6));
  call.phase = static_cast<CallPhase>(row.integer32(7));
  call.outcome = static_cast<CallOutcome>(row.integer32(8));
  call.started_ms = row.integer(9);
  call.answered_ms = row.integer(10);
  call.duration_ms = row.integer(11);
  return call;
}

Result<std::optional<HostCall>> one(StatementUse row) {
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<HostCall>();
  return std::optional(decode(*row));
}

}  // namespace

Result<std::optional<HostCall>> find(Connection& connection, std::string_view call_id) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE call_id = ?1"));
  row->bind(1, call_id);
  return one(std::move(row));
}

Result<std::optional<HostCall>> of_item(Connection& connection, ItemId item) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE item = ?1"));
  row->bind(1, item.value);
  return one(std::move(row));
}

Result<std::vector<HostCall>> unmatched(Connection& connection, Millis from, Millis to) {
  IX_TRY(auto row, connection.prepare(IX_SELECT " WHERE source = 0 AND started_ms BETWEEN ?1"
                                                " AND ?2 ORDER BY started_ms, call_id"));
  row->bind_all(from, to);
  std::vector<HostCall> calls;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return calls;
    calls.push_back(decode(*row));
  }
}

Status put(Connection& connection, const HostCall& call) {
  IX_TRY(auto row,
         connection.prepare("INSERT OR REPLACE INTO host_call (call_id, item, source, peer_number,"
                            " peer_user, own_number, direction, phase, outcome, started_ms,"
                            " answered_ms, duration_ms)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  row->bind(1, std::string_view(call.call_id));
  row->bind(2, call.item.value);
  row->bind(3, number(call.source));
  row->bind(4, std::string_view(call.number));
  row->bind(5, std::string_view(call.user));
  row->bind(6, std::string_view(call.own_number));
  row->bind(7, number(call.direction));
  row->bind(8, number(call.phase));
  row->bind(9, number(call.outcome));
  row->bind(10, call.started_ms);
  row->bind(11, call.answered_ms);
  row->bind(12, call.duration_ms);
  return row->run();
}

#undef IX_SELECT

}  // namespace ix::cache::host_call_table
