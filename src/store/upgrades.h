// SPDX-License-Identifier: Apache-2.0
// An upgraded room that was a route of its own before it was known to continue another one.
#pragma once

#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "store/store.h"

namespace ix::store {

// `heir` continues `route`: its items follow above route's own, and what waits there, its draft,
// flags and markers move along. `route` stands in the heir's room afterwards; the heir's id keeps
// resolving. Groups again. The caller's copies are old afterwards.
Status merge_heir(cache::Connection& connection, RouteId route, RouteId heir, Touched& touched);

}  // namespace ix::store
