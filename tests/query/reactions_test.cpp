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
