// SPDX-License-Identifier: Apache-2.0
// Numbers as the host reads them: by the library's own rules, by a client's, by rules of its own.
#include <string>

#include "abi_support.h"

using abi::str;
using abi::text_of;

namespace {

struct Answer {
  ix_status status = IX_OK;
  std::string message;
  std::string e164, region, reason, rule, extension;
  ix_number_class number_class = -1;
  bool sendable = false;
};

Answer answer(ix_status status, ix_number* number, ix_error* error) {
  Answer out;
  out.status = status;
  out.message = text_of(ix_error_message(error));
  ix_error_release(error);
  if (status != IX_OK) CHECK_EQ(number, nullptr);
  out.e164 = text_of(ix_number_e164(number));
  out.region = text_of(ix_number_region(number));
  out.reason = text_of(ix_number_reason(number));
  out.rule = text_of(ix_number_rule(number));
  out.extension = text_of(ix_number_extension(number));
  if (number) out.number_class = ix_number_get_class(number);
  out.sendable = ix_number_is_sendable(number) != 0;
  ix_number_release(number);
  return out;
}

Answer read_with(ix_client* client, const char* text, const ix_number_rules* rules) {
  ix_number* number = nullptr;
  ix_error* error = nullptr;
  const ix_status status = ix_number_parse_with(client, str(text), rules, &number, &error);
  return answer(status, number, error);
}

ix_number_rules rules_of(const char* destinations, const char* area_codes = nullptr) {
  ix_number_rules rules = IX_NUMBER_RULES_INIT;
  rules.destinations = ix_str_of(destinations);
  rules.area_codes = ix_str_of(area_codes);
  return rules;
}

std::string refusal(ix_client* client, const ix_number_rules& rules) {
  ix_error* error = nullptr;
  const ix_status status = ix_client_set_number_rules(client, &rules, &error);
  CHECK_EQ(status, IX_ERROR_INVALID_ARGUMENT);
  const std::string message = text_of(ix_error_message(error));
  ix_error_release(error);
  return message;
}

ix_status open_status(ix_client* client, const char* number, std::string* message = nullptr) {
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = str(number);
  ix_text* id = nullptr;
  ix_error* error = nullptr;
  const ix_status status = ix_conversation_open(client, &to, &id, &error);
  if (message) *message = text_of(ix_error_message(error));
  ix_error_release(error);
  ix_text_release(id);
  return status;
}

constexpr const char* kTable =
    "interactions-area-codes 1\ndate 2031-01-01\ncanadian CA 299 613\nend 2\n";

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "what a client says of a number is what it does with it") {
  const abi::Client client;
  CHECK_FALSE(read_with(client, "212 555 0123", nullptr).sendable);
  std::string why;
  CHECK_EQ(open_status(client, "212 555 0123", &why), IX_ERROR_NUMBER_NOT_SENDABLE);
  CHECK_EQ(why,
           "the number cannot be texted (destination_us): the destination policy refuses us "
           "numbers unless a rule such as \"us\" allows them");
  const ix_number_rules us = rules_of("us");
  REQUIRE_EQ(ix_client_set_number_rules(client, &us, nullptr), IX_OK);
  const Answer allowed = read_with(client, "212 555 0123 x7", nullptr);
  CHECK(allowed.sendable);
  CHECK_EQ(allowed.rule, "us");
  CHECK_EQ(allowed.extension, "7");
  CHECK_EQ(open_status(client, "212 555 0123"), IX_OK);
  // Rules of one call stay no longer than it.
  const ix_number_rules none = rules_of("none");
  const Answer once = read_with(client, "212 555 0123", &none);
  CHECK_FALSE(once.sendable);
  CHECK_EQ(once.rule, "none");
  CHECK(read_with(client, "212 555 0123", nullptr).sendable);
  // Empty: the library's own again; absent: as it is.
  const ix_number_rules nothing = IX_NUMBER_RULES_INIT;
  REQUIRE_EQ(ix_client_set_number_rules(client, &nothing, nullptr), IX_OK);
  CHECK(read_with(client, "212 555 0123", nullptr).sendable);
  const ix_number_rules own = rules_of("");
  REQUIRE_EQ(ix_client_set_number_rules(client, &own, nullptr), IX_OK);
  CHECK_FALSE(read_with(client, "212 555 0123", nullptr).sendable);
  CHECK_EQ(open_status(client, "*67", &why), IX_ERROR_NUMBER_INVALID);
  CHECK_EQ(why, "codes with * or # are commands to a telephone exchange: give the number alone");
  CHECK_EQ(open_status(client, "555-0123", &why), IX_ERROR_NUMBER_INVALID);
  CHECK_EQ(why, "the area code is missing: give ten digits");
}

