// SPDX-License-Identifier: Apache-2.0
#include "cache/relation_table.h"

#include "cache/attachment_table.h"
#include "cache/shared_columns.h"

namespace ix::cache::relation_table {

Status park(Connection& connection, RouteId route, const ParkedRelation& relation) {
  IX_TRY(auto row, connection.prepare(
                       "INSERT OR REPLACE INTO parked_relation (route, target, remote_id, ord,"
                       " kind, sender, text, state, failure_code, failure_origin, failure_retry,"
                       " failure_fixer, failure_message, call_id, call_direction, call_outcome,"
                       " call_duration_ms, call_started_ms, call_number, attachments)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
                       " ?15, ?16, ?17, ?18, ?19, ?20)"));
  row->bind_all(route.value, relation.target, relation.remote_id, relation.ord,
                number(relation.kind), relation.sender, relation.text, number(relation.state));
  bind_failure(*row, 9, relation.failure);
  bind_call(*row, 14, relation.call);
  const std::string attachments = attachment_table::packed(relation.attachments);
  row->bind(20, std::string_view(attachments));
  return row->run();
}

Result<std::vector<ParkedRelation>> of_target(Connection& connection, RouteId route,
                                              std::string_view target) {
  IX_TRY(auto row,
         connection.prepare("SELECT remote_id, ord, kind, sender, text, state, failure_code,"
                            " failure_origin, failure_retry, failure_fixer, failure_message,"
                            " call_id, call_direction, call_outcome, call_duration_ms,"
                            " call_started_ms, call_number, attachments FROM parked_relation"
                            " WHERE route = ?1 AND target = ?2"
                            " ORDER BY ord, remote_id"));
  row->bind_all(route.value, target);
  std::vector<ParkedRelation> relations;
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return relations;
    ParkedRelation one;
    one.target = target;
    one.remote_id = row->string(0);
    one.ord = row->integer(1);
    one.kind = static_cast<RelationChange::Kind>(row->integer32(2));
    one.sender = row->string(3);
    one.text = row->string(4);
    one.state = static_cast<ItemState>(row->integer32(5));
    one.failure = read_failure(*row, 6);
    one.call = read_call(*row, 11);
    one.attachments = attachment_table::unpacked(row->text(17));
    relations.push_back(std::move(one));
  }
}

Status remove(Connection& connection, RouteId route, std::string_view target) {
  IX_TRY(auto row,
         connection.prepare("DELETE FROM parked_relation WHERE route = ?1 AND target = ?2"));
  row->bind_all(route.value, target);
  return row->run();
}

Status move_all(Connection& connection, RouteId from, RouteId to, int64_t by) {
  IX_TRY(auto row, connection.prepare("UPDATE OR REPLACE parked_relation SET route = ?2,"
                                      " ord = ord + ?3 WHERE route = ?1"));
  row->bind_all(from.value, to.value, by);
  return row->run();
}

Result<bool> remove_edit(Connection& connection, RouteId route, std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM parked_relation WHERE route = ?1"
                                      " AND remote_id = ?2 AND kind = 0"));
  row->bind_all(route.value, remote_id);
  IX_CHECK(row->run());
  return connection.changes() > 0;
}

Status remove_one(Connection& connection, RouteId route, std::string_view target,
                  std::string_view remote_id) {
  IX_TRY(auto row, connection.prepare("DELETE FROM parked_relation WHERE route = ?1"
                                      " AND target = ?2 AND remote_id = ?3"));
  row->bind_all(route.value, target, remote_id);
  return row->run();
}

}  // namespace ix::cache::relation_table
