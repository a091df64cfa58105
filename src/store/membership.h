// SPDX-License-Identifier: Apache-2.0
// Steps of entries that make, enter and leave a channel or group, within a write transaction.
#pragma once

#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/outbox.h"
#include "store/store.h"

namespace ix::store {

// The one route of a channel's or group's conversation. NOT_FOUND; INVALID_ARGUMENT for one of
// another kind.
Result<cache::StoredRoute> need_room(cache::Connection& connection, ConversationId conversation);

// Whether an entry is about to leave it stands with the route, and shows.
Status show_leaving(cache::Connection& connection, RouteId route, Touched& touched);

// The backend has let us in: so it is until the next sync describes the room anew.
Status note_joined(cache::Connection& connection, RouteId route, Touched& touched);
Status note_left(cache::Connection& connection, RouteId route, Touched& touched);

// The user does not want the pending route that `entry` makes. One that may have been made stays
// until the next sync has told. UNSENT_ITEMS while messages wait for it.
Status give_up_opening(cache::Connection& connection, OutboxEntry entry, Touched& touched);
// It was not made: its route leaves the lists, and comes back should it be made after all.
Status drop_opening(cache::Connection& connection, const OutboxEntry& entry, Touched& touched);

}  // namespace ix::store
