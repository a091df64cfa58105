// SPDX-License-Identifier: Apache-2.0
// The ledger of consent: one row a word (model/consent.h). No row goes with its item: what was said
// is kept when history is pruned.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/row_reads.h"
#include "cache/sqlite.h"
#include "model/consent.h"

namespace ix::cache::consent_table {

// Adds the word, or replaces the one of the same route, evidence and source; what its own number
// was then stays, once it is known. True: that changed something.
Result<bool> put(Connection& connection, const ConsentWord& word);
// True: it was there.
Result<bool> remove(Connection& connection, RouteId route, ConsentSource source,
                    std::string_view evidence);

// Of every own number, in the order of the ledger.
Result<std::vector<ConsentWord>> of_peer(Connection& connection, std::string_view peer);
// Whatever its peer.
Result<std::vector<ConsentWord>> of_route(Connection& connection, RouteId route);
// Each once.
Result<std::vector<std::string>> peers(Connection& connection);

// Words of this route whose own number was not known; 0: of all routes. True: there were some.
Result<bool> set_own(Connection& connection, RouteId route, std::string_view own);
Status move_all(Connection& connection, RouteId from, RouteId to);
// What the host said of a number that no contact has.
Status remove_unclaimed(Connection& connection, std::string_view peer);
Status remove_route(Connection& connection, RouteId route);
// The newest time of a word that was said there; 0: none.
Result<Millis> newest(Connection& connection, RouteId route);

// What a stored item says, as far as it may: an incoming text as short as a keyword, or an own one
// that failed because its recipient has opted out.
struct SayingItem {
  std::string_view remote_id;
  Millis at_ms = 0;
  int32_t direction = 0;
  std::string_view text;
};
Result<Rows<SayingItem>> items_of(Connection& connection, RouteId route);

// Routes whose stored items have not been looked at for words yet.
Result<std::vector<RouteId>> due(Connection& connection);
Status not_due(Connection& connection, RouteId route);

}  // namespace ix::cache::consent_table
