// SPDX-License-Identifier: Apache-2.0
// The places of a conversation's timeline: the order of a thread, read from the index alone and
// merged over the conversation's routes. What the items say is read later, and only for those
// shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cache/sqlite.h"
#include "cache/thread_reads.h"
#include "model/ids.h"

namespace ix::query {

// The order of a thread: placed items by (sort_key, route's remote id, ord), then what the backend
// has not placed yet, by id. Two devices agree on it, because only the backend's values count; a
// route the backend does not know orders by its local id. A Place is an item's, or a point between
// items; the default lies before everything. Outlived by what holds the remote id: the ThreadPlaces
// that gave it (which may move meanwhile), or whoever made the place.
struct Place {
  bool unplaced = false;
  int64_t sort_key = cache::kOldest;
  std::string_view remote_id;
  int64_t route = 0;
  int64_t ord = cache::kOldest;
  int64_t id = 0;

  static Place newest_end();
  friend bool operator<(const Place& left, const Place& right);
};

// Reads places of one conversation on one connection, which outlives it. One call at a time.
class ThreadPlaces {
 public:
  ThreadPlaces(ThreadPlaces&&) = default;
  static Result<ThreadPlaces> open(cache::Connection& connection, ConversationId conversation);

  // The up to `limit` places next to a point, the nearest first.
  Result<std::vector<Place>> older(const Place& than, int64_t limit) const;
  Result<std::vector<Place>> newer(const Place& than, int64_t limit) const;
  // nullopt: no item of this conversation.
  Result<std::optional<Place>> of_item(ItemId id) const;
  // The oldest item that counts as unread above its route's read marker.
  Result<std::optional<Place>> first_unread() const;
  // What lies beyond the oldest stored item: IX_MORE_GAP or IX_MORE_START.
  Result<int32_t> oldest_end() const;

 private:
  struct Route {
    int64_t id = 0;
    std::string remote_id;
  };
  ThreadPlaces(cache::Connection& connection, ConversationId conversation)
      : connection_(&connection), conversation_(conversation) {}
  Status add_older(const Route& route, const Place& than, int64_t limit,
                   std::vector<Place>& places) const;
  Status add_newer(const Route& route, const Place& than, int64_t limit,
                   std::vector<Place>& places) const;
  static Status add(cache::Rows<cache::PlaceRow> rows, const Route& route, bool unplaced,
                    std::vector<Place>& places);

  cache::Connection* connection_;
  ConversationId conversation_;
  std::vector<Route> routes_;
};

}  // namespace ix::query
