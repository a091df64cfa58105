// SPDX-License-Identifier: Apache-2.0
// Search against a model of it, and what a person types.
#include <doctest/doctest.h>
#include <interactions/page.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "cache_fixture.h"
#include "identity/search_key.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

struct Said {
  int64_t id = 0;
  int64_t route = 0;
  int64_t at_ms = 0;
  int32_t kind = 0;
  bool deleted = false;
  std::vector<std::string> words;

  std::string text() const {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
  }
};

void add_conversation(CacheFixture& cache, int64_t id, const std::string& title,
                      const std::string& number = {}, bool pinned = false) {
  const std::string key = std::to_string(id);
  cache.sql("INSERT INTO route (id, kind, state, conversation, peer_number) VALUES (" + key +
            ", 1, 1, " + key + ", " + sql_text(number) + ");" +
            "INSERT INTO conversation VALUES (" + key + ", 1, NULL, " + sql_text(title) + ", " +
            key + ", 0, 0, 0, " + (pinned ? "1" : "0") + ", 0, 0, 0, 1, '', 1);");
}

std::string insert(const Said& said) {
  return "INSERT INTO item (id, route, ord, kind, at_ms, deleted, text) VALUES (" +
         std::to_string(said.id) + ", " + std::to_string(said.route) + ", " +
         std::to_string(said.id) + ", " + std::to_string(said.kind) + ", " +
         std::to_string(said.at_ms) + ", " + (said.deleted ? "1" : "0") + ", " +
         sql_text(said.text()) + ");" + index_words(said.id);
}

void say(CacheFixture& cache, int64_t id, int64_t route, const std::string& text, int64_t at_ms = 0,
         int32_t kind = 0) {
  cache.sql(insert({id, route, at_ms == 0 ? id * 1000 : at_ms, kind, false, {text}}));
}

// Ids of all pages, with an odd limit.
std::vector<std::string> found(Reader& reader, std::string_view text, const Filter& filter = {},
                               std::optional<ConversationId> in = {}, uint32_t limit = 3) {
  std::vector<std::string> ids;
  std::string cursor;
  for (;;) {
    const Page page = take(reader.search_messages(text, filter, in, cursor, limit));
    REQUIRE(page.count(IX_TABLE_MATCH) == page.count(IX_TABLE_ITEM));
    for (uint32_t i = 0; i < page.count(IX_TABLE_MATCH); ++i) {
      const auto* match = page.row<ix_row_match>(IX_TABLE_MATCH, i);
      REQUIRE(match->row == i);
      REQUIRE(match->range_count > 0);
      ids.emplace_back(page.text_or_empty(page.row<ix_row_item>(IX_TABLE_ITEM, i)->id));
    }
    const auto next = page.text(page.header().cursor);
    if (!next) return ids;
    cursor = *next;
  }
}

std::vector<std::string> titles(Reader& reader, std::string_view text, const Filter& filter = {}) {
  const Page page = take(reader.search_conversations(text, filter, 100));
  std::vector<std::string> out;
  for (uint32_t i = 0; i < page.count(IX_TABLE_MATCH); ++i) {
    out.emplace_back(page.text_or_empty(page.row<ix_row_match>(IX_TABLE_MATCH, i)->title));
  }
  return out;
}

const char* const kWords[] = {"Été",   "été",      "ETE",   "livraison", "Livrées", "lundi",
                              "œuf",   "oeufs",    "naïve", "nai",       "au",      "a",
                              "devis", "Dévisser", "12",    "120"};

