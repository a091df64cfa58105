// SPDX-License-Identifier: Apache-2.0
// What a room becomes: kind, peer, name, and whether one may write.
#include <doctest/doctest.h>

#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;

namespace {

const std::string kAnn = member("@ann:pbx.test", "join", "Ann");
const std::string kBo = member("@bo:pbx.test", "join", "Bo Roy");
const std::string kGhost = member("@sms_16135550123:pbx.test", "join", "+16135550123");
const std::string kTwo = ",'summary':{'m.joined_member_count':2,'m.invited_member_count':0}";
const std::string kThree = ",'summary':{'m.joined_member_count':3,'m.invited_member_count':0}";

RouteChange route_in(const ChangeSet& changes, std::string_view id) {
  const RouteChanges& room = room_in(changes, id);
  REQUIRE(room.route.has_value());
  return *room.route;
}

std::string section(const char* name, const std::string& rooms) {
  return js(std::string("'") + name + "':{") + rooms + "}";
}

}  // namespace

TEST_CASE("a room that was joined here and left elsewhere before it was read is left") {
  MatrixRig rig;
  const std::string left = section("leave", join("!g:x", "", member("@ann:pbx.test", "leave")));
  CHECK(rig.sync_ok(left).routes.empty());
  rig.memory.present = {"!g:x"};
  const ChangeSet changes = rig.sync_ok(left);
  CHECK(route_in(changes, "!g:x").state == RouteState::left);
}

TEST_CASE("a room of m.direct with a colleague is internal") {
  MatrixRig rig;
  const auto set = rig.sync_ok(section("join", join("!d:x", kAnn + "," + kBo, "", kTwo)),
                               direct("{'@bo:pbx.test':['!d:x']}"));
  const RouteChange route = route_in(set, "!d:x");
  CHECK(route.kind == RouteKind::internal);
  CHECK(route.state == RouteState::joined);
  CHECK(route.peer_user == "@bo:pbx.test");
  CHECK(route.title == "Bo Roy");
  CHECK(route.can_send);
  const PersonChange* person = person_in(set, "@bo:pbx.test");
  REQUIRE(person != nullptr);
  CHECK(person->is_member);
  CHECK(person->name == "Bo Roy");
  CHECK(person_in(set, "@ann:pbx.test") == nullptr);
}

TEST_CASE("a direct room with a ghost is SMS") {
  MatrixRig rig;
  const std::string list = direct("{'@sms_16135550123:pbx.test':['!s:x']}");
  const std::string bridge_key = "sms.16135550123";
  SUBCASE("by its user id alone") {
    const auto set =
        rig.sync_ok(section("join", join("!s:x", kAnn + "," + kGhost, "", kTwo)), list);
    const RouteChange route = route_in(set, "!s:x");
    CHECK(route.kind == RouteKind::sms);
    CHECK(route.peer_number == "+16135550123");
    CHECK(route.peer_user == "@sms_16135550123:pbx.test");
    CHECK(route.own_number.empty());
    const PersonChange* person = person_in(set, "@sms_16135550123:pbx.test");
    REQUIRE(person != nullptr);
    CHECK_FALSE(person->is_member);
    CHECK(person->number == "+16135550123");
  }
  SUBCASE("confirmed by the bridge, which names our own number and its bot") {
    const std::string bridge = state(
        "uk.half-shot.bridge",
        "{'protocol':{'id':'sms'},'bridgebot':'@carrier:pbx.test','network':{'id':'+16135550999'},"
        "'channel':{'id':'+16135550123'},'org.interactions.own_number':'+16135550100'}",
        bridge_key, "@sms_16135550123:pbx.test");
    const std::string bot = member("@carrier:pbx.test", "join", "Bot");
    const auto set = rig.sync_ok(
        section("join", join("!s:x", kAnn + "," + kGhost + "," + bot + "," + bridge, "", kThree)),
        list);
    const RouteChange route = route_in(set, "!s:x");
    CHECK(route.kind == RouteKind::sms);  // the bot is not counted
    CHECK(route.own_number == "+16135550100");
    CHECK(person_in(set, "@carrier:pbx.test") == nullptr);
  }
  SUBCASE("contradicted by a bridge to another network") {
    const std::string bridge =
        state("m.bridge", "{'protocol':{'id':'other'}}", bridge_key, "@sms_16135550123:pbx.test");
    const auto set = rig.sync_ok(
        section("join", join("!s:x", kAnn + "," + kGhost + "," + bridge, "", kTwo)), list);
    CHECK(route_in(set, "!s:x").kind == RouteKind::internal);
  }
  SUBCASE("not by a user id that only looks like one") {
    for (const char* user : {"@sms_bob:pbx.test", "@sms_16135550123:other.test", "@sms_12:pbx.test",
                             "@sms_016135550123:pbx.test"}) {
      const auto set = rig.sync_ok(
          section("join", join("!s:x", kAnn + "," + member(user, "join", "X"), "", kTwo)),
          direct(std::string("{'") + user + "':['!s:x']}"));
      CHECK(route_in(set, "!s:x").kind == RouteKind::internal);
      rig.memory.routes.clear();
    }
  }
}

