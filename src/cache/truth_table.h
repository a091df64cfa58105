// SPDX-License-Identifier: Apache-2.0
// What the backend says of an item whose row shows what the user did to it (store/overlay.h). Only
// such items have a row here.
#pragma once

#include "cache/item_table.h"
#include "cache/sqlite.h"

namespace ix::cache::truth_table {

// Puts the backend's word in place of what the item's row shows. False: they are the same.
Result<bool> read(Connection& connection, StoredItem& item);
Status put(Connection& connection, const StoredItem& truth);
// True: there was one.
Result<bool> remove(Connection& connection, ItemId item);
// Of all items of a route, before they move by as much.
Status move(Connection& connection, RouteId route, int64_t by);
Result<std::vector<ItemId>> all(Connection& connection);

}  // namespace ix::cache::truth_table
