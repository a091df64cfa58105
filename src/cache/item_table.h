// SPDX-License-Identifier: Apache-2.0
// Items as the store writes them; a gap is an item, too.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/item.h"

namespace ix::cache {

// An item with what only the store needs of it.
struct StoredItem : Item {
  int64_t edit_ord = kBelowAll;  // where in the stream the shown edit was
};

namespace item_table {

Result<std::optional<StoredItem>> find(Connection& connection, ItemId id);
Result<std::optional<StoredItem>> by_remote(Connection& connection, RouteId route,
                                            std::string_view remote_id);
Result<std::optional<StoredItem>> by_key(Connection& connection, std::string_view key);
// The backend's record of the call with that id, anywhere.
Result<std::optional<StoredItem>> by_call_id(Connection& connection, std::string_view call_id);
// The backend's records of calls that started within the span, oldest first.
Result<std::vector<StoredItem>> calls_started(Connection& connection, Millis from, Millis to);
// The row next below, gaps too; none: there is no such place.
Result<std::optional<int64_t>> ord_below(Connection& connection, RouteId route, int64_t ord);
// The row in that place, gaps too.
Result<std::optional<StoredItem>> at(Connection& connection, RouteId route, int64_t ord);
// An own message above `ord` with that text and those files that no client key claims; the oldest.
Result<std::optional<StoredItem>> own_without_key(Connection& connection, RouteId route,
                                                  int64_t ord, std::string_view text,
                                                  std::string_view file_names);
// The placed row with the highest ord, gaps too.
Result<std::optional<StoredItem>> newest(Connection& connection, RouteId route);
Result<std::optional<StoredItem>> newest_gap_above(Connection& connection, RouteId route,
                                                   int64_t ord);
Result<bool> anything_below(Connection& connection, RouteId route, int64_t ord);
Result<bool> any_item_below(Connection& connection, RouteId route, int64_t ord);  // no gap
Result<bool> any_gap_below(Connection& connection, RouteId route, int64_t ord);
// Above the one place, up to the other.
Result<bool> any_gap_between(Connection& connection, RouteId route, int64_t above, int64_t up_to);
// Those that a room's history fills.
Status remove_gaps_below(Connection& connection, RouteId route, int64_t ord, std::string_view room);
// The newest item that moves activity: unplaced ones stand last. None: there is no such item.
Result<ItemId> newest_active(Connection& connection, RouteId route);
Result<int64_t> count_unread(Connection& connection, RouteId route, int64_t read_ord);

// The newest placed item (no gap) that stands no later in the thread.
Result<std::optional<StoredItem>> newest_until(Connection& connection, RouteId route,
                                               Millis sort_key);
// The newest one up to `ord` that the backend knows.
Result<std::optional<StoredItem>> newest_remote(Connection& connection, RouteId route, int64_t ord);

// The oldest placed item above `ord` that has a remote id.
Result<std::optional<StoredItem>> oldest_remote_above(Connection& connection, RouteId route,
                                                      int64_t ord);

// What the sort key is made of.
struct Place {
  ItemId id;
  int64_t ord = 0;
  Millis at_ms = 0;
  Millis sort_key = 0;
  bool gap = false;
};
// Placed rows from `ord` on, in order.
Result<std::vector<Place>> places_from(Connection& connection, RouteId route, int64_t ord,
                                       int limit);
// The placed item (no gap) next below `ord`.
Result<std::optional<Place>> place_below(Connection& connection, RouteId route, int64_t ord);
Result<bool> any_call(Connection& connection, RouteId route);  // or voicemail
Status set_sort_key(Connection& connection, ItemId id, Millis key);

// Own accepted or delivered items up to `ord` become read. True: there were some.
Result<bool> mark_read_up_to(Connection& connection, RouteId route, int64_t ord);
// Own items that the stream has not placed, oldest first.
Result<std::vector<ItemId>> unplaced(Connection& connection, RouteId route);

// Rows of a route up to `highest` to places lower by `by`, where nothing stands.
Status lower(Connection& connection, RouteId route, int64_t highest, int64_t by);
// All items of a route to another one, their places moved by `by`.
Status move_all(Connection& connection, RouteId from, RouteId to, int64_t by);

// Both keep the attachments, too, where the item has any.
Result<ItemId> insert(Connection& connection, const StoredItem& item);
// Every column of the row item.id.
Status update(Connection& connection, const StoredItem& item);
Status remove(Connection& connection, ItemId id);

}  // namespace item_table
}  // namespace ix::cache
