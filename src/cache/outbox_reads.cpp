// SPDX-License-Identifier: Apache-2.0
#include "cache/outbox_reads.h"

namespace ix::cache {
namespace {

// Ids begin at 1: the condition makes this a walk along the primary key.
constexpr const char* kRows =
    "SELECT o.id, r.conversation, o.item, o.op, o.state, o.attempts, o.created_ms, o.next_try_ms,"
    " o.waiting_for, o.failure_code, o.failure_origin, o.failure_retry, o.failure_fixer,"
    " o.failure_message, o.send_at_ms, iif(o.op IN (6, 8), o.text, '')"
    " FROM outbox AS o CROSS JOIN route AS r ON r.id = o.route WHERE o.id > 0 ORDER BY o.id";

OutboxRow decode(Statement& row) {
  OutboxRow out;
  out.id = row.integer(0);
  out.conversation = row.integer(1);
  out.item = row.integer(2);
  out.op = row.integer32(3);
  out.state = row.integer32(4);
  out.attempts = row.integer32(5);
  out.created_ms = row.integer(6);
  out.next_try_ms = row.integer(7);
  out.waiting_for = row.integer32(8);
  out.failure = failure_from(row, 9);
  out.send_at_ms = row.integer(14);
  out.subject = row.text(15);
  return out;
}

}  // namespace

Result<Rows<OutboxRow>> outbox_rows(Connection& connection) {
  IX_TRY(StatementUse statement, connection.prepare(kRows));
  return Rows<OutboxRow>(std::move(statement), decode);
}

}  // namespace ix::cache
