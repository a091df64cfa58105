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

struct Listed {
  int64_t pinned = 0;
  int64_t activity_ms = 0;
  int64_t id = 0;
  uint32_t presets = 0;
  std::string name() const { return RouteId{id}.text(); }
};

std::string insert(const Listed& row, const std::string& title = "t") {
  return "INSERT INTO route (id, kind, state, conversation) VALUES (" + std::to_string(row.id) +
         ", 0, 1, " + std::to_string(row.id) + ");" + "INSERT INTO conversation VALUES (" +
         std::to_string(row.id) + ", 0, NULL, " + sql_text(title) + ", " +
         std::to_string(row.activity_ms) + ", 0, 0, 0, " + std::to_string(row.pinned) +
         ", 0, 0, 0, 1, '', " + std::to_string(row.presets) + ");";
}

std::vector<std::string> ids_of(const Page& page) {
  std::vector<std::string> ids;
  for (uint32_t i = 0; i < page.count(IX_TABLE_CONVERSATION); ++i) {
    ids.emplace_back(
        page.text_or_empty(page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, i)->id));
  }
  return ids;
}

const ix_row_conversation& only(const Page& page) {
  REQUIRE(page.count(IX_TABLE_CONVERSATION) == 1);
  return *page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0);
}

}  // namespace

TEST_CASE("pages of every preset, of any size, are the sorted list") {
  CacheFixture cache;
  SeededRandom random(11);
  std::vector<Listed> all;
  std::string sql;
  for (int64_t id = 1; id <= 300; ++id) {
    Listed row;
    row.id = id;
    row.pinned = random.below(8) == 0 ? 1 : 0;
    row.activity_ms = static_cast<int64_t>(random.below(40));  // many ties
    row.presets = static_cast<uint32_t>(random.below(256));
    all.push_back(row);
    sql += insert(row);
  }
  cache.sql(sql);
  for (int preset = 0; preset < kPresetCount; ++preset) {
    std::vector<Listed> members;
    for (const Listed& row : all) {
      if ((row.presets >> preset & 1) != 0) members.push_back(row);
    }
    std::sort(members.begin(), members.end(), [](const Listed& a, const Listed& b) {
      return std::tie(a.pinned, a.activity_ms, a.id) > std::tie(b.pinned, b.activity_ms, b.id);
    });
    std::vector<std::string> expected;
    for (const Listed& row : members) expected.push_back(row.name());
    for (const uint32_t limit : {1u, 7u, 50u, 1000u}) {
      std::vector<std::string> read;
      std::string cursor;
      for (;;) {
        const Page page = take(cache.reader().conversations(
            Filter::preset(static_cast<Preset>(preset)), cursor, limit));
        const auto ids = ids_of(page);
        read.insert(read.end(), ids.begin(), ids.end());
        const auto next = page.text(page.header().cursor);
        CHECK((page.header().more == IX_MORE_LOCAL) == next.has_value());
        CHECK(page.header().more != IX_MORE_GAP);
        if (!next) break;
        // No short pages, and no empty one at the end.
        CHECK(ids.size() == limit);
        cursor = *next;
      }
      CHECK(read == expected);
    }
  }
}

