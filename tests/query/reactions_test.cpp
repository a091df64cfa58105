// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::testing;

TEST_CASE("reactions are one row a key, people counted once, the most used first") {
  CacheFixture cache;
  cache.sql(
      "INSERT INTO route (id, kind, state, remote_id, conversation) VALUES (1, 0, 1, '!a', 1);"
      "INSERT INTO item (id, route, ord, sort_key, kind, remote_id) VALUES"
      " (1, 1, 1, 1, 0, '$1'), (2, 1, 2, 2, 0, '$2'), (3, 1, 3, 3, 0, '$3');"
      "UPDATE item SET deleted = 1 WHERE id = 3;"
      "INSERT INTO reaction (route, target, key, sender, remote_id, mine, withdrawn) VALUES"
      " (1, '$1', 'a', '@ann', '$r1', 0, 0), (1, '$1', 'z', '@ann', '$r2', 0, 0),"
      " (1, '$1', 'z', '@me', '$r3', 1, 0), (1, '$1', 'z', '@me', '$r4', 1, 0),"
      " (1, '$1', 'b', '@ann', '$r5', 0, 0), (1, '$1', 'b', '@ann', '$r6', 0, 1),"
      " (1, '$1', '', '', '$r7', 0, 1), (2, '$1', 'other route', '@ann', '$r8', 0, 0),"
      " (1, '$3', 'of a deleted one', '@ann', '$r9', 0, 0);");
  const query::Page page = take(cache.reader().thread(ConversationId{1}, {}, 10));
  const auto shown = [&page](uint32_t item) {
    const auto& row = *page.row<ix_row_item>(IX_TABLE_ITEM, item);
    std::string out;
    for (uint32_t i = 0; i < row.reaction_count; ++i) {
      const auto& one = *page.row<ix_row_reaction>(IX_TABLE_REACTION, row.first_reaction + i);
      out += std::string(page.text_or_empty(one.key)) + std::to_string(one.count) +
             (one.mine != 0 ? "* " : " ");
    }
    return out;
  };
  CHECK(shown(0) == "z2* a1 b1 ");
  CHECK(shown(1).empty());
  CHECK(shown(2).empty());
}

TEST_CASE("what oneself did about reactions is shown before the backend has confirmed it") {
  CacheFixture cache;
  cache.sql(
      "INSERT INTO route (id, kind, state, remote_id, conversation) VALUES (1, 0, 1, '!a', 1);"
      "INSERT INTO item (id, route, ord, sort_key, kind, remote_id) VALUES"
      " (1, 1, 1, 1, 0, '$1'), (2, 1, 2, 2, 0, '$2');"
      "INSERT INTO reaction (route, target, key, sender, remote_id, mine, withdrawn) VALUES"
      " (1, '$1', 'a', '@ann', '$r1', 0, 0), (1, '$1', 'a', '@me', '$r2', 1, 0),"
      " (1, '$1', 'b', '@me', '$r3', 1, 0), (1, '$1', 'c', '@ann', '$r4', 0, 0);"
      "INSERT INTO outbox (route, lane, op, item, target, text, wanted, state, created_ms) VALUES"
      " (1, 'i1', 4, 1, '$1', 'a', 0, 0, 0), (1, 'i1', 4, 1, '$1', 'b', 0, 1, 0),"
      " (1, 'i1', 4, 1, '$1', 'c', 1, 0, 0), (1, 'i1', 4, 1, '$1', 'd', 1, 0, 0),"
      " (1, 'i1', 4, 1, '$1', 'd', 0, 0, 0), (1, 'i1', 4, 1, '$1', 'd', 1, 0, 0),"
      " (1, 'i1', 4, 1, '$1', 'e', 1, 3, 0), (1, 'i2', 4, 2, '$2', 'z', 1, 0, 0),"
      " (1, 'i2', 2, 2, '$2', 'edited', 1, 3, 0);");
  const query::Page page = take(cache.reader().thread(ConversationId{1}, {}, 10));
  const auto shown = [&page](uint32_t item) {
    const auto& row = *page.row<ix_row_item>(IX_TABLE_ITEM, item);
    std::string out;
    for (uint32_t i = 0; i < row.reaction_count; ++i) {
      const auto& one = *page.row<ix_row_reaction>(IX_TABLE_REACTION, row.first_reaction + i);
      out += std::string(page.text_or_empty(one.key)) + std::to_string(one.count) +
             (one.mine != 0 ? "* " : " ");
    }
    return out;
  };
  CHECK(shown(0) == "c2* a1 d1* ");
  CHECK(shown(1) == "z1* ");
  const auto flags = [&page](uint32_t item) {
    return page.row<ix_row_item>(IX_TABLE_ITEM, item)->flags &
           (IX_ITEM_CHANGE_PENDING | IX_ITEM_CHANGE_FAILED);
  };
  CHECK(flags(0) == (IX_ITEM_CHANGE_PENDING | IX_ITEM_CHANGE_FAILED));
  CHECK(flags(1) == (IX_ITEM_CHANGE_PENDING | IX_ITEM_CHANGE_FAILED));
}