TEST_CASE("the server may name its ghosts otherwise") {
  MatrixRig rig;
  rig.protocols =
      js("{'irc':{'user_fields':['nick'],'instances':[]},"
         "'sms':{'user_fields':['phone'],'instances':[{'desc':'','fields':{},"
         "'org.interactions.ghosts':'@tel.{phone}:pbx.test'}]}}");
  const auto set = rig.sync_ok(
      section("join",
              join("!s:x", kAnn + "," + member("@tel.16135550123:pbx.test", "join"), "", kTwo)),
      direct("{'@tel.16135550123:pbx.test':['!s:x']}"));
  CHECK(route_in(set, "!s:x").kind == RouteKind::sms);
  CHECK(route_in(set, "!s:x").title == "+16135550123");
  CHECK(rig.memory.account("sms_bridge").find("@tel.") != std::string::npos);
}

TEST_CASE("two or more others make a group, ghosts too") {
  MatrixRig rig;
  const std::string two_ghosts =
      kAnn + "," + kGhost + "," + member("@sms_15145550199:pbx.test", "join");
  const auto set =
      rig.sync_ok(section("join", join("!g:x", kAnn + "," + kBo, "", kThree) + "," +
                                      join("!h:x", two_ghosts, "", kThree)),
                  direct("{'@bo:pbx.test':['!g:x'],'@sms_16135550123:pbx.test':['!h:x']}"));
  CHECK(route_in(set, "!g:x").kind == RouteKind::group);  // the third was not even seen
  CHECK(route_in(set, "!g:x").peer_user.empty());
  CHECK(route_in(set, "!h:x").kind == RouteKind::group);
  CHECK(route_in(set, "!h:x").title == "+15145550199 and +16135550123");
}

TEST_CASE("any other joined room is a channel, named by the rules") {
  MatrixRig rig;
  const std::string heroes =
      ",'summary':{'m.joined_member_count':%,'m.heroes':['@bo:pbx.test',"
      "'@cy:pbx.test']}";
  const auto with_count = [&](const char* n) {
    std::string text = heroes;
    return text.replace(text.find('%'), 1, n);
  };
  const std::string people = kAnn + "," + kBo + "," + member("@cy:pbx.test", "join", "Cy") + ",";
  const std::string name = state("m.room.name", "{'name':'Sales'}");
  const std::string empty_name = state("m.room.name", "{'name':''}");
  const std::string alias = state("m.room.canonical_alias", "{'alias':'#sales:pbx.test'}");
  const std::string topic = state("m.room.topic", "{'topic':'All of it'}");
  const std::string twin = kAnn + "," + kBo + "," + member("@cy:pbx.test", "join", "Bo Roy");
  const std::string gone = kAnn + "," + member("@bo:pbx.test", "leave", "Bo Roy");
  const auto set = rig.sync_ok(section(
      "join", join("!1:x", people + name + "," + alias + "," + topic, "", with_count("3")) + "," +
                  join("!2:x", people + empty_name + "," + alias, "", with_count("3")) + "," +
                  join("!3:x", people + empty_name, "", with_count("3")) + "," +
                  join("!4:x", people + empty_name, "", with_count("7")) + "," +
                  join("!5:x", twin, "", with_count("3")) + "," +
                  join("!6:x", gone, "",
                       ",'summary':{'m.joined_member_count':1,'m.heroes':['@bo:pbx.test']}") +
                  "," + join("!7:x", kAnn, "", ",'summary':{'m.joined_member_count':1}")));
  CHECK(route_in(set, "!1:x").kind == RouteKind::channel);
  CHECK(route_in(set, "!1:x").title == "Sales");
  CHECK(route_in(set, "!1:x").topic == "All of it");
  CHECK(route_in(set, "!2:x").title == "#sales:pbx.test");
  CHECK(route_in(set, "!3:x").title == "Bo Roy and Cy");
  CHECK(route_in(set, "!4:x").title == "Bo Roy, Cy and 4 others");
  CHECK(route_in(set, "!5:x").title == "Bo Roy (@bo:pbx.test) and Bo Roy (@cy:pbx.test)");
  CHECK(route_in(set, "!6:x").title == "Empty room (was Bo Roy)");
  CHECK(route_in(set, "!7:x").title == "Empty room");
}

