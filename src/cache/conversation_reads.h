// SPDX-License-Identifier: Apache-2.0
// The list of conversations and their routes: SQL only, all by index.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "cache/row_reads.h"
#include "model/filter.h"
#include "model/ids.h"

namespace ix::cache {

struct ConversationRow {
  int64_t id = 0;
  int32_t kind = 0;
  int64_t contact = 0;  // 0: none
  std::string_view title;
  int64_t activity_ms = 0;
  int32_t unread = 0;
  bool unread_lower_bound = false;
  bool pinned = false;
  bool muted = false;
  bool archived = false;
  bool marked_unread = false;
  bool can_send = false;
  std::string_view draft;
  int32_t preview_kind = -1;  // -1: no preview
  int32_t preview_direction = 0;
  int32_t preview_outcome = -1;
  std::string_view preview_text;  // empty for a deleted item
};

struct RouteRow {
  int64_t id = 0;
  int32_t kind = 0;
  int32_t state = 0;
  std::string_view remote_id;
  std::string_view peer_user;
  std::string_view peer_number;
  std::string_view own_number;
  bool can_send = false;
  std::string_view cannot_send_reason;
  int64_t last_inbound_ms = 0;
  int64_t last_used_ms = 0;
  int64_t chosen_ms = 0;
  int32_t consent = 0;
};

// What a preset counts now; kBadge: the number for the app's icon is its unread items.
struct PresetCount {
  static constexpr int32_t kBadge = 8;
  int32_t preset = 0;
  ListCounts counts;
};

// Where the backend's room is shown.
struct RemotePlace {
  RouteId route;
  ConversationId conversation;
};

// What the draft that shows answers.
struct DraftReply {
  bool there = false;  // it answers something
  int64_t item = 0;    // 0: that is not stored now
};

// A place in the list; the default is before the first row.
struct ListPosition {
  int64_t pinned = std::numeric_limits<int64_t>::max();
  int64_t activity_ms = std::numeric_limits<int64_t>::max();
  int64_t id = std::numeric_limits<int64_t>::max();
};

// The conversations of a filter after a position, in the order of the list. A preset goes along
// its index; any other filter may look at every conversation.
Result<Rows<ConversationRow>> conversations_after(Connection& connection, const Filter& filter,
                                                  const ListPosition& after, int64_t limit);
// One conversation, if it is in the list.
Result<Rows<ConversationRow>> conversation_in(Connection& connection, const Filter& filter,
                                              ConversationId id);
// What listing the filter to its end would give.
Result<ListCounts> count_conversations(Connection& connection, const Filter& filter);
// The same for every preset and the badge, in their order, without looking at the conversations.
Result<std::vector<PresetCount>> preset_counts(Connection& connection);
// nullopt: the room is not stored.
Result<std::optional<RemotePlace>> place_of_remote(Connection& connection,
                                                   std::string_view remote_id);
// Unread items of all conversations that are neither muted nor archived: from preset_counts().
Result<int64_t> badge(Connection& connection);
Result<Rows<ConversationRow>> conversation_by_id(Connection& connection, ConversationId id);
// Where a route is shown now; nullopt: no such route.
Result<std::optional<ConversationId>> conversation_of_route(Connection& connection, RouteId route);
Result<DraftReply> draft_reply(Connection& connection, ConversationId id);
// Oldest first; without pending routes whose items moved to another one.
Result<Rows<RouteRow>> routes_of_conversation(Connection& connection, ConversationId id);

}  // namespace ix::cache
