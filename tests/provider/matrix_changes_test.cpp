// SPDX-License-Identifier: Apache-2.0
// What is done to messages, in the words of Matrix.
#include <doctest/doctest.h>

#include "base/json_reader.h"
#include "provider/matrix_rig.h"

using namespace ix;
using namespace ix::test;

namespace {

constexpr const char* kRoom = "/_matrix/client/v3/rooms/!r:x/";
constexpr const char* kReactions =
    "/_matrix/client/v1/rooms/!r:x/relations/$m/m.annotation/m.reaction";

template <class T, class Start>
Result<T> run(MatrixRig& rig, Start start) {
  std::optional<Result<T>> out;
  start([&out](Result<T> done) { out = std::move(done); });
  CHECK_FALSE(out.has_value());
  for (int i = 0; i < 5 && !out; ++i) rig.http.run(0);
  REQUIRE(out.has_value());
  return std::move(*out);
}

Result<void> remove(MatrixRig& rig, provider::Removal removal) {
  return run<void>(
      rig, [&](auto done) { rig.provider.remove("!r:x", std::move(removal), std::move(done)); });
}

Result<std::string> react(MatrixRig& rig) {
  return run<std::string>(rig, [&](auto done) {
    rig.provider.react("!r:x", {"$m", "+1", "k"}, std::move(done));
  });
}

json::Document body_of(MatrixRig& rig, size_t request) {
  auto document = json::Document::parse(rig.http.requests.at(request).body);
  REQUIRE(document.ok());
  return document.take();
}

}  // namespace

TEST_CASE("an edit is a replacement with a fallback, and carries its key twice") {
  MatrixRig rig;
  rig.http.expect("PUT", std::string(kRoom) + "send/m.room.message/k", 200,
                  js("{'event_id':'$e'}"));
  const auto id = run<std::string>(rig, [&](auto done) {
    rig.provider.edit("!r:x", {"$m", "at one", "k"}, std::move(done));
  });
  REQUIRE(id.ok());
  CHECK(*id == "$e");
  const auto body = body_of(rig, 0);
  CHECK(body.root()["body"].string() == "* at one");
  CHECK(body.root()["msgtype"].string() == "m.text");
  CHECK(body.root()["m.new_content"]["body"].string() == "at one");
  CHECK(body.root()["m.new_content"]["msgtype"].string() == "m.text");
  CHECK(body.root()["m.relates_to"]["rel_type"].string() == "m.replace");
  CHECK(body.root()["m.relates_to"]["event_id"].string() == "$m");
  CHECK(body.root()["org.interactions.key"].string() == "k");
}

TEST_CASE(
    "a removal takes the message first, and each of its edits under a transaction of its own") {
  MatrixRig rig;
  rig.http.expect("PUT", std::string(kRoom) + "redact/$m/k", 200, js("{'event_id':'$x'}"));
  rig.http.expect("PUT", std::string(kRoom) + "redact/$e/k-$e", 403,
                  js("{'errcode':'M_FORBIDDEN'}"));
  rig.http.expect("PUT", std::string(kRoom) + "redact/$f/k-$f", 404,
                  js("{'errcode':'M_NOT_FOUND'}"));
  CHECK(remove(rig, {{"$m", "$e", "$f"}, "k"}).ok());
  REQUIRE(rig.http.requests.size() == 3);
  CHECK_FALSE(body_of(rig, 0).root()["org.interactions.edit_of"].exists());
  CHECK(body_of(rig, 1).root()["org.interactions.edit_of"].string() == "$m");
}

TEST_CASE("a removal ends with what is wrong with the message, or with what may be right later") {
  struct Row {
    const char* target;
    int status;
    const char* body;
    ErrorCode code;
  };
  for (const Row& row :
       {Row{"$m", 403, "{'errcode':'M_FORBIDDEN'}", ErrorCode::REFUSED},
        Row{"$m", 502, "", ErrorCode::SERVER_ERROR}, Row{"$e", 502, "", ErrorCode::SERVER_ERROR},
        Row{"$e", 429, "{'errcode':'M_LIMIT_EXCEEDED'}", ErrorCode::RATE_LIMITED}}) {
    MatrixRig rig;
    const bool first = std::string(row.target) == "$m";
    if (!first) {
      rig.http.expect("PUT", std::string(kRoom) + "redact/$m/k", 200, js("{'event_id':'$x'}"));
    }
    rig.http.expect("PUT", std::string(kRoom) + "redact/" + row.target, row.status, js(row.body));
    const auto done = remove(rig, {{"$m", "$e"}, "k"});
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == row.code);
  }
  // What is not there is gone.
  MatrixRig rig;
  rig.http.expect("PUT", std::string(kRoom) + "redact/$m/k", 404, js("{'errcode':'M_NOT_FOUND'}"));
  CHECK(remove(rig, {{"$m"}, "k"}).ok());
}

