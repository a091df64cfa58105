// SPDX-License-Identifier: Apache-2.0
// Which routes stand together as one conversation.
//
// A route of kind internal, sms or phone belongs to the first contact that claims its user or
// number; claims do not chain. Routes of one contact are one conversation; so are the sms and
// phone routes of one number that nobody claims; any other route stands alone. A conversation's id
// is the smallest route id in it, so a split needs no new ids and every route id keeps resolving.
// All of it is derived: adding a contact and removing it again leaves no trace.
#pragma once

#include <vector>

#include "cache/sqlite.h"
#include "store/store.h"

namespace ix::store {

// To be called after routes were made, changed peer or kind, were merged, or after a contact that
// could claim them changed. Claims again for these routes and those they stand with, moves what
// has to move, and writes the list rows of every conversation involved.
Status regroup(cache::Connection& connection, const std::vector<RouteId>& routes, Touched& touched);

}  // namespace ix::store
