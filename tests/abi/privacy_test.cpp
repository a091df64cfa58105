// SPDX-License-Identifier: Apache-2.0
// Export and erase through the C ABI.
#include "abi_support.h"

using abi::str;
using abi::text_of;

TEST_CASE_FIXTURE(abi::Live, "privacy: bad input is refused") {
  const abi::Client client;
  const abi::TempFolder folder;
  const std::string path = folder.path() + "/out";
  const auto out = [&](ix_str contact, const std::string& file) {
    return ix_store_export(client, contact, str(file), nullptr, nullptr);
  };
  CHECK_EQ(out(str("p1"), path), IX_ERROR_NOT_FOUND);
  CHECK_EQ(out(str("r1"), path), IX_ERROR_NOT_FOUND);
  CHECK_EQ(out({}, ""), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(out({}, folder.path() + "/"), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(out({}, folder.path() + "/cache.db-wal"), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(out({}, path + "/missing/out"), IX_ERROR_STORE_NOT_WRITABLE);
  CHECK_EQ(ix_store_export(client, {}, {}, nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_FALSE(std::filesystem::exists(path));
  CHECK_EQ(ix_contact_erase(client, str("p1"), 0, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_contact_erase(client, str("p1"), 2, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_contact_erase(client, {}, 0, nullptr), IX_ERROR_INVALID_ARGUMENT);
  int64_t records = 0;
  CHECK_EQ(ix_store_export(client, {}, str(path), &records, nullptr), IX_OK);
  CHECK_EQ(records, 1);  // the account
  ix_client_close(client);
  CHECK_EQ(out({}, path), IX_ERROR_CLOSED);
  CHECK_EQ(ix_contact_erase(client, str("p1"), 0, nullptr), IX_ERROR_CLOSED);
}

TEST_CASE_FIXTURE(abi::Live, "privacy: a contact is exported and erased") {
  const abi::Client client;
  const abi::TempFolder folder;
  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  contact.source_id = str("1");
  contact.name = str("Ana");
  ix_text* text = nullptr;
  REQUIRE_EQ(ix_contact_put(client, &contact, &text, nullptr), IX_OK);
  const std::string id = text_of(ix_text_str(text));
  ix_text_release(text);
  int64_t records = 0;
  CHECK_EQ(ix_store_export(client, str(id), str(folder.path() + "/ana"), &records, nullptr), IX_OK);
  CHECK_EQ(records, 1);
  CHECK_EQ(ix_contact_erase(client, str(id), IX_ERASE_FORCE, nullptr), IX_OK);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_contacts_page(client, {}, {}, 10, &page, nullptr), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_CONTACT), 0);
  ix_page_release(page);
}
