// SPDX-License-Identifier: Apache-2.0
// Every statement of src/cache/*_reads.cpp goes by an index and sorts nothing.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <set>
#include <string>
#include <vector>

#include "cache/host_call_table.h"
#include "cache/item_bytes.h"
#include "cache/item_table.h"
#include "cache/retention_table.h"
#include "cache/room_table.h"
#include "cache/search_reads.h"
#include "cache_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

// The statements that a connection has prepared so far.
std::set<std::string> prepared(cache::Connection& connection) {
  std::set<std::string> statements;
  sqlite3_stmt* statement = nullptr;
  while ((statement = sqlite3_next_stmt(connection.handle(), statement)) != nullptr) {
    statements.insert(sqlite3_sql(statement));
  }
  return statements;
}

std::vector<std::string> plan_of(cache::Connection& connection, const std::string& sql) {
  auto statement = take(connection.prepare_once("EXPLAIN QUERY PLAN " + sql));
  std::vector<std::string> lines;
  while (take(statement->step())) lines.push_back(statement->string(3));
  return lines;
}

bool is_slow(const std::string& line) {
  if (line.find("TEMP B-TREE") != std::string::npos) return true;
  return line.starts_with("SCAN ") && line.find(" USING ") == std::string::npos &&
         line != "SCAN CONSTANT ROW";
}

}  // namespace

TEST_CASE("no statement of the reader scans a table or sorts") {
  CacheFixture cache;
  cache.sql(
      "INSERT INTO route (id, kind, state, remote_id, conversation) VALUES (1, 0, 1, '!a', 1);"
      "INSERT INTO contact (id, kind, source, source_id, name, name_key)"
      " VALUES (1, 0, 'host', '1', 'a', 'a');"
      "INSERT INTO conversation VALUES (1, 0, NULL, 't', 0, 0, 0, 0, 0, 0, 0, 0, 1, 'd', 255);"
      "INSERT INTO reaction (route, target, key, sender, remote_id, mine)"
      " VALUES (1, '$1', '+1', '@a:b', '$r', 0);"
      "INSERT INTO item (id, route, ord, kind, reply_to, remote_id) VALUES"
      " (1, 1, 1, 0, '$other', '$1'), (2, 1, 2, 0, '', '$2');");
  // One thread, one call at a time: every call takes the same idle connection.
  query::Reader& reader = cache.reader();
  for (int preset = 0; preset < kPresetCount; ++preset) {
    const Filter filter = Filter::preset(static_cast<Preset>(preset));
    const query::Page page = take(reader.conversations(filter, {}, 10));
    (void)take(reader.refreshed(filter, page, {ConversationId{1}}, 10));
  }
  (void)take(reader.conversation(ConversationId{1}));
  (void)take(reader.explain(ConversationId{1}));
  const query::Page newest = take(reader.thread(ConversationId{1}, {}, 1));
  (void)take(reader.thread(ConversationId{1}, newest.text_or_empty(newest.header().cursor), 1));
  (void)take(reader.thread_around(ConversationId{1}, ItemId{1}, 1));
  (void)take(reader.thread_around(ConversationId{1}, std::nullopt, 1));
  (void)take(reader.presets());
  (void)take(reader.badge());
  (void)take(reader.typists({{"!a", {}}}, std::nullopt));
  cache.sql("UPDATE route SET begins = 0");
  (void)take(reader.thread(ConversationId{1}, {}, 10));
  (void)take(reader.item(ItemId{1}));
  (void)take(reader.contacts("", {}, 10));
  (void)take(reader.contact(ContactId{1}));
  (void)take(reader.outbox());
  (void)take(reader.notifications({}, 10));
  (void)take(reader.account());

  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  std::set<std::string> selects;
  for (const std::string& sql : prepared(lease->connection())) {
    if (sql.starts_with("SELECT")) selects.insert(sql);
  }
  // As many as the files hold: 8 presets + 8, 14 of threads, 5 of contacts, 1 of the outbox, 2 of
  // notifications, 5 of the account. A statement that none of the calls above reaches would not be
  // seen.
  CHECK(selects.size() == 16 + 14 + 5 + 1 + 2 + 5);
  for (const std::string& sql : selects) {
    CAPTURE(sql);
    const auto plan = plan_of(lease->connection(), sql);
    CHECK(!plan.empty());
    for (const std::string& line : plan) {
      CAPTURE(line);
      CHECK_FALSE(is_slow(line));
    }
  }
}

