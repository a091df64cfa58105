// SPDX-License-Identifier: Apache-2.0
// Messages that leave at once: between the call that wrote one and the engine's next step.
#include <doctest/doctest.h>

#include <string>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

class Scene : public RecoveryRig {
 public:
  Scene() {
    sync_mode = engine::SyncMode::continuous;
    restart();
    channel("General");
    REQUIRE_FALSE(sign_in());
    settle();
    general = conversation("General");
  }
  void write(const std::string& text) {
    engine::OutgoingInput message;
    message.text = text;
    REQUIRE(engine().send(general, message).ok());
  }
  OutboxEntry entry() {
    const auto entries = engine().store().outbox_entries();
    REQUIRE(entries.ok());
    REQUIRE(entries->size() == 1);
    return entries->front();
  }

  std::string general;
};

TEST_CASE("a message that can leave is being sent when the call returns, and leaves once") {
  Scene scene;
  scene.write("mine");
  CHECK(scene.entry().state == OutboxState::sending);
  CHECK(tail(scene.thread(scene.general), 1) == Lines{"Alice: mine (waits)"});
  const int before = scene.wire.by_label["send"];
  scene.settle();
  CHECK(scene.wire.by_label["send"] == before + 1);
  CHECK(tail(scene.thread(scene.general), 1) == Lines{"Alice: mine"});
}

TEST_CASE("more than can leave together: those that wait were not tried, and all leave once") {
  Scene scene;
  Lines rooms = {scene.general};
  for (const std::string name : {"Two", "Three", "Four", "Five"}) {
    scene.channel(name);
    scene.settle();
    rooms.push_back(scene.conversation(name));
  }
  const int before = scene.wire.by_label["send"];
  for (const std::string& room : rooms) {
    scene.general = room;
    scene.write("mine");
  }
  // The wire answers nothing yet: four are on their way.
  scene.engine().step(0);
  auto entries = scene.engine().store().outbox_entries();
  REQUIRE(entries.ok());
  const OutboxEntry last = entries->back();
  CHECK(last.state == OutboxState::queued);
  CHECK(last.attempts == 0);
  CHECK_FALSE(last.may_have_left());
  scene.settle();
  CHECK(scene.wire.by_label["send"] == before + 5);
  for (const std::string& room : rooms) CHECK(times_of(scene.thread(room), "Alice: mine") == 1);
}

TEST_CASE("once the host has said that there is no network, a message is only queued") {
  Scene scene;
  // The engine has not heard it yet when the message is written.
  REQUIRE(scene.engine().hint_network(transport::NetworkKind::none).ok());
  scene.write("mine");
  CHECK(scene.entry().state == OutboxState::queued);
  const int before = scene.wire.by_label["send"];
  scene.settle();
  CHECK(scene.wire.by_label["send"] == before);
  CHECK(scene.entry().waiting_for == WaitingFor::network);
  REQUIRE(scene.engine().hint_network(transport::NetworkKind::unmetered).ok());
  scene.settle();
  CHECK(tail(scene.thread(scene.general), 1) == Lines{"Alice: mine"});
  CHECK(times_of(scene.thread(scene.general), "Alice: mine") == 1);
}

TEST_CASE("a process that ends between the call and its request sends the message once") {
  Scene scene;
  scene.write("mine");
  scene.restart();
  CHECK(scene.entry().may_have_left());
  scene.settle();
  CHECK(times_of(scene.thread(scene.general), "Alice: mine") == 1);
  CHECK(tail(scene.thread(scene.general), 1) == Lines{"Alice: mine"});
}

}  // namespace
}  // namespace ix::testing
