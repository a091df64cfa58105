// SPDX-License-Identifier: Apache-2.0
// What random histories do not reach (tests/engine/live_property_test.cpp has those): pages that
// are full, commits nobody has named yet.
#include <doctest/doctest.h>
#include <interactions/page.h>

#include <string>

#include "cache_fixture.h"
#include "support/shown_rows.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

constexpr const char* kAll = "1";  // the bit of the preset All

std::string insert(int64_t id, int64_t activity_ms, const std::string& title = "t") {
  const std::string n = std::to_string(id);
  return "INSERT INTO route (id, kind, state, conversation) VALUES (" + n + ", 0, 1, " + n +
         "); INSERT INTO conversation VALUES (" + n + ", 0, NULL, " + sql_text(title) + ", " +
         std::to_string(activity_ms) + ", 0, 0, 0, 0, 0, 0, 0, 1, '', " + kAll + ");";
}

void set_activity(CacheFixture& cache, int64_t id, int64_t activity_ms) {
  cache.sql("UPDATE conversation SET activity_ms = " + std::to_string(activity_ms) +
            " WHERE id = " + std::to_string(id));
}

void same(const Page& a, const Page& b) {
  CHECK(rows_of(IX_TABLE_CONVERSATION, a) == rows_of(IX_TABLE_CONVERSATION, b));
  CHECK(a.header().more == b.header().more);
  CHECK(a.text(a.header().cursor) == b.text(b.header().cursor));
}

}  // namespace

TEST_CASE("a refreshed list is the list") {
  CacheFixture cache;
  for (int64_t id = 1; id <= 9; ++id) cache.sql(insert(id, id * 10));
  const Page before = take(cache.reader().conversations(Filter(), {}, 4));
  set_activity(cache, 2, 1000);  // comes in from below
  const Page came = take(cache.reader().refreshed(Filter(), before, {ConversationId{2}}, 4));
  same(came, take(cache.reader().conversations(Filter(), {}, 4)));
  set_activity(cache, 8, 1);  // falls below
  const Page fell = take(cache.reader().refreshed(Filter(), came, {ConversationId{8}}, 4));
  same(fell, take(cache.reader().conversations(Filter(), {}, 4)));
}

TEST_CASE("a row that fell in a commit not named yet is not shown twice") {
  CacheFixture cache;
  for (int64_t id = 1; id <= 6; ++id) cache.sql(insert(id, id * 10));
  const Page before = take(cache.reader().conversations(Filter(), {}, 3));  // 6 5 4
  cache.sql("UPDATE conversation SET presets = 0 WHERE id = 6");
  set_activity(cache, 5, 35);
  const Page now = take(cache.reader().refreshed(Filter(), before, {ConversationId{6}}, 3));
  same(now, take(cache.reader().conversations(Filter(), {}, 3)));
}

TEST_CASE("a page that ended because it was full takes what changed") {
  CacheFixture cache;
  const std::string huge(size_t{1} << 20, 'x');
  for (int64_t id = 1; id <= 20; ++id) cache.sql(insert(id, id * 10, huge));
  const Page before = take(cache.reader().conversations(Filter(), {}, 40));
  REQUIRE(before.count(IX_TABLE_CONVERSATION) < 20);
  cache.sql("UPDATE conversation SET presets = 0 WHERE id = 20");
  const Page left = take(cache.reader().refreshed(Filter(), before, {ConversationId{20}}, 40));
  same(left, take(cache.reader().conversations(Filter(), {}, 40)));
}

TEST_CASE("a refreshed list that would be too large for a page ends early") {
  CacheFixture cache;
  for (int64_t id = 1; id <= 20; ++id) cache.sql(insert(id, id * 10));
  const Page before = take(cache.reader().conversations(Filter(), {}, 100));
  std::vector<ConversationId> changed;
  for (int64_t id = 1; id <= 20; ++id) {
    cache.sql("UPDATE conversation SET title = " + sql_text(std::string(size_t{1} << 20, 'x')) +
              " WHERE id = " + std::to_string(id));
    changed.push_back(ConversationId{id});
  }
  const Page now = take(cache.reader().refreshed(Filter(), before, changed, 100));
  CHECK(now.count(IX_TABLE_CONVERSATION) < 20);
  same(now, take(cache.reader().conversations(Filter(), {}, 100)));
}
