// SPDX-License-Identifier: Apache-2.0
// Writes one route's items: the position model, echoes, markers, relations.
//
// Positions (`ord`): the first batch begins at 1, a live item gets the head + 1. A limited batch
// that joins on to nothing stored leaves a gap row at the head + 2^32 and goes on above it; history
// fills the gap downwards, and the gap moves down with it until something stored is met or the
// route begins. No item is ever moved, but to make room where more history comes than was taken
// away (lowering.h).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "cache/item_table.h"
#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "model/change_set.h"
#include "store/relations.h"
#include "store/store.h"

namespace ix::store {

// Lives within one write transaction, which it is outlived by. finish() makes the route's own row,
// its keys, counts and list row agree with the items; nothing is right before it.
class RouteWriter {
 public:
  RouteWriter(cache::Connection& connection, cache::StoredRoute route, Millis now);

  const cache::StoredRoute& route() const { return route_; }

  // The room of the route that what comes is of; it is the current one without this call.
  void in_room(std::string remote_id);
  // What is placed from now on is news: items as new as this that count as unread are offered to
  // be notified. Without this call none is.
  void offer_since(Millis oldest) { offer_since_ = oldest; }

  // --- a live batch
  // Decides where the batch joins on, makes a gap if it joins on to nothing, and looks again at
  // the items that are not to be appended. Returns the index of the first one that is.
  Result<size_t> start_batch(const RouteChanges& batch);
  // The next item in stream order.
  Status append(const Item& item);
  Status relate(const RelationChange& relation);
  // To be called after items were appended.
  Status note_start(const RouteChanges& batch);
  Status own_read(const std::string& remote_id);
  Status peer_read(const std::string& remote_id);
  Status hear_flags(const FlagChanges& said);

  // --- history
  Status fill(cache::StoredItem gap, const HistoryPage& page);

  // --- the outbox
  // The backend took an own item under this remote id; its echo may be stored already.
  Status accept(cache::StoredItem item, const std::string& remote_id);
  // The backend took an own edit of the item (lifted) under this remote id.
  Status accept_edit(cache::StoredItem item, const std::string& text, const std::string& remote_id);
  // It took back the item (lifted), however it was said.
  Status accept_removal(cache::StoredItem item);
  // What is done to an item (lifted) is something else than before.
  Status lay_again(const cache::StoredItem& item);
  // An own item was added, changed or removed: it may be the newest.
  void note_own_change();
  void note_use();

  Status finish(Touched& touched);

 private:
  Status passed_marker(const std::string& item, const HistoryPage& page, int64_t below);
  // The first `count` items of a batch, of which the last is stored.
  Status look_again(const RouteChanges& batch, size_t count);
  // Is the place below `ord` free? A gap there goes one down.
  Result<bool> make_room_below(int64_t ord);
  Status place(const Item& item, std::optional<cache::StoredItem> own, int64_t ord, bool live);
  Result<std::optional<cache::StoredItem>> own_item(const Item& remote);
  Status take_echo(const Item& remote, cache::StoredItem& own);
  // An item that is stored and has its place.
  Status revisit(const Item& remote, cache::StoredItem stored);
  Status change(const cache::StoredItem& item);
  // As overlay.h has it.
  Status put(const cache::StoredItem& item);
  // What was done to the item before it was stored here, or again.
  Status link(const cache::StoredItem& item);
  Status put_gap(std::string_view token, int64_t ord);
  Status note_room(ItemId item, bool fresh);
  void note_placed(const cache::StoredItem& item);
  // `counted`: it was offered when it came to count.
  Status offer(const cache::StoredItem& item, bool counted);
  void note_change(int64_t ord);
  void advance_read(int64_t ord);
  Status relate_at(const RelationChange& relation, StreamPlace place);
  // The echo of an own edit: it is done. True: it was waited for.
  Result<bool> take_edit_echo(const RelationChange& relation);
  Status relate_reaction(const RelationChange& relation);
  // A redaction of what is no item: an edit or a reaction. False: of nothing known.
  Result<bool> withdraw(const std::string& remote_id);
  bool peer_reads() const;
  // What the item says of consent goes into the ledger; `text`: as it came.
  Status hear(const Item& item, std::string_view text);
  Status hear_report(const RelationChange& report);
  Status deliver(const Item& item, const std::optional<ConsentWord>& said);
  // A route that an own item or a reported call was moved away from.
  Status leave(cache::StoredRoute left, Touched& touched);
  Status remove_entry_of(ItemId item, bool& existed);
  // The item is accepted: what is done to it may leave.
  Status aim(ItemId item, const std::string& remote_id);

  cache::Connection& connection_;
  cache::StoredRoute route_;
  const Millis now_;
  std::string room_;                    // the remote id that items and tokens belong to
  std::optional<int64_t> room_number_;  // of it, once it was asked for

  bool dirty_ = false;
  bool newest_unsure_ = false;     // last_item must be found again
  std::optional<int64_t> lowest_;  // the range of ords that changed
  int64_t highest_ = 0;
  std::set<RouteId> left_routes_;  // that an own item was moved away from
  bool outbox_changed_ = false;
  std::optional<bool> unlinked_;  // something was done to items of the route that are not stored
  std::optional<Millis> offer_since_;
  bool offered_ = false;
};

}  // namespace ix::store