TEST_CASE("a room we made is direct before m.direct says so, and is listed there") {
  MatrixRig rig;
  const std::string made = state("org.interactions.create", "{'key':'k-1'}", "", "@ann:pbx.test");
  const std::string foreign = state("org.interactions.create", "{'key':'k-1'}", "", "@bo:pbx.test");
  const auto set = rig.sync_ok(section("join", join("!m:x", kAnn + "," + kBo, made, kTwo) + "," +
                                                   join("!f:x", kAnn + "," + kBo, foreign, kTwo)));
  CHECK(route_in(set, "!m:x").kind == RouteKind::internal);
  CHECK(route_in(set, "!m:x").create_key == "k-1");
  CHECK(route_in(set, "!f:x").kind == RouteKind::channel);
  CHECK(route_in(set, "!f:x").create_key.empty());
  // The next round first does what an earlier run did not get to.
  rig.http.expect("GET", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 200,
                  js("{'@cy:pbx.test':['!c:x'],'odd':7}"));
  rig.http.expect("PUT", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 200, "{}");
  rig.sync_ok("", direct("{'@bo:pbx.test':['!m:x']}"));
  CHECK(rig.http.requests[3].body ==
        js("{'@cy:pbx.test':['!c:x'],'odd':7,'@bo:pbx.test':['!m:x']}"));
  rig.sync_ok("");  // and only once
}

constexpr const char* kDirectPath = "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct";

// m.direct is written whole: of two devices that write at the same time, one is undone.
TEST_CASE(
    "a direct room of ours that another device dropped from m.direct stays one, and is listed "
    "again") {
  MatrixRig rig;
  const std::string made = state("org.interactions.create", "{'key':'k-1'}");
  rig.sync_ok(section("join", join("!m:x", kAnn + "," + kBo, made, kTwo)),
              direct("{'@bo:pbx.test':['!m:x']}"));
  const auto set = rig.sync_ok("", direct("{'@cy:pbx.test':['!c:x']}"));
  CHECK(set.routes.empty());  // it is what it was
  rig.http.expect("GET", kDirectPath, 200, js("{'@cy:pbx.test':['!c:x']}"));
  rig.http.expect("PUT", kDirectPath, 200, "{}");
  rig.sync_ok("", direct("{'@cy:pbx.test':['!c:x'],'@bo:pbx.test':['!m:x']}"));
  CHECK(rig.http.requests.end()[-2].body ==
        js("{'@cy:pbx.test':['!c:x'],'@bo:pbx.test':['!m:x']}"));
  rig.sync_ok("");  // and only once
  CHECK(rig.memory.account("unlisted_direct").empty());
}

