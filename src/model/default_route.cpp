// SPDX-License-Identifier: Apache-2.0
#include "model/default_route.h"

#include <tuple>

namespace ix {

size_t default_route(std::span<const RouteUse> routes) {
  // A phone route holds calls and sends nothing, whatever it says.
  const auto rank = [](const RouteUse& route) {
    return std::tuple(route.can_send && route.kind != RouteKind::phone, route.chosen_ms,
                      route.last_inbound_ms, route.last_used_ms, route.kind == RouteKind::internal);
  };
  size_t best = 0;
  for (size_t i = 1; i < routes.size(); ++i) {
    if (rank(routes[i]) > rank(routes[best])) best = i;
  }
  return best;
}

}  // namespace ix
