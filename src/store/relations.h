// SPDX-License-Identifier: Apache-2.0
// What is said about an item after it was sent: edits, redactions, delivery.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cache/item_table.h"
#include "cache/relation_table.h"
#include "cache/sqlite.h"
#include "model/change_set.h"

namespace ix::store {

// Where in the route's stream a relation stands: `ord` of the newest item when it came live, of
// the gap when it came with the gap's history. Of edits the one highest in the stream is shown; at
// the same place the later one of a live stream, the first one of history (newest first).
struct StreamPlace {
  int64_t ord = 0;
  bool live = true;
  // The backend has taken it and the stream has not told of it yet.
  bool told = true;
};

// What it said is gone. False: it was deleted already.
bool redact(cache::StoredItem& target);

// True: `target` changed.
bool apply_relation(const RelationChange& relation, StreamPlace place, cache::StoredItem& target);

// Keeps a reaction; its target need not be stored. True: something changed.
Result<bool> add_reaction(cache::Connection& connection, RouteId route,
                          const RelationChange& reaction);

// Keeps a relation until its target is stored.
Status park_relation(cache::Connection& connection, RouteId route, const RelationChange& relation,
                     StreamPlace place);

// Applies and removes what is parked for item.remote_id; the caller stores the item, and then keeps
// the edits that it gives.
Result<std::vector<cache::ParkedRelation>> apply_parked(cache::Connection& connection,
                                                        cache::StoredItem& item);

// Keeps what an edit says, with what `item` (stored) said before the first one.
Status keep_version(cache::Connection& connection, const cache::StoredItem& item,
                    std::string_view original, const RelationChange& edit, StreamPlace place);

// `remote_id` was deleted. If it is a known edit, its text is gone and its item shows what it said
// before, the item as it is now is the answer; else nothing happens.
Result<std::optional<cache::StoredItem>> withdraw_edit(cache::Connection& connection, RouteId route,
                                                       std::string_view remote_id);

}  // namespace ix::store
