// SPDX-License-Identifier: Apache-2.0
// Pages of a conversation's timeline: the newest, older and newer ones, and around an item.
#include <algorithm>
#include <iterator>
#include <vector>

#include "query/cursor.h"
#include "query/lists.h"
#include "query/thread_places.h"

namespace ix::query {
namespace {

constexpr std::string_view kOlder = "t1.";
constexpr std::string_view kNewer = "n1.";

// A cursor carries the conversation it was made for: it goes on in whatever that has become, and
// nowhere else. The route in it may have left the conversation meanwhile; its place still orders.
// The place points to `remote_id`.
Result<Place> place_of(cache::Connection& connection, ConversationId conversation,
                       std::string_view kind, std::string_view cursor, std::string& remote_id) {
  IX_TRY(CursorReader reader, CursorReader::open(kind, {}, cursor));
  const auto made_for = reader.number();
  const auto unplaced = reader.number();
  const auto id = reader.number();
  const auto sort_key = reader.number();
  const auto route = reader.number();
  const auto ord = reader.number();
  if (!made_for || !unplaced || !id || !sort_key || !route || !ord || !reader.rest().empty()) {
    return invalid_cursor();
  }
  const auto current = current_conversation(connection, ConversationId{*made_for});
  if (!current.ok()) {
    return current.error().code == ErrorCode::NOT_FOUND ? invalid_cursor() : current.error();
  }
  if (*current != conversation) return invalid_cursor();
  Place place;
  place.unplaced = *unplaced != 0;
  place.id = *id;
  place.sort_key = *sort_key;
  place.route = *route;
  place.ord = *ord;
  if (!place.unplaced) {
    IX_TRY(remote_id, cache::remote_id_of_route(connection, RouteId{*route}));
    place.remote_id = remote_id;
  }
  return place;
}

// Builds one page from places. Lives for one call.
class ThreadPage {
 public:
  ThreadPage(cache::Connection& connection, ConversationId conversation, ThreadPlaces places)
      : connection_(connection), conversation_(conversation), places_(std::move(places)) {}

  Result<Page> older(const Place& than, uint32_t limit, bool at_newest) {
    // One more than asked for tells whether there is more.
    IX_TRY(const auto found, places_.older(than, limit + int64_t{1}));
    IX_TRY(const size_t shown, append(found, limit));
    page_.reverse(IX_TABLE_ITEM);
    if (shown < found.size()) {
      page_.set_end(IX_MORE_LOCAL, cursor_at(kOlder, found[shown - 1]));
    } else {
      IX_TRY(const int32_t more, places_.oldest_end());
      page_.set_end(more, {});
    }
    if (!at_newest) IX_CHECK(end_newer(found.empty() ? than : found.front()));
    return page_.build();
  }

  Result<Page> newer(const Place& than, uint32_t limit) {
    IX_TRY(const auto found, places_.newer(than, limit + int64_t{1}));
    IX_TRY(const size_t shown, append(found, limit));
    IX_CHECK(end_older(found.empty() ? than : found.front()));
    if (shown < found.size()) page_.set_newer(cursor_at(kNewer, found[shown - 1]));
    return page_.build();
  }

  // `row`: that of `middle`.
  Result<Page> around(const Place& middle, uint32_t limit, uint32_t& row) {
    // Half of them on each side, and what one side lacks of the other. Each side has one more than
    // is shown of it, which tells whether there is more.
    const size_t half = (limit - 1) / 2;
    IX_TRY(auto before, places_.older(middle, as_limit(half + 1)));
    const size_t rest = limit - std::min(before.size(), half);
    IX_TRY(const auto after, places_.newer(middle, as_limit(rest)));
    if (before.size() > half && after.size() < rest) {
      IX_TRY(before, places_.older(middle, as_limit(limit - after.size())));
    }
    for (size_t rows = limit;; rows /= 2) {
      const size_t others = rows - 1;
      size_t older = std::min(before.size(), others / 2);
      const size_t newer = std::min(after.size(), others - older);
      older = std::min(before.size(), others - newer);
      std::vector<Place> shown;
      shown.reserve(rows);
      const auto end = before.begin() + static_cast<std::ptrdiff_t>(older);
      std::copy(std::make_reverse_iterator(end), before.rend(), std::back_inserter(shown));
      shown.push_back(middle);
      std::copy_n(after.begin(), newer, std::back_inserter(shown));
      const PageBuilder::Mark empty = page_.mark();
      IX_TRY(const size_t fit, append(shown, shown.size()));
      if (fit < shown.size()) {  // huge texts: a smaller circle
        page_.rollback(empty);
        continue;
      }
      row = static_cast<uint32_t>(older);
      IX_CHECK(set_older(shown.front(), older < before.size()));
      if (newer < after.size()) page_.set_newer(cursor_at(kNewer, shown.back()));
      return page_.build();
    }
  }

