// SPDX-License-Identifier: Apache-2.0
// The parts of the search indexes.
//
// Each commit that stores messages adds a part to theirs, and parts are merged so that a search
// reads few of them. FTS5 by itself merges hundreds of pages within the one commit that makes them
// due: 15 to 30 ms, for which a command may wait. So the schema has it merge nothing of the index of
// messages by itself, and whoever ingests does, in small transactions of their own, see Database.
#pragma once

#include <cstdint>

#include "cache/sqlite.h"

namespace ix::cache::search_merge {

enum class Index { messages, titles };

// Merges up to so many pages; negative: from now on all that there is becomes one part (FTS5
// documentation, 6.9). False: there was nothing to do.
Result<bool> merge(Connection& connection, Index index, int64_t pages);

}  // namespace ix::cache::search_merge
