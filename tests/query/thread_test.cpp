// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <interactions/page.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

struct Stored {
  int64_t id = 0;
  int64_t route = 0;
  bool placed = true;
  int64_t ord = 0;
  int64_t sort_key = 0;
  bool gap = false;
};

struct StoredRoute {
  int64_t id = 0;
  int64_t conversation = 0;
  std::string remote_id;
  bool begins = true;
};

std::string insert(const StoredRoute& route) {
  return "INSERT INTO route (id, kind, state, remote_id, begins, conversation) VALUES (" +
         std::to_string(route.id) + ", 0, 1, " +
         (route.remote_id.empty() ? "NULL" : sql_text(route.remote_id)) + ", " +
         (route.begins ? "1, " : "0, ") + std::to_string(route.conversation) + ");";
}

std::string insert(const Stored& item) {
  return "INSERT INTO item (id, route, ord, sort_key, kind) VALUES (" + std::to_string(item.id) +
         ", " + std::to_string(item.route) + ", " +
         (item.placed ? std::to_string(item.ord) : "NULL") + ", " + std::to_string(item.sort_key) +
         (item.gap ? ", 4);" : ", 0);");
}

std::vector<std::string> ids_of(const Page& page) {
  std::vector<std::string> ids;
  for (uint32_t i = 0; i < page.count(IX_TABLE_ITEM); ++i) {
    ids.emplace_back(page.text_or_empty(page.row<ix_row_item>(IX_TABLE_ITEM, i)->id));
  }
  return ids;
}

std::string cursor_of(const Page& page) {
  return std::string(page.text_or_empty(page.header().cursor));
}

std::string newer_cursor_of(const Page& page) {
  return std::string(page.text_or_empty(page.header().newer_cursor));
}

// The order of the architecture, oldest first, written down once more.
std::vector<std::string> reference(std::vector<Stored> items,
                                   const std::vector<StoredRoute>& routes) {
  const auto remote_id = [&routes](const Stored& item) {
    for (const StoredRoute& route : routes) {
      if (route.id == item.route) return route.remote_id;
    }
    return std::string();
  };
  std::sort(items.begin(), items.end(), [&](const Stored& a, const Stored& b) {
    if (a.placed != b.placed) return a.placed;
    if (!a.placed) return a.id < b.id;
    return std::tuple(a.sort_key, remote_id(a), a.route, a.ord) <
           std::tuple(b.sort_key, remote_id(b), b.route, b.ord);
  });
  std::vector<std::string> ids;
  for (const Stored& item : items) ids.push_back(ItemId{item.id}.text());
  return ids;
}

// Pages from the newest end to the oldest, put back together.
struct Walk {
  std::vector<std::string> ids;
  int32_t more = -1;
};
Walk walk(Reader& reader, int64_t conversation, uint32_t limit) {
  Walk walk;
  std::string cursor;
  for (;;) {
    const Page page = take(reader.thread(ConversationId{conversation}, cursor, limit));
    const auto ids = ids_of(page);
    walk.ids.insert(walk.ids.begin(), ids.begin(), ids.end());
    walk.more = page.header().more;
    cursor = cursor_of(page);
    CHECK((walk.more == IX_MORE_LOCAL) == !cursor.empty());
    if (cursor.empty()) return walk;
    CHECK(ids.size() == limit);
    REQUIRE(walk.ids.size() < 1000);  // pages that never end
  }
}

}  // namespace

