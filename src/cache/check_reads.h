// SPDX-License-Identifier: Apache-2.0
// What the doctor reads of the whole file, and the rebuilds that only SQL can do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cache/row_reads.h"
#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache {

// Rows found wrong, and the name of the first one's table or id.
struct Wrong {
  int64_t count = 0;
  std::string first;
};

// What presets and badge count against the rows of the list.
Result<Wrong> wrong_counts(Connection& connection);
Status recount_presets(Connection& connection);
// SQLite's own check of the file; counts its complaints. Whatever cannot be read counts as one.
Result<Wrong> file_errors(Connection& connection);
// Rows that refer to a row that is not there.
Result<Wrong> broken_references(Connection& connection);
// Takes away what refers to nothing and means nothing alone: versions of items, addresses.
Status drop_orphans(Connection& connection);
// Makes SQLite's own indexes again from their tables.
Status rebuild_indexes(Connection& connection);

Result<std::vector<RouteId>> all_routes(Connection& connection);
// Ids of the rows of the list, whether or not a route stands there.
Result<std::vector<ConversationId>> all_conversations(Connection& connection);

// What the doctor looks at in an item.
struct CheckedItem {
  int64_t id = 0;
  int64_t route = 0;
  std::optional<int64_t> ord;
  int64_t sort_key = 0;
  int64_t at_ms = 0;
  int32_t kind = 0;
  int32_t direction = 0;
  int32_t state = 0;
  bool deleted = false;
  std::optional<int32_t> call_outcome;
  bool counts = false;
  bool has_remote = false;
  bool has_token = false;
};
// Placed ones of a route in order, then those that wait for their place.
Result<Rows<CheckedItem>> checked_items(Connection& connection, RouteId route);

}  // namespace ix::cache
