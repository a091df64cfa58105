// SPDX-License-Identifier: Apache-2.0
// Checks everything derived in the store against what it was derived from, and derives it again.
//
// The checks count and compare on their own where the code of normal operation works in small steps
// (sort keys, grouping), so that a step gone wrong is seen; the repair is that code, over the whole
// store. Nothing is thrown away but what names a row that is not there.
#pragma once

#include <vector>

#include "cache/sqlite.h"
#include "model/finding.h"
#include "store/store.h"

namespace ix::store {

// From the connection's one snapshot; a reading connection will do. Time and work grow with what is
// stored.
Result<std::vector<Finding>> check_store(cache::Connection& connection);

// Within a write transaction. What cannot be derived stays as it is: check again to know.
Status repair_store(cache::Connection& connection, const std::vector<Finding>& findings, Millis now,
                    Touched& touched);

}  // namespace ix::store
