// SPDX-License-Identifier: Apache-2.0
// What is written to the search indexes beside the schema's triggers, which keep them to what
// changes and goes.
#pragma once

#include <cstdint>
#include <string_view>

#include "cache/sqlite.h"
#include "model/item.h"

namespace ix::cache::search_index {

// A row that was just inserted; `names` of its files. No trigger, since a statement with one is
// undone alone if it fails, and for that FTS5 writes all it holds at the end of each (SQLite's
// xSavepoint of virtual tables): a part of the index per message, where one per commit will do.
Status add(Connection& connection, ItemId id, const Item& item, std::string_view names);

// Each commit that stores messages adds a part to their index, and parts are merged so that a
// search reads few of them. FTS5 by itself merges hundreds of pages within the one commit that
// makes them due: 15 to 30 ms, for which a command may wait. So the schema has it merge nothing of
// that index by itself, and whoever ingests does, in small transactions of their own, see Database.
enum class Index { messages, titles };

// Merges up to so many pages; negative: from now on all that there is becomes one part (FTS5
// documentation, the 'merge' command). False: there was nothing to do.
Result<bool> merge(Connection& connection, Index index, int64_t pages);

}  // namespace ix::cache::search_index
