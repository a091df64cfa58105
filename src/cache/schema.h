// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cache/sqlite.h"

namespace ix::cache {

// The schema version this code writes; kept in SQLite's user_version.
int schema_version();
// The version the file has; 0: it is new. Writes nothing. STORE_NEWER_SCHEMA when it is above
// schema_version().
Result<int> stored_schema_version(Connection& connection);
// Brings the file to schema_version(), one transaction a step. STORE_NEWER_SCHEMA when it is above.
Status migrate(Connection& connection);

}  // namespace ix::cache
