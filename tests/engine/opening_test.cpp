// SPDX-License-Identifier: Apache-2.0
// Rooms that are made for messages.
#include <doctest/doctest.h>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

TEST_CASE("the room that a discarded message asked for is the one that the next message uses") {
  RecoveryRig rig;
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  engine::RecipientInput bob;
  bob.user = kBob;
  const auto with = rig.engine().open_conversation(bob);
  REQUIRE(with.ok());
  const auto send = [&](const char* text) {
    engine::OutgoingInput message;
    message.text = text;
    return rig.engine().send(*with, message).ok();
  };
  // The server makes the room, and its answer is lost. Before anything else is read the message is
  // discarded, and another one written.
  bool made = false;
  bool discarded = false;
  rig.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    const auto lost = [] { return sandbox::error_reply(502, "M_UNKNOWN", "Bad gateway"); };
    if (request.path.back() == "createRoom" && !made) {
      (void)rig.server().handle(request, rig.clock.now);
      made = true;
      return lost();
    }
    if (!made || discarded) return std::nullopt;
    const auto waiting = rig.engine().store().outbox_entries();
    if (waiting->front().state == OutboxState::sending) return lost();
    discarded = rig.engine().discard(waiting->front().id.text()).ok();
    CHECK(send("hello"));
    return lost();
  };
  REQUIRE(send("never mind"));
  (void)rig.sync();
  REQUIRE(discarded);
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.thread(*with).back() == "Alice: hello");
  CHECK(rig.server().rooms().size() == 1);
}

}  // namespace
}  // namespace ix::testing