TEST_CASE("what one run did not list, the next one does") {
  MatrixRig rig;
  const std::string invited =
      js("'!i:x':{'invite_state':{'events':[{'type':'m.room.member','state_key':'@ann:pbx.test',"
         "'sender':'@bo:pbx.test','content':{'membership':'invite','is_direct':true}}]}}");
  rig.sync_ok(section("invite", invited));
  // Accepted; the process ended before it came to the list.
  const auto set = rig.sync_ok(section("join", join("!i:x", kAnn + "," + kBo, "", kTwo)));
  CHECK(route_in(set, "!i:x").kind == RouteKind::internal);

  MatrixRig next;
  next.memory = rig.memory;
  next.since = rig.since;
  next.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, next.protocols);
  next.asked_protocols = true;
  next.http.expect("GET", kDirectPath, 404, js("{'errcode':'M_NOT_FOUND'}"));
  next.http.expect("PUT", kDirectPath, 200, "{}");
  next.sync_ok("", direct("{'@bo:pbx.test':['!i:x']}"));
  CHECK(next.http.requests.end()[-2].body == js("{'@bo:pbx.test':['!i:x']}"));
  next.sync_ok("");
}

TEST_CASE("a direct room is listed however often that failed, ever more rarely") {
  MatrixRig rig;
  const std::string made = state("org.interactions.create", "{'key':'k-1'}");
  rig.sync_ok(section("join", join("!m:x", kAnn + "," + kBo, made, kTwo)));
  Millis delay = 1000;
  for (int i = 0; i < 14; ++i) {
    rig.http.expect("GET", kDirectPath, 502, "{}");
    rig.sync_ok("");
    rig.clock.now += delay - 1;
    rig.sync_ok("");  // not yet again
    rig.clock.now += 1;
    delay = std::min<Millis>(2 * delay, 30LL * 60 * 1000);
  }
  rig.http.expect("GET", kDirectPath, 404, js("{'errcode':'M_NOT_FOUND'}"));
  rig.http.expect("PUT", kDirectPath, 200, "{}");
  rig.sync_ok("", direct("{'@bo:pbx.test':['!m:x']}"));
  CHECK(rig.http.requests.end()[-2].body == js("{'@bo:pbx.test':['!m:x']}"));
}

TEST_CASE("when m.direct changes, the rooms it is about are told again") {
  MatrixRig rig;
  rig.sync_ok(section("join", join("!d:x", kAnn + "," + kBo, "", kTwo) + "," +
                                  join("!e:x", kAnn + "," + kBo, "", kTwo)),
              direct("{'@bo:pbx.test':['!e:x']}"));
  const auto set = rig.sync_ok("", direct("{'@bo:pbx.test':['!d:x','!unknown:x']}"));
  CHECK(set.routes.size() == 2);
  CHECK(route_in(set, "!d:x").kind == RouteKind::internal);
  CHECK(route_in(set, "!e:x").kind == RouteKind::channel);
  CHECK(room_in(set, "!d:x").items.empty());
  CHECK(rig.memory.account("m.direct") == js("{'@bo:pbx.test':['!d:x','!unknown:x']}"));
}

TEST_CASE("a batch the store did not take has not happened") {
  MatrixRig rig;
  rig.sync_ok(section("join", join("!d:x", kAnn + "," + kBo, "", kTwo)));
  const std::string reply = js("{'next_batch':'s2','account_data':{'events':[") +
                            direct("{'@bo:pbx.test':['!d:x']}") + "]}}";
  const auto lost = rig.sync(reply);
  REQUIRE(lost.ok());
  const auto again = rig.sync(reply);
  REQUIRE(again.ok());
  CHECK(route_in(*again, "!d:x").kind == RouteKind::internal);
}

TEST_CASE("nothing is told again when nothing changed") {
  MatrixRig rig;
  const std::string rooms = section("join", join("!d:x", kAnn + "," + kBo, "", kTwo));
  rig.sync_ok(rooms, direct("{'@bo:pbx.test':['!d:x']}"));
  const auto set =
      rig.sync_ok(section("join", join("!d:x", kBo, text_event("$1", "@bo:pbx.test", "hi"))));
  CHECK_FALSE(room_in(set, "!d:x").route.has_value());
  CHECK(room_in(set, "!d:x").memory.empty());
  CHECK(set.people.empty());
  CHECK(set.memory.empty());
  CHECK(room_in(set, "!d:x").items.size() == 1);
  // A new unread count alone is no change.
  CHECK(rig.sync_ok(section("join", join("!d:x", "", "", ",'unread_notifications':{}")))
            .routes.empty());
}

