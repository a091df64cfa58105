// SPDX-License-Identifier: Apache-2.0
// The search index stays in few parts, and nobody's commit merges them on the way.
#include <algorithm>
#include <string>

#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";

// FTS5 keeps a part's number above the lower 37 bits of the ids of its blocks.
int64_t parts(StoreFixture& f) {
  return f.number("SELECT count(DISTINCT id >> 37) FROM item_search_data WHERE id > 10");
}

TEST_CASE("a search has few parts of the index to read, however little comes at a time") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$0")}, internal_route(kAnn)));
  int64_t most = 0;
  for (int i = 1; i <= 200; ++i) {
    f.ingest(changes("!r", {message("$" + std::to_string(i))}));
    most = std::max(most, parts(f));
  }
  CHECK(most > 4);  // not one by one
  CHECK(most <= 14);
  CHECK(f.number("SELECT count(*) FROM item_search WHERE item_search MATCH 'r1'") == 201);
}

TEST_CASE("a commit adds one part, however many messages it stores") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$0")}, internal_route(kAnn)));
  const int64_t before = parts(f);
  std::vector<RemoteItem> many;
  for (int i = 1; i <= 50; ++i) many.push_back(message("$" + std::to_string(i)));
  f.ingest(changes("!r", many));
  CHECK(parts(f) == before + 1);
}

TEST_CASE("FTS5 merges nothing of the index of messages within somebody's commit") {
  StoreFixture f;
  CHECK(f.number("SELECT v FROM item_search_config WHERE k = 'automerge'") == 0);
}

}  // namespace
}  // namespace ix::testing
