// SPDX-License-Identifier: Apache-2.0
#include "store/lowering.h"

#include "cache/item_table.h"
#include "cache/outbox_table.h"

namespace ix::store {
namespace {

constexpr int64_t kRoom = int64_t{1} << 32;

}  // namespace

Status lower_all_up_to(cache::Connection& connection, cache::StoredRoute& route, int64_t highest) {
  IX_TRY(const auto lowest,
         cache::item_table::places_from(connection, route.id, cache::kBelowAll, 1));
  if (lowest.empty() || lowest.front().ord > highest) return {};
  // Beyond all that is there: no row meets another on its way.
  const int64_t by = highest - lowest.front().ord + kRoom;
  IX_CHECK(cache::item_table::lower(connection, route.id, highest, by));
  const auto lower = [highest, by](int64_t& ord) {
    if (ord > cache::kBelowAll && ord <= highest) ord -= by;
  };
  lower(route.read_ord);
  lower(route.peer_read_ord);
  if (!route.relation_id.empty()) lower(route.relation_ord);
  IX_TRY(auto entries, cache::outbox_table::of_route(connection, route.id));
  for (OutboxEntry& entry : entries) {
    if (entry.attempts == 0) continue;
    lower(entry.attempt_head_ord);
    IX_CHECK(cache::outbox_table::update(connection, entry));
  }
  return {};
}

}  // namespace ix::store
