// SPDX-License-Identifier: Apache-2.0
// Channels and groups that the client makes, joins and leaves, and who is in them.
#include <algorithm>
#include <utility>

#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

NewRoom channel_called(const std::string& name) {
  NewRoom room;
  room.name = name;
  return room;
}

// Ann's provider by itself, signed in and read once.
struct Office {
  explicit Office(Stage& given)
      : stage(given), bob(given.person("Bob")), ann(given, given.person("Ann")) {}
  bool begins() { return ann.sign_in().ok() && ann.changes().ok(); }
  std::string names(const MemberList& list) const {
    std::string out;
    for (const Member& one : list.members) {
      out += (out.empty() ? "" : ", ") + one.name + " " + member_state_name(one.state) + " " +
             member_role_name(one.role);
    }
    return out;
  }

  Stage& stage;
  Person bob;
  Caller ann;
};

void made(Stage& stage) {
  Office office(stage);
  IX_EXPECT(office.begins());
  NewRoom room = channel_called(stage.unique("Sales"));
  room.topic = "What is sold";
  auto route = office.ann.create_room(room, stage.unique("key"));
  IX_EXPECT_EQ(code_of(route), ErrorCode::OK);
  IX_EXPECT(office.ann.sees([&] { return office.ann.knows(*route); }));
  const RouteChange& seen = *office.ann.seen(*route).route;
  IX_EXPECT_EQ(seen.kind, RouteKind::channel);
  IX_EXPECT_EQ(seen.title, room.name);
  IX_EXPECT_EQ(seen.topic, room.topic);
  IX_EXPECT_EQ(seen.create_key, stage.unique("key"));
  IX_EXPECT(seen.can_send);
}

void made_twice(Stage& stage) {
  Office office(stage);
  IX_EXPECT(office.begins());
  const NewRoom room = channel_called(stage.unique("Sales"));
  auto first = office.ann.create_room(room, stage.unique("key"));
  IX_EXPECT_EQ(code_of(first), ErrorCode::OK);
  auto second = office.ann.create_room(room, stage.unique("key"));
  IX_EXPECT_EQ(code_of(second), ErrorCode::OK);
  IX_EXPECT_EQ(*second, *first);
  IX_EXPECT(office.ann.sees([&] { return office.ann.knows(*first); }));
  IX_EXPECT_EQ(office.ann.routes().size(), size_t{1});
}

void direct_twice(Stage& stage) {
  Office office(stage);
  IX_EXPECT(office.begins());
  auto first = office.ann.open_direct(office.bob.id, false, stage.unique("key"));
  auto second = office.ann.open_direct(office.bob.id, false, stage.unique("key"));
  IX_EXPECT_EQ(code_of(second), ErrorCode::OK);
  IX_EXPECT_EQ(*second, *first);
  IX_EXPECT(office.ann.sees([&] { return office.ann.knows(*first); }));
  IX_EXPECT_EQ(office.ann.routes().size(), size_t{1});
  IX_EXPECT_EQ(office.ann.seen(*first).route->title, office.bob.name);
}

void public_address(Stage& stage) {
  Office office(stage);
  Caller bob(stage, office.bob);
  IX_EXPECT(office.begins());
  IX_EXPECT(bob.sign_in().ok());
  NewRoom room = channel_called(stage.unique("Sales"));
  room.alias = stage.unique("sales");
  auto route = office.ann.create_room(room, stage.unique("key"));
  IX_EXPECT_EQ(code_of(route), ErrorCode::OK);
  const std::string address = stage.backend.address(room.alias, office.bob);
  for (int times = 0; times < 2; ++times) {
    auto joined = bob.join(address);
    IX_EXPECT_EQ(code_of(joined), ErrorCode::OK);
    IX_EXPECT_EQ(*joined, *route);
  }
  // The address is another's now.
  auto taken = bob.create_room(room, stage.unique("other key"));
  IX_EXPECT_EQ(code_of(taken), ErrorCode::REFUSED);
  IX_EXPECT_EQ(taken.error().retry, RetryAdvice::after_user_action);
}

