// SPDX-License-Identifier: Apache-2.0
// Search through the C ABI: what is refused, and what a result looks like.
#include "abi_support.h"

#include <cstring>
#include <string>

using abi::str;
using abi::text_of;

namespace {

void send(ix_client* client, const char* number, const char* text) {
  ix_recipient to = IX_RECIPIENT_INIT;
  to.number = str(number);
  ix_text* id = nullptr;
  REQUIRE_EQ(ix_conversation_open(client, &to, &id, nullptr), IX_OK);
  ix_outgoing message = IX_OUTGOING_INIT;
  message.text = str(text);
  CHECK_EQ(ix_message_send(client, ix_text_str(id), &message, nullptr, nullptr), IX_OK);
  ix_text_release(id);
}

}  // namespace

TEST_CASE_FIXTURE(abi::Live, "search: bad input is refused, nothing is an empty page") {
  const abi::Client client;
  ix_page* page = nullptr;
  const auto messages = [&](ix_str text, ix_str in, ix_str cursor, uint32_t limit) {
    return ix_search_messages(client, text, nullptr, in, cursor, limit, &page, nullptr);
  };
  CHECK_EQ(messages(str("\xFF"), {}, {}, 1), IX_ERROR_INVALID_UTF8);
  CHECK_EQ(messages(str("a"), {}, {}, 0), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(messages(str("a"), {}, {}, 1001), IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(messages(str("a"), str("c1"), {}, 1), IX_ERROR_NOT_FOUND);
  CHECK_EQ(messages(str("a"), {}, str("s1.0:1:"), 1), IX_ERROR_INVALID_CURSOR);
  CHECK_EQ(ix_search_messages(client, str("a"), nullptr, {}, {}, 1, nullptr, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_search_conversations(client, str("a"), nullptr, 0, &page, nullptr),
           IX_ERROR_INVALID_ARGUMENT);
  CHECK_EQ(ix_search_conversations(nullptr, str("a"), nullptr, 1, &page, nullptr),
           IX_ERROR_INVALID_HANDLE);
  CHECK_EQ(page, nullptr);

  REQUIRE_EQ(messages({}, {}, {}, 1), IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_MATCH), 0);
  CHECK_EQ(ix_page_cursor(page).data, nullptr);
  ix_match_view match = IX_VIEW_INIT(ix_match_view);
  CHECK_EQ(ix_page_match(page, 0, &match), IX_ERROR_NOT_FOUND);
  ix_range_view range = IX_VIEW_INIT(ix_range_view);
  CHECK_EQ(ix_page_range(page, 0, &range), IX_ERROR_NOT_FOUND);
  ix_page_release(page);
}

TEST_CASE_FIXTURE(abi::Live, "search: an unsent message and its conversation are found") {
  const abi::Client client;
  send(client, "+16135550123", "Les tartelettes sont prêtes");
  send(client, "+16135550124", "Rien");
  ix_page* page = nullptr;
  REQUIRE_EQ(ix_search_messages(client, str("PRETES"), nullptr, {}, {}, 10, &page, nullptr), IX_OK);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_MATCH), 1);
  ix_match_view match = IX_VIEW_INIT(ix_match_view);
  REQUIRE_EQ(ix_page_match(page, 0, &match), IX_OK);
  CHECK_EQ(match.field, IX_MATCH_TEXT);
  CHECK_EQ(text_of(match.title), "+16135550123");
  CHECK_EQ(text_of(match.snippet), "Les tartelettes sont prêtes");
  REQUIRE_EQ(match.range_count, 1);
  ix_range_view range = IX_VIEW_INIT(ix_range_view);
  REQUIRE_EQ(ix_page_range(page, match.first_range, &range), IX_OK);
  CHECK_EQ(text_of(match.snippet).substr(range.start, range.size), "prêtes");
  ix_item_view item = IX_VIEW_INIT(ix_item_view);
  REQUIRE_EQ(ix_page_item(page, match.row, &item), IX_OK);
  CHECK_EQ(text_of(item.text), "Les tartelettes sont prêtes");
  const std::string conversation = text_of(match.conversation);
  ix_page_release(page);

  REQUIRE_EQ(ix_search_messages(client, str("rien"), nullptr, str(conversation.c_str()), {}, 10,
                                &page, nullptr),
             IX_OK);
  CHECK_EQ(ix_page_count(page, IX_TABLE_MATCH), 0);
  ix_page_release(page);

  REQUIRE_EQ(ix_search_conversations(client, str("555 0123"), nullptr, 10, &page, nullptr), IX_OK);
  REQUIRE_EQ(ix_page_count(page, IX_TABLE_MATCH), 1);
  REQUIRE_EQ(ix_page_match(page, 0, &match), IX_OK);
  CHECK_EQ(match.field, IX_MATCH_NUMBER);
  CHECK_EQ(text_of(match.conversation), conversation);
  ix_conversation_view row = IX_VIEW_INIT(ix_conversation_view);
  REQUIRE_EQ(ix_page_conversation(page, match.row, &row), IX_OK);
  CHECK_EQ(text_of(row.id), conversation);
  ix_page_release(page);
}
