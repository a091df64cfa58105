// SPDX-License-Identifier: Apache-2.0
#include "cache/notification_table.h"

namespace ix::cache::notification_table {
namespace {

constexpr int64_t kMost = 10'000;

}  // namespace

Status offer(Connection& connection, ItemId item) {
  {
    IX_TRY(auto row, connection.prepare("INSERT OR IGNORE INTO notification (item) VALUES (?1)"));
    IX_CHECK(row->bind(1, item.value).run());
  }
  IX_TRY(auto row, connection.prepare("DELETE FROM notification"
                                      " WHERE seq <= (SELECT max(seq) FROM notification) - ?1"));
  return row->bind(1, kMost).run();
}

Status drop_until(Connection& connection, int64_t seq) {
  IX_TRY(auto row, connection.prepare("DELETE FROM notification WHERE seq <= ?1"));
  return row->bind(1, seq).run();
}

}  // namespace ix::cache::notification_table
