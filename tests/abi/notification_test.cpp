// SPDX-License-Identifier: Apache-2.0
// What to notify, through the C ABI: bad input, and a cursor that is always there.
#include "abi_support.h"

using abi::str;
using abi::text_of;

TEST_CASE_FIXTURE(abi::Live,
                  "notifications: bad input is refused, nothing is a page with a cursor") {
  const abi::Client client;
  ix_page* page = nullptr;
  CHECK_EQ(ix_notifications_page(client, {}, 0, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_notifications_page(client, {}, 1001, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_notifications_page(client, {}, 1, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_notifications_page(nullptr, {}, 1, &page, nullptr), IX_ERROR_INVALID_HANDLE);
  for (const char* wrong : {"c1.0:1:", "n1.", "n1.1:2:3:", "nonsense"}) {
    CHECK_EQ(ix_notifications_page(client, str(wrong), 1, &page, nullptr), IX_ERROR_INVALID_CURSOR);
    CHECK_EQ(ix_notifications_done(client, str(wrong), nullptr), IX_ERROR_INVALID_CURSOR);
  }
  CHECK_EQ(ix_notifications_done(client, {}, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(page, nullptr);

  REQUIRE_EQ(ix_notifications_page(client, {}, 1, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_NOTIFICATION), 0);
  CHECK_EQ(ix_page_more(page), IX_MORE_START);
  ix_notification_view view = IX_VIEW_INIT(ix_notification_view);
  CHECK_EQ(ix_page_notification(page, 0, &view), IX_ERROR_NOT_FOUND);
  const std::string cursor = text_of(ix_page_cursor(page));
  CHECK_FALSE(cursor.empty());
  ix_page_release(page);
  CHECK_EQ(ix_notifications_done(client, str(cursor), nullptr), IX_OK);
  CHECK_EQ(ix_notifications_done(client, str(cursor), nullptr), IX_OK);
  REQUIRE_EQ(ix_notifications_page(client, str(cursor), 1, &page, nullptr), IX_OK);
  CHECK_EQ(text_of(ix_page_cursor(page)), cursor);
  ix_page_release(page);
}
