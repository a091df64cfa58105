// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "cache/contact_search.h"
#include "identity/contact_keys.h"
#include "identity/phone_number.h"
#include "identity/search_key.h"
#include "query/consent.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kContactCursor = "p1.";

}  // namespace

Result<ix_row_address> address_row(cache::Connection& connection,
                                   const cache::ContactAddressRow& from,
                                   const identity::NumberRules& rules, PageBuilder& page) {
  ix_row_address row{};
  row.address = page.add(from.address);
  row.kind = from.kind;
  // Of contact_address.kind: 0 number, 1 user id, 2 extension.
  switch (from.kind) {
    case 0: {
      const identity::Destination to = identity::destination_of(from.address, rules);
      const char* reason = to.reason;
      if (to.allowed) {
        IX_TRY(const bool refused, refuses_texts(connection, from.address));
        if (refused) reason = "opted_out";
      }
      row.sendable = *reason == '\0' ? 1 : 0;
      if (row.sendable == 0) row.reason = page.add(reason);
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

namespace {

Status append_contact(cache::Connection& connection, const cache::ContactRow& from,
                      const identity::NumberRules& rules, PageBuilder& page) {
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
    IX_TRY(const ix_row_address shown, address_row(connection, address, rules, page));
    const uint32_t index = page.append(shown);
    if (row.address_count++ == 0) row.first_address = index;
  }
  page.append(row);
  return {};
}

// One page of `rows`, which were asked for one more than `limit`: that one tells whether there is
// more. `contact_of` gives the contact of a row, `cursor_of` the cursor behind it.
template <class Row, class Source, class ContactOf, class CursorOf>
Result<Page> page_of(cache::Connection& connection, Source rows, uint32_t limit,
                     const identity::NumberRules& rules, ContactOf contact_of, CursorOf cursor_of) {
  PageBuilder page;
  std::string cursor;
  bool more = false;
  Row row;
  for (uint32_t count = 0;; ++count) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    more = count == limit;
    if (more) break;
    const PageBuilder::Mark before = page.mark();
    IX_CHECK(append_contact(connection, contact_of(row), rules, page));
    std::string next = cursor_of(row);
    more = count > 0 && page.size() + next.size() > kPageBudget;
    if (more) {
      page.rollback(before);
      break;
    }
    cursor = std::move(next);
  }
  if (more) page.set_end(IX_MORE_LOCAL, cursor);
  return page.build();
}

Result<Page> all_contacts(cache::Connection& connection, const identity::NumberRules& rules,
                          std::string_view cursor, uint32_t limit) {
  cache::ContactPosition after;
  if (!cursor.empty()) {
    IX_TRY(CursorReader reader, CursorReader::open(kContactCursor, {}, cursor));
    const auto id = reader.number();
    if (!id) return invalid_cursor();
    after = {reader.rest(), *id};
  }
  IX_TRY(auto found, cache::contacts_after(connection, after, limit + int64_t{1}));
  return page_of<cache::ContactRow>(
      connection, std::move(found), limit, rules, [](const cache::ContactRow& row) { return row; },
      [](const cache::ContactRow& row) {
        return make_cursor(kContactCursor, {}, {row.id}, row.name_key);
      });
}

}  // namespace

Result<Page> contact_list(cache::Connection& connection, std::string_view text,
                          const identity::NumberRules& rules, std::string_view cursor,
                          uint32_t limit) {
  const std::string key = identity::search_key(text);
  if (key.empty()) return all_contacts(connection, rules, cursor, limit);
  const identity::ContactProbe probe = identity::contact_probe(text);
  cache::FoundPosition after;
  if (!cursor.empty()) {
    IX_TRY(CursorReader reader, CursorReader::open(kContactCursor, key, cursor));
    const auto place = reader.number();
    const auto used_ms = reader.number();
    const auto id = reader.number();
    if (!place || !used_ms || !id || *place < 0 || *place > 1) return invalid_cursor();
    after = {static_cast<int32_t>(*place), *used_ms, {reader.rest(), *id}};
  }
  IX_TRY(auto found,
         cache::contacts_matching(connection, {probe.words, probe.numbers, probe.spelled}, after,
                                  limit + int64_t{1}));
  return page_of<cache::FoundContactRow>(
      connection, std::move(found), limit, rules,
      [](const cache::FoundContactRow& row) { return row.contact; },
      [&key](const cache::FoundContactRow& row) {
        return make_cursor(kContactCursor, key, {row.place, row.used_ms, row.contact.id},
                           row.contact.name_key);
      });
}

Result<Page> one_contact(cache::Connection& connection, ContactId id,
                         const identity::NumberRules& rules) {
  IX_TRY(auto rows, cache::contact_with_id(connection, id.value));
  PageBuilder page;
  cache::ContactRow row;
  IX_TRY(const bool found, rows.next(row));
  if (!found) return Error(ErrorCode::NOT_FOUND, "no such contact: use an id from a list");
  IX_CHECK(append_contact(connection, row, rules, page));
  return page.build();
}

}  // namespace ix::query
