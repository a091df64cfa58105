// SPDX-License-Identifier: Apache-2.0
#include "cache/forgetting.h"

#include <sqlite3.h>

namespace ix::cache::forgetting {
namespace {

// FTS5 documentation, 6.6: a negative number of pages takes all parts together, positive ones go
// on; a call that changes fewer than two rows had nothing to do.
constexpr int64_t kMergePages = 16;

Result<bool> merge(Connection& connection, const char* sql, int64_t pages) {
  const int64_t before = sqlite3_total_changes64(connection.handle());
  IX_TRY(auto row, connection.prepare(sql));
  row->bind(1, pages);
  IX_CHECK(row->run());
  return sqlite3_total_changes64(connection.handle()) - before >= 2;
}

constexpr const char* kMergeItems =
    "INSERT INTO item_search (item_search, rank) VALUES ('merge', ?1)";
constexpr const char* kMergeTitles =
    "INSERT INTO conversation_search (conversation_search, rank) VALUES ('merge', ?1)";

}  // namespace

Result<std::optional<int64_t>> asked(Connection& connection) {
  IX_TRY(auto row, connection.prepare("SELECT asked FROM forgetting WHERE asked > done"));
  IX_TRY(const bool found, row->step());
  if (!found) return std::optional<int64_t>();
  return std::optional(row->integer(0));
}

Status ask(Connection& connection) {
  return connection.execute("UPDATE forgetting SET asked = asked + 1");
}

Status mark_done(Connection& connection, int64_t asked) {
  IX_TRY(auto row, connection.prepare("UPDATE forgetting SET done = ?1"));
  return row->bind(1, asked).run();
}

Status begin_merge(Connection& connection) {
  IX_TRY(const bool items, merge(connection, kMergeItems, -kMergePages));
  IX_TRY(const bool titles, merge(connection, kMergeTitles, -kMergePages));
  (void)items;
  (void)titles;
  return {};
}

Result<bool> merge_more(Connection& connection) {
  IX_TRY(const bool items, merge(connection, kMergeItems, kMergePages));
  IX_TRY(const bool titles, merge(connection, kMergeTitles, kMergePages));
  return items || titles;
}

Result<bool> drop_pages(Connection& connection) {
  IX_CHECK(connection.execute("PRAGMA incremental_vacuum (16)"));
  IX_TRY(auto row, connection.prepare_once("PRAGMA freelist_count"));
  IX_TRY(const bool found, row->step());
  return found && row->integer(0) > 0;
}

}  // namespace ix::cache::forgetting
