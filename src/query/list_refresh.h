// SPDX-License-Identifier: Apache-2.0
// A list of conversations brought up to date by what changed in it: costs the changes, not the
// window.
#pragma once

#include <vector>

#include "base/result.h"
#include "cache/sqlite.h"
#include "identity/number_rules.h"
#include "model/filter.h"
#include "model/ids.h"
#include "query/page.h"

namespace ix::query {

// What conversation_list() gives now for the first `window` rows, from what it (or this) gave
// `before` and the conversations that have changed since; those that changed in a commit that is
// not named yet may show as they were. Reads everything again where that is simpler.
Result<Page> refreshed_list(cache::Connection& connection, const Filter& filter,
                            const identity::NumberRules& rules, const Page& before,
                            const std::vector<ConversationId>& changed, uint32_t window);

}  // namespace ix::query
