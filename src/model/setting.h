// SPDX-License-Identifier: Apache-2.0
// What the user set for a route and the backend has not confirmed: flags and the read marker.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "model/ids.h"
#include "model/route.h"

namespace ix {

// The numbers are stored: never renumber. The first are those of RouteFlag.
enum class SettingKind : int32_t {
  muted = 0,
  pinned = 1,
  archived = 2,
  marked_unread = 3,
  read_marker = 4,
};

constexpr SettingKind setting_of(RouteFlag flag) {
  return static_cast<SettingKind>(flag);
}

const char* setting_name(SettingKind kind);

// Tried for so long in vain, it is given up, visibly: as an edit (model/outbox.h).
constexpr Millis kSettingPatience = 24LL * 60 * 60 * 1000;

// At most one of a kind and route: of flags the last counts, of read markers the highest. It waits
// for nothing that is sent, and nothing waits for it.
struct Setting {
  RouteId route;
  SettingKind kind = SettingKind::muted;
  int64_t value = 0;      // a flag: 0 or 1; the read marker: its ord
  std::string target;     // the read marker: the item's remote id
  std::string key;        // another one with each write; empty: confirmed
  std::string remote_id;  // the route's; read only
  // A flag: what the backend said of it last while this waited. Where that is something else, it
  // may have been said before this or after it: confirmed, this stays until one more sync has
  // ended, which tells it again if it was the last.
  std::optional<bool> heard = std::nullopt;

  std::optional<RouteFlag> flag() const {
    if (kind == SettingKind::read_marker) return std::nullopt;
    return static_cast<RouteFlag>(kind);
  }
};

}  // namespace ix
