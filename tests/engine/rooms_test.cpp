// SPDX-License-Identifier: Apache-2.0
// Channels and groups through the whole engine and the sandbox.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr Millis kHour = 3'600'000;
constexpr const char* kCy = "@cy:pbx.test";

struct Scene : RecoveryRig {
  Scene() {
    act([](sandbox::Homeserver& server) { server.add_user("cy", "secret", "Cy"); });
    REQUIRE_FALSE(sign_in());
    REQUIRE_FALSE(sync());
  }
  std::string make(const std::string& name, std::vector<std::string> people = {},
                   const std::string& alias = "") {
    engine::RoomInput input;
    input.room.name = name;
    input.room.alias = alias;
    input.room.people = std::move(people);
    auto made = engine().create_room(std::move(input));
    REQUIRE(made.ok());
    return *made;
  }
  Result<std::string> group(std::vector<std::string> people) {
    engine::RoomInput input;
    input.room.kind = RouteKind::group;
    input.room.people = std::move(people);
    return engine().create_room(std::move(input));
  }
  std::vector<OutboxEntry> outbox() { return *engine().store().outbox_entries(); }
  // Rooms at the server that Alice is in.
  std::vector<const sandbox::Room*> rooms() {
    std::vector<const sandbox::Room*> out;
    for (const auto& [id, room] : server().rooms()) {
      if (room->is_joined(kAlice)) out.push_back(room.get());
    }
    return out;
  }
  // The texts that a room holds.
  static std::vector<std::string> texts(const sandbox::Room& room) {
    std::vector<std::string> out;
    for (size_t i = 0; i < room.events().size(); ++i) {
      const auto& event = room.events()[i];
      if (event.type != "m.room.message") continue;
      out.emplace_back(json::Document::parse(event.content)->root()["body"].string());
    }
    return out;
  }
  std::vector<std::string> members(const std::string& conversation) {
    auto found = engine().reader().members(*ConversationId::parse(conversation));
    REQUIRE(found.ok());
    std::vector<std::string> out;
    for (uint32_t i = 0; i < found->page.count(IX_TABLE_MEMBER); ++i) {
      const auto* row = found->page.row<ix_row_member>(IX_TABLE_MEMBER, i);
      out.push_back(std::string(found->page.text_or_empty(row->name)) + " " +
                    member_state_name(static_cast<MemberState>(row->state)) + " " +
                    member_role_name(static_cast<MemberRole>(row->role)));
    }
    return out;
  }
};

// The first such request arrives, and its answer is lost.
auto lost_answer(Scene& scene, const std::string& what) {
  return [&scene, what, done = false](const sandbox::Request& request) mutable -> sandbox::Reply {
    if (done || request.path.back() != what) return std::nullopt;
    done = true;
    (void)scene.server().handle(request, scene.clock.now);
    return transport::HttpResponse{502, {}, "<html>no</html>"};
  };
}

TEST_CASE("a channel is made once, its people are invited, and what was written leaves in order") {
  Scene scene;
  const std::string sales = scene.make("Sales", {kBob, kCy});
  CHECK(scene.titles() == std::vector<std::string>{"Sales"});
  REQUIRE(scene.engine().send(sales, {"one", {}, {}}).ok());
  REQUIRE(scene.engine().send(sales, {"two", {}, {}}).ok());
  SUBCASE("all is well") {}
  SUBCASE("the answer to the making is lost") {
    scene.wire.instead = lost_answer(scene, "createRoom");
  }
  SUBCASE("and the process dies over it") {
    scene.wire.instead = lost_answer(scene, "createRoom");
    (void)scene.sync();
    scene.restart();
  }
  SUBCASE("the answer to an invitation is lost") {
    scene.wire.instead = lost_answer(scene, "invite");
  }
  for (int i = 0; i < 4; ++i) {
    (void)scene.sync();
    scene.clock.now += 60'000;
  }
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.outbox().empty());
  REQUIRE(scene.rooms().size() == 1);
  const sandbox::Room& room = *scene.rooms().front();
  CHECK(scene.texts(room) == std::vector<std::string>{"one", "two"});
  CHECK(room.membership(kBob) == "join");
  CHECK(room.membership(kCy) == "join");
  CHECK(scene.conversation("Sales") == sales);
  CHECK(scene.engine().store().check()->empty());
}

