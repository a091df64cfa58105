// SPDX-License-Identifier: Apache-2.0
// Channels and groups in the store: made, joined, left, and who is in them.
#include "cache/member_table.h"
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";
constexpr const char* kBo = "@bo:example.org";

NewRoom channel(const std::string& name, std::vector<std::string> people = {}) {
  NewRoom room;
  room.name = name;
  room.people = std::move(people);
  return room;
}
NewRoom group(std::vector<std::string> people) {
  NewRoom room;
  room.kind = RouteKind::group;
  room.people = std::move(people);
  return room;
}
RouteChange group_route(const std::vector<std::string>& people, const std::string& key = "") {
  RouteChange route;
  route.kind = RouteKind::group;
  route.people = people_key(people);
  route.create_key = key;
  return route;
}

struct Rooms : StoreFixture {
  ConversationId make(const NewRoom& room) {
    store::Touched touched;
    const ConversationId id = take(store().create_room(room, touched));
    CHECK(take(store().check()).empty());
    return id;
  }
  ConversationId join(const std::string& address) {
    store::Touched touched;
    return take(store().join_room(address, touched));
  }
  using StoreFixture::write;
  void write(ConversationId to, const std::string& words) {
    store::Touched touched;
    (void)take(store().send(to, text(words), touched));
  }
  std::vector<std::string> outbox() {
    return rows(
        "SELECT CASE op WHEN 0 THEN 'send' WHEN 5 THEN 'create' WHEN 6 THEN 'join' WHEN 7"
        " THEN 'leave' WHEN 8 THEN 'invite' ELSE op END, lane FROM outbox ORDER BY id",
        2);
  }
  OutboxId entry(const std::string& op) {
    return OutboxId{number("SELECT min(id) FROM outbox WHERE op = " + op)};
  }
  std::string shown(const std::string& what) {
    return column("SELECT " + what + " FROM conversation").front();
  }
  ErrorCode leave(ConversationId id) { return code_of(store().leave_room(id)); }
};

TEST_CASE_FIXTURE(Rooms, "a channel is there at once, and what is written there waits for it") {
  const ConversationId id = make(channel("Sales", {kAnn, kBo, kAnn, kSelf}));
  CHECK(shown("title") == "Sales");
  CHECK(shown("kind") == "2");
  write(id, "first");
  CHECK(outbox() == std::vector<std::string>{"create|", "invite|invite @ann:example.org",
                                             "invite|invite @bo:example.org", "send|"});
  // Nothing but the making of it is on its way.
  const auto heads = take(store().lane_heads());
  CHECK(heads.front().op == OutboxOp::create);
  CHECK(std::none_of(heads.begin(), heads.end(),
                     [](const OutboxEntry& one) { return one.op == OutboxOp::send; }));
  const std::string key = take(store().begin_create(id, entry("5"), "p1", 1));
  CHECK(key == column("SELECT create_key FROM route").front());
  CHECK(take(store().outbox_entry(entry("5"))).may_have_left());
  take(store().route_opened(id, "!new"));
  CHECK(outbox() == std::vector<std::string>{"invite|invite @ann:example.org",
                                             "invite|invite @bo:example.org", "send|"});
  CHECK(take(store().outbox_entry(entry("0"))).waiting_for == WaitingFor::nothing);
  CHECK(take(store().route(id)).remote_id == "!new");
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "a channel that another device of ours made is a channel") {
  RouteChange seen = channel_route("Sales");
  seen.create_key = "theirs";
  ingest(changes("!new", {}, seen));
  CHECK(shown("kind") == "2");
}

TEST_CASE_FIXTURE(Rooms, "a channel whose answer was lost is known by its key") {
  const ConversationId id = make(channel("Sales"));
  write(id, "first");
  const std::string key = take(store().begin_create(id, entry("5"), "p1", 1));
  RouteChange seen = channel_route("Sales");
  seen.create_key = key;
  ingest(changes("!new", {}, seen));
  CHECK(number("SELECT count(*) FROM route") == 1);
  CHECK(outbox() == std::vector<std::string>{"send|"});
  // The answer comes after all.
  take(store().route_opened(id, "!new"));
  CHECK(number("SELECT count(*) FROM conversation") == 1);
}

