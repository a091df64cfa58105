// SPDX-License-Identifier: Apache-2.0
// Channels and groups: how they are made so that twice is once, and who is in them.
#include <doctest/doctest.h>

#include "base/json_reader.h"
#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;

namespace {

constexpr const char* kCreate = "/_matrix/client/v3/createRoom";
constexpr const char* kAlias = "/_matrix/client/v3/directory/room/#ix.k1:pbx.test";
constexpr const char* kMade = "/_matrix/client/v3/rooms/!new/state/m.room.create";

template <class T, class Start>
Result<T> run(MatrixRig& rig, Start start) {
  std::optional<Result<T>> out;
  start([&out](Result<T> done) { out = std::move(done); });
  rig.http.run(0);
  REQUIRE(out.has_value());
  rig.http.check_finished();
  return std::move(*out);
}

NewRoom sales() {
  NewRoom room;
  room.name = "Sales";
  room.topic = "What is sold";
  return room;
}

Result<std::string> create(MatrixRig& rig, const NewRoom& room) {
  return run<std::string>(rig, [&](auto done) {
    rig.provider.create_room({room, "k1"}, std::move(done));
  });
}

json::Document body_of(const MatrixRig& rig, size_t request) {
  auto document = json::Document::parse(rig.http.requests[request].body);
  REQUIRE(document.ok());
  return document.take();
}

std::string forbidden(const char* code = "M_FORBIDDEN") {
  return js(std::string("{'errcode':'") + code + "','error':'no'}");
}

}  // namespace

TEST_CASE("a channel says what it is in its first event, and its alias does not name it") {
  MatrixRig rig;
  rig.http.expect("POST", kCreate, 200, js("{'room_id':'!new'}"));
  NewRoom room = sales();
  room.people = {"@bo:pbx.test"};
  CHECK(*create(rig, room) == "!new");
  const auto body = body_of(rig, 0);
  CHECK(body.root()["name"].string() == "Sales");
  CHECK(body.root()["topic"].string() == "What is sold");
  CHECK(body.root()["preset"].string() == "private_chat");
  CHECK(body.root()["room_alias_name"].string() == "ix.k1");
  CHECK(body.root()["creation_content"].dump() ==
        js("{'org.interactions.key':'k1','org.interactions.kind':'channel'}"));
  CHECK(body.root()["initial_state"].dump() ==
        js("[{'type':'m.room.canonical_alias','state_key':'','content':{}}]"));
  // People are invited one by one, each with an outcome of its own.
  CHECK_FALSE(body.root()["invite"].exists());
}

TEST_CASE("a group says whom it is with") {
  MatrixRig rig;
  rig.http.expect("POST", kCreate, 200, js("{'room_id':'!new'}"));
  NewRoom room;
  room.kind = RouteKind::group;
  room.people = {"@bo:pbx.test", "@cy:pbx.test"};
  CHECK(create(rig, room).ok());
  CHECK(body_of(rig, 0).root()["creation_content"].dump() ==
        js("{'org.interactions.key':'k1','org.interactions.kind':'group',"
           "'org.interactions.people':['@bo:pbx.test','@cy:pbx.test']}"));
}

TEST_CASE("a room asked for twice is one room") {
  MatrixRig rig;
  SUBCASE("after the first request") {
    rig.http.expect("POST", kCreate, 400, forbidden("M_ROOM_IN_USE"));
  }
  SUBCASE("while it is still being answered") {
    rig.http.expect("POST", kCreate, 409, forbidden("M_UNKNOWN"));
  }
  rig.http.expect("GET", kAlias, 200, js("{'room_id':'!new','servers':['pbx.test']}"));
  rig.http.expect("GET", kMade, 200, js("{'org.interactions.key':'k1','room_version':'12'}"));
  CHECK(*create(rig, sales()) == "!new");
}

TEST_CASE("a room that is only half made is asked for again later") {
  MatrixRig rig;
  rig.http.expect("POST", kCreate, 400, forbidden("M_ROOM_IN_USE"));
  SUBCASE("nobody is in it yet") {
    rig.http.expect("GET", kAlias, 200, js("{'room_id':'!new'}"));
    rig.http.expect("GET", kMade, 403, forbidden());
  }
  SUBCASE("the alias leads nowhere") {
    rig.http.expect("GET", kAlias, 404, forbidden("M_NOT_FOUND"));
  }
  const auto made = create(rig, sales());
  CHECK(made.error().code == ErrorCode::SERVER_ERROR);
  CHECK(made.error().retry == RetryAdvice::later);
}

