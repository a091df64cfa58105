// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "cache/route_table.h"
#include "cache/sqlite.h"
#include "identity/number_rules.h"
#include "store/store.h"

namespace ix::store {

// The list row of a group of routes (not merged ones, not empty), oldest first.
Conversation conversation_of(ConversationId id, const std::vector<cache::StoredRoute>& routes,
                             const std::optional<Contact>& contact);

// The route of a group (as above) that a message without a route goes by.
size_t default_among(const std::vector<cache::StoredRoute>& routes,
                     const identity::NumberRules& rules);

// Writes the row again from its routes, or removes it when it has none; always says so in
// `touched`.
Status refresh_conversation(cache::Connection& connection, ConversationId id, Touched& touched);

}  // namespace ix::store
