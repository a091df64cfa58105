// SPDX-License-Identifier: Apache-2.0
// Rules of retention that tests give.
#pragma once

#include "model/retention.h"

namespace ix::testing {

// So many items of each route.
inline Retention keep(int64_t items) {
  Retention rules;
  rules.max_route_items = items;
  return rules;
}

}  // namespace ix::testing