TEST_CASE("a reaction that is there already is found, page by page") {
  MatrixRig rig;
  const std::string path = std::string(kRoom) + "send/m.reaction/k";
  SUBCASE("it is new") {
    rig.http.expect("PUT", path, 200, js("{'event_id':'$r'}"));
    const auto id = react(rig);
    REQUIRE(id.ok());
    CHECK(*id == "$r");
    const auto body = body_of(rig, 0);
    const json::Value relates = body.root()["m.relates_to"];
    CHECK(relates["rel_type"].string() == "m.annotation");
    CHECK(relates["event_id"].string() == "$m");
    CHECK(relates["key"].string() == "+1");
    return;
  }
  rig.http.expect("PUT", path, 400, js("{'errcode':'M_DUPLICATE_ANNOTATION'}"));
  SUBCASE("on the second page") {
    rig.http.expect("GET", kReactions, 200,
                    js("{'chunk':[{'event_id':'$1','sender':'@bob:x','content':{'m.relates_to':"
                       "{'key':'+1'}}},{'event_id':'$2','sender':'@ann:pbx.test','content':"
                       "{'m.relates_to':{'key':'heart'}}}],'next_batch':'p2'}"));
    rig.http.expect("GET", kReactions, 200,
                    js("{'chunk':[{'event_id':'$3','sender':'@ann:pbx.test','content':"
                       "{'m.relates_to':{'key':'+1'}}}]}"));
    const auto id = react(rig);
    REQUIRE(id.ok());
    CHECK(*id == "$3");
    CHECK(rig.http.requests.back().url.find("from=p2") != std::string::npos);
  }
  SUBCASE("on none: later it may be there") {
    rig.http.expect("GET", kReactions, 200, js("{'chunk':[]}"));
    const auto id = react(rig);
    REQUIRE_FALSE(id.ok());
    CHECK(id.error().code == ErrorCode::SERVER_ERROR);
    CHECK(id.error().retry == RetryAdvice::later);
  }
  SUBCASE("a page that is none") {
    rig.http.expect("GET", kReactions, 200, js("{}"));
    CHECK(react(rig).error().code == ErrorCode::BAD_RESPONSE);
  }
}

TEST_CASE("an own edit is told with its key, another's without; a redacted edit shows nowhere") {
  MatrixRig rig;
  const std::string relates =
      "'m.new_content':{'msgtype':'m.text','body':'n'},'m.relates_to':{'rel_type':'m.replace',"
      "'event_id':'$m'},'org.interactions.key':'k'}";
  const auto changes = rig.sync_ok(
      js("'join':{") +
      join("!r:x", member("@ann:pbx.test", "join"),
           event("$e", "m.room.message", "@ann:pbx.test",
                 js("{'msgtype':'m.text','body':'* n'," + relates)) +
               "," +
               event("$f", "m.room.message", "@bob:pbx.test",
                     js("{'msgtype':'m.text','body':'* n'," + relates)) +
               "," +
               event("$g", "m.room.message", "@ann:pbx.test", "{}",
                     js(",'unsigned':{'redacted_because':{'content':{'redacts':'$g',"
                        "'org.interactions.edit_of':'$m'}}}")) +
               "," +
               event("$h", "m.room.message", "@ann:pbx.test", "{}",
                     js(",'unsigned':{'redacted_because':{'content':{'redacts':'$h'}}}"))) +
      "}");
  const RouteChanges& room = room_in(changes, "!r:x");
  REQUIRE(room.relations.size() >= 2);
  CHECK(room.relations[0].key == "k");
  CHECK(room.relations[1].key.empty());
  REQUIRE(room.items.size() == 1);
  CHECK(room.items[0].item.remote_id == "$h");
  CHECK(room.items[0].item.deleted);
}
