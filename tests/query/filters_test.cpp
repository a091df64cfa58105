// SPDX-License-Identifier: Apache-2.0
// Filters against a model of them: lists, pages and counts of random filters over random rows.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

// What one conversation is, in the words of the filters.
struct Facts {
  int64_t id = 0;
  int32_t kind = 0;
  int32_t route_kind = 0;
  int64_t contact = 0;
  std::string peer;
  int64_t activity_ms = 0;
  int64_t unread = 0;
  bool pinned = false, muted = false, archived = false, marked = false, draft = false;
  bool failed = false, missed = false;
  uint32_t presets = 0;

  bool is_unread() const { return unread > 0 || marked; }
};

std::string flag(bool on) {
  return on ? "1" : "0";
}

std::string insert(const Facts& row) {
  const std::string id = std::to_string(row.id);
  const char* column = row.peer[0] == '+' ? "peer_number" : "peer_user";
  std::string sql = "INSERT INTO route (id, kind, state, conversation, " + std::string(column) +
                    ") VALUES (" + id + ", " + std::to_string(row.route_kind) + ", 1, " + id +
                    ", " + sql_text(row.peer) + ");";
  sql += "INSERT INTO conversation VALUES (" + id + ", " + std::to_string(row.kind) + ", " +
         (row.contact == 0 ? "NULL" : std::to_string(row.contact)) + ", 't', " +
         std::to_string(row.activity_ms) + ", 0, " + std::to_string(row.unread) + ", 0, " +
         flag(row.pinned) + ", " + flag(row.muted) + ", " + flag(row.archived) + ", " +
         flag(row.marked) + ", 1, " + (row.draft ? "'d'" : "''") + ", " +
         std::to_string(row.presets) + ");";
  if (row.failed) {
    sql += "INSERT INTO item (route, kind, direction, state) VALUES (" + id + ", 0, 1, 6);";
  }
  // An outgoing call that nobody answered is no missed call.
  sql += "INSERT INTO item (route, kind, call_direction, call_outcome) VALUES (" + id + ", 1, " +
         flag(!row.missed) + ", 1);";
  return sql;
}

bool holds(const Filter::Node& node, const Facts& row) {
  const auto held = [&row](const auto& part) { return holds(*part, row); };
  switch (node.op) {
    case FilterOp::preset:
      return (row.presets >> node.value & 1) != 0;
    case FilterOp::kind:
      return row.kind == node.value;
    case FilterOp::transport:
      return row.route_kind == node.value;
    case FilterOp::flag: {
      const bool flags[] = {row.is_unread(), row.pinned, row.archived, row.muted,
                            row.draft,       row.failed, row.missed};
      return flags[node.value];
    }
    case FilterOp::participant:
      return node.text == row.peer ||
             (row.contact != 0 && node.text == ContactId{row.contact}.text());
    case FilterOp::active:
      return row.activity_ms >= node.from && row.activity_ms < node.before;
    case FilterOp::all_of:
      return std::all_of(node.parts.begin(), node.parts.end(), held);
    case FilterOp::any_of:
      return std::any_of(node.parts.begin(), node.parts.end(), held);
    case FilterOp::none_of:
      return !holds(*node.parts.front(), row);
  }
  return false;
}

const char* const kPeers[] = {"@ana:pbx.test", "@o'neil:pbx.test", "+16135550142", "+14165550100"};

Filter random_filter(Random& random, int depth) {
  const auto number = [&random](uint64_t bound) { return static_cast<int>(random.below(bound)); };
  const int what = number(depth > 0 ? 10 : 6);
  switch (what) {
    case 0:
      return Filter::preset(static_cast<Preset>(number(kPresetCount)));
    case 1:
      return Filter::kind(static_cast<ConversationKind>(number(kConversationKindCount)));
    case 2:
      return Filter::transport(static_cast<RouteKind>(number(kRouteKindCount)));
    case 3:
      return Filter::flag(static_cast<FilterFlag>(number(kFilterFlagCount)));
    case 4: {
      const int who = number(6);
      return take(Filter::participant(who < 4 ? kPeers[who] : who == 4 ? "p1" : "p2"));
    }
    case 5: {
      const int64_t from = number(40);
      return take(Filter::active(from, from + 1 + number(20)));
    }
    case 6:
      return take(Filter::none_of(random_filter(random, depth - 1)));
    default: {
      std::vector<Filter> parts;
      for (int i = number(4); i > 0; --i) parts.push_back(random_filter(random, depth - 1));
      return take(what < 8 ? Filter::all_of(parts) : Filter::any_of(parts));
    }
  }
}

// All pages of a filter, with an odd limit.
std::vector<std::string> listed(Reader& reader, const Filter& filter) {
  std::vector<std::string> ids;
  std::string cursor;
  for (;;) {
    const Page page = take(reader.conversations(filter, cursor, 7));
    for (uint32_t i = 0; i < page.count(IX_TABLE_CONVERSATION); ++i) {
      const auto* row = page.row<ix_row_conversation>(IX_TABLE_CONVERSATION, i);
      ids.emplace_back(page.text_or_empty(row->id));
    }
    const auto next = page.text(page.header().cursor);
    if (!next) return ids;
    cursor = *next;
  }
}

