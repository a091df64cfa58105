// SPDX-License-Identifier: Apache-2.0
// What the destination policy makes of routes. It is asked anew each time and never stored, for the
// host may change it at any time.
#pragma once

#include "base/result.h"
#include "cache/route_table.h"
#include "identity/number_rules.h"

namespace ix::store {

// Whether a text may go to the route's peer; the policy speaks of numbers only.
bool policy_allows(const cache::StoredRoute& route, const identity::NumberRules& rules);
// NUMBER_NOT_SENDABLE, and which rule spoke.
Status check_policy(const cache::StoredRoute& route, const identity::NumberRules& rules);

}  // namespace ix::store
