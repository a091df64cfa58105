// SPDX-License-Identifier: Apache-2.0
#include "cache/conversation_reads.h"
#include "query/conversation_rows.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kConversationCursor = "c1.";

Result<cache::ListPosition> position_of(const Filter& filter, std::string_view cursor) {
  if (cursor.empty()) return cache::ListPosition();
  IX_TRY(CursorReader reader,
         CursorReader::open(kConversationCursor, filter.fingerprint(), cursor));
  const auto pinned = reader.number();
  const auto activity_ms = reader.number();
  const auto id = reader.number();
  if (!pinned || !activity_ms || !id || !reader.rest().empty()) return invalid_cursor();
  return cache::ListPosition{*pinned, *activity_ms, *id};
}

}  // namespace

std::string cursor_after(const Filter& filter, const cache::ListPosition& last) {
  return make_cursor(kConversationCursor, filter.fingerprint(),
                     {last.pinned, last.activity_ms, last.id});
}

Result<ConversationId> current_conversation(cache::Connection& connection, ConversationId id) {
  IX_TRY(const auto current, cache::conversation_of_route(connection, id));
  if (!current || !*current) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return *current;
}

Result<Page> conversation_list(cache::Connection& connection, const Filter& filter,
                               const identity::NumberRules& rules, std::string_view cursor,
                               uint32_t limit) {
  IX_TRY(cache::ListPosition last, position_of(filter, cursor));
  // One more than asked for tells whether there is more.
  IX_TRY(auto rows, cache::conversations_after(connection, filter, last, limit + int64_t{1}));
  PageBuilder page;
  ConversationRows list(connection, rules, page);
  bool more = false;
  cache::ConversationRow row;
  for (uint32_t count = 0;; ++count) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) break;
    more = count == limit;
    if (more) break;
    const PageBuilder::Mark before = page.mark();
    IX_CHECK(list.append(row));
    more = count > 0 && page.size() > kPageBudget;
    if (more) {
      page.rollback(before);
      break;
    }
    last = {row.pinned, row.activity_ms, row.id};
  }
  if (more) page.set_end(IX_MORE_LOCAL, cursor_after(filter, last));
  return page.build();
}

Status append_conversation(cache::Connection& connection, ConversationId id,
                           const identity::NumberRules& rules, PageBuilder& page) {
  IX_TRY(auto rows, cache::conversation_by_id(connection, id));
  cache::ConversationRow row;
  IX_TRY(const bool found, rows.next(row));
  if (!found) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return ConversationRows(connection, rules, page).append(row);
}

Result<Page> conversation_page(cache::Connection& connection, ConversationId id,
                               const identity::NumberRules& rules) {
  IX_TRY(const ConversationId current, current_conversation(connection, id));
  PageBuilder page;
  IX_CHECK(append_conversation(connection, current, rules, page));
  return page.build();
}

}  // namespace ix::query
