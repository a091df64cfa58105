// SPDX-License-Identifier: Apache-2.0
#include "query/diff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/ids.h"
#include "support/apply_changes.h"

using namespace ix;
using namespace ix::query;
using ix::testing::apply_changes;
using ix::testing::shown_list;
using ix::testing::ShownConversation;

namespace {

// A row by its number and the version of its content.
struct Entry {
  int id = 0;
  int version = 0;
};

Page page_of(const std::vector<Entry>& entries) {
  PageBuilder builder;
  for (const Entry& entry : entries) {
    ix_row_conversation row{};
    row.route_count = static_cast<uint32_t>(entry.id % 3);
    for (uint32_t i = 0; i < row.route_count; ++i) {
      ix_row_route route{};
      route.id = builder.add(RouteId{entry.id}.text() + std::to_string(i));
      route.address = builder.add_or_absent(i == 0 ? "" : "@someone:example.org");
      const uint32_t index = builder.append(route);
      if (i == 0) row.first_route = index;
    }
    row.id = builder.add(RouteId{entry.id}.text());
    row.title = builder.add("title");
    row.unread = entry.version;
    row.preview_kind = -1;
    row.preview_outcome = -1;
    builder.append(row);
  }
  return builder.build();
}

uint32_t steps_of(const Page& changes, int32_t op) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < changes.count(IX_TABLE_CHANGE); ++i) {
    if (changes.row<ix_row_change>(IX_TABLE_CHANGE, i)->op == op) ++count;
  }
  return count;
}

// The fewest moves that sort `order` (a permutation of 0..n-1), by breadth-first search.
uint32_t fewest_moves(const std::vector<int>& order) {
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  std::map<std::vector<int>, uint32_t> seen{{order, 0}};
  std::vector<std::vector<int>> queue{order};
  for (size_t head = 0; head < queue.size(); ++head) {
    const std::vector<int> now = queue[head];
    if (now == sorted) return seen[now];
    for (size_t from = 0; from < now.size(); ++from) {
      for (size_t to = 0; to < now.size(); ++to) {
        std::vector<int> next = now;
        next.erase(next.begin() + static_cast<std::ptrdiff_t>(from));
        next.insert(next.begin() + static_cast<std::ptrdiff_t>(to), now[from]);
        if (seen.emplace(next, seen[now] + 1).second) queue.push_back(next);
      }
    }
  }
  return UINT32_MAX;
}

}  // namespace

TEST_CASE("the steps of random lists, applied in order, give the new list") {
  SeededRandom random(7);
  for (int run = 0; run < 2000; ++run) {
    CAPTURE(run);
    std::vector<Entry> all;
    for (int id = 1; id <= 12; ++id) all.push_back({id, 0});
    const auto some = [&](uint64_t changed) {
      std::vector<Entry> list;
      for (Entry entry : all) {
        if (random.below(4) == 0) continue;
        if (random.below(10) < changed) entry.version = 1;
        list.push_back(entry);
      }
      const uint64_t swaps = random.below(4) == 0 ? 12 : random.below(3);
      for (uint64_t i = 0; i < swaps && !list.empty(); ++i) {
        std::swap(list[random.below(list.size())], list[random.below(list.size())]);
      }
      return list;
    };
    const Page before = page_of(some(0));
    const Page after = page_of(some(3));
    const Page changes = diff(IX_TABLE_CONVERSATION, before, after);
    CHECK(apply_changes(shown_list(before), changes) == shown_list(after));
    CHECK(changes.count(IX_TABLE_CONVERSATION) ==
          steps_of(changes, IX_CHANGE_INSERT) + steps_of(changes, IX_CHANGE_UPDATE));
  }
}

