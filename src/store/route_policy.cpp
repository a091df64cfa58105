// SPDX-License-Identifier: Apache-2.0
#include "store/route_policy.h"

#include "identity/phone_number.h"

namespace ix::store {
namespace {

// A channel has no peer, and a colleague is reached by his user id.
bool goes_to_number(const cache::StoredRoute& route) {
  const bool kind = route.kind == RouteKind::sms || route.kind == RouteKind::phone;
  return kind && !route.peer_number.empty();
}

}  // namespace

bool policy_allows(const cache::StoredRoute& route, const identity::NumberRules& rules) {
  return !goes_to_number(route) || identity::destination_of(route.peer_number, rules).allowed;
}

Status check_policy(const cache::StoredRoute& route, const identity::NumberRules& rules) {
  if (!goes_to_number(route)) return {};
  const identity::Destination to = identity::destination_of(route.peer_number, rules);
  if (to.allowed) return {};
  return Error(ErrorCode::NUMBER_NOT_SENDABLE,
               identity::why_not_sendable(to.number_class, to.reason, to.rule));
}

}  // namespace ix::store