TEST_CASE("pages of random threads, of any size, are the merged order") {
  CacheFixture cache;
  SeededRandom random(3);
  int64_t next_route = 1;
  int64_t next_item = 1;
  for (int run = 0; run < 200; ++run) {
    CAPTURE(run);
    std::string sql;
    std::vector<StoredRoute> routes;
    std::vector<Stored> items;
    const int64_t conversation = next_route;
    const uint64_t route_count = 1 + random.below(4);
    bool ends_in_gap = false;
    for (uint64_t r = 0; r < route_count; ++r) {
      StoredRoute route;
      route.id = next_route++;
      route.conversation = conversation;
      if (random.below(5) != 0) {
        // Not in the order of the local ids.
        route.remote_id = std::string("!") + std::to_string(random.below(1'000'000)) + "." +
                          std::to_string(route.id);
      }
      route.begins = random.below(2) == 0;
      const uint64_t count = random.below(12);
      // sort_key never falls along ord; ord has holes and may be negative.
      int64_t ord = static_cast<int64_t>(random.below(10)) - 50;
      int64_t sort_key = static_cast<int64_t>(random.below(5));
      for (uint64_t i = 0; i < count; ++i) {
        Stored item;
        item.route = route.id;
        ord += 1 + static_cast<int64_t>(random.below(3));
        sort_key += static_cast<int64_t>(random.below(3));
        item.ord = ord;
        item.sort_key = sort_key;
        item.gap = (i == 0 && !route.begins && random.below(2) == 0) || random.below(9) == 0;
        if (i == 0 && route.begins) item.gap = false;
        if (i == 0 && item.gap) ends_in_gap = true;
        items.push_back(item);
      }
      const uint64_t unplaced = random.below(3);
      for (uint64_t i = 0; i < unplaced; ++i) {
        Stored item;
        item.route = route.id;
        item.placed = false;
        items.push_back(item);
      }
      routes.push_back(route);
      sql += insert(route);
    }
    // Ids in the order of storing, which is none of the thread's orders.
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.below(i)]);
    for (Stored& item : items) {
      item.id = next_item++;
      sql += insert(item);
    }
    cache.sql(sql);

    const std::vector<std::string> expected = reference(items, routes);
    const int64_t any_id = routes[random.below(routes.size())].id;
    for (const uint32_t limit : {1u, 2u, 5u, 100u}) {
      const Walk read = walk(cache.reader(), any_id, limit);
      CHECK(read.ids == expected);
      CHECK(read.more == (ends_in_gap ? IX_MORE_GAP : IX_MORE_START));
    }
    if (expected.empty()) continue;
    // Around any item: half before it, the rest after it, and on to both ends from there.
    const size_t at = random.below(expected.size());
    for (const uint32_t limit : {1u, 2u, 5u, 100u}) {
      CAPTURE(limit);
      const auto around = take(
          cache.reader().thread_around(ConversationId{any_id}, ItemId::parse(expected[at]), limit));
      std::vector<std::string> ids = ids_of(around.page);
      REQUIRE(around.row < ids.size());
      CHECK(ids[around.row] == expected[at]);
      CHECK(ids.size() == std::min<size_t>(limit, expected.size()));
      const size_t before = (limit - 1) / 2;
      if (at >= before && expected.size() - at >= limit - before) CHECK(around.row == before);
      std::string older = cursor_of(around.page);
      std::string newer = newer_cursor_of(around.page);
      CHECK((around.page.header().more == IX_MORE_LOCAL) == !older.empty());
      while (!older.empty() || !newer.empty()) {
        REQUIRE(ids.size() < 1000);
        const bool down = newer.empty() || (!older.empty() && random.below(2) == 0);
        const Page page =
            take(cache.reader().thread(ConversationId{any_id}, down ? older : newer, limit));
        const auto some = ids_of(page);
        CHECK(!some.empty());
        ids.insert(down ? ids.begin() : ids.end(), some.begin(), some.end());
        // The other end is where we came from.
        CHECK(!(down ? newer_cursor_of(page) : cursor_of(page)).empty());
        (down ? older : newer) = down ? cursor_of(page) : newer_cursor_of(page);
      }
      CHECK(ids == expected);
    }
  }
}

