// SPDX-License-Identifier: Apache-2.0
#include "store/upgrades.h"

#include <algorithm>

#include "cache/consent_table.h"
#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "cache/reaction_table.h"
#include "cache/relation_table.h"
#include "cache/room_table.h"
#include "cache/truth_table.h"
#include "cache/version_table.h"
#include "store/grouping.h"
#include "store/settings.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace route_table = cache::route_table;

constexpr int64_t kGapRoom = int64_t{1} << 32;

// A marker of the heir, where the heir's items are now.
int64_t moved(int64_t ord, int64_t by) {
  return ord > cache::kBelowAll ? ord + by : ord;
}

void take_over(const StoredRoute& heir, int64_t by, StoredRoute& route) {
  route.state = heir.state;
  route.leaving = route.leaving || heir.leaving;
  route.head_ord = heir.head_ord + by;
  route.read_ord = std::max(route.read_ord, moved(heir.read_ord, by));
  route.peer_read_ord = std::max(route.peer_read_ord, moved(heir.peer_read_ord, by));
  if (!heir.peer_read_parked.empty()) route.peer_read_parked = heir.peer_read_parked;
  if (!heir.read_parked.empty()) route.read_parked = heir.read_parked;
  if (!heir.relation_id.empty()) {
    route.relation_id = heir.relation_id;
    route.relation_ord = heir.relation_ord + by;
  }
  route.pinned = route.pinned || heir.pinned;
  route.muted = route.muted && heir.muted;
  route.archived = route.archived && heir.archived;
  route.marked_unread = route.marked_unread || heir.marked_unread;
  if (!heir.draft.empty() && (route.draft.empty() || heir.draft_ms > route.draft_ms)) {
    route.draft = heir.draft;
    route.draft_ms = heir.draft_ms;
    route.draft_reply = heir.draft_reply;
  }
  route.activity_ms = std::max(route.activity_ms, heir.activity_ms);
  route.last_inbound_ms = std::max(route.last_inbound_ms, heir.last_inbound_ms);
  route.last_used_ms = std::max(route.last_used_ms, heir.last_used_ms);
  route.chosen_ms = std::max(route.chosen_ms, heir.chosen_ms);
  route.has_call = route.has_call || heir.has_call;
}

Status move_outbox(cache::Connection& connection, RouteId from, RouteId to, int64_t by,
                   Touched& touched) {
  IX_TRY(auto entries, cache::outbox_table::of_route(connection, from));
  for (OutboxEntry& entry : entries) {
    entry.route = to;
    if (entry.attempts > 0) entry.attempt_head_ord += by;
    IX_CHECK(cache::outbox_table::update(connection, entry));
    touched.outbox = true;
  }
  return {};
}

// Nothing is in it any more; kept so that its id resolves.
void retire(StoredRoute& heir, RouteId to) {
  heir.remote_id.clear();
  heir.create_key.clear();
  heir.merged_into = to;
  heir.state = RouteState::left;
  heir.leaving = false;
  heir.can_send = false;
  heir.cannot_send_reason = "upgraded";
  heir.contact = {};
  heir.draft.clear();
  heir.draft_reply.clear();
  heir.last_item = {};
  heir.unread = 0;
  heir.unread_lower_bound = false;
  heir.chosen_ms = 0;
}

}  // namespace

Status merge_heir(cache::Connection& connection, RouteId route_id, RouteId heir_id,
                  Touched& touched) {
  IX_TRY(auto route, route_table::find(connection, route_id));
  IX_TRY(auto heir, route_table::find(connection, heir_id));
  if (!route || !heir) return Error(ErrorCode::INTERNAL, "a route to merge is missing");
  IX_TRY(const auto first,
         cache::item_table::places_from(connection, heir_id, cache::kBelowAll, 1));
  // With room for what the heir's history has yet to bring.
  const int64_t lowest = first.empty() ? heir->head_ord : first.front().ord;
  const int64_t by = route->head_ord + kGapRoom - lowest;
  IX_CHECK(cache::room_table::succeed(connection, route_id, route->remote_id));
  IX_CHECK(cache::room_table::move_all(connection, heir_id, route_id));
  IX_CHECK(cache::version_table::move(connection, heir_id, by));
  IX_CHECK(cache::truth_table::move(connection, heir_id, by));
  IX_CHECK(cache::item_table::move_all(connection, heir_id, route_id, by));
  IX_CHECK(cache::relation_table::move_all(connection, heir_id, route_id, by));
  IX_CHECK(cache::reaction_table::move_all(connection, heir_id, route_id));
  IX_CHECK(cache::consent_table::move_all(connection, heir_id, route_id));
  IX_CHECK(move_outbox(connection, heir_id, route_id, by, touched));

  const std::string new_room = heir->remote_id;
  take_over(*heir, by, *route);
  IX_CHECK(move_settings(connection, heir_id, *route));
  retire(*heir, route_id);
  IX_CHECK(route_table::update(connection, *heir));
  route->remote_id = new_room;
  IX_CHECK(update_sort_keys(connection, route_id, lowest + by, route->head_ord));
  IX_TRY(route->last_item, cache::item_table::newest_active(connection, route_id));
  IX_CHECK(recount_unread(connection, *route));
  IX_CHECK(route_table::update(connection, *route));
  IX_TRY(auto merged, route_table::merged_into(connection, heir_id));
  for (StoredRoute& one : merged) {
    one.merged_into = route_id;
    IX_CHECK(route_table::update(connection, one));
  }
  return regroup(connection, {heir_id, route_id}, touched);
}

}  // namespace ix::store
