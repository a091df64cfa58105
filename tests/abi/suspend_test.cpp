// SPDX-License-Identifier: Apache-2.0
// Suspending a client that is in use.
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "abi_support.h"

namespace {

size_t open_files(const std::string& folder) {
  size_t found = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    const std::string target = std::filesystem::read_symlink(entry.path(), ignored).string();
    found += target.rfind(folder, 0) == 0 ? 1 : 0;
  }
  return found;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "suspended a hundred times while two threads write and read") {
  const abi::Client client;
  std::atomic<bool> stop = false;
  std::atomic<int> stored = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> unexpected = 0;
  const auto count = [&](ix_status status) {
    if (status == IX_ERROR_SUSPENDED) ++refused;
    if (status != IX_OK && status != IX_ERROR_SUSPENDED) ++unexpected;
    return status == IX_OK;
  };
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const std::string id = std::to_string(i);
      ix_contact_input contact = IX_CONTACT_INPUT_INIT;
      contact.source_id = abi::str(id);
      contact.name = abi::str(id);
      if (count(ix_contact_put(client, &contact, nullptr, nullptr))) ++stored;
    }
  });
  std::thread reader([&] {
    while (!stop) {
      ix_page* page = nullptr;
      count(ix_account_page(client, &page, nullptr));
      ix_page_release(page);
    }
  });
  for (int cycle = 0; cycle < 100; ++cycle) {
    while (stored < cycle) std::this_thread::yield();
    REQUIRE_EQ(ix_client_suspend(client, nullptr), IX_OK);
    CHECK_EQ(open_files(client.folder()), 0);
    REQUIRE_EQ(ix_client_resume(client, nullptr), IX_OK);
  }
  stop = true;
  writer.join();
  reader.join();
  CHECK_EQ(unexpected, 0);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_store_check(client, 0, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_FINDING), 0);
  ix_page_release(page);
  int64_t found = 0;
  ix_str cursor = {};
  ix_page* last = nullptr;
  do {
    ix_page* next = nullptr;
    REQUIRE_EQ(ix_contacts_page(client, {}, cursor, 1000, &next, nullptr), IX_OK);
    ix_page_release(last);
    last = next;
    found += ix_page_count(last, IX_TABLE_CONTACT);
    cursor = ix_page_cursor(last);
  } while (cursor.size > 0);
  ix_page_release(last);
  CHECK_EQ(found, stored);
}

TEST_CASE_FIXTURE(abi::Live, "a suspended client is closed as any other") {
  const abi::Client client;
  REQUIRE_EQ(ix_client_suspend(client, nullptr), IX_OK);
  ix_client_close(client);
  CHECK(abi::poll_until(client, IX_EVENT_CLOSED));
  CHECK_EQ(ix_client_suspend(client, nullptr), IX_ERROR_CLOSED);
  CHECK_EQ(ix_client_resume(client, nullptr), IX_ERROR_CLOSED);
}
