// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "cache/contact_reads.h"
#include "identity/phone_number.h"
#include "identity/search_key.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kCursor = "p1.";

// The digits of text that is written like a number; empty for any other text, so that "room 5"
// does not find everyone with a 5.
std::string digits_of(std::string_view key) {
  std::string digits;
  for (const char c : key) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view("+()-./ ").find(c) == std::string_view::npos) {
      return {};
    }
  }
  return digits;
}

ix_row_address row_of(const cache::ContactAddressRow& from, PageBuilder& page) {
  ix_row_address row{};
  row.address = page.add(from.address);
  row.kind = from.kind;
  // Of contact_address.kind: 0 number, 1 user id, 2 extension.
  switch (from.kind) {
    case 0: {
      const identity::PhoneNumber number = identity::parse_phone_number(from.address);
      row.sendable = number.sendable ? 1 : 0;
      if (!number.sendable) row.reason = page.add(number.reason);
      break;
    }
    case 1:
      row.sendable = 1;
      break;
    default:
      row.reason = page.add("extension");
      break;
  }
  return row;
}

Status append_contact(cache::Connection& connection, const cache::ContactRow& from,
                      PageBuilder& page) {
  ix_row_contact row{};
  row.id = page.add(ContactId{from.id}.text());
  row.name = page.add(from.name);
  row.source_id = page.add(from.source_id);
  row.kind = from.kind;
  IX_TRY(const int64_t conversation, cache::conversation_of_contact(connection, from.id));
  if (conversation != 0) row.conversation = page.add(ConversationId{conversation}.text());
  IX_TRY(auto addresses, cache::addresses_of_contact(connection, from.id));
  cache::ContactAddressRow address;
  for (;;) {
    IX_TRY(const bool found, addresses.next(address));
    if (!found) break;
    const uint32_t index = page.append(row_of(address, page));
    if (row.address_count++ == 0) row.first_address = index;
  }
  page.append(row);
  return {};
}

}  // namespace

Result<Page> contact_list(cache::Connection& connection, std::string_view text,
                          std::string_view cursor, uint32_t limit) {
  const std::string key = identity::search_key(text);
  const std::string digits = digits_of(key);

  std::string last_key;
  int64_t last_id = 0;
  if (!cursor.empty()) {
    IX_TRY(CursorReader reader, CursorReader::open(kCursor, key, cursor));
    const auto id = reader.number();
    if (!id) return invalid_cursor();
    last_id = *id;
    last_key = reader.rest();
  }
  // One more than asked for tells whether there is more. The rows bind `start`, which stays as it
  // is while last_key moves on.
  const std::string start = last_key;
  const cache::ContactPosition after{start, last_id};
  IX_TRY(auto rows, key.empty() ? cache::contacts_after(connection, after, limit + int64_t{1})
                                : cache::contacts_matching(connection, key, digits, after,
                                                           limit + int64_t{1}));
  PageBuilder page;
  bool more = false;
  cache::ContactRow row;
  for (uint32_t count = 0;; ++count) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    more = count == limit;
    if (more) break;
    const PageBuilder::Mark before = page.mark();
    IX_CHECK(append_contact(connection, row, page));
    // The cursor behind this row would hold its key.
    more = count > 0 && page.size() + row.name_key.size() > kPageBudget;
    if (more) {
      page.rollback(before);
      break;
    }
    last_key = row.name_key;
    last_id = row.id;
  }
  if (more) page.set_end(IX_MORE_LOCAL, make_cursor(kCursor, key, {last_id}, last_key));
  return page.build();
}

}  // namespace ix::query
