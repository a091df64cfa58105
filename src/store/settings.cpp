// SPDX-License-Identifier: Apache-2.0
#include "store/settings.h"

#include <utility>

#include "cache/setting_table.h"
#include "store/conversation_rows.h"

namespace ix::store {

namespace setting_table = cache::setting_table;

Result<bool> hear_flags(cache::Connection& connection, const FlagChanges& said,
                        cache::StoredRoute& route) {
  const std::pair<RouteFlag, std::optional<bool>> words[] = {
      {RouteFlag::muted, said.muted},
      {RouteFlag::pinned, said.pinned},
      {RouteFlag::archived, said.archived},
      {RouteFlag::marked_unread, said.marked_unread},
  };
  bool changed = false;
  for (const auto& [flag, word] : words) {
    bool& stored = flag_of(route, flag);
    if (!word) continue;
    IX_TRY(const auto waiting, setting_table::find(connection, route.id, setting_of(flag)));
    if (waiting) IX_CHECK(setting_table::hear(connection, route.id, setting_of(flag), *word));
    if (waiting || stored == *word) continue;
    stored = *word;
    changed = true;
  }
  return changed;
}

Status settle_confirmed(cache::Connection& connection, Touched& touched) {
  IX_TRY(const auto confirmed, setting_table::confirmed(connection));
  for (const Setting& setting : confirmed) {
    IX_CHECK(setting_table::remove(connection, setting));
    const auto flag = setting.flag();
    IX_TRY(auto route, cache::route_table::find(connection, setting.route));
    if (!flag || !setting.heard || !route) continue;
    flag_of(*route, *flag) = *setting.heard;
    IX_CHECK(cache::route_table::update(connection, *route));
    IX_CHECK(refresh_conversation(connection, route->conversation, touched));
  }
  return {};
}

Status move_settings(cache::Connection& connection, RouteId from, cache::StoredRoute& to) {
  IX_TRY(auto settings, setting_table::of_route(connection, from));
  for (Setting& setting : settings) {
    const auto flag = setting.flag();
    if (!flag) continue;
    flag_of(to, *flag) = setting.value != 0;
    setting.route = to.id;
    IX_CHECK(setting_table::put(connection, setting));
  }
  return setting_table::remove_all(connection, from);
}

}  // namespace ix::store
