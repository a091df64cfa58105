// SPDX-License-Identifier: Apache-2.0
// Messages that are to leave at a time, through the whole engine and the sandbox.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr Millis kMinute = 60'000;
constexpr Millis kHour = 60 * kMinute;

struct Scene : RecoveryRig {
  Scene() {
    sync_mode = engine::SyncMode::continuous;
    restart();
    room = channel("General");
    REQUIRE_FALSE(sign_in());
    REQUIRE_FALSE(sync());
    general = conversation("General");
  }
  void write(const std::string& words, Millis from_now = 0) {
    engine::OutgoingInput message;
    message.text = words;
    if (from_now > 0) message.send_at_ms = clock.wall_ms() + from_now;
    REQUIRE(engine().send(general, message).ok());
  }
  // Time goes by, in pieces, and the engine does what is due.
  void pass(Millis span) {
    const Millis end = clock.now + span;
    while (clock.now < end) {
      for (int i = 0; i < 5; ++i) (void)engine().step(0);
      clock.now = std::min(end, clock.now + kMinute);
    }
    for (int i = 0; i < 10; ++i) (void)engine().step(0);
  }
  void online(bool on) {
    (void)engine().hint_network(on ? transport::NetworkKind::unmetered
                                   : transport::NetworkKind::none);
  }
  // What the server has of oneself, in order.
  std::vector<std::string> at_server() {
    std::vector<std::string> out;
    for (const auto& event : server().room(room)->events()) {
      if (event.type != "m.room.message" || event.sender != kAlice) continue;
      const size_t at = event.content.find("\"body\":\"") + 8;
      out.push_back(event.content.substr(at, event.content.find('"', at) - at));
    }
    return out;
  }
  OutboxEntry only() {
    auto entries = engine().store().outbox_entries();
    REQUIRE(entries.ok());
    REQUIRE(entries->size() == 1);
    return entries->front();
  }
  bool asks() {
    const OutboxEntry entry = only();
    return entry.state == OutboxState::blocked && entry.failure &&
           entry.failure->code == ErrorCode::SCHEDULE_MISSED;
  }

  std::string room;
  std::string general;
};

using Words = std::vector<std::string>;

TEST_CASE("a message leaves at its time, not before, and holds nothing back until then") {
  Scene scene;
  scene.write("later", kHour);
  scene.write("now");
  scene.pass(59 * kMinute);
  CHECK(scene.at_server() == Words{"now"});
  CHECK(scene.only().waiting_for == WaitingFor::scheduled);
  scene.pass(2 * kMinute);
  CHECK(scene.at_server() == Words{"now", "later"});
}

TEST_CASE("without a network at its time it leaves within the grace, and asks after it") {
  Scene scene;
  scene.write("in time", kHour);
  scene.online(false);
  scene.pass(69 * kMinute);
  CHECK(scene.at_server().empty());
  CHECK(scene.only().waiting_for == WaitingFor::network);
  scene.online(true);
  scene.pass(kMinute);
  CHECK(scene.at_server() == Words{"in time"});

  scene.write("too late", kHour);
  scene.online(false);
  scene.pass(72 * kMinute);
  CHECK(scene.asks());  // already before the network is back
  scene.write("the next");
  scene.online(true);
  scene.pass(5 * kMinute);
  CHECK(scene.at_server() == Words{"in time", "the next"});
  CHECK(scene.asks());
  REQUIRE(scene.engine().retry(scene.only().id.text()).ok());
  scene.pass(kMinute);
  CHECK(scene.at_server() == Words{"in time", "the next", "too late"});
}

TEST_CASE("a device that is off at the time asks when it is on again") {
  Scene scene;
  scene.write("missed", kHour);
  scene.restart([&](const std::string&) { scene.clock.now += kHour + kScheduleGrace + 1; });
  scene.pass(kMinute);
  CHECK(scene.at_server().empty());
  CHECK(scene.asks());
  REQUIRE(scene.engine().discard(scene.only().id.text()).ok());
  CHECK(scene.engine().store().outbox_entries()->empty());

  scene.write("just in time", kHour);
  scene.restart([&](const std::string&) { scene.clock.now += kHour + kScheduleGrace - kMinute; });
  scene.pass(0);
  CHECK(scene.at_server() == Words{"just in time"});
}

TEST_CASE("what counts is what the clock says at each look") {
  Scene scene;
  scene.write("jump", 2 * kHour);
  SUBCASE("set forward to the time") {
    scene.clock.wrong_by = 2 * kHour + kMinute;
    scene.pass(2 * kMinute);
    CHECK(scene.at_server() == Words{"jump"});
  }
  SUBCASE("set forward past the grace") {
    scene.clock.wrong_by = 5 * kHour;
    scene.pass(2 * kMinute);
    CHECK(scene.at_server().empty());
    CHECK(scene.asks());
  }
  SUBCASE("set back puts it off") {
    scene.clock.wrong_by = -kHour;
    scene.pass(2 * kHour + 5 * kMinute);
    CHECK(scene.at_server().empty());
    CHECK(scene.only().waiting_for == WaitingFor::scheduled);
    scene.pass(kHour);
    CHECK(scene.at_server() == Words{"jump"});
  }
  SUBCASE("set back when it was due already, it steps out of the way again") {
    scene.online(false);
    scene.pass(2 * kHour + kMinute);
    CHECK(scene.only().waiting_for == WaitingFor::network);
    scene.clock.wrong_by = -kHour;
    scene.write("behind");
    scene.online(true);
    scene.pass(kMinute);
    CHECK(scene.at_server() == Words{"behind"});
    scene.pass(kHour);
    CHECK(scene.at_server() == Words{"behind", "jump"});
  }
}

TEST_CASE("a time can be brought forward, put off and given up") {
  Scene scene;
  scene.write("words", kHour);
  const std::string id = scene.only().id.text();
  const Millis now = scene.clock.wall_ms();
  REQUIRE(scene.engine().reschedule(id, now + 30 * kMinute).ok());
  scene.pass(20 * kMinute);
  REQUIRE(scene.engine().reschedule(id, now + 3 * kHour).ok());
  scene.pass(2 * kHour);
  CHECK(scene.at_server().empty());
  CHECK(scene.engine().reschedule(id, now).error().code == ErrorCode::INVALID_ARGUMENT);
  scene.pass(kHour);
  CHECK(scene.at_server() == Words{"words"});
  CHECK(scene.engine().reschedule(id, 0).error().code == ErrorCode::NOT_FOUND);

  scene.write("never", kHour);
  REQUIRE(scene.engine().discard(scene.only().id.text()).ok());
  scene.write("at once", kHour);
  REQUIRE(scene.engine().reschedule(scene.only().id.text(), 0).ok());
  scene.pass(2 * kHour);
  CHECK(scene.at_server() == Words{"words", "at once"});
}

TEST_CASE(
    "a server that fails for longer than the grace makes it ask, and what left is not doubled") {
  Scene scene;
  scene.write("words", kMinute);
  scene.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    const bool it =
        std::find(request.path.begin(), request.path.end(), "m.room.message") != request.path.end();
    if (!it) return std::nullopt;
    return transport::HttpResponse{502, {{"content-type", "text/html"}}, "<html>no</html>"};
  };
  scene.pass(20 * kMinute);
  CHECK(scene.asks());
  scene.wire.instead = nullptr;
  scene.pass(5 * kMinute);
  CHECK(scene.at_server().empty());
  REQUIRE(scene.engine().retry(scene.only().id.text()).ok());
  scene.pass(5 * kMinute);
  CHECK(scene.at_server() == Words{"words"});
}

}  // namespace
}  // namespace ix::testing
