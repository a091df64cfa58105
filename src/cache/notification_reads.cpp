// SPDX-License-Identifier: Apache-2.0
#include "cache/notification_reads.h"

namespace ix::cache {
namespace {

constexpr const char* kAfter =
    "SELECT n.seq, n.item, c.id, c.title FROM notification AS n"
    " CROSS JOIN item AS i ON i.id = n.item CROSS JOIN route AS r ON r.id = i.route"
    " CROSS JOIN conversation AS c ON c.id = r.conversation"
    " WHERE n.seq > ?1 AND i.counts = 1 AND i.ord > r.read_ord AND NOT c.muted"
    " ORDER BY n.seq LIMIT ?2";
constexpr const char* kLast = "SELECT max(seq) FROM notification";

NotificationRow decode_notification(Statement& row) {
  return {row.integer(0), row.integer(1), row.integer(2), row.text(3)};
}

}  // namespace

Result<Rows<NotificationRow>> notifications_after(Connection& connection, int64_t seq,
                                                  int64_t limit) {
  IX_TRY(StatementUse statement, connection.prepare(kAfter));
  statement->bind_all(seq, limit);
  return Rows<NotificationRow>(std::move(statement), decode_notification);
}

Result<int64_t> last_notification(Connection& connection) {
  IX_TRY(StatementUse statement, connection.prepare(kLast));
  IX_TRY(const bool found, statement->step());
  return found ? statement->integer(0) : int64_t{0};
}

}  // namespace ix::cache
