// SPDX-License-Identifier: Apache-2.0
#include "sandbox/client.h"

namespace ix::sandbox {
namespace {

std::string reaction(const std::string& target, const std::string& more = {}) {
  return R"({"m.relates_to":{"rel_type":"m.annotation","event_id":")" + target +
         R"(","key":"+1"})" + more + "}";
}

}  // namespace

TEST_CASE("a reaction is there once, and can be put again after it was taken back") {
  TestCompany company;
  company.alice.login("alice");
  company.bob.login("bob");
  const std::string room = percent_encoded(company.channel);
  const std::string id = company.alice.send(company.channel, "a", "lunch?");
  const auto react = [&](TestClient& who, const std::string& txn, const std::string& more = {}) {
    return who.call("PUT", "rooms/" + room + "/send/m.reaction/" + txn, reaction(id, more));
  };
  const Answer first = react(company.alice, "1");
  CHECK(first.status == 200);
  // Whatever else it says.
  const Answer twice = react(company.alice, "2", R"(,"org.example":1)");
  CHECK(twice.status == 400);
  CHECK(twice.text("errcode") == "M_DUPLICATE_ANNOTATION");
  CHECK(react(company.alice, "1").text("event_id") == first.text("event_id"));
  CHECK(react(company.bob, "1").status == 200);
  const std::string list = "rooms/" + room + "/relations/" + percent_encoded(id);
  const Answer both = company.alice.call("GET", list + "/m.annotation/m.reaction");
  REQUIRE(both["chunk"].size() == 2);
  CHECK((*both["chunk"].elements().begin())["sender"].string() == "@bob:pbx.test");
  CHECK(company.alice.call("GET", list + "/m.replace/m.room.message")["chunk"].size() == 0);
  const std::string gone = percent_encoded(first.text("event_id"));
  CHECK(company.alice.call("PUT", "rooms/" + room + "/redact/" + gone + "/r", "{}").status == 200);
  CHECK(company.alice.call("GET", list + "/m.annotation/m.reaction")["chunk"].size() == 1);
  CHECK(react(company.alice, "3").status == 200);
}

TEST_CASE("nothing is about an event that is not there") {
  TestCompany company;
  company.alice.login("alice");
  const std::string room = percent_encoded(company.channel);
  const Answer refused =
      company.alice.call("PUT", "rooms/" + room + "/send/m.reaction/1", reaction("$nowhere"));
  CHECK(refused.status == 400);
  CHECK(refused.text("errcode") == "M_UNKNOWN");
  CHECK(company.alice.call("GET", "rooms/" + room + "/relations/$nowhere/m.annotation/m.reaction")
            .status == 404);
}

TEST_CASE("what a redaction says beside its target stays readable") {
  TestCompany company;
  company.alice.login("alice");
  const std::string id = company.alice.send(company.channel, "a", "secret text");
  const std::string room = percent_encoded(company.channel);
  company.alice.call("PUT", "rooms/" + room + "/redact/" + percent_encoded(id) + "/r1",
                     R"({"org.interactions.edit_of":"$m","redacts":"$other"})");
  const Answer event = company.alice.call("GET", "rooms/" + room + "/event/" + percent_encoded(id));
  const json::Value because = event["unsigned"]["redacted_because"]["content"];
  CHECK(because["org.interactions.edit_of"].string() == "$m");
  CHECK(because["redacts"].string() == id);
}

}  // namespace ix::sandbox
