// SPDX-License-Identifier: Apache-2.0
// The sort key: where an item of one route stands among the items of other routes.
#pragma once

#include <optional>

#include "cache/item_table.h"
#include "cache/sqlite.h"

namespace ix::store {

// A time that cannot be right: outside the years 2000 to 2100 UTC, or more than 24 hours above
// that of the item that follows it (`follower` is not looked at when it is itself out of range).
bool absurd_time(Millis at_ms, std::optional<Millis> follower);

// Makes the keys of a route right again after rows from `lowest` to `highest` (ord) came, moved
// or went. A key is the running maximum of the times along ord; an item with an absurd time has
// its predecessor's key, at the start of a route that of the first item with a sound one (0: there
// is none). A gap has the key of the item after it, the newest row that of the item before. So the
// keys are a function of what is stored, whatever the order it came in.
Status update_sort_keys(cache::Connection& connection, RouteId route, int64_t lowest,
                        int64_t highest);

}  // namespace ix::store