TEST_CASE("a public address is the alias; one that is taken is the user's to change") {
  MatrixRig rig;
  NewRoom room = sales();
  room.alias = "sales";
  const std::string alias = "/_matrix/client/v3/directory/room/#sales:pbx.test";
  SUBCASE("free") {
    rig.http.expect("POST", kCreate, 200, js("{'room_id':'!new'}"));
    CHECK(create(rig, room).ok());
    const auto body = body_of(rig, 0);
    CHECK(body.root()["preset"].string() == "public_chat");
    CHECK(body.root()["room_alias_name"].string() == "sales");
    CHECK_FALSE(body.root()["initial_state"].exists());
  }
  SUBCASE("our own, from a request before") {
    rig.http.expect("POST", kCreate, 400, forbidden("M_ROOM_IN_USE"));
    rig.http.expect("GET", alias, 200, js("{'room_id':'!new'}"));
    rig.http.expect("GET", kMade, 200, js("{'org.interactions.key':'k1'}"));
    CHECK(*create(rig, room) == "!new");
  }
  SUBCASE("another room's") {
    rig.http.expect("POST", kCreate, 400, forbidden("M_ROOM_IN_USE"));
    rig.http.expect("GET", alias, 200, js("{'room_id':'!new'}"));
    SUBCASE("that one is in") {
      rig.http.expect("GET", kMade, 200, js("{'org.interactions.key':'other'}"));
    }
    SUBCASE("that one is not in") {
      rig.http.expect("GET", kMade, 403, forbidden());
    }
    const auto made = create(rig, room);
    CHECK(made.error().code == ErrorCode::REFUSED);
    CHECK(made.error().retry == RetryAdvice::after_user_action);
  }
}

TEST_CASE("a server that keeps aliases for admins makes the room without") {
  MatrixRig rig;
  rig.http.expect("POST", kCreate, 403, forbidden());
  rig.http.expect("GET", kAlias, 404, forbidden("M_NOT_FOUND"));
  rig.http.expect("POST", kCreate, 200, js("{'room_id':'!new'}"));
  CHECK(*create(rig, sales()) == "!new");
  CHECK(rig.http.requests[2].body.find("alias") == std::string::npos);
}

TEST_CASE("a direct room that was half made gets its peer") {
  MatrixRig rig;
  rig.sync_ok("");
  rig.http.expect("POST", kCreate, 403, forbidden());
  rig.http.expect("GET", kAlias, 200, js("{'room_id':'!new'}"));
  rig.http.expect("GET", kMade, 200, js("{'org.interactions.key':'k1'}"));
  rig.http.expect("POST", "/_matrix/client/v3/rooms/!new/invite", 200, "{}");
  rig.http.expect("GET", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 200, "{}");
  rig.http.expect("PUT", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 200, "{}");
  CHECK(*run<std::string>(rig, [&](auto done) {
    rig.provider.open_direct({"@bo:pbx.test", false, "k1"}, std::move(done));
  }) == "!new");
}

TEST_CASE("joining says what is in the way") {
  MatrixRig rig;
  const auto join = [&](int status, const std::string& reply) {
    rig.http.expect("POST", "/_matrix/client/v3/join/#sales:pbx.test", status, reply);
    return run<std::string>(
        rig, [&](auto done) { rig.provider.join("#sales:pbx.test", std::move(done)); });
  };
  CHECK(*join(200, js("{'room_id':'!s'}")) == "!s");
  CHECK(join(404, forbidden("M_NOT_FOUND")).error().code == ErrorCode::NOT_FOUND);
  // As Synapse says it of a room that it does not know.
  const auto unknown = join(404, forbidden("M_UNKNOWN"));
  CHECK(unknown.error().code == ErrorCode::NOT_FOUND);
  CHECK(unknown.error().retry == RetryAdvice::never);
  const auto closed = join(403, forbidden());
  CHECK(closed.error().code == ErrorCode::REFUSED);
  CHECK(closed.error().message == "it can be entered by invitation only");
  CHECK(join(403, forbidden("M_BAD_STATE")).error().message == "you are banned from it");
  // A page of something on the way says nothing of the channel.
  CHECK(join(404, "<html>").error().retry == RetryAdvice::later);
  CHECK(join(403, "<html>").error().retry == RetryAdvice::later);
  CHECK(join(400, forbidden("M_UNKNOWN")).error().retry == RetryAdvice::never);
  CHECK(join(502, forbidden("M_UNKNOWN")).error().retry == RetryAdvice::later);
}

