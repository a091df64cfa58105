// SPDX-License-Identifier: Apache-2.0
// The steps of outbox entries that several calls of the Store take, within a write transaction.
#pragma once

#include <string>

#include "cache/item_table.h"
#include "cache/sqlite.h"
#include "model/outbox.h"
#include "store/store.h"

namespace ix::store {

// NOT_FOUND.
Result<OutboxEntry> need_entry(cache::Connection& connection, OutboxId id);

// What is done to an item: behind what is done to it already.
OutboxEntry entry_about(const cache::StoredItem& item, OutboxOp op, Millis now);

struct Attempt {
  Millis now = 0;
  Attempter by;
  bool leaves = true;  // false: it only prepares the way for the entry
};
// In the entry alone.
Status note_attempt(cache::Connection& connection, OutboxEntry& entry, const Attempt& attempt);
Status begin_entry(cache::Connection& connection, OutboxEntry& entry, const Attempt& attempt,
                   Touched& touched);

// The first of the lane waited for nothing but those before it.
Status wake_lane(cache::Connection& connection, RouteId route, std::string_view lane);
// INVALID_ARGUMENT: no time that a message can be given.
Status check_send_at(Millis at_ms, Millis now);

// A send's item shows what has become of the entry.
Status show_send(cache::Connection& connection, const OutboxEntry& entry, Touched& touched);
// What is done to the item is something else than before: its row shows it.
Status lay_again(cache::Connection& connection, ItemId item, Millis now, Touched& touched);

// The send, its item and what was done to it are gone.
Status drop_send(cache::Connection& connection, const OutboxEntry& send, Millis now,
                 Touched& touched);
// A send that has not left says what it was edited to, or is gone where nobody wants it.
Status keep_unsent(cache::Connection& connection, const OutboxEntry& send, Millis now,
                   Touched& touched);
// The user does not want it any more. One that may have left stays, shown as deleted, until the
// next sync has told whether it did.
Status give_up(cache::Connection& connection, OutboxEntry send, const cache::StoredRoute& route,
               Millis now, Touched& touched);
// An entry that is neither its item's send nor what makes its route is gone.
Status drop_change(cache::Connection& connection, const OutboxEntry& entry, Millis now,
                   Touched& touched);

}  // namespace ix::store