TEST_CASE_FIXTURE(abi::Live, "without a client: the library's own rules, or those that are given") {
  CHECK_EQ(read_with(nullptr, "613 555 0123", nullptr).number_class, IX_NUMBER_CANADIAN);
  ix_number_rules rules = rules_of("international", kTable);
  rules.region = str("gb");
  const Answer london = read_with(nullptr, "020 7946 0958", &rules);
  CHECK_EQ(london.e164, "+442079460958");
  CHECK(london.sendable);
  CHECK_EQ(read_with(nullptr, "+1 299 555 0123", &rules).number_class, IX_NUMBER_CANADIAN);
  CHECK_EQ(read_with(nullptr, "+1 299 555 0123", nullptr).number_class, IX_NUMBER_NANP_UNKNOWN);
  rules = rules_of("usa");
  const Answer refused = read_with(nullptr, "911", &rules);
  CHECK_EQ(refused.status, IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(refused.message.rfind("destinations: \"usa\" is no rule", 0), 0);
  rules = rules_of(nullptr);
  rules.flags = 2;
  CHECK_EQ(read_with(nullptr, "911", &rules).status, IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_number_parse_with(nullptr, str("911"), nullptr, nullptr, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
}

TEST_CASE_FIXTURE(abi::Live, "a table of the host's: newer, broken, older, and given back") {
  const abi::Client client;
  ix_number_rules rules = rules_of("us", kTable);
  REQUIRE_EQ(ix_client_set_number_rules(client, &rules, nullptr), IX_OK);
  CHECK_EQ(read_with(client, "299 555 0123", nullptr).region, "CA");
  ix_text* table = nullptr;
  REQUIRE_EQ(ix_number_area_codes(client, &table, nullptr), IX_OK);
  const std::string in_use = text_of(ix_text_str(table));
  ix_text_release(table);
  CHECK_EQ(in_use.rfind("interactions-area-codes 1\ndate 2031-01-01\n", 0), 0);
  // What cannot be read changes nothing, the policy beside it included.
  CHECK_EQ(refusal(client, rules_of("none", "interactions-area-codes 1\ndate 2031-02-01\nend 1")),
           "area_codes: line 3: \"end 0\" is expected, for so many codes stand above: the table is "
           "not whole, or was miscounted");
  CHECK(read_with(client, "212 555 0123", nullptr).sendable);
  REQUIRE_EQ(ix_number_area_codes(nullptr, &table, nullptr), IX_OK);
  const std::string own = text_of(ix_text_str(table));
  ix_text_release(table);
  CHECK(refusal(client, rules_of(nullptr, own.c_str())).find("is older than the one in use") !=
        std::string::npos);
  rules = rules_of(nullptr, own.c_str());
  rules.flags = IX_NUMBER_RULES_OLDER;
  REQUIRE_EQ(ix_client_set_number_rules(client, &rules, nullptr), IX_OK);
  CHECK_EQ(read_with(client, "299 555 0123", nullptr).number_class, IX_NUMBER_NANP_UNKNOWN);
}

TEST_CASE_FIXTURE(abi::Live, "a client is opened with them; an older table is left aside") {
  const abi::TempFolder folder;
  ix_client_config config = abi::config_for(folder.path());
  config.destinations = str("us");
  config.area_codes = str(kTable);
  ix_client* client = nullptr;
  REQUIRE_EQ(ix_client_open(&config, &client, nullptr), IX_OK);
  CHECK(read_with(client, "212 555 0123", nullptr).sendable);
  CHECK_EQ(read_with(client, "299 555 0123", nullptr).region, "CA");
  ix_client_release(client);
  // Stored nowhere.
  config = abi::config_for(folder.path());
  REQUIRE_EQ(ix_client_open(&config, &client, nullptr), IX_OK);
  CHECK_FALSE(read_with(client, "212 555 0123", nullptr).sendable);
  ix_client_release(client);
  config.area_codes = str("interactions-area-codes 1\ndate 2001-01-01\ncanadian CA 299\nend 1\n");
  REQUIRE_EQ(ix_client_open(&config, &client, nullptr), IX_OK);
  CHECK_EQ(read_with(client, "299 555 0123", nullptr).number_class, IX_NUMBER_NANP_UNKNOWN);
  ix_client_release(client);
  for (const bool policy : {true, false}) {
    ix_client_config wrong = abi::config_for(folder.path());
    (policy ? wrong.destinations : wrong.area_codes) = str("nonsense");
    client = nullptr;
    CHECK_EQ(ix_client_open(&wrong, &client, nullptr), IX_ERROR_INVALID_ARGUMENT);
    CHECK_EQ(client, nullptr);
  }
}

TEST_CASE_FIXTURE(abi::Live, "a live list is told when the policy makes its rows different") {
  const abi::Client client;
  const ix_number_rules us = rules_of("us");
  REQUIRE_EQ(ix_client_set_number_rules(client, &us, nullptr), IX_OK);
  REQUIRE_EQ(open_status(client, "212 555 0123"), IX_OK);
  ix_subscription live = 0;
  REQUIRE_EQ(ix_conversations_subscribe(client, nullptr, 10, &live, nullptr), IX_OK);
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_subscription_take(client, live, &page, nullptr), IX_OK);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_CONVERSATION), 1);
  ix_page_release(page);
  const ix_number_rules own = rules_of("");
  REQUIRE_EQ(ix_client_set_number_rules(client, &own, nullptr), IX_OK);
  REQUIRE_EQ(ix_subscription_take(client, live, &page, nullptr), IX_OK);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_CHANGE), 1);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_ROUTE), 1);
  ix_route_view route = IX_VIEW_INIT(ix_route_view);
  REQUIRE_EQ(ix_page_route(page, 0, &route), IX_OK);
  CHECK_EQ(route.flags & IX_ROUTE_CAN_SEND, 0);
  CHECK_EQ(text_of(route.reason), "destination_us");
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "numbers can be read and rules be set while the client is suspended") {
  const abi::Client client;
  REQUIRE_EQ(ix_client_suspend(client, nullptr), IX_OK);
  const ix_number_rules us = rules_of("us");
  CHECK_EQ(ix_client_set_number_rules(client, &us, nullptr), IX_OK);
  CHECK(read_with(client, "212 555 0123", nullptr).sendable);
  REQUIRE_EQ(ix_client_resume(client, nullptr), IX_OK);
  CHECK_EQ(open_status(client, "212 555 0123"), IX_OK);
  ix_client_close(client);
  CHECK_EQ(ix_client_set_number_rules(client, &us, nullptr), IX_ERROR_CLOSED);
  CHECK_EQ(read_with(client, "911", nullptr).status, IX_ERROR_CLOSED);
}