TEST_CASE("a search of contacts goes along indexes, and lets SQLite sort nothing") {
  CacheFixture cache;
  query::Reader& reader = cache.reader();
  std::string many;
  for (int id = 1; id <= 2'000; ++id) {
    const std::string text = std::to_string(id);
    many += "INSERT INTO contact (id, kind, source, source_id, name, name_key) VALUES (" + text +
            ", 1, 'host', '" + text + "', 'a', 'a');INSERT INTO contact_key VALUES ('wa', " + text +
            ");";
  }
  cache.sql(many + "INSERT INTO contact_key VALUES ('wb', 1)");
  (void)take(reader.contacts("a", {}, 10));
  (void)take(reader.contacts("b", {}, 10));
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  int by_key = 0, by_use = 0;
  for (const std::string& sql : prepared(lease->connection())) {
    for (const std::string& line : plan_of(lease->connection(), sql)) {
      CAPTURE(line);
      CHECK(line.find("TEMP B-TREE") == std::string::npos);
      if (line.find("contact_key") != std::string::npos) {
        ++by_key;
        // Both bounds of the key, not all keys from there on.
        CHECK(line.find("(key>? AND key<?)") != std::string::npos);
      }
      if (line.find("conversation_used") != std::string::npos) {
        ++by_use;
        CHECK(line.find("COVERING INDEX conversation_used (activity_ms>? AND activity_ms<?)") !=
              std::string::npos);
      }
    }
  }
  CHECK(by_key == 1);
  CHECK(by_use == 1);
}

TEST_CASE("recipients are read along indexes, and SQLite sorts nothing") {
  CacheFixture cache;
  (void)take(cache.reader().recipients("", 10));
  cache.sql(
      "INSERT INTO contact (id, kind, source, source_id, name, name_key)"
      " VALUES (1, 0, 'host', '1', 'a', 'a'), (2, 0, 'host', '2', 'b', 'b');"
      "INSERT INTO contact_key VALUES ('wa', 1), ('wa', 2);"
      "INSERT INTO contact_address VALUES (0, '+15145550101', 1), (1, '@b:b', 2);");
  (void)take(cache.reader().recipients("a", 10));
  (void)take(cache.reader().recipients("514 555 0101", 10));
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  int checked = 0;
  for (const std::string& sql : prepared(lease->connection())) {
    for (const char* part : {"presets & 1 AND pinned = ?1", "peer_number = ?1", "peer_user = ?1"}) {
      if (sql.find(part) == std::string::npos) continue;
      ++checked;
      CAPTURE(sql);
      for (const std::string& line : plan_of(lease->connection(), sql)) {
        CAPTURE(line);
        CHECK(line.starts_with("SEARCH "));
        const bool own =
            line.find("INDEX conversation_all (pinned=? AND activity_ms>?)") != std::string::npos ||
            line.find("INDEX route_peer_") != std::string::npos;
        CHECK(own);
      }
    }
  }
  CHECK(checked == 3);
}

TEST_CASE("a search of messages goes along its index, the newest first, and sorts nothing") {
  CacheFixture cache;
  cache.sql(
      "INSERT INTO route (id, kind, state, remote_id, conversation) VALUES (1, 0, 1, '!a', 1);");
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  cache::Connection& connection = lease->connection();
  const auto query =
      take(cache::parse_search(take(cache::SearchTokenizer::make(connection)), "allo"));
  for (const bool one : {false, true}) {
    const auto in = one ? std::optional(ConversationId{1}) : std::nullopt;
    const auto rows = take(cache::items_found(connection, query, {}, in, {}, 10));
    int searches = 0;
    for (const std::string& sql : prepared(connection)) {
      if (sql.find("FROM item_search AS s") == std::string::npos) continue;
      ++searches;
      const auto plan = plan_of(connection, sql);
      REQUIRE(plan.size() >= 5);
      CHECK(plan[0].starts_with("SCAN s VIRTUAL TABLE INDEX"));
      // Item, route and conversation of a hit, then what else of the item a page shows.
      for (size_t i = 1; i < plan.size(); ++i) {
        CAPTURE(plan[i]);
        if (i <= 3) CHECK(plan[i].find("USING INTEGER PRIMARY KEY") != std::string::npos);
        CHECK((plan[i].starts_with("SEARCH ") || plan[i].starts_with("CORRELATED ")));
      }
    }
    CHECK(searches == 1);
  }
}