bool holds(const Said& said, const std::vector<std::string>& query, bool last_goes_on) {
  for (size_t i = 0; i < query.size(); ++i) {
    const std::string wanted = identity::search_key(query[i]);
    const bool prefix = last_goes_on && i + 1 == query.size() && wanted.size() > 1;
    const bool there =
        std::any_of(said.words.begin(), said.words.end(), [&](const std::string& word) {
          const std::string key = identity::search_key(word);
          return prefix ? key.starts_with(wanted) : key == wanted;
        });
    if (!there) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("random searches find what a look at every message finds, newest first") {
  CacheFixture cache;
  SeededRandom random(11);
  for (int64_t id = 1; id <= 4; ++id) add_conversation(cache, id, "t", {}, id == 2);
  std::vector<Said> all;
  std::string sql;
  for (int64_t id = 1; id <= 300; ++id) {
    Said said{id,
              1 + static_cast<int64_t>(random.below(4)),
              static_cast<int64_t>(random.below(40)) * 700,
              static_cast<int32_t>(random.below(4)),
              random.below(9) == 0,
              {}};
    for (uint64_t i = random.below(6); i > 0; --i)
      said.words.emplace_back(kWords[random.below(16)]);
    sql += insert(said);
    all.push_back(said);
  }
  cache.sql(sql);
  // What was written once is changed, moved, deleted, or gone.
  for (int i = 0; i < 150; ++i) {
    Said& said = all[random.below(all.size())];
    const std::string where = " WHERE id = " + std::to_string(said.id) + ";";
    switch (random.below(5)) {
      case 0:
        said.words = {kWords[random.below(16)], kWords[random.below(16)]};
        cache.sql("UPDATE item SET text = " + sql_text(said.text()) + where);
        break;
      case 1:
        said.deleted = true;
        cache.sql("UPDATE item SET deleted = 1, text = ''" + where);
        said.words.clear();
        break;
      case 2:
        said.at_ms = static_cast<int64_t>(random.below(40)) * 700;
        cache.sql("UPDATE item SET at_ms = " + std::to_string(said.at_ms) + where);
        break;
      case 3:
        said.route = 1 + static_cast<int64_t>(random.below(4));
        cache.sql("UPDATE item SET route = " + std::to_string(said.route) + where);
        break;
      default:
        said.kind = 99;  // never found again
        cache.sql("DELETE FROM item" + where);
    }
  }
  std::sort(all.begin(), all.end(), [](const Said& a, const Said& b) {
    return std::make_tuple(a.at_ms / 1000, a.id) > std::make_tuple(b.at_ms / 1000, b.id);
  });

  int not_empty = 0;
  for (int i = 0; i < 300; ++i) {
    std::vector<std::string> query;
    std::string text;
    for (uint64_t count = 1 + random.below(2); count > 0; --count) {
      query.emplace_back(kWords[random.below(16)]);
      text += (text.empty() ? "" : " ") + query.back();
    }
    const bool typing = random.below(2) == 0;
    if (!typing) text += ' ';
    std::optional<ConversationId> in;
    if (random.below(3) == 0) in = ConversationId{1 + static_cast<int64_t>(random.below(4))};
    const bool pinned_only = random.below(4) == 0;
    const Filter filter = pinned_only ? Filter::flag(FilterFlag::pinned) : Filter{};
    std::vector<std::string> expected;
    for (const Said& said : all) {
      const bool searchable = (said.kind == 0 || said.kind == 2) && !said.deleted;
      const bool wanted = (!in || in->value == said.route) && (!pinned_only || said.route == 2);
      if (searchable && wanted && holds(said, query, typing)) {
        expected.push_back(ItemId{said.id}.text());
      }
    }
    CAPTURE(text);
    CHECK(found(cache.reader(), text, filter, in) == expected);
    not_empty += expected.empty() ? 0 : 1;
  }
  CHECK(not_empty > 100);
}

TEST_CASE("what a person types has no meaning of its own but the quotation mark") {
  CacheFixture cache;
  add_conversation(cache, 1, "Chez Lucie");
  say(cache, 1, 1, "l'été et l'hiver AND sanded NEAR body");
  say(cache, 2, 1, "a-b c*d (e) body:f {g} ^h +i \\ ' %");
  Reader& reader = cache.reader();
  for (const char* text : {"*",
                           "\"",
                           "\"\"",
                           "AND",
                           "and OR",
                           "NOT x",
                           "-x",
                           "NEAR(a b)",
                           "body:",
                           "^a",
                           "a\"b",
                           "()",
                           "(",
                           "{body} : a",
                           "a AND",
                           "'",
                           ";",
                           "%",
                           "+",
                           "\\",
                           "route : r1",
                           "r1",
                           "\xF0\x9F\x98\x80",
                           "\"unclosed phrase",
                           "* * *"}) {
    CAPTURE(text);
    CHECK(reader.search_messages(text, {}, {}, {}, 10).ok());
    CHECK(reader.search_conversations(text, {}, 10).ok());
  }
  CHECK(found(reader, "AND") == std::vector<std::string>{"i1"});
  CHECK(found(reader, "l'ete") == std::vector<std::string>{"i1"});
  CHECK(found(reader, "r1").empty());  // a route's word is not for people
  CHECK(found(reader, "body") == std::vector<std::string>{"i2", "i1"});
  CHECK(found(reader, "\"a b\"") == std::vector<std::string>{"i2"});
  CHECK(found(reader, "\"b a\"").empty());
  CHECK(found(reader, "e").size() == 1);   // one letter is a whole word
  CHECK(found(reader, "sa").size() == 1);  // two begin one
  CHECK(found(reader, "sa ").empty());     // and end it with a space
}

TEST_CASE("texts that are too long to search for are refused") {
  CacheFixture cache;
  Reader& reader = cache.reader();
  const auto code = [&reader](const std::string& text) {
    return code_of(reader.search_messages(text, {}, {}, {}, 1));
  };
  CHECK(code(std::string(1'000, 'a')) == ErrorCode::OK);
  CHECK(code(std::string(1'001, 'a')) == ErrorCode::INVALID_ARGUMENT);
  std::string words;
  for (int i = 0; i < 32; ++i) words += "a ";
  CHECK(code(words) == ErrorCode::OK);
  CHECK(code(words + "a") == ErrorCode::INVALID_ARGUMENT);
  CHECK(code_of(reader.search_messages("a", {}, {}, {}, 0)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code_of(reader.search_messages("a", {}, ConversationId{7}, {}, 1)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("a cursor of one search is refused by another") {
  CacheFixture cache;
  add_conversation(cache, 1, "t");
  for (int64_t id = 1; id <= 3; ++id) say(cache, id, 1, "allo allo");
  Reader& reader = cache.reader();
  const Page page = take(reader.search_messages("allo", {}, {}, {}, 1));
  const std::string cursor(page.text_or_empty(page.header().cursor));
  REQUIRE_FALSE(cursor.empty());
  CHECK(code_of(reader.search_messages("allo", {}, {}, cursor, 1)) == ErrorCode::OK);
  CHECK(code_of(reader.search_messages("all", {}, {}, cursor, 1)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(reader.search_messages("allo", {}, ConversationId{1}, cursor, 1)) ==
        ErrorCode::INVALID_CURSOR);
  CHECK(code_of(reader.search_messages("allo", Filter::flag(FilterFlag::pinned), {}, cursor, 1)) ==
        ErrorCode::INVALID_CURSOR);
}

TEST_CASE(
    "conversations are found by title and by the digits of a number, however they are written") {
  CacheFixture cache;
  add_conversation(cache, 1, "Chez Lucie Bélanger", "+16135550142");
  add_conversation(cache, 2, "Société Œuvre-Boréale", "+14165550142", true);
  add_conversation(cache, 3, "+18195550199", "+18195550199");
  Reader& reader = cache.reader();
  using Titles = std::vector<std::string>;
  CHECK(titles(reader, "belan") == Titles{"Chez Lucie Bélanger"});
  CHECK(titles(reader, "oeuvre") == Titles{"Société Œuvre-Boréale"});
  CHECK(titles(reader, "(613) 555-0142") == Titles{"Chez Lucie Bélanger"});
  CHECK(titles(reader, "+1 613.555.0142") == Titles{"Chez Lucie Bélanger"});
  CHECK(titles(reader, "0142") == Titles{"Société Œuvre-Boréale", "Chez Lucie Bélanger"});
  CHECK(titles(reader, "0142", Filter::flag(FilterFlag::pinned)) ==
        Titles{"Société Œuvre-Boréale"});
  CHECK(titles(reader, "42").empty());  // two digits are no number
  CHECK(titles(reader, "lucie 0142").empty());
  CHECK(titles(reader, "819-555-0199") == Titles{"+18195550199"});
  cache.sql("UPDATE conversation SET title = 'Lucie seule' WHERE id = 1");
  CHECK(titles(reader, "chez").empty());
  CHECK(titles(reader, "seule") == Titles{"Lucie seule"});
  const Page page = take(reader.search_conversations("550142", {}, 1));
  const auto* match = page.row<ix_row_match>(IX_TABLE_MATCH, 0);
  CHECK(match->field == IX_MATCH_NUMBER);
  CHECK(page.text_or_empty(match->snippet) == "+14165550142");
  const auto* range = page.row<ix_row_range>(IX_TABLE_RANGE, match->first_range);
  CHECK(range->start == 6);
  CHECK(range->size == 6);
}

TEST_CASE("a file is found by its name, its message by its caption first") {
  CacheFixture cache;
  add_conversation(cache, 1, "t");
  say(cache, 1, 1, "la vitrine du magasin");
  cache.sql("UPDATE item SET file_names = 'IMG_1.jpg' || char(10) || 'Façade vitrine.png'");
  const auto match = [&cache](std::string_view text) {
    const Page page = take(cache.reader().search_messages(text, {}, {}, {}, 5));
    REQUIRE(page.count(IX_TABLE_MATCH) == 1);
    const auto* row = page.row<ix_row_match>(IX_TABLE_MATCH, 0);
    return std::pair(row->field, std::string(page.text_or_empty(row->snippet)));
  };
  CHECK(match("facade").first == IX_MATCH_FILE_NAME);
  CHECK(match("facade").second.find("Façade") != std::string::npos);
  CHECK(match("vitrine").first == IX_MATCH_TEXT);
  CHECK(match("magasin png").first == IX_MATCH_TEXT);
}

TEST_CASE("a transcript is found as such, and deleted words are gone from the index's file") {
  CacheFixture cache;
  add_conversation(cache, 1, "t");
  say(cache, 1, 1, "rappelez-moi", 5000, 2);
  const Page page = take(cache.reader().search_messages("rappelez", {}, {}, {}, 5));
  CHECK(page.row<ix_row_match>(IX_TABLE_MATCH, 0)->field == IX_MATCH_TRANSCRIPT);
  cache.sql("UPDATE item SET deleted = 1, text = '' WHERE id = 1");
  CHECK(found(cache.reader(), "rappelez").empty());
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  auto words = take(lease->connection().prepare_once(
      "SELECT count(*) FROM item_search WHERE item_search MATCH 'rappelez*'"));
  REQUIRE(take(words->step()));
  CHECK(words->integer(0) == 0);
}

TEST_CASE("a search that is still running ends when the next one begins") {
  CacheFixture cache;
  add_conversation(cache, 1, "t");
  LatestRead latest;
  auto old_lease = cache.database().read();
  auto new_lease = cache.database().read();
  REQUIRE(old_lease.ok());
  REQUIRE(new_lease.ok());
  // A statement that would run for hours stands for a slow search.
  std::atomic<bool> begun = false;
  Result<Page> slow = Page();
  std::thread other([&] {
    slow = latest.run(old_lease->connection(), [&]() -> Result<Page> {
      IX_TRY(auto endless, old_lease->connection().prepare_once(
                               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                               " SELECT i FROM n WHERE i % 2 = 0"));
      for (;;) {
        IX_TRY(const bool more, endless->step());
        begun = true;
        if (!more) return Page();
      }
    });
  });
  while (!begun) std::this_thread::yield();
  const auto quick = latest.run(new_lease->connection(), [] { return Result<Page>(Page()); });
  other.join();
  CHECK(quick.ok());
  CHECK(code_of(slow) == ErrorCode::CANCELLED);
  // Both connections are as good as before.
  CHECK(latest.run(old_lease->connection(), [] { return Result<Page>(Page()); }).ok());
}
