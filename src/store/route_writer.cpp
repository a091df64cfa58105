// SPDX-License-Identifier: Apache-2.0
#include "store/route_writer.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cache/room_table.h"
#include "store/conversation_rows.h"
#include "store/grouping.h"
#include "store/host_calls.h"
#include "store/overlay.h"
#include "store/settings.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace items = cache::item_table;

constexpr int64_t kGapRoom = int64_t{1} << 32;

}  // namespace

RouteWriter::RouteWriter(cache::Connection& connection, StoredRoute route, Millis now)
    : connection_(connection), route_(std::move(route)), now_(now), room_(route_.remote_id) {}

void RouteWriter::in_room(std::string remote_id) {
  room_ = std::move(remote_id);
  room_number_.reset();
}

// `fresh`: a row that was just made, which says "the first room".
Status RouteWriter::note_room(ItemId item, bool fresh) {
  if (!room_number_) {
    IX_TRY(room_number_, cache::room_table::number_of(connection_, route_.id, room_));
  }
  if (fresh && *room_number_ == 0) return {};
  return cache::room_table::set(connection_, item, *room_number_);
}

Result<size_t> RouteWriter::start_batch(const RouteChanges& batch) {
  // Everything up to the newest item that has its place already is stored, or lies in a gap below.
  size_t first = 0;
  for (size_t i = batch.items.size(); i > 0 && first == 0; --i) {
    IX_TRY(const auto stored,
           items::by_remote(connection_, route_.id, batch.items[i - 1].item.remote_id));
    if (stored && stored->ord) first = i;
  }
  if (first > 0) {
    IX_CHECK(look_again(batch, first));
    return first;
  }

  IX_TRY(auto top, items::newest(connection_, route_.id));
  if (!top) {
    const bool unknown_below = batch.limited || (!batch.gap_token.empty() && !route_.begins);
    if (unknown_below && !batch.from_start) {
      // What came before, and showed nowhere or was erased, may be marked as read: the gap lies
      // above it.
      if (route_.head_ord > 0 || !route_.relation_id.empty()) route_.head_ord += kGapRoom;
      IX_CHECK(put_gap(batch.gap_token, route_.head_ord));
      route_.begins = false;
    }
  } else if (batch.limited && (top->kind != ItemKind::gap || top->sender != room_)) {
    route_.head_ord += kGapRoom;
    IX_CHECK(put_gap(batch.gap_token, route_.head_ord));
  } else if (batch.limited && top->gap_token != batch.gap_token) {
    // Nothing came between two holes: they are one, and it reaches up to here. It moves up so that
    // "a gap above what was the head then" stays true for it.
    route_.head_ord += kGapRoom;
    top->ord = route_.head_ord;
    top->gap_token = batch.gap_token;
    top->sender = room_;
    IX_CHECK(items::update(connection_, *top));
    note_change(*top->ord);
  }
  return size_t{0};
}

// Newest first: an item that was never seen belongs right below the stored one that follows it.
Status RouteWriter::look_again(const RouteChanges& batch, size_t count) {
  int64_t above = 0;
  std::vector<const Item*> late;
  for (size_t i = count; i > 0; --i) {
    const Item& item = batch.items[i - 1].item;
    if (item.remote_id.empty() || item.kind == ItemKind::gap) continue;
    IX_TRY(auto stored, items::by_remote(connection_, route_.id, item.remote_id));
    if (stored && stored->ord) {
      above = *stored->ord;
      IX_CHECK(revisit(item, std::move(*stored)));
      continue;
    }
    IX_TRY(const bool room, make_room_below(above));
    if (!room) {
      // What a jump left out lies in the gap below, whose history brings it.
      IX_TRY(const bool gap, items::any_gap_below(connection_, route_.id, above));
      if (!batch.limited || !gap) late.push_back(&item);
      continue;
    }
    IX_CHECK(place(item, std::move(stored), --above, false));
  }
  // Between two that stand side by side there is no place, and none is moved: late is not lost.
  for (auto item = late.rbegin(); item != late.rend(); ++item) IX_CHECK(append(**item));
  return {};
}

Result<bool> RouteWriter::make_room_below(int64_t ord) {
  IX_TRY(auto below, items::at(connection_, route_.id, ord - 1));
  if (!below) return true;
  if (below->kind != ItemKind::gap) return false;
  IX_TRY(const auto lower, items::at(connection_, route_.id, ord - 2));
  if (lower) return false;
  below->ord = ord - 2;
  IX_CHECK(items::update(connection_, *below));
  note_change(ord - 2);
  return true;
}

Status RouteWriter::append(const Item& item) {
  if (item.remote_id.empty() || item.kind == ItemKind::gap) return {};
  IX_TRY(auto stored, items::by_remote(connection_, route_.id, item.remote_id));
  if (stored && stored->ord) return revisit(item, std::move(*stored));
  const int64_t ord = route_.head_ord + 1;
  route_.head_ord = ord;
  return place(item, std::move(stored), ord, true);
}

Status RouteWriter::revisit(const Item& remote, StoredItem stored) {
  if (!remote.deleted) return {};
  // Deleted while nobody was looking.
  IX_CHECK(lift(connection_, stored));
  if (!redact(stored)) return {};
  return change(stored);
}

void RouteWriter::note_change(int64_t ord) {
  dirty_ = true;
  highest_ = lowest_ ? std::max(highest_, ord) : ord;
  lowest_ = lowest_ ? std::min(*lowest_, ord) : ord;
}