std::vector<Facts> random_rows(Random& random, int count) {
  std::vector<Facts> rows;
  const auto chance = [&random](uint64_t of) { return random.below(of) == 0; };
  for (int i = 1; i <= count; ++i) {
    Facts row;
    row.id = i;
    row.kind = static_cast<int32_t>(random.below(4));
    row.route_kind = static_cast<int32_t>(random.below(5));
    row.contact = static_cast<int64_t>(random.below(3));
    row.peer = kPeers[random.below(4)];
    row.activity_ms = static_cast<int64_t>(random.below(50));
    row.unread = chance(3) ? static_cast<int64_t>(random.below(9)) : 0;
    row.pinned = chance(6);
    row.muted = chance(4);
    row.archived = chance(5);
    row.marked = chance(9);
    row.draft = chance(7);
    row.failed = chance(8);
    row.missed = chance(6);
    row.presets = static_cast<uint32_t>(random.below(256));
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const Facts& a, const Facts& b) {
    return std::tie(a.pinned, a.activity_ms, a.id) > std::tie(b.pinned, b.activity_ms, b.id);
  });
  return rows;
}

}  // namespace

TEST_CASE("a random filter lists and counts what its words say") {
  CacheFixture cache;
  SeededRandom random(5);
  cache.sql(
      "INSERT INTO contact (id, kind, source, source_id, name, name_key) VALUES"
      " (1, 0, 'host', '1', 'a', 'a'), (2, 0, 'host', '2', 'b', 'b');");
  const std::vector<Facts> rows = random_rows(random, 120);
  std::string sql;
  for (const Facts& row : rows) sql += insert(row);
  cache.sql(sql);
  int64_t badge = 0;
  for (const Facts& row : rows) badge += row.muted || row.archived ? 0 : row.unread;
  CHECK(take(cache.reader().badge()) == badge);

  int not_empty = 0;
  for (int i = 0; i < 400; ++i) {
    const Filter filter = random_filter(random, 3);
    std::vector<std::string> expected;
    ListCounts counts;
    for (const Facts& row : rows) {
      if (!holds(filter.root(), row)) continue;
      expected.push_back(RouteId{row.id}.text());
      ++counts.conversations;
      counts.unread_conversations += row.is_unread() ? 1 : 0;
      counts.unread_items += row.unread;
    }
    CAPTURE(filter.fingerprint());
    CHECK(listed(cache.reader(), filter) == expected);
    const ListCounts counted = take(cache.reader().counts(filter));
    CHECK(counted.conversations == counts.conversations);
    CHECK(counted.unread_conversations == counts.unread_conversations);
    CHECK(counted.unread_items == counts.unread_items);
    CHECK_FALSE(counted.lower_bound);
    not_empty += expected.empty() ? 0 : 1;
  }
  CHECK(not_empty > 100);
}

TEST_CASE("a filter that contradicts itself lists, counts and finds nothing") {
  CacheFixture cache;
  SeededRandom random(7);
  std::string sql;
  for (const Facts& row : random_rows(random, 30)) {
    Facts plain = row;
    plain.contact = 0;
    sql += insert(plain);
  }
  cache.sql(sql + "INSERT INTO item (id, route, ord, kind, text) VALUES (900, 1, 1, 0, 'allo');");
  const Filter unread = Filter::flag(FilterFlag::unread);
  const Filter everything = take(Filter::all_of({}));
  Filter doubled = unread;  // "not not unread" is "unread", at any depth that is allowed
  for (int i = 0; i < 7; ++i) doubled = take(Filter::none_of(take(Filter::none_of(doubled))));
  const Filter nothing[] = {
      take(Filter::all_of({unread, take(Filter::none_of(unread))})),
      take(Filter::all_of({doubled, take(Filter::none_of(unread))})),
      take(Filter::all_of(
          {Filter::kind(ConversationKind::channel), Filter::kind(ConversationKind::group)})),
      take(Filter::all_of({take(Filter::active(1, 2)), take(Filter::active(2, 3))})),
      take(Filter::active(INT64_MIN, INT64_MIN + 1)),
      take(Filter::none_of(everything)),
      take(Filter::any_of({})),
      take(Filter::participant("nobody' OR '1'='1")),
  };
  CHECK(listed(cache.reader(), everything).size() == 30);
  CHECK(listed(cache.reader(), doubled) == listed(cache.reader(), unread));
  for (const Filter& filter : nothing) {
    CAPTURE(filter.fingerprint());
    CHECK(listed(cache.reader(), filter).empty());
    const ListCounts counts = take(cache.reader().counts(filter));
    CHECK(counts.conversations == 0);
    CHECK(counts.unread_items == 0);
    const Page found = take(cache.reader().search_messages("allo", filter, {}, {}, 10));
    CHECK(found.count(IX_TABLE_ITEM) == 0);
  }
}

TEST_CASE("a cursor of one filter is refused by another") {
  CacheFixture cache;
  SeededRandom random(6);
  std::string sql;
  for (const Facts& row : random_rows(random, 20)) {
    Facts plain = row;
    plain.contact = 0;
    sql += insert(plain);
  }
  cache.sql(sql);
  const Filter everything = take(Filter::all_of({}));
  const Page page = take(cache.reader().conversations(everything, {}, 1));
  const std::string cursor(page.text_or_empty(page.header().cursor));
  REQUIRE_FALSE(cursor.empty());
  CHECK(code_of(cache.reader().conversations(everything, cursor, 1)) == ErrorCode::OK);
  const Filter other = take(Filter::all_of({everything}));
  CHECK(code_of(cache.reader().conversations(other, cursor, 1)) == ErrorCode::INVALID_CURSOR);
}

TEST_CASE("counts are a lower bound while a gap hides unread items") {
  CacheFixture cache;
  Facts row;
  row.id = 1;
  row.peer = "@ana:pbx.test";
  row.presets = 1;
  cache.sql(insert(row));
  CHECK_FALSE(take(cache.reader().counts({})).lower_bound);
  cache.sql("UPDATE conversation SET unread_lower_bound = 1");
  CHECK(take(cache.reader().counts({})).lower_bound);
}
