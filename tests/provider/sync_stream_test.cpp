// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/sync_stream.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "provider/matrix_rig.h"

namespace ix::provider::matrix {
namespace {

using test::js;

// A room of about `size` bytes whose text is full of what a careless reader trips over.
std::string room(int number, size_t size) {
  const std::string text = "\\\"}]{[,\\\\" + std::string(size, 'x');
  return js("'!" + std::to_string(number) +
            ":pbx.test':{'timeline':{'events':[],'limited':false},") +
         "\"junk\":[true,-1.5e3,null,\"" + text + "\"]}";
}

std::string rooms(int from, int to, size_t size) {
  std::string out;
  for (int i = from; i < to; ++i) out += (i > from ? ", " : "") + room(i, size);
  return out;
}

struct Cut {
  std::set<std::string> joined, invited, left;
  std::vector<std::string> direct;  // account data, as often as it came
  int parts = 0;
  size_t most = 0;
  Result<std::string> rest = std::string();
  Status status;

  void add(json::Value root) {
    const auto collect = [&root](const char* section, std::set<std::string>& into) {
      for (auto [id, value] : root["rooms"][section].members()) {
        CHECK(value.is_object());
        CHECK(into.insert(std::string(id)).second);  // no room comes twice
      }
    };
    collect("join", joined);
    collect("invite", invited);
    collect("leave", left);
    if (root["account_data"].exists()) direct.push_back(root["account_data"].dump());
  }
};

Cut cut(const std::string& reply, size_t piece) {
  Cut out;
  SyncStream stream([&out](const json::Document& part) {
    ++out.parts;
    CHECK_FALSE(part.root()["next_batch"].exists());
    out.add(part.root());
    return Status();
  });
  for (size_t at = 0; at < reply.size() && out.status.ok(); at += piece) {
    out.status = stream.take(std::string_view(reply).substr(at, piece));
  }
  if (out.status.ok()) out.rest = stream.finish();
  out.most = stream.most_held();
  return out;
}

TEST_CASE("a small reply is given back as it came") {
  const std::string reply = js("{ 'next_batch':'s1', 'rooms':{'join':{} } } ");
  const Cut got = cut(reply, 3);
  CHECK(got.parts == 0);
  REQUIRE(got.rest.ok());
  CHECK(*got.rest == reply);
  // Also what is no JSON: who asked says what is wrong with it.
  CHECK(*cut("<html>", 1).rest == "<html>");
}

TEST_CASE("a large reply comes in parts that together say the same, wherever the pieces end") {
  const std::string presence = std::string(600'000, 'p');
  const std::string reply =
      js("{'next_batch':'s\\u0031','presence':{'events':['") + presence + js("']},") +
      js("'account_data':{'events':[{'type':'m.direct'}]},\n'rooms':{'knock':{},'join':{") +
      rooms(0, 150, 6000) + js("},'invite':{") + rooms(150, 153, 10) + js("},'leave':{ },'x':7},") +
      js("'device_lists':{'changed':[]},'flag':true,'count':0}");
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{16'384}, reply.size()}) {
    CAPTURE(piece);
    Cut got = cut(reply, piece);
    REQUIRE(got.status.ok());
    REQUIRE(got.rest.ok());
    auto rest = json::Document::parse(*got.rest);
    REQUIRE(rest.ok());
    got.add(rest->root());
    CHECK(rest->root()["next_batch"].string() == "s1");
    CHECK(got.joined.size() == 150);
    CHECK(got.invited.size() == 3);
    CHECK(got.left.empty());
    CHECK(got.direct.size() == 1);
    CHECK(got.parts >= 3);
  }
}

TEST_CASE("what is held of a reply does not grow with it") {
  const auto most = [](int count) {
    const std::string reply =
        js("{'next_batch':'s1','rooms':{'join':{") + rooms(0, count, 4000) + "}}}";
    const Cut got = cut(reply, 16'384);
    CHECK(got.rest.ok());
    return got.most;
  };
  CHECK(most(10'000) <= SyncStream::kPiece + 16'384);
  CHECK(most(10'000) == most(1'000));
}

TEST_CASE("a large reply that is cut off or broken is an error") {
  const std::string whole =
      js("{'next_batch':'s1','rooms':{'join':{") + rooms(0, 100, 6000) + "}}}";
  REQUIRE(cut(whole, 999).rest.ok());
  for (const size_t left : {size_t{1}, size_t{2}, size_t{300}, size_t{100'000}}) {
    CAPTURE(left);
    CHECK(cut(whole.substr(0, whole.size() - left), 999).rest.error().code ==
          ErrorCode::BAD_RESPONSE);
  }
  CHECK(cut(whole + "}", 999).status.error().code == ErrorCode::BAD_RESPONSE);
  CHECK(cut("[" + whole + "]", 999).status.error().code == ErrorCode::BAD_RESPONSE);
  // Inside a room: the piece that holds it is refused as a whole.
  std::string broken = whole;
  broken.replace(broken.find("\"limited\""), 9, "limited!!");
  const Cut got = cut(broken, 999);
  CHECK(got.status.error().code == ErrorCode::BAD_RESPONSE);
  CHECK(got.joined.empty());
}

TEST_CASE("a room that is larger than any room is refused") {
  const std::string reply =
      js("{'next_batch':'s1','rooms':{'join':{") + room(1, SyncStream::kLargestValue + 1) + "}}}";
  CHECK(cut(reply, 65'536).status.error().code == ErrorCode::RESPONSE_TOO_LARGE);
}

TEST_CASE("the parts of a large sync have no token, and the last one has it") {
  test::MatrixRig rig;
  std::string joined;
  for (int i = 0; i < 1500; ++i) {
    joined += (i > 0 ? "," : "") +
              test::join("!" + std::to_string(i) + ":pbx.test",
                         test::member("@ann:pbx.test", "join") + "," +
                             test::state("m.room.name", "{'name':'Room'}"),
                         test::text_event("$m" + std::to_string(i), "@bo:pbx.test", "hello"));
  }
  const std::string reply = js("{'next_batch':'s9','rooms':{'join':{") + joined + js("}}}");
  rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, rig.protocols);
  rig.http.expect("GET", "/_matrix/client/v3/sync?", 200, reply);
  size_t told = 0;
  size_t largest = 0;
  std::optional<Result<ChangeSet>> last;
  rig.provider.changes(
      "", 0,
      [&](const ChangeSet& part) {
        CHECK(part.next_token.empty());
        CHECK_FALSE(last.has_value());
        told += part.routes.size();
        largest = std::max(largest, part.routes.size());
        rig.memory.take(part);
        return Status();
      },
      [&last](Result<ChangeSet> changes) { last = std::move(changes); });
  rig.http.run(0);
  REQUIRE(last.has_value());
  REQUIRE(last->ok());
  CHECK((*last)->next_token == "s9");
  CHECK(told + (*last)->routes.size() == 1500);
  CHECK(largest < 600);
}

TEST_CASE("a part that cannot be stored ends the sync with that error") {
  test::MatrixRig rig;
  const std::string reply =
      js("{'next_batch':'s9','rooms':{'join':{") + rooms(0, 100, 6000) + "}}}";
  rig.http.expect("GET", "/_matrix/client/v3/thirdparty/protocols", 200, rig.protocols);
  rig.http.expect("GET", "/_matrix/client/v3/sync?", 200, reply);
  std::optional<Result<ChangeSet>> last;
  rig.provider.changes(
      "", 0, [](const ChangeSet&) { return Status(Error(ErrorCode::STORE_FULL)); },
      [&last](Result<ChangeSet> changes) { last = std::move(changes); });
  rig.http.run(0);
  REQUIRE(last.has_value());
  CHECK(last->error().code == ErrorCode::STORE_FULL);
}

}  // namespace
}  // namespace ix::provider::matrix