TEST_CASE("whether one may write, and why not") {
  MatrixRig rig;
  const std::string base = kAnn + "," + kBo + ",";
  const std::string closed =
      state("m.room.power_levels", "{'users':{'@bo:pbx.test':100},'events':{'m.room.message':50}}");
  const std::string open_to_ann =
      state("m.room.power_levels", "{'users':{'@ann:pbx.test':50},'events_default':50}");
  const std::string encrypted = state("m.room.encryption", "{'algorithm':'m.megolm.v1.aes-sha2'}");
  const std::string v12 = state("m.room.create", "{'room_version':'12'}", "", "@ann:pbx.test");
  const std::string v11 = state("m.room.create", "{'room_version':'11'}", "", "@ann:pbx.test");
  const auto set =
      rig.sync_ok(section("join", join("!1:x", base + closed, "", kTwo) + "," +
                                      join("!2:x", base + open_to_ann, "", kTwo) + "," +
                                      join("!3:x", base + encrypted, "", kTwo) + "," +
                                      join("!4:x", base + v12 + "," + closed, "", kTwo) + "," +
                                      join("!5:x", base + v11 + "," + closed, "", kTwo)));
  CHECK_FALSE(route_in(set, "!1:x").can_send);
  CHECK(route_in(set, "!1:x").cannot_send_reason == "no_permission");
  CHECK(route_in(set, "!2:x").can_send);
  CHECK(route_in(set, "!3:x").cannot_send_reason == "encrypted");
  CHECK(route_in(set, "!4:x").can_send);
  CHECK(route_in(set, "!5:x").cannot_send_reason == "no_permission");
}

TEST_CASE("an invitation, its acceptance, and leaving") {
  MatrixRig rig;
  const std::string invited = js(
      "'!i:x':{'invite_state':{'events':[{'type':'m.room.member','state_key':'@ann:pbx.test',"
      "'sender':'@bo:pbx.test','content':{'membership':'invite','is_direct':true}},"
      "{'type':'m.room.member','state_key':'@bo:pbx.test','sender':'@bo:pbx.test',"
      "'content':{'membership':'join','displayname':'Bo Roy'}}]}},"
      "'!c:x':{'invite_state':{'events':[{'type':'m.room.member','state_key':'@ann:pbx.test',"
      "'sender':'@bo:pbx.test','content':{'membership':'invite'}},"
      "{'type':'m.room.name','state_key':'','sender':'@bo:pbx.test','content':{'name':'Ops'}}]}}");
  auto set = rig.sync_ok(section("invite", invited));
  RouteChange route = route_in(set, "!i:x");
  CHECK(route.state == RouteState::invited);
  CHECK(route.kind == RouteKind::internal);
  CHECK(route.is_direct_invite);
  CHECK(route.inviter == "@bo:pbx.test");
  CHECK(route.title == "Bo Roy");
  CHECK(route.cannot_send_reason == "invited");
  CHECK(route_in(set, "!c:x").kind == RouteKind::channel);
  CHECK(route_in(set, "!c:x").title == "Ops");
  CHECK_FALSE(route_in(set, "!c:x").is_direct_invite);

  // Joined by accept_invite(): direct at once, also before m.direct arrives.
  rig.http.expect("POST", "/_matrix/client/v3/join/!i:x", 200, js("{'room_id':'!i:x'}"));
  rig.http.expect("GET", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 404,
                  js("{'errcode':'M_NOT_FOUND'}"));
  rig.http.expect("PUT", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 200, "{}");
  std::optional<Status> accepted;
  rig.provider.accept_invite("!i:x", true, "@bo:pbx.test",
                             [&accepted](Status done) { accepted = std::move(done); });
  rig.http.run(0);
  REQUIRE(accepted.has_value());
  CHECK(accepted->ok());
  CHECK(rig.http.requests.back().body == js("{'@bo:pbx.test':['!i:x']}"));
  // Until the stream tells of the list, a round now and then looks whether it holds.
  const auto expect_look = [&rig] {
    rig.http.expect("GET", "/_matrix/client/v3/user/@ann:pbx.test/account_data/m.direct", 200,
                    js("{'@bo:pbx.test':['!i:x']}"));
  };
  expect_look();
  set = rig.sync_ok(section("join", join("!i:x", kAnn + "," + kBo, "", kTwo)));
  route = route_in(set, "!i:x");
  CHECK(route.state == RouteState::joined);
  CHECK(route.kind == RouteKind::internal);
  CHECK(route.can_send);
  CHECK_FALSE(route.is_direct_invite);
  rig.clock.now += 1000;
  expect_look();
  set = rig.sync_ok("", direct("{'@bo:pbx.test':['!i:x']}"));
  CHECK(set.routes.empty());

  const std::string removal =
      js("{'type':'m.room.member','event_id':'$out','state_key':"
         "'@ann:pbx.test','sender':'@bo:pbx.test','origin_server_ts':5,"
         "'content':{'membership':'leave'}}");
  set = rig.sync_ok(section("leave", join("!i:x", "", removal) + "," + join("!never:x", "", "")));
  CHECK(set.routes.size() == 1);
  route = route_in(set, "!i:x");
  CHECK(route.state == RouteState::left);
  CHECK(route.kind == RouteKind::internal);
  CHECK(route.cannot_send_reason == "removed");
  REQUIRE(room_in(set, "!i:x").items.size() == 1);
  CHECK(room_in(set, "!i:x").items[0].item.notice == NoticeKind::removed);
}

