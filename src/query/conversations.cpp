// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "cache/conversation_reads.h"
#include "model/default_route.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kCursor = "c1.";

std::string_view address_of(const cache::RouteRow& route) {
  if (!route.peer_number.empty()) return route.peer_number;
  if (!route.peer_user.empty()) return route.peer_user;
  return route.remote_id;
}

bool opted_out(const cache::RouteRow& route) {
  return route.consent == static_cast<int32_t>(ConsentState::opted_out) ||
         route.consent == static_cast<int32_t>(ConsentState::refused);
}

// Adds conversations to a page, which outlives it; its vectors are used again for each of them.
class ListPage {
 public:
  ListPage(cache::Connection& connection, PageBuilder& page)
      : connection_(connection), page_(page) {}

  Status append(const cache::ConversationRow& from) {
    ix_row_conversation row{};
    IX_CHECK(append_routes(ConversationId{from.id}, row));
    row.id = page_.add(ConversationId{from.id}.text());
    row.title = page_.add(from.title);
    if (from.contact != 0) row.contact = page_.add(ContactId{from.contact}.text());
    row.last_activity_ms = from.activity_ms;
    row.kind = from.kind;
    row.flags = flag_if(from.unread_lower_bound, IX_CONVERSATION_UNREAD_LOWER_BOUND) |
                flag_if(from.muted, IX_CONVERSATION_MUTED) |
                flag_if(from.pinned, IX_CONVERSATION_PINNED) |
                flag_if(from.archived, IX_CONVERSATION_ARCHIVED) |
                flag_if(from.marked_unread, IX_CONVERSATION_MARKED_UNREAD) |
                flag_if(from.can_send, IX_CONVERSATION_CAN_SEND);
    row.unread = from.unread;
    row.preview_kind = from.preview_kind;
    row.preview_direction = from.preview_direction;
    row.preview_outcome = from.preview_outcome;
    row.preview_text = page_.add_or_absent(from.preview_text);
    row.draft = page_.add_or_absent(from.draft);
    page_.append(row);
    return {};
  }

 private:
  Status append_routes(ConversationId id, ix_row_conversation& row) {
    rows_.clear();
    uses_.clear();
    IX_TRY(auto routes, cache::routes_of_conversation(connection_, id));
    cache::RouteRow from;
    for (;;) {
      IX_TRY(const bool found, routes.next(from));
      if (!found) break;
      uses_.push_back({static_cast<RouteKind>(from.kind), from.can_send, from.last_inbound_ms,
                       from.last_used_ms, from.chosen_ms});
      ix_row_route& route = rows_.emplace_back();
      route.id = page_.add(RouteId{from.id}.text());
      route.address = page_.add_or_absent(address_of(from));
      route.from = page_.add_or_absent(from.own_number);
      if (!from.can_send) route.reason = page_.add(from.cannot_send_reason);
      route.kind = from.kind;
      route.state = from.state;
      if (from.can_send) route.flags |= IX_ROUTE_CAN_SEND;
      if (opted_out(from)) route.flags |= IX_ROUTE_OPTED_OUT;
    }
    if (rows_.empty()) return {};
    const size_t place = default_route(uses_);
    rows_[place].flags |= IX_ROUTE_DEFAULT;
    // A choice that cannot be followed now is kept, and does not show.
    if (uses_[place].chosen_ms > 0 && uses_[place].can_send) rows_[place].flags |= IX_ROUTE_CHOSEN;
    row.route_count = static_cast<uint32_t>(rows_.size());
    row.first_route = page_.append(rows_.front());
    for (size_t i = 1; i < rows_.size(); ++i) page_.append(rows_[i]);
    return {};
  }

  cache::Connection& connection_;
  PageBuilder& page_;
  std::vector<ix_row_route> rows_;
  std::vector<RouteUse> uses_;
};

Result<cache::ListPosition> position_of(const Filter& filter, std::string_view cursor) {
  if (cursor.empty()) return cache::ListPosition();
  IX_TRY(CursorReader reader, CursorReader::open(kCursor, filter.fingerprint(), cursor));
  const auto pinned = reader.number();
  const auto activity_ms = reader.number();
  const auto id = reader.number();
  if (!pinned || !activity_ms || !id || !reader.rest().empty()) return invalid_cursor();
  return cache::ListPosition{*pinned, *activity_ms, *id};
}

}  // namespace

Result<ConversationId> current_conversation(cache::Connection& connection, ConversationId id) {
  IX_TRY(const auto current, cache::conversation_of_route(connection, id));
  if (!current || !*current) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return *current;
}

Result<Page> conversation_list(cache::Connection& connection, const Filter& filter,
                               std::string_view cursor, uint32_t limit) {
  IX_TRY(cache::ListPosition last, position_of(filter, cursor));
  // One more than asked for tells whether there is more.
  IX_TRY(auto rows, cache::conversations_after(connection, filter, last, limit + int64_t{1}));
  PageBuilder page;
  ListPage list(connection, page);
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
  if (more) {
    page.set_end(IX_MORE_LOCAL, make_cursor(kCursor, filter.fingerprint(),
                                            {last.pinned, last.activity_ms, last.id}));
  }
  return page.build();
}

Status append_conversation(cache::Connection& connection, ConversationId id, PageBuilder& page) {
  IX_TRY(auto rows, cache::conversation_by_id(connection, id));
  cache::ConversationRow row;
  IX_TRY(const bool found, rows.next(row));
  if (!found) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return ListPage(connection, page).append(row);
}

Result<Page> conversation_page(cache::Connection& connection, ConversationId id) {
  IX_TRY(const ConversationId current, current_conversation(connection, id));
  PageBuilder page;
  IX_CHECK(append_conversation(connection, current, page));
  return page.build();
}

}  // namespace ix::query
