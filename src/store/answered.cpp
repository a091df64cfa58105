// SPDX-License-Identifier: Apache-2.0
#include "store/answered.h"

#include <algorithm>
#include <utility>

namespace ix::store {

Result<cache::StoredItem> answered_item(cache::Connection& connection, ItemId id,
                                        const std::vector<cache::StoredRoute>& routes) {
  IX_TRY(auto item, cache::item_table::find(connection, id));
  const bool here = item && std::any_of(routes.begin(), routes.end(), [&item](const auto& route) {
                      return route.id == item->route;
                    });
  if (!here) return Error(ErrorCode::NOT_FOUND, "no such item to reply to in this conversation");
  if (item->remote_id.empty()) {
    return Error(ErrorCode::CANNOT_SEND, "the item to reply to has not been sent itself");
  }
  return std::move(*item);
}

}  // namespace ix::store
