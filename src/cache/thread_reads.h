// SPDX-License-Identifier: Apache-2.0
// Items of a thread: SQL only, range reads by route.
#pragma once

#include <limits>
#include <optional>

#include "cache/row_reads.h"
#include "model/ids.h"

namespace ix::cache {

// What the merge of a conversation's routes needs to know of each.
struct ThreadRouteRow {
  int64_t id = 0;
  std::string_view remote_id;
};

// An item's place, without its content.
struct PlaceRow {
  int64_t id = 0;
  int64_t sort_key = 0;
  int64_t ord = 0;  // 0 for an unplaced item
};

// Where an item stands, and where its route is shown.
struct ItemPlaceRow {
  PlaceRow place;
  bool unplaced = false;
  int64_t route = 0;
  int64_t conversation = 0;
};

struct ReactionRow {
  std::string_view key;
  std::string_view sender;
  bool mine = false;
};

struct ItemRow {
  int64_t id = 0;
  int64_t route = 0;
  int32_t kind = 0;
  int32_t direction = 0;
  std::string_view sender;
  std::string_view sender_name;
  int64_t at_ms = 0;
  int32_t state = 0;
  std::string_view text;
  bool edited = false;
  bool deleted = false;
  std::string_view reply_to;  // the backend's id of the item it answers
  int32_t notice = 0;
  bool counts = false;
  bool has_call = false;
  std::string_view call_id;
  int32_t call_direction = 0;
  int32_t call_outcome = 0;
  int64_t call_duration_ms = 0;
  int64_t call_started_ms = 0;
  std::string_view call_number;
  FailureRow failure;
  int32_t waiting_for = 0;  // until it has been sent itself
  int64_t send_at_ms = 0;   // the same; 0: at once
  // What was done to it here: not confirmed, failed.
  bool change_pending = false;
  bool change_failed = false;
  std::string_view remote_id;
  bool unread = false;  // counts, and lies above the read marker
  bool has_reactions = false;
  std::string_view file_names;  // empty: nothing is attached
};

// What decode_item_row() reads, as columns 0 and up, of an item named i. Other columns may follow.
// Column 25 is all that the outbox holds of the item, as bits: what it waits for itself, and from
// 256 on whether what was done to it is pending or has failed, and whether it is a reaction.
inline constexpr const char* kItemRowColumns =
    "i.id, i.route, i.kind, i.direction, i.sender, i.sender_name, i.at_ms, i.state, i.text,"
    " i.edited, i.deleted, i.reply_to, i.notice, i.counts, i.call_outcome, i.call_id,"
    " i.call_direction, i.call_duration_ms, i.call_started_ms, i.call_number,"
    " i.failure_code, i.failure_origin, i.failure_retry, i.failure_fixer, i.failure_message,"
    " (SELECT max((o.op = 0) * o.waiting_for) + 256 * max(o.op <> 0 AND o.state <> 3)"
    "  + 512 * max(o.op <> 0 AND o.state = 3) + 1024 * max(o.op = 4)"
    "  FROM outbox AS o WHERE o.item = i.id AND o.item <> 0), i.remote_id,"
    " i.counts AND i.ord > (SELECT read_ord FROM route WHERE id = i.route),"
    " EXISTS (SELECT 1 FROM reaction AS x WHERE x.route = i.route AND x.target = i.remote_id),"
    " i.file_names, CASE WHEN i.ord IS NULL THEN (SELECT o.send_at_ms FROM outbox AS o"
    "  WHERE o.item = i.id AND o.item <> 0 AND o.op = 0) END";
inline constexpr int kItemRowColumnCount = 31;
ItemRow decode_item_row(Statement& row);

inline constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();
inline constexpr int64_t kOldest = std::numeric_limits<int64_t>::min();

Result<Rows<ThreadRouteRow>> thread_routes(Connection& connection, ConversationId id);
// Backend's id of a route, to compare places; empty: it has none, or there is no such route.
Result<std::string> remote_id_of_route(Connection& connection, RouteId route);
// Places before (sort_key, ord) in one route, newest first.
Result<Rows<PlaceRow>> places_before(Connection& connection, int64_t route, int64_t sort_key,
                                     int64_t ord, int64_t limit);
// Own items the backend has not placed, with an id below `id`, newest first.
Result<Rows<PlaceRow>> unplaced_before(Connection& connection, int64_t route, int64_t id,
                                       int64_t limit);
// The same to the other side: after a place, oldest first.
Result<Rows<PlaceRow>> places_after(Connection& connection, int64_t route, int64_t sort_key,
                                    int64_t ord, int64_t limit);
Result<Rows<PlaceRow>> unplaced_after(Connection& connection, int64_t route, int64_t id,
                                      int64_t limit);
// The oldest item of a route that counts as unread above its read marker.
Result<std::optional<PlaceRow>> first_unread(Connection& connection, int64_t route);
Result<std::optional<ItemPlaceRow>> place_of_item(Connection& connection, ItemId id);
// Reactions to one item, by key, then by sender; the same person may be there twice.
Result<Rows<ReactionRow>> reactions_of(Connection& connection, int64_t route,
                                       std::string_view target);
// What oneself has done about reactions to an item and the backend has not confirmed, oldest first.
struct OwnReactionRow {
  std::string_view key;
  bool wanted = false;
};
Result<Rows<OwnReactionRow>> own_reactions_pending(Connection& connection, int64_t item);
Result<Rows<ItemRow>> item_by_id(Connection& connection, int64_t id);
// The placed items of a route from one ord to another, both included, in that direction.
Result<Rows<ItemRow>> items_between(Connection& connection, int64_t route, int64_t from_ord,
                                    int64_t to_ord);
// 0: not stored.
Result<int64_t> item_by_remote_id(Connection& connection, int64_t route,
                                  std::string_view remote_id);
// Whether the oldest item stored in a route is a gap.
Result<bool> ends_in_gap(Connection& connection, int64_t route);

}  // namespace ix::cache