TEST_CASE("the first unread item is the oldest that counts above its own route's marker") {
  CacheFixture cache;
  const auto counts = [](const Stored& item) {
    return insert(item) + "UPDATE item SET counts = 1 WHERE id = " + std::to_string(item.id) + ";";
  };
  cache.sql(insert(StoredRoute{1, 1, "!a"}) + insert(StoredRoute{2, 1, "!b"}) +
            counts({1, 1, true, 1, 10}) + counts({2, 1, true, 2, 20}) +
            counts({3, 1, true, 3, 40}) + counts({4, 2, true, 1, 15}) +
            insert(Stored{5, 2, true, 2, 25}) + counts({6, 2, true, 3, 30}) +
            "UPDATE route SET read_ord = 2 WHERE id = 1; UPDATE route SET read_ord = 1"
            " WHERE id = 2;");
  const auto first = [&cache](uint32_t limit) {
    return take(cache.reader().thread_around(ConversationId{1}, std::nullopt, limit));
  };
  const auto around = first(3);
  CHECK(ids_of(around.page) == std::vector<std::string>{"i5", "i6", "i3"});
  CHECK(around.row == 1);
  CHECK(newer_cursor_of(around.page).empty());
  CHECK(!cursor_of(around.page).empty());
  // Every page tells which items are unread: the first of them is where "new messages" begin.
  const Page all = take(cache.reader().thread(ConversationId{1}, {}, 10));
  std::vector<std::string> unread;
  for (uint32_t i = 0; i < all.count(IX_TABLE_ITEM); ++i) {
    const auto& row = *all.row<ix_row_item>(IX_TABLE_ITEM, i);
    if ((row.flags & IX_ITEM_UNREAD) != 0) unread.emplace_back(all.text_or_empty(row.id));
  }
  CHECK(unread == std::vector<std::string>{"i6", "i3"});

  cache.sql("UPDATE route SET read_ord = 100");
  const auto nothing = first(2);
  CHECK(nothing.row == UINT32_MAX);
  CHECK(ids_of(nothing.page) == std::vector<std::string>{"i6", "i3"});
}

TEST_CASE("around an item that is not there, or in another conversation") {
  CacheFixture cache;
  cache.sql(insert(StoredRoute{1, 1, "!a"}) + insert(StoredRoute{2, 2, "!b"}) +
            insert(Stored{1, 1, true, 1, 10}) + insert(Stored{2, 2, true, 1, 10}));
  query::Reader& reader = cache.reader();
  const auto code = [&reader](int64_t conversation, int64_t item, uint32_t limit) {
    return code_of(reader.thread_around(ConversationId{conversation}, ItemId{item}, limit));
  };
  CHECK(code(1, 1, 10) == ErrorCode::OK);
  CHECK(code(1, 2, 10) == ErrorCode::NOT_FOUND);
  CHECK(code(1, 9, 10) == ErrorCode::NOT_FOUND);
  CHECK(code(9, 1, 10) == ErrorCode::NOT_FOUND);
  CHECK(code(1, 1, 0) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code(1, 1, 1001) == ErrorCode::INVALID_ARGUMENT);
}

TEST_CASE("a page around an item of huge texts is smaller, and says that there is more") {
  CacheFixture cache;
  std::string sql = insert(StoredRoute{1, 1, "!a"});
  for (int64_t i = 1; i <= 40; ++i) sql += insert(Stored{i, 1, true, i, i});
  cache.sql(sql + "UPDATE item SET text = hex(zeroblob(400000));");
  const auto around = take(cache.reader().thread_around(ConversationId{1}, ItemId{20}, 40));
  CHECK(around.page.size() <= IX_BLOCK_MAX_BYTES);
  const auto ids = ids_of(around.page);
  REQUIRE(around.row < ids.size());
  CHECK(ids[around.row] == "i20");
  CHECK(ids.size() >= 10);
  CHECK(!cursor_of(around.page).empty());
  CHECK(!newer_cursor_of(around.page).empty());
}

TEST_CASE("more speaks of the oldest end only") {
  CacheFixture cache;
  cache.sql(insert(StoredRoute{1, 1, "!a", false}) + insert(Stored{1, 1, true, 1, 10, true}) +
            insert(Stored{2, 1, true, 2, 10, false}) + insert(Stored{3, 1, true, 3, 30, true}) +
            insert(Stored{4, 1, true, 4, 30, false}));
  const Page newest = take(cache.reader().thread(ConversationId{1}, {}, 2));
  CHECK(ids_of(newest) == std::vector<std::string>{"i3", "i4"});
  CHECK(newest.row<ix_row_item>(IX_TABLE_ITEM, 0)->kind == IX_ITEM_GAP);
  CHECK(newest.header().more == IX_MORE_LOCAL);  // a gap, but older items are stored
  const Page oldest = take(cache.reader().thread(ConversationId{1}, cursor_of(newest), 2));
  CHECK(ids_of(oldest) == std::vector<std::string>{"i1", "i2"});
  CHECK(oldest.header().more == IX_MORE_GAP);

  cache.sql("DELETE FROM item WHERE id = 1; UPDATE route SET begins = 1");
  CHECK(take(cache.reader().thread(ConversationId{1}, {}, 10)).header().more == IX_MORE_START);
  // A second route ends in a gap above the first one's oldest item: filling it may bring more.
  cache.sql(insert(StoredRoute{2, 1, "!b", false}) + insert(Stored{5, 2, true, 1, 20, true}));
  CHECK(take(cache.reader().thread(ConversationId{1}, {}, 10)).header().more == IX_MORE_GAP);
}

