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

// Routes whose history the backend has in one room, by id.
Result<std::vector<RouteId>> prunable_routes(Connection& connection, RouteId after, int limit);

// The newest place that a rule leaves out; none: the route is within it.
Result<std::optional<int64_t>> newest_before(Connection& connection, RouteId route, Millis key);
Result<std::optional<int64_t>> first_beyond_count(Connection& connection, RouteId route,
                                                  int64_t count);

// The newest placed item that the list may show; if there is none, the newest of any kind.
Result<std::optional<int64_t>> place_of_preview(Connection& connection, RouteId route);
// The lowest head at which something was sent that is not confirmed.
Result<std::optional<int64_t>> lowest_attempt(Connection& connection, RouteId route);

struct PrunedRow {
  ItemId id;
  int64_t ord = 0;
  bool gap = false;
  // Cannot be fetched again, or the outbox or a report of the host's needs it.
  bool kept = false;
};
// Placed rows within the places, oldest first.
Result<std::vector<PrunedRow>> rows(Connection& connection, RouteId route, int64_t from, int64_t to,
                                    int limit);

}  // namespace ix::cache::retention_table
