// SPDX-License-Identifier: Apache-2.0
// A conversation's timeline: the newest places of each route are read from the index alone, merged,
// and only the rows that the page shows are read.
#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

#include "cache/thread_reads.h"
#include "query/cursor.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr const char* kCursor = "t1.";

// The order of a thread: placed items by (sort_key, route's remote id, ord), then what the backend
// has not placed yet, by id. Two devices agree on it, because only the backend's values count; a
// route the backend does not know orders by its local id.
struct Place {
  bool unplaced = false;
  int64_t sort_key = 0;
  std::string_view remote_id;
  int64_t route = 0;
  int64_t ord = 0;
  int64_t id = 0;

  friend bool operator<(const Place& left, const Place& right) {
    if (left.unplaced || right.unplaced) {
      return std::tie(left.unplaced, left.id) < std::tie(right.unplaced, right.id);
    }
    return std::tie(left.sort_key, left.remote_id, left.route, left.ord) <
           std::tie(right.sort_key, right.remote_id, right.route, right.ord);
  }
};

struct Route {
  int64_t id = 0;
  std::string remote_id;
};

// The place before which a page begins (to older items). The default: at the newest end.
struct Start {
  bool among_unplaced = true;
  int64_t id = cache::kNewest;  // among_unplaced
  int64_t sort_key = cache::kNewest;
  std::string remote_id;
  int64_t route = 0;
  int64_t ord = cache::kNewest;
};

// A cursor carries the conversation it was made for: it goes on in whatever that has become, and
// nowhere else. The route in it may have left the conversation meanwhile; its place still orders.
Result<Start> start_of(cache::Connection& connection, ConversationId conversation,
                       std::string_view cursor) {
  Start start;
  if (cursor.empty()) return start;
  IX_TRY(CursorReader reader, CursorReader::open(kCursor, {}, cursor));
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
  start.among_unplaced = *unplaced != 0;
  start.id = *id;
  start.sort_key = *sort_key;
  start.route = *route;
  start.ord = *ord;
  if (!start.among_unplaced) {
    IX_TRY(start.remote_id, cache::remote_id_of_route(connection, RouteId{*route}));
  }
  return start;
}

std::string cursor_at(ConversationId conversation, const Place& place) {
  return make_cursor(kCursor, {},
                     {conversation.value, place.unplaced ? 1 : 0, place.id, place.sort_key,
                      place.route, place.ord});
}

Result<std::vector<Route>> routes_of(cache::Connection& connection, ConversationId conversation) {
  std::vector<Route> routes;
  IX_TRY(auto rows, cache::thread_routes(connection, conversation));
  cache::ThreadRouteRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return routes;
    routes.push_back({row.id, std::string(row.remote_id)});
  }
}

// Adds up to `limit` places of one route before `start`, newest first.
Status append_places(cache::Connection& connection, const Route& route, const Start& start,
                     int64_t limit, std::vector<Place>& places) {
  cache::PlaceRow row;
  if (start.among_unplaced) {
    IX_TRY(auto rows, cache::unplaced_before(connection, route.id, start.id, limit));
    for (;;) {
      IX_TRY(const bool found, rows.next(row));
      if (!found) break;
      places.push_back({true, 0, {}, 0, 0, row.id});
    }
  }
  // Items with the start's own sort key: all of a route that orders before the start's, none of
  // one that orders after it.
  int64_t ord = cache::kNewest;
  if (!start.among_unplaced) {
    const auto mine = std::tie(route.remote_id, route.id);
    const auto theirs = std::tie(start.remote_id, start.route);
    if (mine == theirs) ord = start.ord;
    if (mine > theirs) ord = std::numeric_limits<int64_t>::min();
  }
  IX_TRY(auto rows,
         cache::places_before(connection, route.id,
                              start.among_unplaced ? cache::kNewest : start.sort_key, ord, limit));
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return {};
    places.push_back({false, row.sort_key, route.remote_id, route.id, row.ord, row.id});
  }
}

// What lies beyond the oldest stored item: a gap at the end of a route, or nothing.
Result<int32_t> oldest_end(cache::Connection& connection, const std::vector<Route>& routes) {
  for (const Route& route : routes) {
    IX_TRY(const bool gap, cache::ends_in_gap(connection, route.id));
    if (gap) return int32_t{IX_MORE_GAP};
  }
  return int32_t{IX_MORE_START};
}

}  // namespace

Result<Page> thread_page(cache::Connection& connection, ConversationId id, std::string_view cursor,
                         uint32_t limit) {
  IX_TRY(const ConversationId conversation, current_conversation(connection, id));
  IX_TRY(const Start start, start_of(connection, conversation, cursor));
  IX_TRY(const std::vector<Route> routes, routes_of(connection, conversation));

  std::vector<Place> places;
  for (const Route& route : routes) {
    IX_CHECK(append_places(connection, route, start, limit + int64_t{1}, places));
  }
  size_t shown = std::min<size_t>(limit, places.size());
  std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(shown),
                    places.end(), [](const Place& a, const Place& b) { return b < a; });

  PageBuilder page;
  for (size_t i = 0; i < shown; ++i) {
    const PageBuilder::Mark before = page.mark();
    IX_CHECK(append_item(connection, places[i].id, page));
    if (i > 0 && page.size() > kPageBudget) {
      page.rollback(before);
      shown = i;
    }
  }
  page.reverse(IX_TABLE_ITEM);
  if (shown < places.size()) {
    page.set_end(IX_MORE_LOCAL, cursor_at(conversation, places[shown - 1]));
  } else {
    IX_TRY(const int32_t more, oldest_end(connection, routes));
    page.set_end(more, {});
  }
  return page.build();
}

}  // namespace ix::query