TEST_CASE("no fewer moves can sort the list") {
  for (int size = 1; size <= 5; ++size) {
    std::vector<int> order(static_cast<size_t>(size));
    std::iota(order.begin(), order.end(), 1);
    std::vector<Entry> sorted;
    for (const int id : order) sorted.push_back({id, 0});
    const Page after = page_of(sorted);
    do {
      std::vector<Entry> entries;
      for (const int id : order) entries.push_back({id, 0});
      const Page before = page_of(entries);
      const Page changes = diff(IX_TABLE_CONVERSATION, before, after);
      CHECK(changes.count(IX_TABLE_CHANGE) == fewest_moves(order));
      CHECK(apply_changes(shown_list(before), changes) == shown_list(after));
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("the first take inserts everything, the same list again gives nothing") {
  const Page page = page_of({{1, 0}, {2, 0}, {3, 0}});
  const Page first = diff(IX_TABLE_CONVERSATION, Page(), page);
  CHECK(steps_of(first, IX_CHANGE_INSERT) == 3);
  CHECK(apply_changes({}, first) == shown_list(page));
  CHECK(diff(IX_TABLE_CONVERSATION, page, page).count(IX_TABLE_CHANGE) == 0);
  CHECK(steps_of(diff(IX_TABLE_CONVERSATION, page, Page()), IX_CHANGE_REMOVE) == 3);
}

TEST_CASE("a message in a lower row is one move and one update") {
  const Page before = page_of({{1, 0}, {2, 0}, {3, 0}, {4, 0}});
  const Page after = page_of({{3, 1}, {1, 0}, {2, 0}, {4, 0}});
  const Page changes = diff(IX_TABLE_CONVERSATION, before, after);
  REQUIRE(changes.count(IX_TABLE_CHANGE) == 2);
  const auto& move = *changes.row<ix_row_change>(IX_TABLE_CHANGE, 0);
  CHECK(move.op == IX_CHANGE_MOVE);
  CHECK(move.from == 2);
  CHECK(move.to == 0);
  CHECK(move.row == UINT32_MAX);
  const auto& update = *changes.row<ix_row_change>(IX_TABLE_CHANGE, 1);
  CHECK(update.op == IX_CHANGE_UPDATE);
  CHECK(update.from == 0);
  CHECK(update.fields == IX_FIELD_UNREAD);
}

TEST_CASE("an update names exactly the fields that differ") {
  struct Content {
    ix_row_conversation row{};
    ix_row_route route{};
    std::string title = "title", contact, preview = "text", draft, answers,
                address = "@a:example.org";
  };
  const auto build = [](const Content& content) {
    PageBuilder builder;
    ix_row_conversation row = content.row;
    ix_row_route route = content.route;
    route.address = builder.add(content.address);
    row.first_route = builder.append(route);
    row.route_count = 1;
    row.id = builder.add("r1");
    row.title = builder.add(content.title);
    row.contact = builder.add_or_absent(content.contact);
    row.preview_text = builder.add_or_absent(content.preview);
    row.draft = builder.add_or_absent(content.draft);
    row.draft_reply = builder.add_or_absent(content.answers);
    builder.append(row);
    return builder.build();
  };
  const auto fields = [&build](const std::function<void(Content&)>& change) {
    const Page before = build(Content());
    Content content;
    change(content);
    const Page after = build(content);
    const Page changes = diff(IX_TABLE_CONVERSATION, before, after);
    CHECK(apply_changes(shown_list(before), changes) == shown_list(after));
    if (changes.count(IX_TABLE_CHANGE) == 0) return uint64_t{0};
    return changes.row<ix_row_change>(IX_TABLE_CHANGE, 0)->fields;
  };
  CHECK(fields([](Content&) {}) == 0);
  CHECK(fields([](Content& c) { c.title = "other"; }) == IX_FIELD_TITLE);
  CHECK(fields([](Content& c) { c.row.last_activity_ms = 1; }) == IX_FIELD_ACTIVITY);
  CHECK(fields([](Content& c) { c.preview = ""; }) == IX_FIELD_PREVIEW);
  CHECK(fields([](Content& c) { c.row.preview_kind = 1; }) == IX_FIELD_PREVIEW);
  CHECK(fields([](Content& c) { c.row.preview_direction = 1; }) == IX_FIELD_PREVIEW);
  CHECK(fields([](Content& c) { c.row.preview_outcome = 1; }) == IX_FIELD_PREVIEW);
  CHECK(fields([](Content& c) { c.row.unread = 1; }) == IX_FIELD_UNREAD);
  CHECK(fields([](Content& c) { c.row.flags = IX_CONVERSATION_MUTED; }) == IX_FIELD_FLAGS);
  CHECK(fields([](Content& c) { c.row.flags = IX_CONVERSATION_UNREAD_LOWER_BOUND; }) ==
        (IX_FIELD_FLAGS | IX_FIELD_UNREAD));
  CHECK(fields([](Content& c) { c.route.state = 1; }) == IX_FIELD_ROUTES);
  CHECK(fields([](Content& c) { c.address = "@b:example.org"; }) == IX_FIELD_ROUTES);
  CHECK(fields([](Content& c) { c.draft = "half a"; }) == IX_FIELD_DRAFT);
  CHECK(fields([](Content& c) { c.answers = "i7"; }) == IX_FIELD_DRAFT);
  CHECK(fields([](Content& c) { c.contact = "p1"; }) == IX_FIELD_CONTACT);
  CHECK(fields([](Content& c) { c.row.kind = 1; }) == IX_FIELD_CONTACT);
}