TEST_CASE_FIXTURE(Rooms,
                  "a channel that the backend refuses can be taken back, but no message with it") {
  const ConversationId id = make(channel("Sales", {kAnn}));
  write(id, "first");
  take(store().begin_create(id, entry("5"), "p1", 1));
  take(store().attempt_failed(entry("5"), Error(ErrorCode::REFUSED), OutboxState::failed, 0));
  CHECK(code_of(store().discard(entry("5"))) == ErrorCode::UNSENT_ITEMS);
  CHECK(leave(id) == ErrorCode::UNSENT_ITEMS);
  take(store().discard(entry("0")));
  take(store().discard(entry("5")));
  CHECK(outbox().empty());
  CHECK(number("SELECT count(*) FROM conversation") == 0);
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "a channel that may be there is looked for before it is given up") {
  const ConversationId id = make(channel("Sales"));
  const std::string key = take(store().begin_create(id, entry("5"), "p1", 1));
  take(store().attempt_failed(entry("5"), Error(ErrorCode::TIMEOUT), OutboxState::queued, kNow));
  CHECK(leave(id) == ErrorCode::OK);
  CHECK_FALSE(take(store().outbox_entry(entry("5"))).wanted);
  CHECK(number("SELECT count(*) FROM conversation") == 1);
  SUBCASE("it is not there") {
    take(store().did_not_leave(entry("5")));
    CHECK(number("SELECT count(*) FROM conversation") == 0);
  }
  SUBCASE("it is") {
    RouteChange seen = channel_route("Sales");
    seen.create_key = key;
    ingest(changes("!new", {}, seen));
    CHECK(number("SELECT count(*) FROM conversation") == 1);
  }
  SUBCASE("it comes late: the same conversation is shown again") {
    take(store().did_not_leave(entry("5")));
    RouteChange seen = channel_route("Sales");
    seen.create_key = key;
    ingest(changes("!new", {}, seen));
    CHECK(number("SELECT id FROM conversation") == id.value);
    write(id, "so be it");
  }
  CHECK(number("SELECT count(*) FROM outbox WHERE op = 5") == 0);
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "a group of the same people is one group") {
  const ConversationId first = make(group({kAnn, kBo}));
  CHECK(make(group({kBo, kSelf, kAnn, kBo})) == first);
  CHECK(make(group({kAnn, kBo, "@cy:example.org"})) != first);
  store::Touched touched;
  CHECK(code_of(store().create_room(group({kAnn, kSelf}), touched)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(number("SELECT count(*) FROM outbox WHERE op = 5") == 2);

  ingest(changes("!known", {}, group_route({"@dan:example.org", kAnn})));
  CHECK(make(group({kAnn, "@dan:example.org"})) == ConversationId{route_of("!known")});
  RouteChange left = group_route({"@dan:example.org", kAnn});
  left.state = RouteState::left;
  ingest(changes("!known", {}, left));
  CHECK(make(group({kAnn, "@dan:example.org"})) != ConversationId{route_of("!known")});
}

TEST_CASE_FIXTURE(Rooms,
                  "another device makes the same group at once: what was written goes there") {
  const ConversationId id = make(group({kAnn, kBo}));
  write(id, "hello both");
  SUBCASE("the first room that is seen becomes it") {
    ingest(changes("!theirs", {}, group_route({kBo, kAnn}, "their-key")));
    CHECK(take(store().route(id)).remote_id == "!theirs");
  }
  SUBCASE("also one that was not yet whole when it was seen") {
    ingest(changes("!theirs", {}, group_route({kBo}, "their-key")));
    CHECK(take(store().route(id)).remote_id.empty());
    ingest(changes("!theirs", {}, group_route({kBo, kAnn}, "their-key")));
    CHECK(number("SELECT count(*) FROM conversation") == 1);
  }
  CHECK(number("SELECT count(*) FROM outbox WHERE op IN (5, 6)") == 0);
  const auto sends = rows(
      "SELECT o.op, r.remote_id FROM outbox AS o JOIN route AS r"
      " ON r.id = o.route WHERE o.op = 0",
      2);
  CHECK(sends == std::vector<std::string>{"0|!theirs"});
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "an address is joined once, and leads to the room that is known") {
  const ConversationId id = join("#sales:example.org");
  CHECK(join("#sales:example.org") == id);
  CHECK(shown("title") == "#sales:example.org");
  write(id, "hello");
  CHECK(outbox() == std::vector<std::string>{"join|", "send|"});
  ingest(changes("!sales", {}, channel_route("Sales")));  // a sync was faster
  take(store().route_opened(id, "!sales"));
  CHECK(shown("title") == "Sales");
  CHECK(outbox() == std::vector<std::string>{"send|"});
  CHECK(take(store().resolve_conversation(route_of("!sales"))) == id);
  CHECK(join("!sales") == id);
  CHECK(outbox().size() == 1);
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "leaving shows at once, and what is asked last counts") {
  ingest(changes("!sales", {message("$1")}, channel_route("Sales")));
  const ConversationId id{route_of("!sales")};
  store::Touched touched;
  write(id, "wait");
  CHECK(leave(id) == ErrorCode::UNSENT_ITEMS);
  CHECK(store().leave_room(id).error().message.starts_with("1 message "));
  take(store().discard(entry("0")));
  CHECK(leave(id) == ErrorCode::OK);
  CHECK(leave(id) == ErrorCode::OK);
  CHECK(outbox() == std::vector<std::string>{"leave|membership"});
  CHECK(shown("can_send") == "0");
  CHECK(code_of(store().send(id, text("x"), touched)) == ErrorCode::CANNOT_SEND);
  CHECK(code_of(store().invite_user(id, kBo)) == ErrorCode::CANNOT_SEND);
  // What the backend says meanwhile changes nothing of that.
  ingest(changes("!sales", {}, channel_route("Sales and more")));
  CHECK(shown("can_send") == "0");
  CHECK(take(store().check()).empty());

  SUBCASE("back before it left") {
    CHECK(join("!sales") == id);
    CHECK(outbox().empty());
    CHECK(shown("can_send") == "1");
  }
  SUBCASE("back when it may have left") {
    take(store().begin_attempt(entry("7"), "p", 1));
    CHECK(code_of(store().join_room("!sales", touched)) == ErrorCode::CANNOT_SEND);
    take(store().attempt_failed(entry("7"), Error(ErrorCode::TIMEOUT), OutboxState::queued, kNow));
    CHECK(join("!sales") == id);
    CHECK(outbox() == std::vector<std::string>{"join|membership"});
    CHECK(shown("can_send") == "1");
  }
  SUBCASE("done, and back again") {
    take(store().attempt_accepted(entry("7"), {}));
    CHECK(column("SELECT cannot_send_reason FROM route").front() == "left");
    CHECK(leave(id) == ErrorCode::OK);
    CHECK(outbox().empty());
    CHECK(join("!sales") == id);
    CHECK(outbox() == std::vector<std::string>{"join|membership"});
    take(store().attempt_accepted(entry("6"), "!sales"));
    CHECK(shown("can_send") == "1");
  }
  SUBCASE("refused") {
    take(store().attempt_failed(entry("7"), Error(ErrorCode::REFUSED), OutboxState::failed, 0));
    CHECK(shown("can_send") == "1");
    take(store().retry(entry("7")));
    CHECK(shown("can_send") == "0");
    take(store().discard(entry("7")));
    CHECK(shown("can_send") == "1");
  }
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "an invitation is asked for once, shows, and is a member when it is out") {
  ingest(changes("!sales", {}, channel_route("Sales")));
  const ConversationId id{route_of("!sales")};
  MemberList list;
  list.members = {{kSelf, "Me", MemberState::joined, MemberRole::admin}};
  list.total = 1;
  take(store().put_members(route_of("!sales"), list));
  take(store().invite_user(id, kBo));
  take(store().invite_user(id, kBo));
  CHECK(outbox() == std::vector<std::string>{"invite|invite @bo:example.org"});
  take(store().attempt_accepted(entry("8"), {}));
  CHECK(rows("SELECT user, state FROM member ORDER BY user", 2) ==
        std::vector<std::string>{"@bo:example.org|1", "@me:example.org|0"});
  CHECK(number("SELECT total FROM member_list") == 2);
  // One that was refused can be asked for anew.
  take(store().invite_user(id, kAnn));
  take(store().attempt_failed(entry("8"), Error(ErrorCode::REFUSED), OutboxState::failed, 0));
  take(store().invite_user(id, kAnn));
  CHECK(number("SELECT state FROM outbox") == 0);
  ingest(changes("!d", {}, internal_route(kAnn)));
  CHECK(code_of(store().invite_user(ConversationId{route_of("!d")}, kBo)) ==
        ErrorCode::INVALID_ARGUMENT);
  CHECK(code_of(store().leave_room(ConversationId{route_of("!d")})) == ErrorCode::INVALID_ARGUMENT);
}

TEST_CASE_FIXTURE(
    Rooms, "a route that is said to be left by nobody is found, and can be written to again") {
  ingest(changes("!sales", {}, channel_route("Sales")));
  write("UPDATE route SET leaving = 1");
  CHECK(take(store().check()).size() == 2);  // the row of the list does not fit, either
  store::Touched touched;
  (void)take(store().repair(touched));
  CHECK(number("SELECT leaving FROM route") == 0);
  CHECK(take(store().check()).empty());
}

TEST_CASE_FIXTURE(Rooms, "of a huge channel a part of the members is kept") {
  ingest(changes("!sales", {}, channel_route("Sales")));
  MemberList list;
  for (int i = 0; i < kMostMembers + 20; ++i) {
    list.members.push_back({"@p" + std::to_string(i) + ":x", "P", MemberState::joined, {}});
  }
  list.total = 20'000;
  take(store().put_members(route_of("!sales"), list));
  CHECK(number("SELECT count(*) FROM member") == kMostMembers);
  CHECK(number("SELECT total FROM member_list") == 20'000);
  list.members.resize(1);
  take(store().put_members(route_of("!sales"), list));
  CHECK(number("SELECT count(*) FROM member") == 1);
}

}  // namespace
}  // namespace ix::testing
