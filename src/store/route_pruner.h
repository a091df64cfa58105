// SPDX-License-Identifier: Apache-2.0
// Takes the oldest part of a route's history off this device; the backend has it.
//
// What goes leaves a gap in the place of its newest item, so that what history brings later gets
// places at or below it: below the read marker, where nothing counts as unread or is notified. The
// gap has no token: it is read from the item after it.
//
// Kept, whatever the rules say: items that count as unread and all above the read marker (their
// number must stay right, and "jump to first unread" must have where to go), the item under the
// marker, the newest item that the list can show, what the backend does not have, calls that the
// host reported (its id of the call stays good), and what a send of unknown outcome is compared
// with.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "cache/item_table.h"
#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/retention.h"
#include "store/store.h"

namespace ix::store {

// Up to which place (ord) the rules and what is always kept let items of the route go; none: all
// stay. `oldest`: the sort key from which on items are kept.
Result<std::optional<int64_t>> prunable_up_to(cache::Connection& connection,
                                              const cache::StoredRoute& route,
                                              const Retention& rules, Millis oldest);

// Whether an item of the places up to `last` can go.
Result<bool> anything_to_prune(cache::Connection& connection, RouteId route, int64_t last);

// Lives within one write transaction, which it is outlived by.
class RoutePruner {
 public:
  RoutePruner(cache::Connection& connection, cache::StoredRoute route)
      : connection_(connection), route_(std::move(route)) {}

  // The next rows from `from` up to `last`; moves `from` on. True: those were the last.
  Result<bool> chunk(int64_t& from, int64_t last, Touched& touched);
  int64_t removed() const { return removed_; }

 private:
  struct Run {
    std::vector<ItemId> rows;  // gaps too, oldest first
    int64_t items = 0;
    int64_t first = 0;
    int64_t last = 0;
  };
  Status remove(const Run& run);
  // What is said of an item above its new gap does not come back with it.
  Status park_what_was_said(const cache::StoredItem& item, int64_t gap);
  // A marker within the places of a run: they may be others when it is filled.
  Status park_peer_marker(int64_t first, int64_t last);

  cache::Connection& connection_;
  cache::StoredRoute route_;
  int64_t removed_ = 0;
};

}  // namespace ix::store
