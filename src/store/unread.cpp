// SPDX-License-Identifier: Apache-2.0
#include "store/unread.h"

#include <algorithm>
#include <limits>

#include "cache/item_table.h"

namespace ix::store {

Status recount_unread(cache::Connection& connection, cache::StoredRoute& route) {
  IX_TRY(const int64_t count,
         cache::item_table::count_unread(connection, route.id, route.read_ord));
  IX_TRY(const auto gap, cache::item_table::newest_gap_above(connection, route.id, route.read_ord));
  route.unread =
      static_cast<int32_t>(std::min<int64_t>(count, std::numeric_limits<int32_t>::max()));
  route.unread_lower_bound = gap.has_value();
  return {};
}

Status unread_went(cache::Connection& connection, int64_t gone, cache::StoredRoute& route) {
  // A count that ran into its limit does not say how many there were.
  if (route.unread == std::numeric_limits<int32_t>::max()) return recount_unread(connection, route);
  IX_TRY(const auto gap, cache::item_table::newest_gap_above(connection, route.id, route.read_ord));
  route.unread -= static_cast<int32_t>(gone);
  route.unread_lower_bound = gap.has_value();
  return {};
}

}  // namespace ix::store
