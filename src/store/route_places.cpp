// SPDX-License-Identifier: Apache-2.0
// RouteWriter: an item takes its place: as a new one, or as the echo of what was sent here.
#include <algorithm>
#include <utility>

#include "cache/notification_table.h"
#include "store/conversation_rows.h"
#include "store/host_calls.h"
#include "store/overlay.h"
#include "store/route_writer.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::StoredItem;
namespace items = cache::item_table;

// The time an item counts with in lists: never later than its receipt, so that a forged time
// cannot pin a row.
Millis bounded(Millis at_ms, Millis now) {
  return std::clamp<Millis>(at_ms, 0, std::max<Millis>(now, 0));
}

}  // namespace

Result<std::optional<StoredItem>> RouteWriter::own_item(const Item& remote) {
  if (remote.key.empty()) return std::optional<StoredItem>();
  IX_TRY(auto own, items::by_key(connection_, remote.key));
  const bool waits =
      own && !own->ord && (own->remote_id.empty() || own->remote_id == remote.remote_id);
  if (!waits) return std::optional<StoredItem>();
  if (own->route != route_.id) left_routes_.insert(std::exchange(own->route, route_.id));
  return own;
}

Status RouteWriter::take_echo(const Item& remote, StoredItem& own) {
  bool waited = false;
  IX_CHECK(remove_entry_of(own.id, waited));
  own.state = waited ? ItemState::accepted : advanced(own.state, ItemState::accepted);
  if (waited) own.failure.reset();
  own.state = advanced(own.state, remote.state);
  IX_CHECK(aim(own.id, remote.remote_id));
  own.remote_id = remote.remote_id;
  own.at_ms = remote.at_ms;
  if (!remote.sender.empty()) own.sender = remote.sender;
  if (!remote.sender_name.empty()) own.sender_name = remote.sender_name;
  if (remote.deleted) {
    (void)redact(own);
  } else if (!own.deleted && !remote.text.empty() && !own.edited) {
    own.text = remote.text;
  }
  if (!own.deleted && !remote.attachments.empty()) own.attachments = remote.attachments;
  return {};
}

Status RouteWriter::place(const Item& remote, std::optional<StoredItem> own, int64_t ord,
                          bool live) {
  if (remote.deleted) {
    // What is left of an edit that was taken back looks like a message; it never was one.
    IX_TRY(const auto edited, withdraw_edit(connection_, route_.id, remote.remote_id));
    if (edited) {
      dirty_ = true;
      return {};
    }
  }
  if (!own) {
    IX_TRY(own, own_item(remote));
  }
  std::optional<TakenOver> reported;
  if (!own && remote.call && !remote.deleted) {
    IX_TRY(reported, take_over(connection_, route_, remote, left_routes_));
    // To undo a guess may group routes anew.
    IX_TRY(const auto row, cache::route_table::find(connection_, route_.id));
    if (row) route_.conversation = row->conversation;
  }
  StoredItem item;
  bool counted = false;
  if (own) {
    item = std::move(*own);
    IX_CHECK(lift(connection_, item));
    IX_CHECK(take_echo(remote, item));
  } else {
    static_cast<Item&>(item) = remote;
    if (reported) {
      IX_TRY(const auto shown, items::find(connection_, reported->item));
      counted = shown && counts_as_unread(*shown);
      item.id = reported->item;
      (void)settle(reported->call, item);
    }
    item.route = route_.id;
    item.gap_token.clear();
    if (remote.direction == Direction::in) {
      item.state = ItemState::received;
    } else if (remote.state < ItemState::accepted) {
      item.state = ItemState::accepted;  // sent from another device
    }
    if (item.deleted) {
      item.text.clear();
      item.attachments.clear();
    }
    if (!item.key.empty()) {
      IX_TRY(const auto holder, items::by_key(connection_, item.key));
      if (holder) item.key.clear();
    }
    if (item.edited) item.edit_ord = ord;
  }
  item.ord = ord;
  item.sort_key = remote.at_ms;
  const std::string original = item.text;
  IX_TRY(const auto edits, apply_parked(connection_, item));
  const bool peer_marker =
      !route_.peer_read_parked.empty() && route_.peer_read_parked == item.remote_id;
  if (peer_marker) {
    route_.peer_read_ord = std::max(route_.peer_read_ord, ord);
    route_.peer_read_parked.clear();
  }
  if (peer_reads() && ord <= route_.peer_read_ord &&
      (item.state == ItemState::accepted || item.state == ItemState::delivered)) {
    item.state = ItemState::read;
  }
  const bool fresh = !item.id;
  if (fresh) {
    IX_TRY(item.id, items::insert(connection_, item));
  } else {
    IX_CHECK(put(item));
  }
  IX_CHECK(note_room(item.id, fresh));
  if (peer_marker && peer_reads()) {
    // What came back to lower gaps before it.
    IX_TRY(const bool some, items::mark_read_up_to(connection_, route_.id, ord));
    dirty_ = dirty_ || some;
  }
  IX_CHECK(link(item));
  for (const cache::ParkedRelation& edit : edits) {
    IX_CHECK(keep_version(connection_, item, original, edit, {edit.ord, true}));
  }
  if (reported && reported->seen) {
    // Who saw the call has not got to see it again; what is unread below stays so.
    IX_TRY(const int64_t unread, items::count_unread(connection_, route_.id, route_.read_ord));
    if (unread <= int64_t{counts_as_unread(item)}) route_.read_ord = std::max(route_.read_ord, ord);
  }
  IX_CHECK(hear(item, remote.text));
  note_placed(item);
  IX_CHECK(offer(item, counted));
  if (live && route_.head_ord < ord) route_.head_ord = ord;
  return {};
}

Status RouteWriter::offer(const StoredItem& item, bool counted) {
  if (!offer_since_ || item.at_ms < *offer_since_) return {};
  if (counted || !counts_as_unread(item)) return {};
  offered_ = true;
  return cache::notification_table::offer(connection_, item.id);
}

void RouteWriter::note_placed(const StoredItem& item) {
  note_change(*item.ord);
  if (route_.read_parked == item.remote_id) advance_read(*item.ord);
  if (!moves_activity(item)) return;
  newest_unsure_ = true;
  const Millis at = bounded(item.at_ms, now_);
  route_.activity_ms = std::max(route_.activity_ms, at);
  Millis& last = item.direction == Direction::in ? route_.last_inbound_ms : route_.last_used_ms;
  last = std::max(last, at);
  if (item.kind != ItemKind::message) route_.has_call = true;
}

}  // namespace ix::store