void not_joined(Stage& stage) {
  Office office(stage);
  IX_EXPECT(office.begins());
  IX_EXPECT_EQ(code_of(office.ann.join(stage.backend.address("nowhere", office.bob))),
               ErrorCode::NOT_FOUND);
  Caller bob(stage, office.bob);
  IX_EXPECT(bob.sign_in().ok());
  auto closed = bob.create_room(channel_called(stage.unique("Board")), stage.unique("key"));
  IX_EXPECT_EQ(code_of(closed), ErrorCode::OK);
  auto refused = office.ann.join(*closed);
  IX_EXPECT_EQ(code_of(refused), ErrorCode::REFUSED);
  IX_EXPECT_EQ(refused.error().retry, RetryAdvice::never);
  IX_EXPECT(stage.backend.ban(office.bob, office.ann.person(), *closed));
  IX_EXPECT_EQ(code_of(office.ann.join(*closed)), ErrorCode::REFUSED);
  IX_EXPECT_EQ(code_of(bob.invite(*closed, office.ann.person().id)), ErrorCode::REFUSED);
}

void invited_and_left(Stage& stage) {
  Office office(stage);
  Caller bob(stage, office.bob);
  IX_EXPECT(office.begins());
  IX_EXPECT(bob.sign_in().ok());
  auto route = office.ann.create_room(channel_called(stage.unique("Sales")), stage.unique("key"));
  IX_EXPECT_EQ(code_of(route), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(bob.invite(*route, office.ann.person().id)), ErrorCode::REFUSED);
  for (int times = 0; times < 2; ++times) {
    IX_EXPECT_EQ(code_of(office.ann.invite(*route, office.bob.id)), ErrorCode::OK);
  }
  IX_EXPECT(bob.sees([&] { return bob.knows(*route); }));
  IX_EXPECT_EQ(bob.seen(*route).route->state, RouteState::invited);
  IX_EXPECT_EQ(bob.seen(*route).route->kind, RouteKind::channel);
  IX_EXPECT_EQ(code_of(bob.join(*route)), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(office.ann.invite(*route, office.bob.id)), ErrorCode::OK);
  for (int times = 0; times < 2; ++times) IX_EXPECT_EQ(code_of(bob.leave(*route)), ErrorCode::OK);
  IX_EXPECT(bob.sees([&] { return bob.seen(*route).route->state == RouteState::left; }));
  IX_EXPECT_EQ(code_of(bob.join(*route)), ErrorCode::REFUSED);
}

void members_listed(Stage& stage) {
  Office office(stage);
  IX_EXPECT(office.begins());
  auto route = office.ann.create_room(channel_called(stage.unique("Sales")), stage.unique("key"));
  IX_EXPECT_EQ(code_of(route), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(office.ann.invite(*route, office.bob.id)), ErrorCode::OK);
  auto list = office.ann.members(*route, 10);
  IX_EXPECT_EQ(code_of(list), ErrorCode::OK);
  IX_EXPECT_EQ(office.names(*list),
               office.ann.person().name + " joined admin, " + office.bob.name + " invited member");
  auto one = office.ann.members(*route, 1);
  IX_EXPECT_EQ(code_of(one), ErrorCode::OK);
  IX_EXPECT_EQ(one->members.size(), size_t{1});
  IX_EXPECT_EQ(one->total, int64_t{2});
}

void group_of_three(Stage& stage) {
  const Person bob = stage.person("Bob");
  const Person cy = stage.person("Cy");
  Device device(stage, stage.person("Ann"));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  engine::RoomInput input;
  input.room.kind = RouteKind::group;
  input.room.people = {bob.id, cy.id};
  auto group = device.engine().create_room(input);
  IX_EXPECT_EQ(code_of(group), ErrorCode::OK);
  device.send(*group, "hello both");
  IX_EXPECT(device.sees([&] { return device.outbox().empty() && device.titles().size() == 1; }));
  auto again = device.engine().create_room(input);
  IX_EXPECT_EQ(*again, *group);
  // Bob is asked, comes in, and it is a group for him, too.
  Device his(stage, bob);
  IX_EXPECT_EQ(code_of(his.sign_in()), ErrorCode::OK);
  IX_EXPECT(his.sees([&] {
    return his.titles().size() == 1 && his.messages(his.conversation(his.titles().front())) ==
                                           Texts{device.person().name + ": hello both"};
  }));
  input.room.people = {device.person().id, cy.id};
  auto same = his.engine().create_room(input);
  IX_EXPECT_EQ(*same, his.conversation(his.titles().front()));
}

