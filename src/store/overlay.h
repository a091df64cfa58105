// SPDX-License-Identifier: Apache-2.0
// Items under what the user did to them and the backend has not confirmed.
//
// The row of such an item shows what the user wants: its new text, or that it is deleted. So
// whatever reads items shows it at once, search and previews included. What the backend says of it
// is kept beside it (truth_table.h): news of the backend's change only that and never what the user
// did, and when the backend refuses, that is what shows again. Reactions need no such thing: they
// are put together when they are read (query/items.cpp).
//
// Everything that changes an item by the backend's word lifts it, changes it and puts it back.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cache/item_table.h"
#include "cache/sqlite.h"
#include "model/outbox.h"

namespace ix::store {

// `item` as its row shows it becomes what the backend says of it.
Status lift(cache::Connection& connection, cache::StoredItem& item);
Result<std::optional<cache::StoredItem>> find_lifted(cache::Connection& connection, ItemId id);
Result<std::optional<cache::StoredItem>> find_lifted(cache::Connection& connection, RouteId route,
                                                     std::string_view remote_id);

// Stores a lifted item; its row shows what is still wanted on top of it. To a deleted item nothing
// is done any more: those entries go. True: some went.
Result<bool> put(cache::Connection& connection, const cache::StoredItem& truth);

// What the row of a lifted item has to show.
cache::StoredItem shown(cache::StoredItem truth, const std::vector<OutboxEntry>& entries);

// Items whose rows show something else than that.
Result<std::vector<ItemId>> wrongly_shown(cache::Connection& connection);

// An own reaction came or went: what was done to make it so is done. True: entries went.
Result<bool> settle_reactions(cache::Connection& connection, RouteId route, std::string_view target,
                              std::string_view key);

}  // namespace ix::store
