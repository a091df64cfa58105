// SPDX-License-Identifier: Apache-2.0
// Takes the oldest part of a route's history off this device; the backend has it.
//
// What goes leaves a gap in the place of its newest item, so that what history brings later gets
// places at or below it. The gap has no token: it is read from the item after it. Each room of a
// route whose room was upgraded has a history of its own, and leaves a gap of its own.
//
// Kept, whatever the rules say:
// - What is unread in a conversation with people, or in a channel that was ever opened: the newest
//   thousand of it, and everything above the oldest of them ("jump to first unread" must have where
//   to go). What is unread beyond goes, and unread_lower_bound says that there is more.
// - Of a channel that nobody ever opened the newest unread item: what a channel holds is not
//   addressed to anybody, and it must not grow for ever because nobody looks.
// - The item under the read marker, so that the marker keeps its place; the newest item, and the
//   newest that the list can show.
// - What the backend does not have, calls that the host reported (its id of the call stays good),
//   and what a send of unknown outcome is compared with.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cache/item_table.h"
#include "cache/retention_table.h"
#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/retention.h"
#include "store/store.h"

namespace ix::store {

constexpr int64_t kUnreadKept = 1000;

// Up to which place (ord) the rules leave items of the route out; none: it is within them.
// `oldest`: the sort key from which on items are kept. Reads as much as the rules keep.
Result<std::optional<int64_t>> left_out_up_to(cache::Connection& connection, RouteId route,
                                              const Retention& rules, Millis oldest);

// What of that may go: up to `last` without those that are kept. Costs the same for any route.
struct Prunable {
  int64_t last = 0;
  std::vector<ItemId> kept;

  bool keeps(const cache::retention_table::PrunedRow& row) const;
};
Result<std::optional<Prunable>> prunable_of(cache::Connection& connection,
                                            const cache::StoredRoute& route, int64_t left_out);

// Whether there is an item that can go.
Result<bool> anything_to_prune(cache::Connection& connection, RouteId route,
                               const Prunable& prunable);

// Lives within one write transaction, which it is outlived by.
class RoutePruner {
 public:
  RoutePruner(cache::Connection& connection, cache::StoredRoute route, Prunable prunable)
      : connection_(connection), route_(std::move(route)), prunable_(std::move(prunable)) {}

  // The next rows from `from` on, fewer when `hurry` says so; moves `from` on. True: those were the
  // last.
  Result<bool> chunk(int64_t& from, const std::function<bool()>& hurry, Touched& touched);
  int64_t removed() const { return removed_; }

 private:
  using Row = cache::retention_table::PrunedRow;
  Status read_rooms();
  // Whether the room is known that the row can be fetched from; of a gap: the one it is of.
  Result<bool> find_room(Row& row);
  // Removes some of a run of rows without a kept one between, oldest first; how many of them.
  Result<size_t> remove(const std::vector<Row>& run, const std::function<bool()>& hurry);
  // In place of rows that were removed.
  Status leave_gaps(const std::vector<Row>& run);
  // Where nothing of the run is unread, the marker goes up to its gap: it hides nothing unread.
  Status pass_read_marker(const std::vector<Row>& run);
  // What is said of an item above its new gap does not come back with it.
  Status park_what_was_said(const cache::StoredItem& item, int64_t gap);
  // A marker within the places of a run: they may be others when it is filled.
  Status park_peer_marker(int64_t first, int64_t last);

  cache::Connection& connection_;
  cache::StoredRoute route_;
  const Prunable prunable_;
  std::map<int64_t, std::string> rooms_;  // remote ids
  int64_t removed_ = 0;
  int64_t unread_removed_ = 0;
};

}  // namespace ix::store
