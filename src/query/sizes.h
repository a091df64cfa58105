// SPDX-License-Identifier: Apache-2.0
// What is stored of each route, as a page.
#pragma once

#include <vector>

#include "model/retention.h"
#include "query/page.h"

namespace ix::query {

// The first row is the sum of the others.
Page sizes_page(const std::vector<ItemSizes>& sizes);

}  // namespace ix::query
