// SPDX-License-Identifier: Apache-2.0
// The two reports of one call, the host's and the backend's, are one item.
//
// A call that only the host saw stands on a `phone` route of its own making, with its start as
// `ord`. When the backend's record of it is placed, the record takes over the row, so that the id
// the host was given goes on meaning this call.
//
// By call id there is no doubt. Without it the nearest start within 120 s counts, with the same
// peer and direction: a guess, for two calls that close together may be taken for each other.
// Nothing is lost where both sides use the same ids: the call id undoes a wrong guess, whichever
// report brings it. Where they use different ids and only one side saw each of two such calls,
// they stay one.
#pragma once

#include <optional>
#include <set>

#include "cache/host_call_table.h"
#include "cache/item_table.h"
#include "cache/route_table.h"
#include "store/store.h"

namespace ix::store {

// Where the backend's record goes: the row of the host's report.
struct TakenOver {
  ReportedCall call;
  ItemId item;
  RouteId from;
  bool seen = false;  // it lay below the read marker
};

// The reported call that `remote` is the record of, if any; it is marked as found. Routes whose
// items changed are added to `changed`; their rows must be made right.
Result<std::optional<TakenOver>> take_over(cache::Connection& connection,
                                           const cache::StoredRoute& route, const Item& remote,
                                           std::set<RouteId>& changed);

// The backend's word about a call counts, but what it calls ongoing may have ended for the host.
// True: `item` changed.
bool settle(const ReportedCall& call, Item& item);

// Makes the own facts of a route and its list row agree with its items after a row came or went;
// on a phone route at `lowest` (ord) or above. On another one only its own last row may have.
Status refresh_route(cache::Connection& connection, cache::StoredRoute route, int64_t lowest,
                     Touched& touched);

}  // namespace ix::store
