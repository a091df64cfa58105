// SPDX-License-Identifier: Apache-2.0
// Deleted texts leave the file. SQLite and FTS5 only unlink them: the words of a deleted message
// stay in older parts of the search index until those are merged, and its bytes on unused pages and
// in the write-ahead log. Triggers of the schema count what was deleted.
#pragma once

#include <cstdint>
#include <optional>

#include "cache/sqlite.h"

namespace ix::cache::forgetting {

// How many texts were deleted so far; nullopt: none since the last mark_done().
Result<std::optional<int64_t>> asked(Connection& connection);
// Something was removed that no trigger of the schema counts.
Status ask(Connection& connection);
Status mark_done(Connection& connection, int64_t asked);

// The search indexes become one part each, a few pages a call, each in a transaction of its own.
// Only what was there when it began takes part, which holds every word deleted before.
Status begin_merge(Connection& connection);
Result<bool> merge_more(Connection& connection);  // false: done
// Some of the unused pages go back to the system. False: there are none left.
Result<bool> drop_pages(Connection& connection);

}  // namespace ix::cache::forgetting
