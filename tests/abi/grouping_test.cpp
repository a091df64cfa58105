// SPDX-License-Identifier: Apache-2.0
// Why routes stand together, through the C ABI.
#include "abi_support.h"

#include <string>

using abi::str;
using abi::text_of;

namespace {

std::string save(ix_client* client, const char* source_id, const char* name, const char* number) {
  ix_contact_input contact = IX_CONTACT_INPUT_INIT;
  contact.source_id = str(source_id);
  contact.name = str(name);
  const ix_str numbers[] = {str(number)};
  contact.numbers = numbers;
  contact.number_count = 1;
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_contact_put(client, &contact, &id, nullptr), IX_OK);
  std::string out = text_of(ix_text_str(id));
  ix_text_release(id);
  return out;
}

std::string open(ix_client* client, const char* number) {
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = str(number);
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &to, &id, nullptr), IX_OK);
  std::string out = text_of(ix_text_str(id));
  ix_text_release(id);
  return out;
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "explain: bad input is refused") {
  const abi::Client client;
  ix_page* page = nullptr;
  CHECK_EQ(ix_conversation_explain(client, str("r1"), &page, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_conversation_explain(client, str("p1"), &page, nullptr), IX_ERROR_NOT_FOUND);
  CHECK_EQ(ix_conversation_explain(client, {}, &page, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_conversation_explain(client, str("r1"), nullptr, nullptr), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_conversation_explain(nullptr, str("r1"), &page, nullptr), IX_ERROR_INVALID_HANDLE);
  CHECK_EQ(page, nullptr);
  ix_client_close(client);
  CHECK_EQ(ix_conversation_explain(client, str("r1"), &page, nullptr), IX_ERROR_CLOSED);
}

TEST_CASE_FIXTURE(abi::Live, "default route: chosen, shown, taken back") {
  const abi::Client client;
  const std::string id = open(client, "613 555 0123");
  open(client, "613 555 0124");
  const auto set = [&client](const std::string& conversation, ix_str route) {
    return ix_conversation_set_default_route(client, str(conversation), route, nullptr);
  };
  CHECK_EQ(set(id, str("r99")), IX_ERROR_NOT_FOUND);
  CHECK_EQ(set(id, str("i1")), IX_ERROR_NOT_FOUND);
  CHECK_EQ(set("r99", {}), IX_ERROR_NOT_FOUND);
  CHECK_EQ(set(id, str("r2")), IX_ERROR_NOT_FOUND);  // another conversation's
  const auto flags = [&] {
    ix_page* page = nullptr;
    REQUIRE_EQ(ix_conversation_get(client, str(id), &page, nullptr), IX_OK);
    ix_route_view route = IX_VIEW_INIT(ix_route_view);
    REQUIRE_EQ(ix_page_route(page, 0, &route), IX_OK);
    ix_page_release(page);
    return route.flags & uint32_t{IX_ROUTE_DEFAULT | IX_ROUTE_CHOSEN};
  };
  CHECK_EQ(flags(), IX_ROUTE_DEFAULT);
  CHECK_EQ(set(id, str(id)), IX_OK);
  CHECK_EQ(flags(), IX_ROUTE_DEFAULT | IX_ROUTE_CHOSEN);
  CHECK_EQ(set(id, {}), IX_OK);
  CHECK_EQ(flags(), IX_ROUTE_DEFAULT);
}

TEST_CASE_FIXTURE(abi::Live, "explain: two contacts have one number, then one, then none") {
  const abi::Client client;
  const std::string id = open(client, "613 555 0123");
  const std::string first = save(client, "a", "Ana", "613 555 0123");
  const std::string second = save(client, "b", "Bob", "613 555 0123");
  const auto explained = [&] {
    ix_page* page = nullptr;
    REQUIRE_EQ(ix_conversation_explain(client, str(id), &page, nullptr), IX_OK);
    ix_grouping_view grouping = IX_VIEW_INIT(ix_grouping_view);
    REQUIRE_EQ(ix_page_grouping(page, 0, &grouping), IX_OK);
    std::string out = text_of(grouping.route) + " " + std::to_string(grouping.reason);
    for (uint32_t i = 0; i < grouping.claim_count; ++i) {
      ix_claim_view claim = IX_VIEW_INIT(ix_claim_view);
      REQUIRE_EQ(ix_page_claim(page, grouping.first_claim + i, &claim), IX_OK);
      CHECK_EQ(text_of(claim.address), "+16135550123");
      CHECK_EQ(text_of(claim.source), "host");
      CHECK_EQ(claim.address_kind, IX_ADDRESS_NUMBER);
      CHECK_EQ(claim.contact_kind, IX_CONTACT_EXTERNAL);
      out += " " + text_of(claim.name) + text_of(claim.contact) + text_of(claim.source_id) +
             std::to_string(claim.verdict);
    }
    CHECK_EQ(ix_page_grouping(page, 1, &grouping), IX_ERROR_NOT_FOUND);
    ix_page_release(page);
    return out;
  };
  CHECK_EQ(explained(), id + " 0 Ana" + first + "a0 Bob" + second + "b2");
  REQUIRE_EQ(ix_contact_remove(client, str(first), nullptr), IX_OK);
  CHECK_EQ(explained(), id + " 0 Bob" + second + "b0");
  REQUIRE_EQ(ix_contact_remove(client, str(second), nullptr), IX_OK);
  CHECK_EQ(explained(), id + " 1");
}
