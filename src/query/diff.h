// SPDX-License-Identifier: Apache-2.0
// The minimal steps from one list to another: one mechanism for every live list.
#pragma once

#include "query/page.h"

namespace ix::query {

// A page with a table IX_TABLE_CHANGE (see include/interactions/subscription.h) and the rows of
// `table` (with their children) that inserts and updates name. `before` may be an empty Page: then
// every row is an insert. Keyed by the rows' first column, their id; moves are minimal (the longest
// increasing subsequence of kept rows stays); a moved and changed row gives a move and an update.
// Applying the steps in order to `before` gives `after`. What differs is told by row_shape.h.
Page diff(uint32_t table, const Page& before, const Page& after);

}  // namespace ix::query
