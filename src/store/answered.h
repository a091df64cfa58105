// SPDX-License-Identifier: Apache-2.0
// What a reply may answer.
#pragma once

#include <vector>

#include "cache/item_table.h"
#include "cache/route_table.h"

namespace ix::store {

// The item, which stands in one of the routes and which the backend knows. NOT_FOUND, CANNOT_SEND.
Result<cache::StoredItem> answered_item(cache::Connection& connection, ItemId id,
                                        const std::vector<cache::StoredRoute>& routes);

}  // namespace ix::store
