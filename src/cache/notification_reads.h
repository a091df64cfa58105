// SPDX-License-Identifier: Apache-2.0
// What there is to notify now: SQL only, all by index.
#pragma once

#include "cache/row_reads.h"

namespace ix::cache {

struct NotificationRow {
  int64_t seq = 0;
  int64_t item = 0;
  int64_t conversation = 0;
  std::string_view title;
};

// After a number, oldest first: what is still unread, in conversations that are not muted.
Result<Rows<NotificationRow>> notifications_after(Connection& connection, int64_t seq,
                                                  int64_t limit);
// The highest number there is; 0: none.
Result<int64_t> last_notification(Connection& connection);

}  // namespace ix::cache
