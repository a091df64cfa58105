// SPDX-License-Identifier: Apache-2.0
#include "query/thread_places.h"

#include <interactions/row_block.h>

#include <algorithm>
#include <tuple>

namespace ix::query {
namespace {

// Leaves the first `limit` in order.
template <class Before>
void keep_first(std::vector<Place>& places, int64_t limit, Before before) {
  const auto kept = std::min(places.size(), static_cast<size_t>(limit));
  const auto end = places.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(places.begin(), end, places.end(), before);
  places.erase(end, places.end());
}

}  // namespace

Place Place::newest_end() {
  Place place;
  place.unplaced = true;
  place.id = cache::kNewest;
  return place;
}

bool operator<(const Place& left, const Place& right) {
  if (left.unplaced || right.unplaced) {
    return std::tie(left.unplaced, left.id) < std::tie(right.unplaced, right.id);
  }
  return std::tie(left.sort_key, left.remote_id, left.route, left.ord) <
         std::tie(right.sort_key, right.remote_id, right.route, right.ord);
}

Result<ThreadPlaces> ThreadPlaces::open(cache::Connection& connection,
                                        ConversationId conversation) {
  ThreadPlaces places(connection, conversation);
  IX_TRY(auto rows, cache::thread_routes(connection, conversation));
  cache::ThreadRouteRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return places;
    places.routes_.push_back({row.id, std::string(row.remote_id)});
  }
}

Status ThreadPlaces::add(cache::Rows<cache::PlaceRow> rows, const Route& route, bool unplaced,
                         std::vector<Place>& places) {
  cache::PlaceRow row;
  for (;;) {
    IX_TRY(const bool found, rows.next(row));
    if (!found) return {};
    if (unplaced) {
      places.push_back({true, 0, {}, 0, 0, row.id});
    } else {
      places.push_back({false, row.sort_key, route.remote_id, route.id, row.ord, row.id});
    }
  }
}

// Items with the point's own sort key: of a route that orders before the point's all are older, of
// one that orders after it none is.
Status ThreadPlaces::add_older(const Route& route, const Place& than, int64_t limit,
                               std::vector<Place>& places) const {
  int64_t sort_key = cache::kNewest;
  int64_t ord = cache::kNewest;
  if (than.unplaced) {
    IX_TRY(auto rows, cache::unplaced_before(*connection_, route.id, than.id, limit));
    IX_CHECK(add(std::move(rows), route, true, places));
  } else {
    const std::pair<std::string_view, int64_t> mine(route.remote_id, route.id);
    const std::pair theirs(than.remote_id, than.route);
    sort_key = than.sort_key;
    if (mine == theirs) ord = than.ord;
    if (mine > theirs) ord = cache::kOldest;
  }
  IX_TRY(auto rows, cache::places_before(*connection_, route.id, sort_key, ord, limit));
  return add(std::move(rows), route, false, places);
}

Status ThreadPlaces::add_newer(const Route& route, const Place& than, int64_t limit,
                               std::vector<Place>& places) const {
  if (!than.unplaced) {
    const std::pair<std::string_view, int64_t> mine(route.remote_id, route.id);
    const std::pair theirs(than.remote_id, than.route);
    int64_t ord = cache::kNewest;
    if (mine == theirs) ord = than.ord;
    if (mine > theirs) ord = cache::kOldest;
    IX_TRY(auto rows, cache::places_after(*connection_, route.id, than.sort_key, ord, limit));
    IX_CHECK(add(std::move(rows), route, false, places));
  }
  const int64_t id = than.unplaced ? than.id : 0;
  IX_TRY(auto rows, cache::unplaced_after(*connection_, route.id, id, limit));
  return add(std::move(rows), route, true, places);
}

Result<std::vector<Place>> ThreadPlaces::older(const Place& than, int64_t limit) const {
  std::vector<Place> places;
  for (const Route& route : routes_) IX_CHECK(add_older(route, than, limit, places));
  keep_first(places, limit, [](const Place& a, const Place& b) { return b < a; });
  return places;
}

Result<std::vector<Place>> ThreadPlaces::newer(const Place& than, int64_t limit) const {
  std::vector<Place> places;
  for (const Route& route : routes_) IX_CHECK(add_newer(route, than, limit, places));
  keep_first(places, limit, [](const Place& a, const Place& b) { return a < b; });
  return places;
}

Result<std::optional<Place>> ThreadPlaces::of_item(ItemId id) const {
  IX_TRY(const auto found, cache::place_of_item(*connection_, id));
  if (!found || found->conversation != conversation_.value) return std::optional<Place>();
  if (found->unplaced) return std::optional<Place>({true, 0, {}, 0, 0, id.value});
  for (const Route& route : routes_) {
    if (route.id != found->route) continue;
    return std::optional<Place>(
        {false, found->place.sort_key, route.remote_id, route.id, found->place.ord, id.value});
  }
  return std::optional<Place>();
}

Result<std::optional<Place>> ThreadPlaces::first_unread() const {
  std::optional<Place> first;
  for (const Route& route : routes_) {
    IX_TRY(const auto row, cache::first_unread(*connection_, route.id));
    if (!row) continue;
    const Place place{false, row->sort_key, route.remote_id, route.id, row->ord, row->id};
    if (!first || place < *first) first = place;
  }
  return first;
}

Result<int32_t> ThreadPlaces::oldest_end() const {
  for (const Route& route : routes_) {
    IX_TRY(const bool gap, cache::ends_in_gap(*connection_, route.id));
    if (gap) return int32_t{IX_MORE_GAP};
  }
  return int32_t{IX_MORE_START};
}

}  // namespace ix::query
