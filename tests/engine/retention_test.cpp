// SPDX-License-Identifier: Apache-2.0
// Retention by itself, and pruned history that comes back from the server.
#include <doctest/doctest.h>
#include <interactions/row_block.h>

#include <algorithm>
#include <string>

#include "engine/live_rig.h"
#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr int kSaid = 120;

Retention keep(int64_t items) {
  Retention rules;
  rules.max_route_items = items;
  return rules;
}

// Alice's account with all of a long history, read.
struct Kept {
  Kept() {
    room = rig.channel("General");
    for (int i = 0; i < kSaid; ++i) rig.say(room, "note " + std::to_string(i));
    REQUIRE_FALSE(rig.sign_in());
    REQUIRE_FALSE(rig.sync());
    general = rig.conversation("General");
    REQUIRE_FALSE(rig.fill(general));
    REQUIRE(rig.engine().mark_read(general, "").ok());
    REQUIRE_FALSE(rig.sync());
    whole = rig.thread(general);
    REQUIRE(notes() == kSaid);
  }
  int64_t notes() {
    const auto lines = rig.thread(general);
    return std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("note ") != std::string::npos;
    });
  }
  int64_t prune(const Retention& rules, uint32_t flags) {
    return ix::testing::take(rig.engine().prune(rules, flags));
  }

  RecoveryRig rig;
  std::string room;
  std::string general;
  std::vector<std::string> whole;
};

}  // namespace

TEST_CASE("what was pruned is fetched again, once, and nobody is told of it twice") {
  Kept f;
  const int told = f.rig.notification_events();
  CHECK(f.prune(keep(10), engine::kPruneNow) > 100);
  CHECK(f.notes() == 10);
  CHECK(f.rig.wire.by_label["context"] == 0);  // pruning asks nobody
  REQUIRE_FALSE(f.rig.fill(f.general));
  CHECK(f.rig.thread(f.general) == f.whole);
  CHECK(f.rig.wire.by_label["context"] == 1);
  CHECK(f.rig.unread(f.general) == 0);
  CHECK_FALSE(f.rig.unread_is_lower_bound(f.general));
  CHECK(f.rig.notification_events() == told);
  REQUIRE_FALSE(f.rig.fill(f.general));
  CHECK(f.rig.thread(f.general) == f.whole);
}

TEST_CASE("an item the server does not know any more: history is read from its end") {
  Kept f;
  f.prune(keep(10), engine::kPruneNow);
  f.rig.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    const bool context =
        std::find(request.path.begin(), request.path.end(), "context") != request.path.end();
    if (!context) return std::nullopt;
    return sandbox::json_reply(404, R"({"errcode":"M_NOT_FOUND"})");
  };
  REQUIRE_FALSE(f.rig.fill(f.general));
  CHECK(f.rig.thread(f.general) == f.whole);
}

TEST_CASE("the account's rules are applied by a sync, once a day") {
  Kept f;
  CHECK(f.prune(keep(10), engine::kPruneSet) == 0);
  CHECK(f.notes() == kSaid);
  REQUIRE_FALSE(f.rig.sync());
  CHECK(f.notes() == 10);
  // What somebody scrolled back for stays for the day.
  REQUIRE_FALSE(f.rig.fill(f.general));
  REQUIRE_FALSE(f.rig.sync());
  CHECK(f.notes() == kSaid);
  f.rig.restart();
  REQUIRE_FALSE(f.rig.sync());
  CHECK(f.notes() == kSaid);
  f.rig.clock.now += store::kRetentionEvery;
  REQUIRE_FALSE(f.rig.sync());
  CHECK(f.notes() == 10);
}

TEST_CASE("a thread that is followed is left alone, and pruned at the next time") {
  Kept f;
  engine::LiveQuery query;
  query.kind = engine::LiveKind::thread;
  query.conversation = *ConversationId::parse(f.general);
  query.window = 50;
  const auto id = f.rig.engine().subscribe(query);
  REQUIRE(id.ok());
  f.prune(keep(10), engine::kPruneSet);
  REQUIRE_FALSE(f.rig.sync());
  CHECK(f.notes() == kSaid);
  f.rig.engine().unsubscribe(*id);
  f.rig.clock.now += store::kRetentionEvery;
  REQUIRE_FALSE(f.rig.sync());
  CHECK(f.notes() == 10);
}

TEST_CASE("what was pruned of an upgraded room is fetched again, from both of its rooms") {
  RecoveryRig rig;
  const std::string old_room = rig.channel("General");
  for (int i = 0; i < 60; ++i) rig.say(old_room, "old " + std::to_string(i));
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  const std::string new_room = rig.ask([old_room](sandbox::Homeserver& server) {
    const std::string heir = server.continue_room(old_room, kBob);
    server.close_room(old_room, heir, kBob);
    return heir;
  });
  REQUIRE_FALSE(rig.sync());
  for (int i = 0; i < 60; ++i) rig.say(new_room, "new " + std::to_string(i));
  REQUIRE_FALSE(rig.sync());
  REQUIRE_FALSE(rig.fill(general));
  REQUIRE(rig.engine().mark_read(general, "").ok());
  REQUIRE_FALSE(rig.sync());
  const auto whole = rig.thread(general);
  REQUIRE(whole.size() > 120);
  CHECK(ix::testing::take(rig.engine().prune(keep(10), engine::kPruneNow)) > 110);
  CHECK(rig.unread(general) == 0);
  CHECK_FALSE(rig.unread_is_lower_bound(general));
  rig.wire.by_label.clear();
  REQUIRE_FALSE(rig.fill(general));
  CHECK(rig.thread(general) == whole);
  CHECK(rig.wire.by_label["context"] == 1);  // the older room is read from its newest end
  CHECK(rig.unread(general) == 0);
}

TEST_CASE("a prune is told as rows that go and a gap that comes") {
  LiveRig rig;
  RouteChanges batch = changes("!room", {}, internal_route("@ann:example.org"));
  for (int i = 1; i <= 9; ++i) batch.items.push_back(message("$" + std::to_string(i)));
  batch.from_start = true;
  batch.own_read = "$9";
  rig.ingest(batch);
  const ConversationId room{rig.f.number("SELECT id FROM conversation")};
  const auto thread = rig.follow(live(engine::LiveKind::thread, room, 20));
  (void)rig.take(thread);
  store::Touched touched;
  CHECK(rig.f.prune(keep(3), &touched) == 6);
  rig.subscriptions.notify(touched);
  CHECK(rig.told().contains(thread));
  const query::Page changes = rig.take(thread);
  CHECK(changes.count(IX_TABLE_CHANGE) == 7);  // six rows away, one gap
  CHECK(rig.lists.at(thread).rows.size() == 4);
}

TEST_CASE("rules that say nothing are refused") {
  Kept f;
  Retention negative;
  negative.max_age_ms = -1;
  engine::Engine& engine = f.rig.engine();
  CHECK(engine.prune(negative, engine::kPruneSet).error().code == ErrorCode::INVALID_ARGUMENT);
  CHECK(engine.prune(keep(1), 0).error().code == ErrorCode::INVALID_ARGUMENT);
  CHECK(engine.prune(keep(1), 4).error().code == ErrorCode::INVALID_ARGUMENT);
  CHECK(engine.prune(std::nullopt, engine::kPruneSet).error().code == ErrorCode::INVALID_ARGUMENT);
  CHECK(ix::testing::take(engine.retention()).keeps_all());
  CHECK(ix::testing::take(engine.prune(std::nullopt, engine::kPruneNow)) == 0);
  CHECK(f.notes() == kSaid);
}

}  // namespace ix::testing
