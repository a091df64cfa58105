// SPDX-License-Identifier: Apache-2.0
// What lists say of the destination policy: as it is when they are read.
#include <doctest/doctest.h>
#include <interactions/page.h>

#include <string>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

// A person in New York by SMS (1) and by the company's chat (2), and calls with a number in Ottawa
// (3) and with one in New York (4).
struct Fixture {
  Fixture() {
    cache.sql(
        "INSERT INTO contact (id, kind, source, source_id, name, name_key)"
        " VALUES (4, 0, 'host', 'x', 'Ann', 'ann');"
        "INSERT INTO contact_address VALUES (0, '+12125550101', 4), (0, '+16135550101', 4);"
        "INSERT INTO route (id, kind, state, remote_id, peer_user, peer_number, can_send,"
        " cannot_send_reason, conversation, last_inbound_ms) VALUES"
        " (1, 1, 1, '!n', '@ghost:x', '+12125550101', 1, '', 1, 90),"
        " (2, 0, 1, '!a', '@ann:x', NULL, 1, '', 1, 80),"
        " (3, 4, 1, NULL, NULL, '+16135550199', 0, 'calls_only', 3, 70),"
        " (4, 4, 1, NULL, NULL, '+12125550199', 0, 'calls_only', 4, 60),"
        " (5, 1, 3, '!l', '@other:x', '+12125550177', 0, 'left', 5, 50);"
        "INSERT INTO conversation VALUES"
        " (1, 0, 4, 'Ann', 90, 0, 0, 0, 0, 0, 0, 0, 1, '', 1),"
        " (3, 1, NULL, '+16135550199', 70, 0, 0, 0, 0, 0, 0, 0, 1, '', 1),"
        " (4, 1, NULL, '+12125550199', 60, 0, 0, 0, 0, 0, 0, 0, 1, '', 1),"
        " (5, 1, NULL, '+12125550177', 50, 0, 0, 0, 0, 0, 0, 0, 0, '', 1);");
  }
  void allow(const char* text) { REQUIRE(rules->change({.destinations = text}).ok()); }

  // "can|default:reason" of each route, and whether the conversation can be written to.
  std::string told(int64_t id) {
    const Page page = take(reader.conversation(ConversationId{id}));
    const auto* row = page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0);
    std::string out = (row->flags & IX_CONVERSATION_CAN_SEND) != 0 ? "yes" : "no";
    for (uint32_t i = 0; i < row->route_count; ++i) {
      const auto* route = page.row<ix_row_route>(IX_TABLE_ROUTE, row->first_route + i);
      out += (route->flags & IX_ROUTE_CAN_SEND) != 0 ? " can" : " not";
      if ((route->flags & IX_ROUTE_DEFAULT) != 0) out += "*";
      const auto reason = page.text(route->reason);
      if (reason) out += ":" + std::string(*reason);
    }
    return out;
  }
  std::string addresses() {
    const Page page = take(reader.contact(ContactId{4}));
    std::string out;
    for (uint32_t i = 0; i < page.count(IX_TABLE_ADDRESS); ++i) {
      const auto* row = page.row<ix_row_address>(IX_TABLE_ADDRESS, i);
      out += std::string(page.text_or_empty(row->address)) + (row->sendable ? " yes" : " no");
      out += std::string(page.text_or_empty(row->reason)) + ";";
    }
    return out;
  }

  CacheFixture cache;
  std::shared_ptr<identity::CurrentRules> rules = std::make_shared<identity::CurrentRules>();
  Reader reader{cache.database(), rules};
};

}  // namespace

TEST_CASE("routes, their default and conversations follow the policy") {
  Fixture f;
  CHECK(f.told(1) == "yes not:destination_us can*");
  CHECK(f.told(3) == "yes not*:calls_only");
  CHECK(f.told(4) == "no not*:destination_us");
  // What the backend says goes before.
  CHECK(f.told(5) == "no not*:left");
  f.allow("us");
  CHECK(f.told(1) == "yes can* can");
  CHECK(f.told(4) == "yes not*:calls_only");
  CHECK(f.told(5) == "no not*:left");
  f.allow("us,-+1613,-+1212555");
  CHECK(f.told(1) == "yes not:destination_us can*");
  CHECK(f.told(3) == "no not*:destination_canadian");
}

TEST_CASE("so do the numbers of a contact") {
  Fixture f;
  CHECK(f.addresses() == "+12125550101 nodestination_us;+16135550101 yes;");
  f.allow("none,us");
  CHECK(f.addresses() == "+12125550101 yes;+16135550101 nodestination_canadian;");
}

TEST_CASE("every list that shows conversations says the same") {
  Fixture f;
  const auto flags = [](const Page& page, uint32_t row) {
    return page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, row)->flags &
           uint32_t{IX_CONVERSATION_CAN_SEND};
  };
  for (const bool allowed : {false, true}) {
    if (allowed) f.allow("us");
    const uint32_t expected = allowed ? uint32_t{IX_CONVERSATION_CAN_SEND} : 0;
    CHECK(flags(take(f.reader.conversations({}, {}, 10)), 2) == expected);
    CHECK(flags(take(f.reader.explain(ConversationId{4})), 0) == expected);
  }
}