void RouteWriter::note_own_change() {
  dirty_ = true;
  newest_unsure_ = true;
}

void RouteWriter::note_use() {
  note_own_change();
  route_.activity_ms = std::max(route_.activity_ms, now_);
  route_.last_used_ms = std::max(route_.last_used_ms, now_);
}

Status RouteWriter::put_gap(std::string_view token, int64_t ord) {
  StoredItem gap;
  gap.route = route_.id;
  gap.kind = ItemKind::gap;
  gap.ord = ord;
  gap.sender = room_;
  gap.gap_token = token;
  note_change(ord);
  IX_TRY(gap.id, items::insert(connection_, gap));
  return {};
}

Status RouteWriter::note_start(const RouteChanges& batch) {
  if (!batch.from_start || route_.begins) return {};
  int64_t first = route_.head_ord + 1;
  if (!batch.items.empty()) {
    IX_TRY(const auto item,
           items::by_remote(connection_, route_.id, batch.items.front().item.remote_id));
    if (!item || !item->ord) return {};
    first = *item->ord;
  }
  IX_TRY(const bool older, items::any_item_below(connection_, route_.id, first));
  if (older) return {};
  IX_CHECK(items::remove_gaps_below(connection_, route_.id, first, room_));
  // What is left is a hole in the history of an earlier room.
  IX_TRY(const bool hole, items::anything_below(connection_, route_.id, first));
  route_.begins = !hole;
  dirty_ = true;
  return {};
}

void RouteWriter::advance_read(int64_t ord) {
  route_.read_parked.clear();
  route_.read_ord = std::max(route_.read_ord, ord);
  dirty_ = true;
}

Status RouteWriter::own_read(const std::string& remote_id) {
  if (remote_id.empty() || route_.read_parked == remote_id) return {};
  IX_TRY(const auto item, items::by_remote(connection_, route_.id, remote_id));
  std::optional<int64_t> ord;
  if (item) ord = item->ord;
  if (remote_id == route_.relation_id) ord = route_.relation_ord;
  if (!ord) {
    route_.read_parked = remote_id;
    dirty_ = true;
  } else if (*ord > route_.read_ord || !route_.read_parked.empty()) {
    advance_read(*ord);
  }
  return {};
}

bool RouteWriter::peer_reads() const {
  return route_.kind == RouteKind::internal || route_.kind == RouteKind::sms;
}

Status RouteWriter::peer_read(const std::string& remote_id) {
  if (!peer_reads()) return {};
  IX_TRY(const auto item, items::by_remote(connection_, route_.id, remote_id));
  if (!item || !item->ord || *item->ord <= route_.peer_read_ord) return {};
  // Newer than what was pruned.
  route_.peer_read_ord = *item->ord;
  route_.peer_read_parked.clear();
  dirty_ = true;
  IX_TRY(const bool some, items::mark_read_up_to(connection_, route_.id, *item->ord));
  (void)some;
  return {};
}

Status RouteWriter::hear_flags(const FlagChanges& said) {
  if (said.empty()) return {};
  IX_TRY(const bool changed, store::hear_flags(connection_, said, route_));
  dirty_ = dirty_ || changed;
  return {};
}

Status RouteWriter::leave(StoredRoute left, Touched& touched) {
  const RouteId id = left.id;
  const bool elsewhere = left.conversation != route_.conversation;
  const bool phone = left.kind == RouteKind::phone;
  IX_CHECK(refresh_route(connection_, left, cache::kBelowAll, touched));
  if (!phone || !elsewhere) return {};
  IX_TRY(const auto rest, items::newest_active(connection_, id));
  if (rest) return {};
  IX_TRY(auto empty, cache::route_table::find(connection_, id));
  IX_TRY(const auto beside, cache::route_table::of_conversation(connection_, empty->conversation));
  const bool alone = std::none_of(beside.begin(), beside.end(), [id](const StoredRoute& other) {
    return other.id != id && !other.merged_into;
  });
  if (!alone) {
    // The conversation and its id are the others', too: it stays theirs.
    empty->hidden = true;
    IX_CHECK(cache::route_table::update(connection_, *empty));
    return refresh_conversation(connection_, empty->conversation, touched);
  }
  // Its calls stand in another conversation now: a row without any would be a phantom.
  empty->merged_into = route_.id;
  empty->state = RouteState::left;
  empty->contact = {};
  IX_CHECK(cache::route_table::update(connection_, *empty));
  return regroup(connection_, {id, route_.id}, touched);
}

Status RouteWriter::finish(Touched& touched) {
  if (!dirty_) return {};
  if (left_routes_.contains(route_.id)) newest_unsure_ = true;
  if (lowest_) IX_CHECK(update_sort_keys(connection_, route_.id, *lowest_, highest_));
  if (newest_unsure_) {
    IX_TRY(route_.last_item, items::newest_active(connection_, route_.id));
    if (route_.last_item) route_.hidden = false;
  }
  IX_CHECK(recount_unread(connection_, route_));
  IX_CHECK(cache::route_table::update(connection_, route_));
  for (const RouteId id : left_routes_) {
    IX_TRY(auto left, cache::route_table::find(connection_, id));
    if (!left || left->id == route_.id) continue;
    IX_CHECK(leave(std::move(*left), touched));
  }
  touched.outbox = touched.outbox || outbox_changed_;
  touched.notifications = touched.notifications || offered_;
  return refresh_conversation(connection_, route_.conversation, touched);
}

}  // namespace ix::store