TEST_CASE("who is out is out, who is in is in") {
  MatrixRig rig;
  const auto leave = [&](int status, const std::string& reply) {
    rig.http.expect("POST", "/_matrix/client/v3/rooms/!r/leave", status, reply);
    return run<void>(rig, [&](auto done) { rig.provider.leave("!r", std::move(done)); });
  };
  CHECK(leave(200, "{}").ok());
  CHECK(leave(403, forbidden()).ok());
  CHECK(leave(404, forbidden("M_UNKNOWN")).ok());
  CHECK_FALSE(leave(403, forbidden("M_CANNOT_LEAVE_SERVER_NOTICE_ROOM")).ok());
  CHECK_FALSE(leave(502, "").ok());
  CHECK(leave(404, "<html>").error().retry == RetryAdvice::later);
  const auto invite = [&](int status, const std::string& reply, const std::string& member) {
    rig.http.expect("POST", "/_matrix/client/v3/rooms/!r/invite", status, reply);
    if (!member.empty()) {
      rig.http.expect("GET", "/_matrix/client/v3/rooms/!r/state/m.room.member/@bo:pbx.test", 200,
                      js("{'membership':'" + member + "'}"));
    }
    return run<void>(
        rig, [&](auto done) { rig.provider.invite("!r", "@bo:pbx.test", std::move(done)); });
  };
  CHECK(invite(200, "{}", "").ok());
  CHECK(invite(403, forbidden(), "join").ok());
  CHECK(invite(403, forbidden(), "leave").error().message ==
        "you are not allowed to invite this person here");
  rig.http.expect("POST", "/_matrix/client/v3/rooms/!r/invite", 403, forbidden());
  rig.http.expect("GET", "/_matrix/client/v3/rooms/!r/state/m.room.member/@bo:pbx.test", 502, "");
  const auto unsure = run<void>(
      rig, [&](auto done) { rig.provider.invite("!r", "@bo:pbx.test", std::move(done)); });
  CHECK(unsure.error().retry == RetryAdvice::later);
  CHECK(invite(403, forbidden("M_BAD_STATE"), "").error().message ==
        "this person is banned from it");
}

TEST_CASE("members come with their roles, those who count first") {
  MatrixRig rig;
  rig.sync_ok("");
  const std::string room = "/_matrix/client/v3/rooms/!r/";
  const auto one = [](const std::string& user, const std::string& state, const std::string& name) {
    return js("{'type':'m.room.member','state_key':'" + user + "','content':{'membership':'" +
              state + "','displayname':'" + name + "'}}");
  };
  rig.http.expect("GET", room + "members?not_membership=leave", 200,
                  js("{'chunk':[") + one("@zoe:x", "join", "Zoe") + "," +
                      one("@bo:x", "invite", "Bo") + "," + one("@ann:x", "join", "") + "," +
                      one("@bad:x", "ban", "Bad") + "," + one("@cy:x", "join", "Cy") + "]}");
  rig.http.expect("GET", room + "state/m.room.power_levels", 200,
                  js("{'users':{'@cy:x':50},'users_default':0}"));
  std::string version = "12";
  SUBCASE("the creators of a new room stand above the levels") {}
  SUBCASE("those of an old one do not") {
    version = "10";
  }
  rig.http.expect("GET", room + "state/m.room.create", 200,
                  js("{'sender':'@zoe:x','content':{'room_version':'" + version + "'}}"));
  const auto list =
      run<MemberList>(rig, [&](auto done) { rig.provider.members("!r", 3, std::move(done)); });
  REQUIRE(list.ok());
  CHECK(list->total == 4);
  const Member zoe{"@zoe:x", "Zoe", MemberState::joined,
                   version == "12" ? MemberRole::admin : MemberRole::member};
  const Member cy{"@cy:x", "Cy", MemberState::joined, MemberRole::moderator};
  const Member ann{"@ann:x", "ann", MemberState::joined, MemberRole::member};
  REQUIRE(list->members.size() == 3);
  if (version == "12") CHECK(list->members == std::vector<Member>{zoe, cy, ann});
  if (version == "10") CHECK(list->members == std::vector<Member>{cy, zoe, ann});
}

TEST_CASE("what a room was made as is what it is, for everybody in it") {
  MatrixRig rig;
  const auto made = [](const std::string& kind, const std::string& sender) {
    return state("m.room.create",
                 "{'room_version':'12','org.interactions.key':'k9','org.interactions.kind':'" +
                     kind + "','org.interactions.people':['@bo:pbx.test','@ann:pbx.test']}",
                 "", sender);
  };
  const auto kind_of = [&](const std::string& events) {
    const auto set = rig.sync_ok(js("'join':{") + join("!g:x", events, "") + "}");
    return *room_in(set, "!g:x").route;
  };
  const std::string me = member("@ann:pbx.test", "join", "Ann");
  SUBCASE("a channel of ours is no direct room") {
    const RouteChange route = kind_of(made("channel", "@ann:pbx.test") + "," + me);
    CHECK(route.kind == RouteKind::channel);
    CHECK(route.create_key == "k9");
  }
  SUBCASE("a group of ours, before anybody is invited") {
    const RouteChange route = kind_of(made("group", "@ann:pbx.test") + "," + me);
    CHECK(route.kind == RouteKind::group);
    CHECK(route.create_key == "k9");
    CHECK(route.people == "@bo:pbx.test");
  }
  SUBCASE("a group that somebody else made, and one has left") {
    const RouteChange route = kind_of(made("group", "@cy:pbx.test") + "," + me + "," +
                                      member("@bo:pbx.test", "leave", "Bo"));
    CHECK(route.kind == RouteKind::group);
    CHECK(route.create_key.empty());
    CHECK(route.people == "@cy:pbx.test");
  }
}
