// SPDX-License-Identifier: Apache-2.0
// Outbox entries as the store writes them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/outbox.h"

namespace ix::cache::outbox_table {

Result<std::optional<OutboxEntry>> find(Connection& connection, OutboxId id);
// What an item waits for to be sent itself.
Result<std::optional<OutboxEntry>> send_of(Connection& connection, ItemId item);
// Lists are oldest first, all of them.
Result<std::vector<OutboxEntry>> of_item(Connection& connection, ItemId item);
// What is done to the item with that remote id, stored or not.
Result<std::vector<OutboxEntry>> of_target(Connection& connection, RouteId route,
                                           std::string_view target);
Result<std::optional<OutboxEntry>> edit_by_key(Connection& connection, std::string_view key);
Result<std::vector<OutboxEntry>> all(Connection& connection);
Result<std::vector<OutboxEntry>> of_route(Connection& connection, RouteId route);
Result<std::vector<OutboxEntry>> of_lane(Connection& connection, RouteId route,
                                         std::string_view lane);
// The oldest entry of each lane; what has failed holds nothing but its route's own lane.
Result<std::vector<OutboxEntry>> heads(Connection& connection);
Result<std::vector<OutboxEntry>> sending(Connection& connection);

// Entries about an item of the route that is not stored.
Result<bool> any_unlinked(Connection& connection, RouteId route);
// The item they are about is stored now. True: there are some.
Result<bool> link(Connection& connection, RouteId route, std::string_view target, ItemId item);
// The item has been accepted: what is done to it may leave. True: there is something.
Result<bool> aim(Connection& connection, ItemId item, std::string_view target);

Result<OutboxId> insert(Connection& connection, const OutboxEntry& entry);
// Every column of the row entry.id.
Status update(Connection& connection, const OutboxEntry& entry);
Status remove(Connection& connection, OutboxId id);
// The entry that joins by this address.
Result<std::optional<OutboxEntry>> join_to(Connection& connection, std::string_view address);
// Whether something of the route is still to leave that was asked for before the entry.
Result<bool> any_before(Connection& connection, const OutboxEntry& entry);
// Whether the user is about to leave the route.
Result<bool> any_leave(Connection& connection, RouteId route);
// Answers to an invitation. True: there were some.
Result<bool> remove_answers(Connection& connection, RouteId route);

}  // namespace ix::cache::outbox_table
