// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cache/notification_reads.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kNotificationCursor = "n1.";

}  // namespace

Result<int64_t> notification_place(std::string_view cursor) {
  if (cursor.empty()) return int64_t{0};
  IX_TRY(CursorReader reader, CursorReader::open(kNotificationCursor, {}, cursor));
  const auto seq = reader.number();
  if (!seq || *seq < 0 || !reader.rest().empty()) return invalid_cursor();
  return *seq;
}

Result<Page> notification_list(cache::Connection& connection, std::string_view cursor,
                               uint32_t limit) {
  IX_TRY(const int64_t after, notification_place(cursor));
  int64_t place = after;
  bool more = false;
  PageBuilder page;
  {
    // One more than asked for tells whether there is more.
    IX_TRY(auto rows, cache::notifications_after(connection, after, limit + int64_t{1}));
    cache::NotificationRow from;
    for (uint32_t count = 0;; ++count) {
      IX_TRY(const bool found, rows.next(from));
      if (!found) break;
      more = count == limit;
      if (more) break;
      const PageBuilder::Mark before = page.mark();
      ix_row_notification row{};
      row.conversation = page.add(ConversationId{from.conversation}.text());
      row.title = page.add(from.title);
      row.item = page.count(IX_TABLE_ITEM);
      IX_CHECK(append_item(connection, from.item, page));
      page.append(row);
      more = count > 0 && page.size() > kPageBudget;
      if (more) {
        page.rollback(before);
        break;
      }
      place = from.seq;
    }
  }
  if (!more) {
    // What was passed over is not offered again when it is unmuted or marked unread.
    IX_TRY(const int64_t last, cache::last_notification(connection));
    place = std::max(place, last);
  }
  page.set_end(more ? IX_MORE_LOCAL : IX_MORE_START, make_cursor(kNotificationCursor, {}, {place}));
  return page.build();
}

}  // namespace ix::query
