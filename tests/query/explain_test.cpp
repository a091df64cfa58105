// SPDX-License-Identifier: Apache-2.0
// What the explanation of a conversation says; that it agrees with the grouping is tested where
// the grouping is made (tests/engine).
#include <interactions/page.h>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kRoutes =
    "INSERT INTO route (id, kind, state, remote_id, peer_user, peer_number, contact, conversation)"
    " VALUES (1, 0, 1, '!a', '@ann:x', NULL, 1, 1), (2, 1, 1, '!b', '@sms_1:x', '+15145550101', 1,"
    " 1), (3, 2, 1, '!c', NULL, NULL, NULL, 3), (4, 1, 1, '!d', NULL, '+14165550102', NULL, 4),"
    " (5, 0, 1, '!e', '@bob:x', NULL, NULL, 5);"
    "INSERT INTO conversation VALUES (1, 0, 1, 'Zoé', 0, 0, 0, 0, 0, 0, 0, 0, 1, '', 1),"
    " (3, 2, NULL, 'General', 0, 0, 0, 0, 0, 0, 0, 0, 1, '', 1),"
    " (4, 1, NULL, '+1', 0, 0, 0, 0, 0, 0, 0, 0, 1, '', 1),"
    " (5, 0, NULL, 'Bob', 0, 0, 0, 0, 0, 0, 0, 0, 1, '', 1);";
constexpr const char* kContacts =
    "INSERT INTO contact (id, kind, source, source_id, name, name_key) VALUES"
    " (1, 0, 'host', 'a', 'Zoé', 'zoe'), (2, 0, 'host', 'b', 'Shop', 'shop'),"
    " (3, 1, 'directory', '@ann:x', 'Ann', 'ann'), (4, 0, 'book', 'z', 'Cab', 'cab');"
    "INSERT INTO contact_address (kind, address, contact) VALUES"
    " (1, '@ann:x', 1), (1, '@ann:x', 3), (0, '+15145550101', 1), (1, '@sms_1:x', 1),"
    " (0, '+15145550101', 2), (0, '+15145550101', 3);";

// "route reason: contact/verdict/address ..." for each route.
std::string told(const query::Page& page) {
  std::string out;
  for (uint32_t i = 0; i < page.count(IX_TABLE_GROUPING); ++i) {
    const auto* row = page.row<ix_row_grouping>(IX_TABLE_GROUPING, i);
    out += std::string(page.text_or_empty(row->route)) + " " + std::to_string(row->reason) + ":";
    for (uint32_t k = 0; k < row->claim_count; ++k) {
      const auto* claim = page.row<ix_row_claim>(IX_TABLE_CLAIM, row->first_claim + k);
      out += " " + std::string(page.text_or_empty(claim->contact)) + "/" +
             std::to_string(claim->verdict) + "/" + std::string(page.text_or_empty(claim->address));
    }
    out += "; ";
  }
  return out;
}

}  // namespace

TEST_CASE("the contact that counts comes first, then those that lost, and why") {
  CacheFixture cache;
  cache.sql(std::string(kContacts) + kRoutes);
  // Both routes are Zoé's. Ann, of the directory, loses to her although "directory" is before
  // "host"; the shop, which is external, too, loses by its id.
  const query::Page page = take(cache.reader().explain(ConversationId{1}));
  CHECK(told(page) ==
        "r1 0: p1/0/@ann:x p3/1/@ann:x; "
        "r2 0: p1/0/+15145550101 p2/2/+15145550101 p3/1/+15145550101; ");
  CHECK(page.count(IX_TABLE_CONVERSATION) == 1);
  CHECK(page.count(IX_TABLE_ROUTE) == 2);
  const auto* claim = page.row<ix_row_claim>(IX_TABLE_CLAIM, 1);
  CHECK(page.text_or_empty(claim->name) == "Ann");
  CHECK(page.text_or_empty(claim->source) == "directory");
  CHECK(page.text_or_empty(claim->source_id) == "@ann:x");
  CHECK(claim->contact_kind == 1);
  CHECK(claim->address_kind == 1);
}

TEST_CASE("of two sources the first one bytewise counts") {
  CacheFixture cache;
  cache.sql(std::string(kContacts) + kRoutes +
            "INSERT INTO contact_address VALUES (0, '+15145550101', 4);");
  CHECK(told(take(cache.reader().explain(ConversationId{1}))) ==
        "r1 0: p1/0/@ann:x p3/1/@ann:x; "
        "r2 0: p4/0/+15145550101 p1/2/+15145550101 p2/2/+15145550101 p3/1/+15145550101; ");
}

TEST_CASE("what nobody claims says so; a channel is nobody's whatever contacts say") {
  CacheFixture cache;
  cache.sql(std::string(kContacts) + kRoutes +
            "UPDATE route SET peer_user = '@ann:x', peer_number = '+15145550101' WHERE id = 3;");
  CHECK(told(take(cache.reader().explain(ConversationId{3}))) == "r3 3:; ");
  CHECK(told(take(cache.reader().explain(ConversationId{4}))) == "r4 1:; ");
  CHECK(told(take(cache.reader().explain(ConversationId{5}))) == "r5 2:; ");
  // A route's id names its conversation.
  CHECK(told(take(cache.reader().explain(ConversationId{2}))).starts_with("r1 0:"));
  CHECK(code_of(cache.reader().explain(ConversationId{9})) == ErrorCode::NOT_FOUND);
}

TEST_CASE("after the contact is removed the claims that lost take their turn") {
  CacheFixture cache;
  cache.sql(std::string(kContacts) + kRoutes + "DELETE FROM contact WHERE id IN (1, 3);");
  CHECK(told(take(cache.reader().explain(ConversationId{1}))) ==
        "r1 2:; r2 0: p2/0/+15145550101; ");
}
