// SPDX-License-Identifier: Apache-2.0
// How much items take, and which are beyond a limit in bytes: the definition is in
// model/retention.h, the one place that words it in SQL is item_bytes.cpp.
#pragma once

#include <optional>
#include <vector>

#include "cache/sqlite.h"
#include "model/retention.h"

namespace ix::cache::item_bytes {

// Of every route that holds an item, by id. Reads all that is stored.
Result<std::vector<ItemSizes>> of_routes(Connection& connection);

// The newest place (ord) of a route with which it has more than `bytes`; none: it is within them.
Result<std::optional<int64_t>> first_beyond(Connection& connection, RouteId route, int64_t bytes);

// The time (a sort key) from which on all routes together have at most so many bytes; to the hour.
// Reads all that is stored.
Result<Millis> key_within(Connection& connection, int64_t bytes);

}  // namespace ix::cache::item_bytes
