// SPDX-License-Identifier: Apache-2.0
#include "cache/forgetting.h"

#include "cache/search_index.h"

namespace ix::cache::forgetting {
namespace {

constexpr int64_t kMergePages = 16;

Result<bool> merge(Connection& connection, int64_t pages) {
  IX_TRY(const bool messages,
         search_index::merge(connection, search_index::Index::messages, pages));
  IX_TRY(const bool titles, search_index::merge(connection, search_index::Index::titles, pages));
  return messages || titles;
}

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
  IX_TRY(const bool some, merge(connection, -kMergePages));
  (void)some;
  return {};
}

Result<bool> merge_more(Connection& connection) {
  return merge(connection, kMergePages);
}

Result<bool> drop_pages(Connection& connection) {
  IX_CHECK(connection.execute("PRAGMA incremental_vacuum (16)"));
  IX_TRY(auto row, connection.prepare_once("PRAGMA freelist_count"));
  IX_TRY(const bool found, row->step());
  return found && row->integer(0) > 0;
}

}  // namespace ix::cache::forgetting
