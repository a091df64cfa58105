// SPDX-License-Identifier: Apache-2.0
#include "cache/search_merge.h"

#include <sqlite3.h>

namespace ix::cache::search_merge {

Result<bool> merge(Connection& connection, Index index, int64_t pages) {
  const int64_t before = sqlite3_total_changes64(connection.handle());
  const char* const sql =
      index == Index::messages
          ? "INSERT INTO item_search (item_search, rank) VALUES ('merge', ?1)"
          : "INSERT INTO conversation_search (conversation_search, rank) VALUES ('merge', ?1)";
  IX_TRY(auto row, connection.prepare(sql));
  IX_CHECK(row->bind(1, pages).run());
  // A call that changes fewer than two rows had nothing to do.
  return sqlite3_total_changes64(connection.handle()) - before >= 2;
}

}  // namespace ix::cache::search_merge
