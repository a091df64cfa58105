// SPDX-License-Identifier: Apache-2.0
// Outbox entries as the store writes them.
#pragma once

#include <optional>
#include <vector>

#include "cache/sqlite.h"
#include "model/outbox.h"

namespace ix::cache::outbox_table {

Result<std::optional<OutboxEntry>> find(Connection& connection, OutboxId id);
Result<std::optional<OutboxEntry>> of_item(Connection& connection, ItemId item);
Result<std::vector<OutboxEntry>> all(Connection& connection);  // oldest first
Result<std::vector<OutboxEntry>> of_route(Connection& connection, RouteId route);
// The oldest entry of each route.
Result<std::vector<OutboxEntry>> heads(Connection& connection);
Result<std::vector<OutboxEntry>> sending(Connection& connection);
Result<int64_t> count_sends(Connection& connection);

Result<OutboxId> insert(Connection& connection, const OutboxEntry& entry);
// Every column of the row entry.id.
Status update(Connection& connection, const OutboxEntry& entry);
Status remove(Connection& connection, OutboxId id);
// Answers to an invitation. True: there were some.
Result<bool> remove_answers(Connection& connection, RouteId route);

}  // namespace ix::cache::outbox_table