TEST_CASE("a cursor of another list, a damaged one and a made-up one are refused") {
  CacheFixture cache;
  cache.sql(insert({0, 5, 1, 3}) + insert({0, 6, 2, 3}) + insert({0, 7, 3, 3}));
  const Page first = take(cache.reader().conversations(Filter(), {}, 1));
  const std::string cursor(first.text_or_empty(first.header().cursor));
  REQUIRE(!cursor.empty());
  const auto code = [&cache](Preset preset, std::string_view text) {
    return code_of(cache.reader().conversations(Filter::preset(preset), text, 1));
  };
  CHECK(code(Preset::all, cursor) == ErrorCode::OK);
  CHECK(code(Preset::direct, cursor) == ErrorCode::INVALID_CURSOR);
  for (size_t at = 0; at < cursor.size(); ++at) {
    std::string damaged = cursor;
    damaged[at] = damaged[at] == '1' ? '2' : '1';
    CHECK(code(Preset::all, damaged) == ErrorCode::INVALID_CURSOR);
    CHECK(code(Preset::all, cursor.substr(0, at == 0 ? 1 : at)) == ErrorCode::INVALID_CURSOR);
  }
  CHECK(code(Preset::all, cursor + "0") == ErrorCode::INVALID_CURSOR);
  CHECK(code(Preset::all, "r1") == ErrorCode::INVALID_CURSOR);
  CHECK(code(Preset::all, std::string(100'000, ':')) == ErrorCode::INVALID_CURSOR);
  const Page thread = take(cache.reader().thread(ConversationId{1}, {}, 1));
  CHECK(code_of(cache.reader().thread(ConversationId{1}, cursor, 1)) == ErrorCode::INVALID_CURSOR);
}

TEST_CASE("limits are 1 to 1000") {
  CacheFixture cache;
  for (const uint32_t limit : {0u, 1001u, UINT32_MAX}) {
    CHECK(code_of(cache.reader().conversations({}, {}, limit)) == ErrorCode::INVALID_ARGUMENT);
    CHECK(code_of(cache.reader().thread(ConversationId{1}, {}, limit)) ==
          ErrorCode::INVALID_ARGUMENT);
    CHECK(code_of(cache.reader().contacts({}, {}, limit)) == ErrorCode::INVALID_ARGUMENT);
  }
  CHECK(ids_of(take(cache.reader().conversations({}, {}, 1000))).empty());
}

TEST_CASE("a row says what is stored, and any route names its conversation") {
  CacheFixture cache;
  cache.sql(
      "INSERT INTO contact (id, kind, source, source_id, name, name_key)"
      " VALUES (4, 0, 'host', 'x', 'Zo\u00e9', 'zoe');"
      "INSERT INTO route (id, kind, state, remote_id, peer_user, can_send, cannot_send_reason,"
      " conversation, last_used_ms) VALUES"
      " (1, 0, 1, '!a:example.org', '@zoe:example.org', 1, '', 1, 50);"
      "INSERT INTO route (id, kind, state, peer_user, peer_number, own_number, can_send,"
      " cannot_send_reason, conversation, last_inbound_ms) VALUES"
      " (2, 1, 0, '@ghost:example.org', '+15145550101', '+15145550199', 1, '', 1, 40),"
      " (3, 4, 1, NULL, '+15145550101', NULL, 0, 'calls_only', 1, 60);"
      "INSERT INTO item (id, route, ord, kind, direction, call_outcome, text)"
      " VALUES (9, 3, 1, 1, 0, 1, 'transcript');"
      "INSERT INTO conversation VALUES (1, 0, 4, 'Zo\u00e9', 60, 9, 3, 1, 1, 1, 0, 1, 1, 'half',"
      " 1);");
  for (const int64_t id : {1, 2, 3}) {
    const Page page = take(cache.reader().conversation(ConversationId{id}));
    CHECK(page.text(only(page).id) == "r1");
  }
  CHECK(code_of(cache.reader().conversation(ConversationId{4})) == ErrorCode::NOT_FOUND);

  const Page page = take(cache.reader().conversations({}, {}, 10));
  const ix_row_conversation& row = only(page);
  CHECK(page.text(row.id) == "r1");
  CHECK(page.text(row.title) == "Zo\u00e9");
  CHECK(page.text(row.contact) == "p4");
  CHECK(row.last_activity_ms == 60);
  CHECK(row.kind == IX_CONVERSATION_KIND_CONTACT);
  CHECK(row.flags ==
        (IX_CONVERSATION_UNREAD_LOWER_BOUND | IX_CONVERSATION_PINNED | IX_CONVERSATION_MUTED |
         IX_CONVERSATION_MARKED_UNREAD | IX_CONVERSATION_CAN_SEND));
  CHECK(row.unread == 3);
  CHECK(row.preview_kind == IX_ITEM_CALL);
  CHECK(row.preview_outcome == IX_CALL_MISSED);
  CHECK(page.text(row.preview_text) == "transcript");
  CHECK(page.text(row.draft) == "half");
  REQUIRE(row.route_count == 3);
  const auto route = [&](uint32_t i) {
    return *page.row<ix_row_route>(IX_TABLE_ROUTE, row.first_route + i);
  };
  CHECK(page.text(route(0).id) == "r1");
  CHECK(page.text(route(0).address) == "@zoe:example.org");
  CHECK_FALSE(page.text(route(0).from).has_value());
  CHECK(route(0).flags == IX_ROUTE_CAN_SEND);
  CHECK(page.text(route(1).address) == "+15145550101");
  CHECK(page.text(route(1).from) == "+15145550199");
  CHECK(route(1).state == IX_ROUTE_STATE_PENDING);
  // The newest inbound was a call; one writes where the newest message came from.
  CHECK(route(1).flags == (IX_ROUTE_DEFAULT | IX_ROUTE_CAN_SEND));
  CHECK_FALSE(page.text(route(1).reason).has_value());
  CHECK(page.text(route(2).reason) == "calls_only");
  CHECK(route(2).kind == IX_ROUTE_PHONE);
  CHECK(route(2).flags == 0);

  cache.sql("UPDATE item SET deleted = 1; UPDATE conversation SET draft = '', contact = NULL");
  const Page after = take(cache.reader().conversations({}, {}, 10));
  CHECK(only(after).preview_kind == IX_ITEM_CALL);
  CHECK_FALSE(after.text(only(after).preview_text).has_value());
  CHECK_FALSE(after.text(only(after).draft).has_value());
  CHECK_FALSE(after.text(only(after).contact).has_value());

  cache.sql("UPDATE conversation SET preview_item = 0");
  const Page none = take(cache.reader().conversation(ConversationId{1}));
  CHECK(only(none).preview_kind == -1);
  CHECK(only(none).preview_outcome == -1);
}

TEST_CASE("a pending route whose items moved resolves, and is no route of the row any more") {
  CacheFixture cache;
  cache.sql(insert({0, 5, 1, 1}) +
            "INSERT INTO route (id, kind, state, conversation, merged_into, last_inbound_ms)"
            " VALUES (2, 0, 0, 1, 1, 9);");
  const Page page = take(cache.reader().conversation(ConversationId{2}));
  CHECK(page.text(only(page).id) == "r1");
  CHECK(only(page).route_count == 1);
  CHECK((page.row<ix_row_route>(IX_TABLE_ROUTE, 0)->flags & IX_ROUTE_DEFAULT) != 0);
  CHECK(take(cache.reader().thread(ConversationId{2}, {}, 10)).count(IX_TABLE_ITEM) == 0);
}

TEST_CASE("a list ends before its block would pass 16 MiB, and goes on") {
  CacheFixture cache;
  const std::string title(900'000, 'x');
  std::string sql;
  for (int64_t id = 1; id <= 40; ++id) sql += insert({0, id, id, 1}, title);
  cache.sql(sql);
  std::vector<std::string> read;
  std::string cursor;
  int pages = 0;
  for (;;) {
    const Page page = take(cache.reader().conversations({}, cursor, 1000));
    CHECK(page.size() <= IX_BLOCK_MAX_BYTES);
    const auto ids = ids_of(page);
    read.insert(read.end(), ids.begin(), ids.end());
    ++pages;
    const auto next = page.text(page.header().cursor);
    if (!next) break;
    CHECK(page.header().more == IX_MORE_LOCAL);
    CHECK(ids.size() == kPageBudget / title.size());
    cursor = *next;
  }
  CHECK(pages == 3);
  REQUIRE(read.size() == 40);
  for (size_t i = 0; i < 40; ++i) CHECK(read[i] == RouteId{40 - static_cast<int64_t>(i)}.text());
}