TEST_CASE("an empty thread is at its start, an unknown one is not found") {
  CacheFixture cache;
  cache.sql(insert(StoredRoute{1, 1, "!a", true}));
  const Page page = take(cache.reader().thread(ConversationId{1}, {}, 10));
  CHECK(ids_of(page).empty());
  CHECK(page.header().more == IX_MORE_START);
  CHECK(code_of(cache.reader().thread(ConversationId{2}, {}, 10)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("a cursor goes on in what its conversation has become, and nowhere else") {
  CacheFixture cache;
  std::string sql = insert(StoredRoute{1, 1, "!b", true}) + insert(StoredRoute{2, 1, "!a", true}) +
                    insert(StoredRoute{3, 3, "!c", true});
  // Ties across routes everywhere.
  for (int64_t i = 1; i <= 12; ++i) sql += insert(Stored{i, 1 + i % 3, true, i, i / 4, false});
  cache.sql(sql);
  const Page page = take(cache.reader().thread(ConversationId{1}, {}, 3));
  const std::string cursor = cursor_of(page);
  REQUIRE(!cursor.empty());
  CHECK(code_of(cache.reader().thread(ConversationId{2}, cursor, 3)) == ErrorCode::OK);
  CHECK(code_of(cache.reader().thread(ConversationId{3}, cursor, 3)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().thread(ConversationId{1}, cursor + ":", 3)) ==
        ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().thread(ConversationId{1}, "t1.", 3)) == ErrorCode::INVALID_CURSOR);

  // Merged with 3: older items of all three follow, each of the old ones once.
  cache.sql("UPDATE route SET conversation = 1");
  const auto merged = ids_of(take(cache.reader().thread(ConversationId{3}, cursor, 100)));
  const auto whole = ids_of(take(cache.reader().thread(ConversationId{1}, {}, 100)));
  const auto last = std::find(whole.begin(), whole.end(), ids_of(page).front());
  CHECK(merged == std::vector<std::string>(whole.begin(), last));

  // Split: the place orders, although its route has gone.
  const std::string place = ids_of(page).front();
  const bool on_first = place == "i3" || place == "i6" || place == "i9" || place == "i12";
  const std::string leaving = on_first ? "1" : "2";
  const int64_t staying = on_first ? 2 : 1;
  cache.sql("UPDATE route SET conversation = " + std::to_string(staying) +
            "; UPDATE route SET conversation = " + leaving + " WHERE id = " + leaving);
  const auto rest = cache.reader().thread(ConversationId{staying}, cursor, 100);
  if (staying == 1) {
    std::vector<std::string> expected;
    for (auto id = whole.begin(); id != last; ++id) {
      if (std::stoi(id->substr(1)) % 3 != 1) expected.push_back(*id);
    }
    CHECK(ids_of(take(cache.reader().thread(ConversationId{1}, cursor, 100))) == expected);
  } else {
    CHECK(code_of(rest) == ErrorCode::INVALID_CURSOR);
  }
}

TEST_CASE("an item says everything that is stored of it") {
  CacheFixture cache;
  cache.sql(insert(StoredRoute{1, 1, "!a", true}) +
            "INSERT INTO item (id, route, ord, sort_key, remote_id, kind, direction, sender,"
            " sender_name, at_ms, state, text, edited, reply_to, notice, counts, call_id,"
            " call_direction, call_outcome, call_duration_ms, call_started_ms, call_number)"
            " VALUES (5, 1, 1, 10, '$five', 2, 0, '@a:example.org', 'Ana', 11, 0, 'said', 1, '',"
            " 0, 1, 'call-1', 0, 3, 4000, 9000, '+15145550101');"
            "INSERT INTO item (id, route, kind, direction, at_ms, state, text, reply_to, key,"
            " failure_code, failure_origin, failure_retry, failure_fixer, failure_message)"
            " VALUES (6, 1, 0, 1, 12, 1, 'hello', '$five', 'k6', 60, 0, 1, 0, 'no network');"
            "INSERT INTO outbox (id, route, op, item, key, created_ms, waiting_for)"
            " VALUES (3, 1, 0, 6, 'k6', 12, 1);" +
            index_words(5) + index_words(6));
  const Page page = take(cache.reader().thread(ConversationId{1}, {}, 10));
  REQUIRE(page.count(IX_TABLE_ITEM) == 2);
  const auto& call = *page.row<ix_row_item>(IX_TABLE_ITEM, 0);
  CHECK(page.text(call.id) == "i5");
  CHECK(page.text(call.sender) == "@a:example.org");
  CHECK(page.text(call.sender_name) == "Ana");
  CHECK(page.text(call.route) == "r1");
  CHECK(page.text(call.text) == "said");
  CHECK_FALSE(page.text(call.reply_to).has_value());
  CHECK(call.at_ms == 11);
  CHECK(call.kind == IX_ITEM_VOICEMAIL);
  CHECK(call.flags ==
        (IX_ITEM_EDITED | IX_ITEM_HAS_CALL | IX_ITEM_COUNTS_AS_UNREAD | IX_ITEM_UNREAD));
  CHECK(call.call_direction == IX_DIRECTION_IN);
  CHECK(call.call_outcome == IX_CALL_VOICEMAIL);
  CHECK(call.call_duration_ms == 4000);
  CHECK(call.call_started_ms == 9000);
  CHECK(page.text(call.call_number) == "+15145550101");
  CHECK(page.text(call.call_id) == "call-1");
  const auto& sent = *page.row<ix_row_item>(IX_TABLE_ITEM, 1);
  CHECK(page.text(sent.reply_to) == "i5");
  CHECK(sent.direction == IX_DIRECTION_OUT);
  CHECK(sent.state == IX_STATE_QUEUED);
  CHECK(sent.waiting_for == IX_WAITING_NETWORK);
  CHECK(sent.flags == IX_ITEM_HAS_FAILURE);
  CHECK(sent.failure_code == 60);
  CHECK(sent.failure_retry == 1);
  CHECK(page.text(sent.failure_message) == "no network");

  cache.sql("UPDATE item SET state = 2, deleted = 1, reply_to = '$gone' WHERE id = 6");
  const Page one = take(cache.reader().item(ItemId{6}));
  REQUIRE(one.count(IX_TABLE_ITEM) == 1);
  const auto& now = *one.row<ix_row_item>(IX_TABLE_ITEM, 0);
  CHECK(now.waiting_for == IX_WAITING_NOTHING);
  CHECK((now.flags & IX_ITEM_DELETED) != 0);
  CHECK_FALSE(one.text(now.text).has_value());
  CHECK_FALSE(one.text(now.reply_to).has_value());
  CHECK(code_of(cache.reader().item(ItemId{7})) == ErrorCode::NOT_FOUND);
}

TEST_CASE("a thread page ends before 16 MiB, keeps the newest, and goes on") {
  CacheFixture cache;
  std::string sql = insert(StoredRoute{1, 1, "!a", true});
  for (int64_t i = 1; i <= 40; ++i) sql += insert(Stored{i, 1, true, i, i, false});
  cache.sql(sql + "UPDATE item SET text = printf('%.*c', 900000, 'x');");
  std::vector<std::string> ids;
  std::string cursor;
  do {
    const Page page = take(cache.reader().thread(ConversationId{1}, cursor, 1000));
    CHECK(page.size() <= IX_BLOCK_MAX_BYTES);
    const auto some = ids_of(page);
    ids.insert(ids.begin(), some.begin(), some.end());
    cursor = cursor_of(page);
  } while (!cursor.empty());
  REQUIRE(ids.size() == 40);
  for (size_t i = 0; i < 40; ++i) CHECK(ids[i] == ItemId{static_cast<int64_t>(i) + 1}.text());
}
