// SPDX-License-Identifier: Apache-2.0
#include "store/sort_keys.h"

#include <algorithm>
#include <vector>

namespace ix::store {
namespace {

using cache::item_table::Place;
namespace item_table = cache::item_table;

constexpr Millis kFirst = 946'684'800'000;  // 2000-01-01
constexpr Millis kEnd = 4'133'980'800'000;  // 2101-01-01
constexpr int kBlock = 128;

bool in_range(Millis at_ms) {
  return at_ms >= kFirst && at_ms < kEnd;
}

// Where to begin: far enough below that everything a change can reach is seen again.
struct Start {
  int64_t ord = cache::kBelowAll;
  std::optional<Millis> key_before;  // none: from the start of the route
};

Result<Start> find_start(cache::Connection& connection, RouteId route, int64_t lowest) {
  // The item below the change has a new follower, so its own time may be absurd now, or no more.
  IX_TRY(const auto below, item_table::place_below(connection, route, lowest));
  if (!below) return Start{};
  IX_TRY(const auto before, item_table::place_below(connection, route, below->ord));
  // Absurd items at the start of a route have the key of an item above them: then all is read.
  auto at = before;
  Millis follower = below->at_ms;
  while (at && absurd_time(at->at_ms, follower)) {
    follower = at->at_ms;
    IX_TRY(at, item_table::place_below(connection, route, at->ord));
  }
  if (!at) return Start{};
  return Start{before->ord + 1, before->sort_key};
}

// The rows of a route in order, read in blocks.
class Walk {
 public:
  Walk(cache::Connection& connection, RouteId route, int64_t ord)
      : connection_(connection), route_(route), next_(ord) {}

  Result<std::optional<Place>> next() {
    if (at_ == block_.size()) {
      if (ended_) return std::optional<Place>();
      IX_TRY(block_, item_table::places_from(connection_, route_, next_, kBlock));
      at_ = 0;
      ended_ = block_.size() < static_cast<size_t>(kBlock);
      if (block_.empty()) return std::optional<Place>();
      next_ = block_.back().ord + 1;
    }
    return std::optional(block_[at_++]);
  }

 private:
  cache::Connection& connection_;
  RouteId route_;
  int64_t next_;
  std::vector<Place> block_;
  size_t at_ = 0;
  bool ended_ = false;
};

Status set(cache::Connection& connection, const Place& place, Millis key) {
  if (place.sort_key == key) return {};
  return item_table::set_sort_key(connection, place.id, key);
}

Status set_all(cache::Connection& connection, std::vector<Place>& places, Millis key) {
  for (const Place& place : places) IX_CHECK(set(connection, place, key));
  places.clear();
  return {};
}

}  // namespace

bool absurd_time(Millis at_ms, std::optional<Millis> follower) {
  if (!in_range(at_ms)) return true;
  return follower && in_range(*follower) && at_ms - *follower > kDay;
}

Status update_sort_keys(cache::Connection& connection, RouteId route, int64_t lowest,
                        int64_t highest) {
  IX_TRY(const Start start, find_start(connection, route, lowest));
  Walk walk(connection, route, start.ord);
  std::optional<Millis> before = start.key_before;
  std::vector<Place> waiting;  // rows that take the key of the next item that has one
  std::vector<Place> gaps;     // between `current` and the item after it
  std::optional<Place> current;
  for (;;) {
    IX_TRY(const std::optional<Place> place, walk.next());
    if (place && place->gap) {
      gaps.push_back(*place);
      continue;
    }
    if (current) {
      const auto follower = place ? std::optional(place->at_ms) : std::nullopt;
      if (!absurd_time(current->at_ms, follower)) {
        before = std::max(before.value_or(current->at_ms), current->at_ms);
      }
      if (before) {
        IX_CHECK(set_all(connection, waiting, *before));
        IX_CHECK(set(connection, *current, *before));
        if (current->ord > highest && current->sort_key == *before) return {};
      } else {
        waiting.push_back(*current);
      }
    }
    if (!place) break;
    waiting.insert(waiting.end(), gaps.begin(), gaps.end());
    gaps.clear();
    current = place;
  }
  IX_CHECK(set_all(connection, waiting, before.value_or(0)));
  return set_all(connection, gaps, before.value_or(0));
}

}  // namespace ix::store
