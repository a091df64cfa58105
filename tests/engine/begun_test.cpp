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

TEST_CASE("a network that went before the message left: it waits as if it had not been tried") {
  Scene scene;
  // The engine has not heard it yet when the message is written.
  REQUIRE(scene.engine().hint_network(transport::NetworkKind::none).ok());
  scene.write("mine");
  CHECK(scene.entry().state == OutboxState::sending);
  const int before = scene.wire.by_label["send"];
  scene.settle();
  CHECK(scene.wire.by_label["send"] == before);
  CHECK(scene.entry().state == OutboxState::queued);
  CHECK(scene.entry().waiting_for == WaitingFor::network);
  CHECK_FALSE(scene.entry().may_have_left());
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

TEST_CASE("what is written while messages wait for the network is queued") {
  Scene scene;
  REQUIRE(scene.engine().hint_network(transport::NetworkKind::none).ok());
  scene.settle();
  scene.write("mine");
  CHECK(scene.entry().state == OutboxState::queued);
  CHECK(tail(scene.thread(scene.general), 1) == Lines{"Alice: mine (waits)"});
}

}  // namespace
}  // namespace ix::testing
