// SPDX-License-Identifier: Apache-2.0
// The account's files through the C ABI.
#include "abi_support.h"

TEST_CASE_FIXTURE(abi::Live, "store: a new account is healthy, bad input is refused") {
  const abi::Client client;
  ix_page* page = nullptr;
  CHECK_EQ(ix_store_check(client, 2, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_store_check(client, 0, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_store_check(nullptr, 0, &page, nullptr), IX_ERROR_INVALID_HANDLE);
  CHECK_EQ(page, nullptr);
  for (const uint32_t flags : {uint32_t{0}, uint32_t{IX_STORE_REPAIR}}) {
    REQUIRE_EQ(ix_store_check(client, flags, &page, nullptr), IX_OK);
    CHECK_EQ(ix_page_count(page, IX_TABLE_FINDING), 0);
    ix_finding_view finding = IX_VIEW_INIT(ix_finding_view);
    CHECK_EQ(ix_page_finding(page, 0, &finding), IX_ERROR_NOT_FOUND);
    ix_page_release(page);
    page = nullptr;
  }
  ix_client_close(client);
  CHECK_EQ(ix_store_check(client, 0, &page, nullptr), IX_ERROR_CLOSED);
}