TEST_CASE("a request to make a channel that arrives late makes no second one") {
  Scene scene;
  std::optional<sandbox::Request> late;
  scene.wire.instead = [&late](const sandbox::Request& request) -> sandbox::Reply {
    if (late || request.path.back() != "createRoom") return std::nullopt;
    late = request;
    return transport::HttpResponse{502, {}, "<html>no</html>"};
  };
  scene.make("Sales");
  (void)scene.sync();
  scene.clock.now += kHour;
  REQUIRE_FALSE(scene.sync());
  REQUIRE(late);
  CHECK(scene.rooms().size() == 1);
  (void)scene.server().handle(*late, scene.clock.now);
  CHECK(scene.rooms().size() == 1);
}

TEST_CASE("the same holds for the first message to a colleague") {
  Scene scene;
  std::optional<sandbox::Request> late;
  scene.wire.instead = [&late](const sandbox::Request& request) -> sandbox::Reply {
    if (late || request.path.back() != "createRoom") return std::nullopt;
    late = request;
    return transport::HttpResponse{502, {}, "<html>no</html>"};
  };
  engine::RecipientInput bob;
  bob.user = kBob;
  const auto with_bob = scene.engine().open_conversation(bob);
  REQUIRE(with_bob.ok());
  scene.send(*with_bob, "hello");
  scene.clock.now += kHour;
  REQUIRE_FALSE(scene.sync());
  REQUIRE(late);
  (void)scene.server().handle(*late, scene.clock.now);
  CHECK(scene.rooms().size() == 1);
  CHECK(scene.outbox().empty());
}

TEST_CASE("a public address that is taken blocks, and says so") {
  Scene scene;
  scene.ask([](sandbox::Homeserver& server) {
    server.add_alias("sales", server.add_channel("Theirs", {kBob}));
    return std::string();
  });
  const std::string sales = scene.make("Sales", {}, "sales");
  REQUIRE(scene.engine().send(sales, {"one", {}, {}}).ok());
  REQUIRE_FALSE(scene.sync());
  REQUIRE(scene.outbox().size() == 2);
  CHECK(scene.outbox().front().state == OutboxState::blocked);
  CHECK(scene.outbox().front().failure->message.find("public address") != std::string::npos);
  CHECK(scene.rooms().empty());
}

TEST_CASE("a group is one for all its people") {
  Scene scene;
  const std::string both = *scene.group({kBob, kCy});
  CHECK(*scene.group({kCy, kBob}) == both);
  CHECK(scene.group({kBob}).error().code == ErrorCode::INVALID_ARGUMENT);
  scene.send(both, "hello both");
  REQUIRE_FALSE(scene.sync());
  REQUIRE(scene.rooms().size() == 1);
  CHECK(scene.rooms().front()->membership(kCy) == "join");
  // Also when the device has nothing but what the server says of it.
  CHECK(*scene.group({kCy, kBob}) == both);
  CHECK(scene.titles() == std::vector<std::string>{"Bob and Cy"});
  engine::RoomInput mixed;
  mixed.room.kind = RouteKind::group;
  mixed.room.people = {kBob};
  mixed.numbers = {"613 555 0142"};
  CHECK(scene.engine().create_room(mixed).error().code == ErrorCode::NOT_SUPPORTED);
}

TEST_CASE("joining by address, leaving, and joining again is one conversation") {
  Scene scene;
  const std::string room = scene.ask([](sandbox::Homeserver& server) {
    const std::string id = server.add_channel("Sales", {kBob});
    server.add_alias("sales", id);
    return id;
  });
  scene.say(room, "welcome");
  const auto joined = scene.engine().join_room("#sales:pbx.test");
  REQUIRE(joined.ok());
  CHECK(scene.titles() == std::vector<std::string>{"#sales:pbx.test"});
  scene.wire.instead = lost_answer(scene, "#sales:pbx.test");
  scene.send(*joined, "hello");
  scene.clock.now += 60'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.conversation("Sales") == *joined);
  CHECK(scene.texts(*scene.server().room(room)) == std::vector<std::string>{"welcome", "hello"});

  REQUIRE(scene.engine().leave_room(*joined).ok());
  CHECK(scene.reason(*joined) == "leaving");
  scene.wire.instead = lost_answer(scene, "leave");
  (void)scene.sync();
  scene.clock.now += 60'000;
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.server().room(room)->membership(kAlice) == "leave");
  CHECK(scene.reason(*joined) == "left");
  CHECK(scene.outbox().empty());
  CHECK(*scene.engine().join_room("#sales:pbx.test") != "");
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.server().room(room)->membership(kAlice) == "join");
  CHECK(scene.conversation("Sales") == *joined);
  CHECK(scene.engine().store().check()->empty());
}

