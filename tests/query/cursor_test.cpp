// SPDX-License-Identifier: Apache-2.0
// Cursors that nobody was given: the checksum is no secret, so a made-up one may check out.
#include "query/cursor.h"

#include <doctest/doctest.h>
#include <interactions/row_block.h>

#include <cstdint>
#include <string>
#include <vector>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

constexpr int64_t kAbsurd[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};

// Two conversations of three messages each; all say "allo".
void fill(CacheFixture& cache) {
  std::string sql;
  for (const std::string route : {"1", "2"}) {
    sql += "INSERT INTO route (id, kind, state, remote_id, conversation) VALUES (" + route +
           ", 2, 1, '!" + route + "', " + route + ");INSERT INTO conversation VALUES (" + route +
           ", 3, NULL, 't', 5, 0, 0, 0, 0, 0, 0, 0, 1, '', 5);";
    for (const std::string at : {"1", "2", "3"}) {
      sql += "INSERT INTO item (id, route, ord, sort_key, at_ms, kind, text) VALUES (" + route +
             at + ", " + route + ", " + at + ", " + at + ", " + at + ", 0, 'allo');";
    }
  }
  cache.sql(sql);
}

// It is refused, or the page holds what the list holds.
template <class Row>
void check(const Result<Page>& page, uint32_t table, const std::vector<std::string>& ids) {
  if (!page.ok()) {
    CHECK(page.error().code == ErrorCode::INVALID_CURSOR);
    return;
  }
  for (uint32_t i = 0; i < page->count(table); ++i) {
    const std::string id(page->text_or_empty(page->row<Row>(table, i)->id));
    CHECK(std::find(ids.begin(), ids.end(), id) != ids.end());
  }
}

}  // namespace

TEST_CASE("a made-up cursor that checks out reads nothing but its own list") {
  CacheFixture cache;
  fill(cache);
  Reader& reader = cache.reader();
  const std::vector<std::string> items = {"i11", "i12", "i13"};
  const std::vector<std::string> all = {"i11", "i12", "i13", "i21", "i22", "i23"};
  for (const int64_t a : kAbsurd) {
    for (const int64_t b : kAbsurd) {
      CAPTURE(a);
      CAPTURE(b);
      check<ix_row_conversation>(
          reader.conversations({}, make_cursor("c1.", Filter().fingerprint(), {a, b, a}, {}), 10),
          IX_TABLE_CONVERSATION, {"r1", "r2"});
      for (const char* kind : {"t1.", "n1."}) {
        for (const int64_t route : {int64_t{1}, int64_t{2}, a}) {
          // Of conversation 1, whatever route its place names.
          const auto page = reader.thread(
              ConversationId{1}, make_cursor(kind, {}, {1, a & 1, b, a, route, b}, {}), 10);
          check<ix_row_item>(page, IX_TABLE_ITEM, items);
        }
      }
      check<ix_row_item>(
          reader.search_messages(
              "allo", {}, {}, make_cursor("s1.", "\n" + Filter().fingerprint() + "\nallo", {a}, {}),
              10),
          IX_TABLE_ITEM, all);
      check<ix_row_contact>(reader.contacts({}, make_cursor("p1.", {}, {a}, std::to_string(b)), 10),
                            IX_TABLE_CONTACT, {});
      check<ix_row_contact>(
          reader.contacts("allo", make_cursor("p1.", "allo", {a, b, a}, "\xFF"), 10),
          IX_TABLE_CONTACT, {});
      check<ix_row_item>(reader.notifications(make_cursor("n1.", {}, {a}, {}), 10), IX_TABLE_ITEM,
                         all);
    }
  }
}

TEST_CASE("a cursor has all its numbers and nothing behind them") {
  CacheFixture cache;
  fill(cache);
  const std::string list = Filter().fingerprint();
  const auto code = [&cache](const std::string& cursor) {
    return code_of(cache.reader().conversations({}, cursor, 10));
  };
  CHECK(code(make_cursor("c1.", list, {0, 9, 9}, {})) == ErrorCode::OK);
  CHECK(code(make_cursor("c1.", list, {0, 9}, {})) == ErrorCode::INVALID_CURSOR);
  CHECK(code(make_cursor("c1.", list, {0, 9, 9, 9}, {})) == ErrorCode::INVALID_CURSOR);
  CHECK(code(make_cursor("c1.", list, {0, 9}, "9223372036854775808:")) ==
        ErrorCode::INVALID_CURSOR);
  CHECK(code(make_cursor("c1.", list, {0, 9}, " 9:")) == ErrorCode::INVALID_CURSOR);
}

TEST_CASE("cursors of a thread and of notifications begin alike, and are none of each other") {
  CacheFixture cache;
  fill(cache);
  CHECK(code_of(cache.reader().thread(ConversationId{1}, make_cursor("n1.", {}, {1}, {}), 10)) ==
        ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().notifications(make_cursor("n1.", {}, {1, 0, 1, 1, 1, 1}, {}), 10)) ==
        ErrorCode::INVALID_CURSOR);
}
