// SPDX-License-Identifier: Apache-2.0
// What is kept, and which rows of a route are too many; by bytes: item_bytes.h.
#pragma once

#include <optional>
#include <vector>

#include "cache/row_reads.h"
#include "cache/sqlite.h"
#include "model/retention.h"

namespace ix::cache::retention_table {

// The rules of the account.
Result<Retention> read(Connection& connection);
Status write(Connection& connection, const Retention& rules);
// When they were applied to the end; 0: never since they were written.
Result<Millis> applied(Connection& connection);
Status set_applied(Connection& connection, Millis now);

// Routes whose history the backend has, by id.
Result<std::vector<RouteId>> prunable_routes(Connection& connection, RouteId after, int limit);

// The newest place that a rule leaves out; none: the route is within it.
Result<std::optional<int64_t>> newest_before(Connection& connection, RouteId route, Millis key);
Result<std::optional<int64_t>> first_beyond_count(Connection& connection, RouteId route,
                                                  int64_t count);

struct Spot {
  ItemId id;
  int64_t ord = 0;
};
// The newest placed item of any kind, and the newest that the list may show; no gap.
Result<std::optional<Spot>> newest(Connection& connection, RouteId route);
Result<std::optional<Spot>> preview(Connection& connection, RouteId route);
// Whether one of those places holds an item that only this device shows as changed.
Result<bool> any_overlaid(Connection& connection, RouteId route, int64_t above, int64_t up_to);
// Of what counts as unread above `read_ord` the oldest, but at most the `most`th newest.
Result<std::optional<Spot>> oldest_unread(Connection& connection, RouteId route, int64_t read_ord,
                                          int64_t most);
// The lowest head at which something was sent that is not confirmed.
Result<std::optional<int64_t>> lowest_attempt(Connection& connection, RouteId route);

struct PrunedRow {
  ItemId id;
  int64_t ord = 0;
  bool gap = false;
  // Cannot be fetched again, nobody knows where from, or the outbox or a report of the host's needs
  // it.
  bool kept = false;
  bool counts = false;  // as unread, if it stands above the marker
  bool told = false;    // something was said of it that may not come back with it
  int64_t room = 0;     // of an item: see room_table.h
};
// Placed rows within the places, oldest first.
Result<std::vector<PrunedRow>> rows(Connection& connection, RouteId route, int64_t from, int64_t to,
                                    int limit);

}  // namespace ix::cache::retention_table