TEST_CASE("what cannot be joined says why, holds nothing else, and can be discarded") {
  Scene scene;
  const std::string closed = scene.ask([](sandbox::Homeserver& server) {
    const std::string id = server.add_channel("Board", {kBob});
    server.post_event(id, kBob, "m.room.join_rules", R"({"join_rule":"invite"})", "");
    return id;
  });
  REQUIRE(scene.engine().join_room(closed).ok());
  REQUIRE(scene.engine().join_room("#nowhere:pbx.test").ok());
  const std::string open = scene.make("Sales");
  scene.send(open, "hello");
  CHECK(scene.thread(open).back() == "Alice: hello");
  REQUIRE(scene.outbox().size() == 2);
  CHECK(scene.outbox()[0].failure->code == ErrorCode::REFUSED);
  CHECK(scene.outbox()[0].failure->message == "it can be entered by invitation only");
  CHECK(scene.outbox()[1].failure->code == ErrorCode::NOT_FOUND);
  for (const OutboxEntry& one : scene.outbox()) REQUIRE(scene.engine().discard(one.id.text()).ok());
  CHECK(scene.titles() == std::vector<std::string>{"Sales"});
}

TEST_CASE("an invitation that one may not make fails visibly, and holds no message") {
  Scene scene;
  const std::string room = scene.channel("Sales");
  scene.ask([&](sandbox::Homeserver& server) {
    server.post_event(room, kBob, "m.room.power_levels", R"({"invite":50,"users":{}})", "");
    return std::string();
  });
  REQUIRE_FALSE(scene.sync());
  const std::string sales = scene.conversation("Sales");
  REQUIRE(scene.engine().invite(sales, kBob).ok());  // is in already
  REQUIRE(scene.engine().invite(sales, kCy).ok());
  CHECK(scene.members(sales) ==
        std::vector<std::string>{"Bob asked member", "@cy:pbx.test asked member"});
  scene.send(sales, "hello");
  CHECK(scene.thread(sales).back() == "Alice: hello");
  REQUIRE(scene.outbox().size() == 1);
  CHECK(scene.outbox()[0].text == kCy);
  CHECK(scene.outbox()[0].state == OutboxState::failed);
  CHECK(scene.members(sales).empty());
  REQUIRE(scene.engine().discard(scene.outbox()[0].id.text()).ok());
  CHECK(scene.outbox().empty());
}

TEST_CASE("what could not be left for a day is given up, and one can write there again") {
  Scene scene;
  scene.channel("Sales");
  REQUIRE_FALSE(scene.sync());
  const std::string sales = scene.conversation("Sales");
  scene.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    if (request.path.back() != "leave") return std::nullopt;
    return transport::HttpResponse{502, {}, "<html>no</html>"};
  };
  REQUIRE(scene.engine().leave_room(sales).ok());
  for (int hours = 0; hours < 26; ++hours) {
    (void)scene.sync();
    scene.clock.now += kHour;
  }
  (void)scene.sync();
  REQUIRE(scene.outbox().size() == 1);
  CHECK(scene.outbox()[0].state == OutboxState::failed);
  CHECK(scene.outbox()[0].failure->message.starts_with("given up after a day of trying: "));
  CHECK(scene.reason(sales).empty());
}

TEST_CASE("leaving comes after what was asked for there before") {
  Scene scene;
  const std::string room = scene.channel("Sales");
  REQUIRE_FALSE(scene.sync());
  const std::string sales = scene.conversation("Sales");
  REQUIRE(scene.engine().invite(sales, kCy).ok());
  REQUIRE(scene.engine().leave_room(sales).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.server().room(room)->membership(kAlice) == "leave");
  CHECK(scene.server().room(room)->membership(kCy) == "join");
}

}  // namespace
}  // namespace ix::testing
