// SPDX-License-Identifier: Apache-2.0
// What people see of conversations that they were put out of, that were left elsewhere, or that
// moved.
#include <doctest/doctest.h>

#include <string>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

TEST_CASE("a conversation one was removed or banned from stays readable, with the reason") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  rig.say(room, "one");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");

  std::string membership, reason, notice;
  SUBCASE("removed") {
    membership = "leave";
    reason = "removed";
    notice = "[removed Alice]";
  }
  SUBCASE("banned") {
    membership = "ban";
    reason = "banned";
    notice = "[banned Alice]";
  }
  rig.set_membership(room, kBob, membership);
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.reason(general) == reason);
  CHECK(tail(rig.thread(general), 2) == Lines{"Bob: one", notice});
  engine::OutgoingInput message;
  message.text = "anybody?";
  const auto refused = rig.engine().send(general, message);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::CANNOT_SEND);
  // Let in again, in the same conversation.
  rig.set_membership(room, kAlice, "join");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.conversation("General") == general);
  CHECK(rig.reason(general).empty());
}

TEST_CASE("a conversation left on another device stays readable and says that it was left") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  rig.say(room, "one");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  rig.set_membership(room, kAlice, "leave");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.reason(rig.conversation("General")) == "left");
  CHECK(rig.thread(rig.conversation("General")).back() == "[left Alice]");
}

TEST_CASE("what waits to be sent when one is removed fails visibly and is kept") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  rig.set_membership(room, kBob, "leave");
  engine::OutgoingInput message;
  message.text = "too late";
  REQUIRE(rig.engine().send(general, message).ok());  // this device does not know yet
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.thread(general).back() == "Alice: too late (failed)");
  CHECK(rig.reason(general) == "removed");
}

TEST_CASE("an upgraded room is followed and stays one conversation with all its history") {
  RecoveryRig rig;
  const std::string old_room = rig.channel("General");
  rig.say(old_room, "in the old room");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  const std::string new_room = rig.ask([old_room](sandbox::Homeserver& server) {
    const std::string heir = server.continue_room(old_room, kBob);
    server.close_room(old_room, heir, kBob);
    return heir;
  });
  rig.say(new_room, "in the new room");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"General"});
  CHECK(rig.conversation("General") == general);
  CHECK(rig.reason(general).empty());
  const Lines thread = rig.thread(general);
  CHECK(times_of(thread, "Bob: in the old room") == 1);
  CHECK(times_of(thread, "[upgraded This room has been replaced]") == 1);
  CHECK(times_of(thread, "Bob: in the new room") == 1);
  rig.send(general, "on we go");
  CHECK(rig.thread(general).back() == "Alice: on we go");
  CHECK(rig.server().room(new_room)->events().back().content.find("on we go") != std::string::npos);
}

TEST_CASE("an upgraded room that lets nobody in is read-only and says why") {
  RecoveryRig rig;
  const std::string old_room = rig.channel("General");
  rig.ask([old_room](sandbox::Homeserver& server) {
    return server.post_event(old_room, kBob, "m.room.join_rules", R"({"join_rule":"invite"})", "");
  });
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string new_room = rig.ask([old_room](sandbox::Homeserver& server) {
    const std::string heir = server.continue_room(old_room, kBob);
    server.close_room(old_room, heir, kBob);
    return heir;
  });
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  CHECK(rig.reason(general) == "upgraded");
  // The invitation that follows opens the same conversation again.
  rig.set_membership(new_room, kBob, "invite");
  REQUIRE_FALSE(rig.sync());
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"General"});
  CHECK(rig.conversation("General") == general);
  CHECK(rig.reason(general).empty());
}

TEST_CASE("a stranger's server cannot move us to another room") {
  RecoveryRig rig;
  const std::string old_room = rig.channel("General");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string new_room = rig.ask([old_room](sandbox::Homeserver& server) {
    const std::string heir = server.continue_room(old_room, kBob);
    server.close_room(old_room, heir, "@mallory:evil.test");
    return heir;
  });
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.reason(rig.conversation("General")) == "upgraded");
  CHECK_FALSE(rig.server().room(new_room)->is_joined(kAlice));
}

TEST_CASE("a new room seen before the old one says that it moved becomes the same conversation") {
  RecoveryRig rig;
  const std::string old_room = rig.channel("General");
  rig.say(old_room, "in the old room");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  const std::string new_room = rig.ask([old_room](sandbox::Homeserver& server) {
    const std::string heir = server.continue_room(old_room, kBob);
    server.set_membership(*server.room_to_write(heir), kAlice, kAlice, "join");
    return heir;
  });
  rig.say(new_room, "in the new room");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles().size() == 2);  // nobody has said yet that they are one
  rig.ask([old_room, new_room](sandbox::Homeserver& server) {
    server.close_room(old_room, new_room, kBob);
    return std::string();
  });
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"General"});
  CHECK(rig.conversation("General") == general);
  CHECK(rig.reason(general).empty());
  const Lines thread = rig.thread(general);
  CHECK(times_of(thread, "Bob: in the old room") == 1);
  CHECK(times_of(thread, "Bob: in the new room") == 1);
  rig.send(general, "on we go");
  // A device that starts now sees one conversation, too.
  forget_token(rig);
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"General"});
  CHECK(times_of(rig.thread(general), "Alice: on we go") == 1);
}

TEST_CASE("an invitation that was withdrawn says so and cannot be written to") {
  RecoveryRig rig;
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string room = rig.ask([](sandbox::Homeserver& server) {
    server.add_user("eve", "secret", "Eve");
    return server.add_channel("Secret plans", {kBob});
  });
  // From elsewhere: nothing here accepts it by itself.
  rig.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    const bool join = request.path.size() > 3 && request.path[3] == "join";
    if (!join) return std::nullopt;
    return sandbox::error_reply(403, "M_FORBIDDEN", "You are not invited to this room.");
  };
  rig.set_membership(room, kBob, "invite");
  REQUIRE_FALSE(rig.sync());
  const std::string plans = rig.conversation("Secret plans");
  CHECK(rig.reason(plans) == "invited");
  rig.set_membership(room, kBob, "leave");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.reason(plans) == "invite_withdrawn");
  CHECK(rig.engine().store().outbox_entries()->empty());
}

}  // namespace
}  // namespace ix::testing
