// SPDX-License-Identifier: Apache-2.0
// Which route of a conversation the composer begins with.
#pragma once

#include <cstddef>
#include <span>

#include "base/clock.h"
#include "model/route.h"

namespace ix {

struct RouteUse {
  RouteKind kind = RouteKind::internal;
  bool can_send = true;
  Millis last_inbound_ms = 0;
  Millis last_used_ms = 0;
  Millis chosen_ms = 0;  // when the user made it the default; 0: not
};

// Of the routes that can send (of all, when none can): the one the user chose last, else the one
// the peer wrote on last, else the one used last, else the internal one, else the first. The routes
// stand oldest first; `routes` is not empty.
size_t default_route(std::span<const RouteUse> routes);

}  // namespace ix
