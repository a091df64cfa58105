// SPDX-License-Identifier: Apache-2.0
// Room for history that turns out longer than what was taken from its place.
#pragma once

#include <cstdint>

#include "cache/route_table.h"
#include "cache/sqlite.h"

namespace ix::store {

// Everything of the route at `highest` and below moves down by as much as it spans and 2^32 more, in
// the same order; the markers that stand there move along. Needed only where retention left a gap
// between rows that stay, and the backend's history has more items there than before. The caller
// stores `route`.
Status lower_all_up_to(cache::Connection& connection, cache::StoredRoute& route, int64_t highest);

}  // namespace ix::store
