// SPDX-License-Identifier: Apache-2.0
// Settings the backend has not confirmed, as the store writes them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/setting.h"

namespace ix::cache::setting_table {

Result<std::optional<Setting>> find(Connection& connection, RouteId route, SettingKind kind);
Result<std::vector<Setting>> of_route(Connection& connection, RouteId route);
// Those that are not confirmed, of routes that the backend knows, with the routes' remote ids.
Result<std::vector<Setting>> to_send(Connection& connection);
// In place of the one of that route and kind.
Status put(Connection& connection, const Setting& setting);
Status hear(Connection& connection, RouteId route, SettingKind kind, bool value);
// The backend has it; only while it is the one with that key.
Status confirm(Connection& connection, const Setting& setting);
Result<std::vector<Setting>> confirmed(Connection& connection);
// Only while it is the one with that key.
Status remove(Connection& connection, const Setting& setting);
Status remove_all(Connection& connection, RouteId route);

}  // namespace ix::cache::setting_table
