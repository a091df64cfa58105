// SPDX-License-Identifier: Apache-2.0
// What Reader does once it has a reading connection: one function a list, one file each.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cache/contact_reads.h"
#include "cache/sqlite.h"
#include "cache/thread_reads.h"
#include "identity/number_rules.h"
#include "model/change_set.h"
#include "model/filter.h"
#include "model/ids.h"
#include "query/page.h"

namespace ix::query {

// A bit of a row's flags.
constexpr uint32_t flag_if(bool on, uint32_t bit) {
  return on ? bit : 0;
}

// Limits are checked by Reader. Everything is read from the connection's one snapshot; the rules
// say which numbers may be texted.
Result<Page> conversation_list(cache::Connection& connection, const Filter& filter,
                               const identity::NumberRules& rules, std::string_view cursor,
                               uint32_t limit);
Result<Page> conversation_page(cache::Connection& connection, ConversationId id,
                               const identity::NumberRules& rules);
Result<Page> explain_page(cache::Connection& connection, ConversationId id,
                          const identity::NumberRules& rules);
Result<Page> thread_page(cache::Connection& connection, ConversationId id, std::string_view cursor,
                         uint32_t limit);
// A page and the row of the item it was made around.
struct Around {
  Page page;
  uint32_t row = UINT32_MAX;  // of no item
};
// Without an item: around the first unread one, else the newest page.
Result<Around> thread_around(cache::Connection& connection, ConversationId id,
                             std::optional<ItemId> item, uint32_t limit);
Result<Page> item_page(cache::Connection& connection, ItemId id);
Result<Page> one_contact(cache::Connection& connection, ContactId id,
                         const identity::NumberRules& rules);
Result<Page> contact_list(cache::Connection& connection, std::string_view text,
                          const identity::NumberRules& rules, std::string_view cursor,
                          uint32_t limit);
// Whom a new message may go to, see contact.h.
Result<Page> recipient_list(cache::Connection& connection, std::string_view text,
                            const identity::NumberRules& rules, uint32_t limit);
Result<Page> message_search(cache::Connection& connection, std::string_view text,
                            const Filter& filter, std::optional<ConversationId> in,
                            std::string_view cursor, uint32_t limit);
Result<Page> conversation_search(cache::Connection& connection, std::string_view text,
                                 const Filter& filter, const identity::NumberRules& rules,
                                 uint32_t limit);
// The cursor is always there: what comes after this page.
Result<Page> notification_list(cache::Connection& connection, std::string_view cursor,
                               uint32_t limit);
// The number that such a cursor stands for. INVALID_CURSOR.
Result<int64_t> notification_place(std::string_view cursor);
Result<Page> outbox_list(cache::Connection& connection, uint32_t limit);
Result<Page> preset_list(cache::Connection& connection);
Result<Page> typist_list(cache::Connection& connection, const std::vector<RouteTyping>& typing,
                         std::optional<ConversationId> in);
Result<Page> account_page(cache::Connection& connection);

// The conversation that an id handed out at any time means now. NOT_FOUND.
Result<ConversationId> current_conversation(cache::Connection& connection, ConversationId id);
// An address of a contact: whether a text may go there.
Result<ix_row_address> address_row(cache::Connection& connection,
                                   const cache::ContactAddressRow& from,
                                   const identity::NumberRules& rules, PageBuilder& page);
// Appends one conversation with its routes. NOT_FOUND: none has this id now.
Status append_conversation(cache::Connection& connection, ConversationId id,
                           const identity::NumberRules& rules, PageBuilder& page);
// Appends one item. NOT_FOUND.
Status append_item(cache::Connection& connection, int64_t id, PageBuilder& page);
// The same of a row that was read already.
Status append_item(cache::Connection& connection, const cache::ItemRow& from, PageBuilder& page);

}  // namespace ix::query
