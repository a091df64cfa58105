// SPDX-License-Identifier: Apache-2.0
#include "cache/search_check.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "cache/search_tokenizer.h"

namespace ix::cache {
namespace {

// What the triggers of the schema index, see schema.cpp.
constexpr const char* kItemTexts =
    "SELECT (max(0, min(at_ms / 1000, 8589934591)) << 30) | id, text || char(10) || file_names,"
    " 'r' || route FROM item WHERE kind IN (0, 2) AND NOT deleted"
    " AND (text <> '' OR file_names <> '') AND id < 1073741824";
// The names an item is found by are those of its files; one that is only shown as deleted keeps
// these (truth_table.h).
#define IX_FILE_NAMES                                                                    \
  "coalesce((SELECT group_concat(name, char(10)) FROM (SELECT name FROM attachment AS a" \
  " WHERE a.item = item.id ORDER BY position)), '')"
constexpr const char* kWrongNames =
    "SELECT id FROM item WHERE file_names <> '' AND file_names <> " IX_FILE_NAMES
    " UNION ALL SELECT DISTINCT item.id FROM attachment JOIN item ON item.id = attachment.item"
    " WHERE file_names = '' AND item.id NOT IN (SELECT id FROM item_truth)";
constexpr const char* kMendNames =
    "UPDATE item SET file_names = " IX_FILE_NAMES " WHERE file_names <> " IX_FILE_NAMES
    " AND id NOT IN (SELECT id FROM item_truth);";
#undef IX_FILE_NAMES
constexpr const char* kTitles = "SELECT id, title FROM conversation";

// Of a longer word FTS5 keeps the beginning (FTS5_MAX_TOKEN_SIZE).
constexpr size_t kLongestWord = 32'768;

// A sum that does not depend on the order of the words, as the index gives them by word.
using Sums = std::unordered_map<int64_t, uint64_t>;

uint64_t mixed(uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33;
  value *= 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33);
}

uint64_t word_sum(std::string_view word, std::string_view column, uint64_t offset) {
  uint64_t sum = 14'695'981'039'346'656'037ULL;  // FNV-1a
  for (const std::string_view part : {word, column}) {
    for (const char c : part) sum = (sum ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
    sum = (sum ^ 0xFFU) * 1'099'511'628'211ULL;
  }
  return mixed(sum + offset * 0x9e3779b97f4a7c15ULL);
}

Status add_text(Connection& connection, std::string_view text, std::string_view column,
                uint64_t& sum) {
  IX_TRY(const std::vector<SearchWord> words, search_words(connection, text));
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].folded;
    sum += word_sum(word.substr(0, kLongestWord), column, i);
  }
  return {};
}

Status add_texts(Connection& connection, const char* sql, bool items, Sums& sums) {
  IX_TRY(auto row, connection.prepare_once(sql));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return {};
    uint64_t sum = 0;
    IX_CHECK(add_text(connection, row->text(1), items ? "body" : "title", sum));
    if (items) IX_CHECK(add_text(connection, row->text(2), "route", sum));
    sums[row->integer(0)] += sum;
  }
}

Status subtract_index(Connection& connection, const char* words, Sums& sums) {
  IX_TRY(auto row, connection.prepare_once(words));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return {};
    sums[row->integer(0)] -=
        word_sum(row->text(1), row->text(2), static_cast<uint64_t>(row->integer(3)));
  }
}

void count_wrong(const Sums& sums, int64_t id_mask, char letter, Wrong& wrong) {
  for (const auto& [row, sum] : sums) {
    if (sum == 0) continue;
    if (wrong.count++ == 0) wrong.first = letter + std::to_string(row & id_mask);
  }
}

Status compare(Connection& connection, Wrong& wrong) {
  IX_TRY(auto names, connection.prepare_once(kWrongNames));
  for (;;) {
    IX_TRY(const bool found, names->step());
    if (!found) break;
    if (wrong.count++ == 0) wrong.first = ItemId{names->integer(0)}.text();
  }
  IX_CHECK(connection.execute(
      "CREATE VIRTUAL TABLE temp.item_words USING fts5vocab (main, item_search, instance);"
      "CREATE VIRTUAL TABLE temp.title_words USING"
      " fts5vocab (main, conversation_search, instance)"));
  Sums items;
  IX_CHECK(add_texts(connection, kItemTexts, true, items));
  IX_CHECK(
      subtract_index(connection, "SELECT doc, term, col, \"offset\" FROM temp.item_words", items));
  count_wrong(items, (int64_t{1} << 30) - 1, 'i', wrong);
  Sums titles;
  IX_CHECK(add_texts(connection, kTitles, false, titles));
  IX_CHECK(subtract_index(connection, "SELECT doc, term, col, \"offset\" FROM temp.title_words",
                          titles));
  count_wrong(titles, INT64_MAX, 'r', wrong);
  return {};
}

}  // namespace

Result<Wrong> search_differences(Connection& connection) {
  Wrong wrong;
  IX_TRY(auto mode, connection.prepare_once("PRAGMA query_only"));
  IX_TRY(const bool known, mode->step());
  const bool query_only = known && mode->boolean(0);
  mode.reset();
  if (query_only) IX_CHECK(connection.execute("PRAGMA query_only = OFF"));
  Status compared = compare(connection, wrong);
  (void)connection.execute(
      "DROP TABLE IF EXISTS temp.item_words; DROP TABLE IF EXISTS temp.title_words");
  if (query_only) IX_CHECK(connection.execute("PRAGMA query_only = ON"));
  if (!compared.ok()) {
    // An index that cannot be read is one more that is wrong.
    if (compared.error().code != ErrorCode::STORE_CORRUPT) return std::move(compared.error());
    ++wrong.count;
  }
  return wrong;
}

Status index_messages(Connection& connection) {
  const std::string sql = std::string("INSERT INTO item_search (rowid, body, route) ") + kItemTexts;
  return connection.execute(sql.c_str());
}

Status rebuild_search(Connection& connection) {
  IX_CHECK(connection.execute("INSERT INTO item_search (item_search) VALUES ('delete-all')"));
  IX_CHECK(index_messages(connection));
  // Names last: the triggers take the old ones out of an index that has them.
  const std::string sql =
      std::string("INSERT INTO conversation_search (conversation_search) VALUES ('delete-all');") +
      "INSERT INTO conversation_search (rowid, title) " + kTitles + ";" + kMendNames;
  return connection.execute(sql.c_str());
}

}  // namespace ix::cache
