// SPDX-License-Identifier: Apache-2.0
// The minimal steps from one list of conversations to another.
#pragma once

#include "query/page.h"

namespace ix::query {

// A page with a table IX_TABLE_CHANGE (see include/interactions/subscription.h) and the rows of
// IX_TABLE_CONVERSATION (with their routes) that inserts and updates name. `before` may be an
// empty Page: then every row is an insert. Keyed by conversation id; moves are minimal (the
// longest increasing subsequence of kept rows stays); a moved and changed row gives a move and an
// update. Applying the steps in order to `before` gives `after`.
Page diff_conversations(const Page& before, const Page& after);

}  // namespace ix::query