TEST_CASE("an upgraded room continues the old one when both say so") {
  MatrixRig rig;
  const std::string create =
      state("m.room.create", "{'room_version':'11','predecessor':{'room_id':'!zold:x'}}");
  const std::string tombstone =
      state("m.room.tombstone", "{'body':'moved','replacement_room':'!new:x'}");
  const std::string old_room = join("!zold:x", kAnn + "," + kBo, "", kTwo);
  SUBCASE("in one batch: the old room first") {
    const auto set =
        rig.sync_ok(section("join", join("!new:x", create + "," + kAnn + "," + kBo, "", kTwo) +
                                        "," + join("!zold:x", kAnn + "," + kBo, tombstone, kTwo)),
                    direct("{'@bo:pbx.test':['!zold:x']}"));
    REQUIRE(set.routes.size() == 2);
    CHECK(set.routes[0].remote_id == "!zold:x");
    REQUIRE(set.routes[0].items.size() == 1);
    CHECK(set.routes[0].items[0].item.notice == NoticeKind::upgraded);
    CHECK(route_in(set, "!new:x").replaces == "!zold:x");
    CHECK(route_in(set, "!new:x").kind == RouteKind::internal);  // as the old one was
  }
  SUBCASE("the old room's word comes later") {
    rig.sync_ok(section("join", old_room));
    auto set = rig.sync_ok(section("join", join("!new:x", create + "," + kAnn, "", kTwo)));
    CHECK(route_in(set, "!new:x").replaces.empty());
    set = rig.sync_ok(section("join", join("!zold:x", "", tombstone)));
    CHECK(route_in(set, "!new:x").replaces == "!zold:x");
  }
  SUBCASE("not because the new room claims it") {
    rig.sync_ok(section("join", old_room));
    const auto set = rig.sync_ok(section("join", join("!thief:x", create + "," + kAnn, "", kTwo)));
    CHECK(route_in(set, "!thief:x").replaces.empty());
  }
}

TEST_CASE("spaces are no conversations") {
  MatrixRig rig;
  const std::string create = state("m.room.create", "{'type':'m.space','room_version':'11'}");
  auto set = rig.sync_ok(section("join", join("!space:x", create + "," + kAnn, "", kTwo)));
  CHECK(set.routes.empty());
  set = rig.sync_ok(section("join", join("!space:x", "", kBo)));
  CHECK(set.routes.empty());
}

TEST_CASE("facts of a large room stay small") {
  MatrixRig rig;
  std::string people = kAnn;
  for (int i = 0; i < 500; ++i) {
    people += "," + member("@u" + std::to_string(i) + ":pbx.test", "join", "U");
  }
  const std::string many = ",'summary':{'m.joined_member_count':501,'m.heroes':['@u499:pbx.test']}";
  rig.sync_ok(section("join", join("!l:x", people, "", many)));
  CHECK(rig.memory.route("!l:x").size() < 8000);
  CHECK(rig.memory.route("!l:x").find("@u499:pbx.test\":[") != std::string::npos);
}
