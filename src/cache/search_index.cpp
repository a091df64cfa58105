// SPDX-License-Identifier: Apache-2.0
#include "cache/search_index.h"

#include <sqlite3.h>

#include <algorithm>

namespace ix::cache::search_index {
namespace {

constexpr int64_t kLastSecond = 8'589'934'591;  // 2^33 - 1, in the year 2242
constexpr int kIdBits = 30;

// As the schema's triggers and the check have it.
bool is_searched(const Item& item, ItemId id, std::string_view names) {
  return (item.kind == ItemKind::message || item.kind == ItemKind::voicemail) && !item.deleted &&
         (!item.text.empty() || !names.empty()) && id.value < int64_t{1} << kIdBits;
}

// Newest first is by this number alone.
int64_t place(const Item& item, ItemId id) {
  return std::clamp<int64_t>(item.at_ms / 1000, 0, kLastSecond) << kIdBits | id.value;
}

}  // namespace

Status add(Connection& connection, ItemId id, const Item& item, std::string_view names) {
  if (!is_searched(item, id, names)) return {};
  IX_TRY(auto row, connection.prepare("INSERT INTO item_search (rowid, body, route)"
                                      " VALUES (?1, ?2 || char(10) || ?3, 'r' || ?4)"));
  return row->bind_all(place(item, id), std::string_view(item.text), names, item.route.value).run();
}

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

}  // namespace ix::cache::search_index