TEST_CASE("a report of a call and the backend's record find each other by an index") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  cache::Connection& connection = lease->connection();
  (void)take(cache::host_call_table::find(connection, "c1"));
  (void)take(cache::host_call_table::of_item(connection, ItemId{1}));
  (void)take(cache::host_call_table::unmatched(connection, 1, 2));
  (void)take(cache::item_table::by_call_id(connection, "c1"));
  (void)take(cache::item_table::calls_started(connection, 1, 2));
  int checked = 0;
  for (const std::string& sql : prepared(connection)) {
    if (sql.find("call") == std::string::npos) continue;
    ++checked;
    CAPTURE(sql);
    const auto plan = plan_of(connection, sql);
    REQUIRE(plan.size() == 1);
    CAPTURE(plan.front());
    // Along the index that is made for it, from a bound.
    CHECK(plan.front().starts_with("SEARCH "));
    const bool own = plan.front().find("host_call") != std::string::npos ||
                     plan.front().find("item_call_") != std::string::npos;
    CHECK(own);
  }
  CHECK(checked == 5);
}

TEST_CASE("what retention looks for in a route is found along an index") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  cache::Connection& connection = lease->connection();
  const RouteId route{1};
  namespace table = cache::retention_table;
  (void)take(table::prunable_routes(connection, {}, 10));
  (void)take(table::newest_before(connection, route, 1));
  (void)take(table::first_beyond_count(connection, route, 1));
  (void)take(cache::item_bytes::first_beyond(connection, route, 1));
  (void)take(table::newest(connection, route));
  (void)take(table::preview(connection, route));
  (void)take(table::oldest_unread(connection, route, 1, 1));
  (void)take(table::lowest_attempt(connection, route));
  (void)take(table::rows(connection, route, 1, 2, 10));
  (void)take(cache::item_table::oldest_remote_above(connection, route, 1));
  (void)take(cache::room_table::earlier(connection, route));
  (void)take(cache::room_table::number_of(connection, route, "!a"));
  int checked = 0;
  for (const std::string& sql : prepared(connection)) {
    if (!sql.starts_with("SELECT")) continue;
    ++checked;
    CAPTURE(sql);
    for (const std::string& line : plan_of(connection, sql)) {
      CAPTURE(line);
      CHECK_FALSE(is_slow(line));
    }
  }
  CHECK(checked == 14);
}

TEST_CASE("sizes read each table once, and look up what the rest belongs to") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  (void)take(cache::item_bytes::of_routes(lease->connection()));
  int scans = 0;
  for (const std::string& sql : prepared(lease->connection())) {
    if (!sql.starts_with("SELECT i.route")) continue;
    for (const std::string& line : plan_of(lease->connection(), sql)) {
      CAPTURE(line);
      CHECK(line.find("TEMP B-TREE") == std::string::npos);
      CHECK(line.find("AUTOMATIC") == std::string::npos);
      scans += line.starts_with("SCAN ") ? 1 : 0;
    }
  }
  CHECK(scans == 4);  // items, versions, attachments, reactions
}

TEST_CASE("the plan check sees a scan and a sort") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  const auto slow = [&lease](const char* sql) {
    for (const std::string& line : plan_of(lease->connection(), sql)) {
      if (is_slow(line)) return true;
    }
    return false;
  };
  CHECK(slow("SELECT * FROM item WHERE text = 'a'"));
  CHECK(slow("SELECT * FROM item WHERE route = 1 AND ord IS NOT NULL ORDER BY text"));
  // Without the index's own condition the partial index cannot be used.
  CHECK(
      slow("SELECT * FROM conversation WHERE presets = 1"
           " ORDER BY pinned DESC, activity_ms DESC, id DESC"));
  CHECK_FALSE(slow("SELECT * FROM item WHERE id = 1"));
}

TEST_CASE("each preset reads its own partial index") {
  CacheFixture cache;
  const char* names[kPresetCount] = {"all",      "direct", "channels", "external",
                                     "internal", "calls",  "unread",   "archived"};
  for (int preset = 0; preset < kPresetCount; ++preset) {
    (void)take(cache.reader().conversations(Filter::preset(static_cast<Preset>(preset)), {}, 10));
  }
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  for (int preset = 0; preset < kPresetCount; ++preset) {
    const std::string condition = "c.presets & " + std::to_string(1 << preset) + " AND";
    bool found = false;
    for (const std::string& sql : prepared(lease->connection())) {
      if (sql.find(condition) == std::string::npos) continue;
      for (const std::string& line : plan_of(lease->connection(), sql)) {
        if (line.find(std::string("SEARCH c USING INDEX conversation_") + names[preset] + " ") !=
            std::string::npos) {
          found = true;
        }
      }
    }
    CAPTURE(names[preset]);
    CHECK(found);
  }
}
