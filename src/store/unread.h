// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cache/route_table.h"
#include "cache/sqlite.h"

namespace ix::store {

// The only place where unread counts come from: countable items stored above the read marker, and
// whether a gap up there may hide more. Sets the fields of `route`; the caller stores it.
Status recount_unread(cache::Connection& connection, cache::StoredRoute& route);

// The same after `gone` of those that counted went and gaps came: to count what is left, each time
// that some of many go, would take the longer the more there are.
Status unread_went(cache::Connection& connection, int64_t gone, cache::StoredRoute& route);

}  // namespace ix::store
