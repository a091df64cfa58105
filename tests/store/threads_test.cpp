// SPDX-License-Identifier: Apache-2.0
// A person types while the engine ingests.
#include <atomic>
#include <thread>

#include "store_fixture.h"

namespace ix::testing {
namespace {

TEST_CASE("sends and ingest at the same time lose nothing") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$start")}, internal_route("@ann:example.org")));
  const RouteId route = f.route_of("!r");
  constexpr int kSends = 60;
  constexpr int kItems = 2000;
  std::atomic<int> failures = 0;
  std::thread typing([&] {
    for (int i = 0; i < kSends; ++i) {
      store::Touched touched;
      if (!f->send(route, text("word " + std::to_string(i)), touched).ok()) ++failures;
      if (!f->outbox_entries().ok()) ++failures;
    }
  });
  ChangeSet set;
  std::vector<RemoteItem> items;
  for (int i = 0; i < kItems; ++i) items.push_back(message("$" + std::to_string(i)));
  set.routes.push_back(changes("!r", std::move(items)));
  set.next_token = "s1";
  int commits = 0;
  if (!f->ingest(set, [&commits](store::Touched) { ++commits; }).ok()) ++failures;
  typing.join();
  CHECK(failures == 0);
  CHECK(commits >= kItems / 200);
  CHECK(f.number("SELECT count(*) FROM item WHERE ord IS NULL") == kSends);
  CHECK(f.number("SELECT count(*) FROM outbox") == kSends);
  CHECK(f.number("SELECT unread FROM conversation") == kItems + 1);
  CHECK(f.number("SELECT max(ord) FROM item") == kItems + 1);
  // The preview is the newest own one, whoever committed last.
  CHECK(f.number("SELECT preview_item FROM conversation") ==
        f.number("SELECT max(id) FROM item WHERE ord IS NULL"));
}

}  // namespace
}  // namespace ix::testing
