// SPDX-License-Identifier: Apache-2.0
// The account's files through the C ABI.
#include <chrono>
#include <thread>

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

TEST_CASE_FIXTURE(abi::Live,
                  "store: rules of retention are kept, and nothing is said to be stored") {
  const abi::Client client;
  ix_retention rules = IX_VIEW_INIT(ix_retention);
  REQUIRE_EQ(ix_store_retention(client, &rules, nullptr), IX_OK);
  CHECK_EQ(rules.max_age_ms, 0);
  ix_retention_init(&rules, sizeof rules);
  rules.max_age_ms = 1;
  rules.max_route_items = 2;
  rules.max_route_bytes = 3;
  rules.max_total_bytes = 4;
  int64_t items = -1;
  CHECK_EQ(ix_store_prune(client, &rules, 0, &items, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_store_prune(client, &rules, 8, &items, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_store_prune(client, nullptr, IX_PRUNE_SET, &items, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(items, -1);
  REQUIRE_EQ(ix_store_prune(client, &rules, IX_PRUNE_SET | IX_PRUNE_NOW, &items, nullptr), IX_OK);
  CHECK_EQ(items, 0);
  ix_retention kept = IX_VIEW_INIT(ix_retention);
  REQUIRE_EQ(ix_store_retention(client, &kept, nullptr), IX_OK);
  CHECK_EQ(kept.max_age_ms, 1);
  CHECK_EQ(kept.max_route_items, 2);
  CHECK_EQ(kept.max_route_bytes, 3);
  CHECK_EQ(kept.max_total_bytes, 4);
  CHECK_EQ(ix_store_prune(client, nullptr, IX_PRUNE_NOW, nullptr, nullptr), IX_OK);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_store_sizes(client, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_ROUTE_SIZE), 1);
  ix_route_size_view size = IX_VIEW_INIT(ix_route_size_view);
  REQUIRE_EQ(ix_page_route_size(page, 0, &size), IX_OK);
  CHECK_EQ(size.route.data, nullptr);
  CHECK_EQ(size.items, 0);
  CHECK_EQ(ix_page_route_size(page, 1, &size), IX_ERROR_NOT_FOUND);
  ix_page_release(page);
  CHECK_EQ(ix_store_sizes(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_store_retention(client, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_store_prune(nullptr, &rules, IX_PRUNE_NOW, &items, nullptr), IX_ERROR_INVALID_HANDLE);
}

TEST_CASE_FIXTURE(abi::Live,
                  "store: a file that is to leave and is gone is found, and has failed") {
  const abi::Client client;
  ix_file_input input = IX_FILE_INPUT_INIT;
  input.data = "bonjour";
  input.data_size = 7;
  input.name = abi::str("note.txt");
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_file_stage(client, &input, &id, nullptr), IX_OK);
  const std::string file = abi::text_of(ix_text_str(id));
  ix_text_release(id);
  const auto state = [&client](int32_t& failure) {
    ix_page* page = nullptr;
    REQUIRE_EQ(ix_files_page(client, {nullptr, 0}, &page, nullptr), IX_OK);
    ix_attachment_view view = IX_VIEW_INIT(ix_attachment_view);
    REQUIRE_EQ(ix_page_attachment(page, 0, &view), IX_OK);
    ix_page_release(page);
    failure = view.failure_code;
    return view.state;
  };
  int32_t failure = 0;
  for (int waited = 0; state(failure) == IX_FILE_PREPARING && waited < 1000; ++waited) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  REQUIRE_EQ(state(failure), IX_FILE_READY);
  const auto check = [&client](uint32_t flags, ix_finding_view& finding) {
    ix_page* page = nullptr;
    REQUIRE_EQ(ix_store_check(client, flags, &page, nullptr), IX_OK);
    REQUIRE_EQ(ix_page_count(page, IX_TABLE_FINDING), 1);
    REQUIRE_EQ(ix_page_finding(page, 0, &finding), IX_OK);
    return page;
  };
  std::filesystem::remove_all(client.folder() + "/media/out");
  ix_finding_view finding = IX_VIEW_INIT(ix_finding_view);
  ix_page* page = check(0, finding);
  CHECK_EQ(finding.check, IX_STORE_CHECK_FILES);
  CHECK_EQ(abi::text_of(finding.name), "files");
  CHECK_EQ(abi::text_of(finding.first), file);
  CHECK_EQ(finding.count, 1);
  CHECK_EQ(finding.repaired, 0);
  ix_page_release(page);
  page = check(IX_STORE_REPAIR, finding);
  CHECK_EQ(finding.repaired, 1);
  ix_page_release(page);
  CHECK_EQ(state(failure), IX_FILE_FAILED);
  CHECK_EQ(failure, IX_ERROR_FILE_UNREADABLE);
}
