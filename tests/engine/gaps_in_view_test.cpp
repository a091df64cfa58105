// SPDX-License-Identifier: Apache-2.0
// History that a followed thread shows as missing is fetched by itself.
#include <doctest/doctest.h>
#include <interactions/row_block.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr int kSaid = 200;

// Alice's account after a first sync that brought the end of a long history.
struct Followed {
  explicit Followed(engine::SyncMode mode) {
    const std::string room = rig.channel("General");
    for (int i = 0; i < kSaid; ++i) rig.say(room, "note " + std::to_string(i));
    REQUIRE_FALSE(rig.sign_in());
    REQUIRE_FALSE(rig.sync());
    general = rig.conversation("General");
    REQUIRE(gaps() == 1);
    rig.sync_mode = mode;
    rig.restart();
  }
  int64_t gaps() {
    const auto lines = rig.thread(general);
    return std::count(lines.begin(), lines.end(), "[gap]");
  }
  int64_t notes() {
    const auto lines = rig.thread(general);
    return std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("note ") != std::string::npos;
    });
  }
  int history_requests() { return rig.wire.by_label["history"]; }

  // A host that takes whatever an event tells of, until nothing comes any more.
  void follow(uint32_t window, int rounds = 100) {
    engine::LiveQuery query;
    query.kind = engine::LiveKind::thread;
    query.conversation = *ConversationId::parse(general);
    query.window = window;
    const auto id = rig.engine().subscribe(query);
    REQUIRE(id.ok());
    for (int i = 0; i < rounds; ++i) {
      auto events = rig.engine().events().poll(0);
      REQUIRE(events.ok());
      for (const engine::Event& event : *events) {
        if (event.subscription == *id) CHECK(rig.engine().take(*id).ok());
      }
      rig.engine().step(0);
    }
    rig.engine().unsubscribe(*id);
  }

  RecoveryRig rig;
  std::string general;
};

}  // namespace

TEST_CASE("a gap in view is filled as far as the window reaches, and no further") {
  Followed f(engine::SyncMode::continuous);
  const int64_t before = f.notes();
  f.follow(static_cast<uint32_t>(before));  // the gap lies just below the window
  CHECK(f.history_requests() == 0);
  f.follow(static_cast<uint32_t>(before) + 20);
  CHECK(f.history_requests() == 1);
  CHECK(f.notes() == before + 50);
  CHECK(f.gaps() == 1);
  f.follow(1000);
  CHECK(f.notes() == kSaid);
  CHECK(f.gaps() == 0);
  const int requests = f.history_requests();
  f.follow(1000);
  CHECK(f.history_requests() == requests);
}

TEST_CASE("who syncs on demand is asked first") {
  Followed f(engine::SyncMode::on_demand);
  f.follow(1000);
  CHECK(f.history_requests() == 0);
  CHECK(f.gaps() == 1);
}

TEST_CASE(
    "a fill that fails for now is tried again after the next round, one that is refused not") {
  Followed f(engine::SyncMode::continuous);
  int refused_with = 502;
  f.rig.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (request.path.back() != "messages" || refused_with == 0) return std::nullopt;
    return refused_with == 502 ? sandbox::json_reply(502, "")
                               : sandbox::json_reply(403, R"({"errcode":"M_FORBIDDEN"})");
  };
  SUBCASE("for now") {
    f.follow(1000, 30);
    CHECK(f.history_requests() > 1);
    CHECK(f.gaps() == 1);
    refused_with = 0;
    f.follow(1000);
    CHECK(f.gaps() == 0);
  }
  SUBCASE("refused") {
    refused_with = 403;
    f.follow(1000, 30);
    CHECK(f.history_requests() == 1);
    CHECK(f.gaps() == 1);
  }
}

}  // namespace ix::testing