 private:
  // Returns how many of the places fit. Neighbours of one route are read in one go.
  Result<size_t> append(const std::vector<Place>& places, size_t limit) {
    const size_t most = std::min(limit, places.size());
    size_t shown = 0;
    while (shown < most) {
      const size_t end = end_of_run(places, shown, most);
      IX_TRY(const size_t fit, append_run(places, shown, end));
      shown += fit;
      if (shown < end) break;
    }
    return shown;
  }

  // Items of one route that follow each other in the thread follow each other in the route.
  static size_t end_of_run(const std::vector<Place>& places, size_t first, size_t most) {
    size_t end = first + 1;
    if (places[first].unplaced) return end;
    while (end < most && !places[end].unplaced && places[end].route == places[first].route) ++end;
    return end;
  }

  Result<size_t> append_run(const std::vector<Place>& places, size_t first, size_t end) {
    const Place& from = places[first];
    IX_TRY(auto rows, from.unplaced ? cache::item_by_id(connection_, from.id)
                                    : cache::items_between(connection_, from.route, from.ord,
                                                           places[end - 1].ord));
    cache::ItemRow item;
    for (size_t i = first; i < end; ++i) {
      IX_TRY(const bool found, rows.next(item));
      if (!found || item.id != places[i].id) {
        return Error(ErrorCode::STORE_CORRUPT, "an index of the items does not fit its table");
      }
      const PageBuilder::Mark before = page_.mark();
      IX_CHECK(append_item(connection_, item, page_));
      if (i > 0 && page_.size() > kPageBudget) {
        page_.rollback(before);
        return i - first;
      }
    }
    return end - first;
  }

  Status end_older(const Place& oldest) {
    IX_TRY(const auto more, places_.older(oldest, 1));
    return set_older(oldest, !more.empty());
  }

  Status set_older(const Place& oldest, bool more) {
    if (more) {
      page_.set_end(IX_MORE_LOCAL, cursor_at(kOlder, oldest));
      return {};
    }
    IX_TRY(const int32_t end, places_.oldest_end());
    page_.set_end(end, {});
    return {};
  }

  Status end_newer(const Place& newest) {
    IX_TRY(const auto more, places_.newer(newest, 1));
    if (!more.empty()) page_.set_newer(cursor_at(kNewer, newest));
    return {};
  }

  static int64_t as_limit(size_t rows) { return static_cast<int64_t>(rows); }

  std::string cursor_at(std::string_view kind, const Place& place) const {
    return make_cursor(kind, {},
                       {conversation_.value, place.unplaced ? 1 : 0, place.id, place.sort_key,
                        place.route, place.ord});
  }

  cache::Connection& connection_;
  const ConversationId conversation_;
  const ThreadPlaces places_;
  PageBuilder page_;
};

}  // namespace

Result<Page> thread_page(cache::Connection& connection, ConversationId id, std::string_view cursor,
                         uint32_t limit) {
  IX_TRY(const ConversationId conversation, current_conversation(connection, id));
  IX_TRY(ThreadPlaces places, ThreadPlaces::open(connection, conversation));
  ThreadPage page(connection, conversation, std::move(places));
  if (cursor.empty()) return page.older(Place::newest_end(), limit, true);
  const bool newer = cursor.starts_with(kNewer);
  std::string remote_id;
  IX_TRY(const Place place,
         place_of(connection, conversation, newer ? kNewer : kOlder, cursor, remote_id));
  return newer ? page.newer(place, limit) : page.older(place, limit, false);
}

Result<Around> thread_around(cache::Connection& connection, ConversationId id,
                             std::optional<ItemId> item, uint32_t limit) {
  IX_TRY(const ConversationId conversation, current_conversation(connection, id));
  IX_TRY(ThreadPlaces places, ThreadPlaces::open(connection, conversation));
  std::optional<Place> middle;
  if (item) {
    IX_TRY(middle, places.of_item(*item));
    if (!middle) return Error(ErrorCode::NOT_FOUND, "no such item in this conversation");
  } else {
    IX_TRY(middle, places.first_unread());
  }
  ThreadPage page(connection, conversation, std::move(places));
  Around out;
  if (middle) {
    IX_TRY(out.page, page.around(*middle, limit, out.row));
  } else {
    IX_TRY(out.page, page.older(Place::newest_end(), limit, true));
  }
  return out;
}

}  // namespace ix::query
