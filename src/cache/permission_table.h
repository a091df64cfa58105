// SPDX-License-Identifier: Apache-2.0
// How far the user is with the permission of each source; a row with a step is a pending request.
#pragma once

#include <vector>

#include "cache/sqlite.h"
#include "model/permission.h"

namespace ix::cache::permission_table {

// By source; those of which nothing was ever said have no row.
Result<std::vector<SourcePermission>> all(Connection& connection);
Result<SourcePermission> find(Connection& connection, Source source);
Status put(Connection& connection, const SourcePermission& permission);

}  // namespace ix::cache::permission_table