// The making of a channel goes wrong: it is there once, with what was written.
void made_in_spite_of(Stage& stage, SendFault fault) {
  Device device(stage, stage.person("Ann"));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(device.sync()), ErrorCode::OK);
  engine::RoomInput input;
  input.room = channel_called(stage.unique("Sales"));
  auto sales = device.engine().create_room(input);
  IX_EXPECT_EQ(code_of(sales), ErrorCode::OK);
  device.meddling.next_open = fault;
  device.send(*sales, "first");
  if (fault == SendFault::answer_held) {
    IX_EXPECT(device.runs_until([&] { return device.meddling.faults == 1; }));
    device.restart();
  }
  IX_EXPECT(device.sees([&] { return device.outbox().empty(); }));
  IX_EXPECT_EQ(device.meddling.faults, 1);
  const Texts wanted{"me: first"};
  IX_EXPECT(device.sees([&] { return device.messages(*sales) == wanted; }));
  IX_EXPECT_EQ(device.titles(), Texts{input.room.name});
  Caller ann(stage, device.person());
  IX_EXPECT(ann.sign_in().ok());
  IX_EXPECT(ann.changes().ok());
  IX_EXPECT_EQ(ann.routes().size(), size_t{1});
}

template <SendFault fault>
void made_despite(Stage& stage) {
  made_in_spite_of(stage, fault);
}

void there_and_back(Stage& stage) {
  Chat chat(stage);
  const std::string title = stage.unique("Project");
  const std::string route = stage.backend.channel(title, {chat.bob, chat.ann});
  IX_EXPECT(!stage.backend.say(chat.bob, route, "kick-off").empty());
  IX_EXPECT(chat.begins("hello"));
  IX_EXPECT(chat.device.sees([&] { return !chat.device.conversation(title).empty(); }));
  const std::string project = chat.device.conversation(title);
  IX_EXPECT(chat.device.engine().leave_room(project).ok());
  IX_EXPECT(!chat.device.engine().send(project, {"still here?", {}, {}}).ok());
  IX_EXPECT(chat.device.sees([&] { return chat.device.outbox().empty(); }));
  // By invitation only: the way back is barred, and says so.
  IX_EXPECT(chat.device.engine().join_room(route).ok());
  IX_EXPECT(chat.sees_outbox({"failed IX_ERROR_REFUSED"}));
  IX_EXPECT_EQ(chat.device.messages(project), chat.from_bob({"kick-off"}));
}

void where_there_is_none(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  engine::RoomInput input;
  input.room = channel_called(stage.unique("Sales"));
  const bool can = stage.backend.lacks(Can::rooms).empty();
  IX_EXPECT_EQ(code_of(device.engine().create_room(input)),
               can ? ErrorCode::OK : ErrorCode::NOT_SUPPORTED);
}

}  // namespace

std::vector<Case> room_cases() {
  const std::vector<Can> needs = {Can::rooms};
  return {
      {"room", "where there is none of it, it is refused at once", {}, where_there_is_none},
      {"room", "a channel is made, and has its key", needs, made},
      {"room", "a channel asked for twice is one", needs, made_twice},
      {"room", "so is a direct route", needs, direct_twice},
      {"room", "a public address is joined, and is nobody else's", needs, public_address},
      {"room", "what cannot be joined says why", needs, not_joined},
      {"room", "who is in or out is so, however often", needs, invited_and_left},
      {"room", "members are listed with state and role", needs, members_listed},
      {"room", "a group is one for all its people", needs, group_of_three},
      {"room", "a channel whose answer is lost is one", needs,
       made_despite<SendFault::answer_lost>},
      {"room", "a channel whose request is lost is made", needs,
       made_despite<SendFault::request_lost>},
      {"room", "a death before the channel's answer", needs, made_despite<SendFault::answer_held>},
      {"room",
       "left at once, and the way back may be barred",
       {Can::rooms, Can::membership},
       there_and_back},
  };
}

}  // namespace ix::conformance
