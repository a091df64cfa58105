// SPDX-License-Identifier: Apache-2.0
// Who was written with lately, and by which routes a peer is reached already: SQL only, all by
// index.
#pragma once

#include <string_view>

#include "cache/conversation_reads.h"

namespace ix::cache {

struct RecentRow {
  int64_t id = 0;
  int32_t kind = 0;
  int64_t contact = 0;  // 0: none
  int64_t activity_ms = 0;
  std::string_view title;
};

// Conversations with an activity, without archived ones: the newest first, of those that are pinned
// or of the others.
Result<Rows<RecentRow>> recent_conversations(Connection& connection, bool pinned, int64_t limit);

struct PeerRouteRow {
  RouteRow route;
  int64_t conversation = 0;
};

// Of any kind, oldest first; none that was merged or erased. The text stays until the rows have
// ended.
Result<Rows<PeerRouteRow>> routes_of_number(Connection& connection, std::string_view number);
Result<Rows<PeerRouteRow>> routes_of_user(Connection& connection, std::string_view user);

}  // namespace ix::cache
