// SPDX-License-Identifier: Apache-2.0
#include "sandbox/client.h"

namespace ix::sandbox {

namespace {
constexpr const char* kTwo = R"({"room":{"timeline":{"limit":2}}})";
}

TEST_CASE("a sync that jumped over events says so, and its token reads them") {
  TestCompany company;
  company.alice.login("alice");
  company.alice.sync();
  for (const char* text : {"1", "2", "3", "4", "5"}) {
    company.server.post_message(company.channel, "@bob:pbx.test", text);
  }
  const Answer answer = company.alice.sync(kTwo);
  const json::Value timeline = company.joined(answer, company.channel)["timeline"];
  CHECK(bodies(timeline["events"]) == "4,5,");
  CHECK(timeline["limited"].boolean());

  const std::string room = percent_encoded(company.channel);
  const Answer page = company.alice.call("GET", "rooms/" + room + "/messages?dir=b&limit=2&from=" +
                                                    std::string(timeline["prev_batch"].string()));
  CHECK(bodies(page["chunk"]) == "3,2,");
  const Answer next = company.alice.call(
      "GET", "rooms/" + room + "/messages?dir=b&limit=100&from=" + page.text("end"));
  CHECK(bodies(next["chunk"]) == "1,");
  CHECK(next["end"].exists());
  // The start of a room is an empty page without an end.
  const Answer last = company.alice.call(
      "GET", "rooms/" + room + "/messages?dir=b&limit=100&from=" + next.text("end"));
  CHECK(last["chunk"].size() == 0);
  CHECK_FALSE(last["end"].exists());
}

TEST_CASE("a sync without a jump is not limited and continues exactly") {
  TestCompany company;
  company.alice.login("alice");
  company.alice.sync();
  company.server.post_message(company.channel, "@bob:pbx.test", "1");
  Answer answer = company.alice.sync(kTwo);
  CHECK_FALSE(company.joined(answer, company.channel)["timeline"]["limited"].boolean());
  company.server.post_message(company.channel, "@bob:pbx.test", "2");
  answer = company.alice.sync(kTwo);
  CHECK(bodies(company.joined(answer, company.channel)["timeline"]["events"]) == "2,");
}

TEST_CASE("a long poll has no reply until something happens or its time is over") {
  TestCompany company;
  company.alice.login("alice");
  company.alice.sync();
  const std::string poll = "sync?timeout=1000&since=" + company.alice.since;
  CHECK_FALSE(company.alice.ask("GET", poll).has_value());
  CHECK_FALSE(company.alice.ask("GET", poll, {}, 999).has_value());
  CHECK(company.alice.ask("GET", poll, {}, 1000).has_value());
  company.server.post_message(company.channel, "@bob:pbx.test", "hi");
  CHECK(company.alice.ask("GET", poll).has_value());
}

TEST_CASE("the transaction id comes back to the sending device only") {
  TestCompany company;
  company.alice.login("alice", "PHONE");
  TestClient tablet(company.server, company.now);
  tablet.login("alice", "TABLET");
  company.bob.login("bob");
  for (TestClient* client : {&company.alice, &tablet, &company.bob}) client->sync();
  company.alice.send(company.channel, "key-1", "hello");
  const auto told = [&](TestClient& client) {
    const Answer answer = client.sync();
    const json::Value events = company.joined(answer, company.channel)["timeline"]["events"];
    std::string id;
    for (json::Value event : events.elements()) {
      id = event["unsigned"]["transaction_id"].string();
    }
    return id;
  };
  CHECK(told(company.alice) == "key-1");
  CHECK(told(tablet).empty());
  CHECK(told(company.bob).empty());
}

TEST_CASE("an invitation, its acceptance and a leave reach the sync") {
  TestCompany company;
  company.alice.login("alice");
  company.alice.sync();
  const std::string room = company.server.add_direct("@bob:pbx.test", "@alice:pbx.test");
  Answer answer = company.alice.sync();
  bool direct = false;
  for (json::Value event : answer["rooms"]["invite"][room]["invite_state"]["events"].elements()) {
    direct |= event["content"]["is_direct"].boolean();
  }
  CHECK(direct);
  CHECK(company.alice.sync()["rooms"]["invite"].size() == 0);

  const std::string path = "rooms/" + percent_encoded(room);
  CHECK(company.alice.call("POST", path + "/join", "{}").status == 200);
  answer = company.alice.sync();
  const json::Value joined = company.joined(answer, room);
  CHECK(joined["summary"]["m.joined_member_count"].integer_or(0) == 2);
  CHECK(joined["timeline"]["limited"].boolean());  // new to this sync: as Synapse

  CHECK(company.alice.call("POST", path + "/leave", "{}").status == 200);
  answer = company.alice.sync();
  CHECK(answer["rooms"]["leave"][room].exists());
  CHECK_FALSE(company.joined(answer, room).exists());
}

TEST_CASE("receipts: public ones reach everybody, private ones their owner, none goes back") {
  TestCompany company;
  company.alice.login("alice");
  company.bob.login("bob");
  const std::string first = company.alice.send(company.channel, "a", "1");
  const std::string second = company.alice.send(company.channel, "b", "2");
  company.alice.sync();
  company.bob.sync();
  const std::string path = "rooms/" + percent_encoded(company.channel) + "/read_markers";
  company.bob.call("POST", path, R"({"m.read.private":")" + second + "\"}");
  CHECK_FALSE(company.joined(company.alice.sync(), company.channel).exists());
  const auto content = [&](const Answer& answer) {
    return company.joined(answer, company.channel)["ephemeral"]["events"];
  };
  Answer own = company.bob.sync();
  CHECK(content(own).size() == 1);
  company.bob.call("POST", path, R"({"m.read":")" + first + "\"}");
  CHECK_FALSE(company.joined(company.bob.sync(), company.channel).exists());
}

TEST_CASE("account data of the account and of a room come once, and again when changed") {
  TestCompany company;
  company.alice.login("alice");
  const std::string path = "user/" + percent_encoded(company.alice.user) + "/account_data/m.direct";
  CHECK(company.alice.call("GET", path).status == 404);
  CHECK(company.alice.call("PUT", path, R"({"@bob:pbx.test":["!a"]})").status == 200);
  CHECK(company.alice.call("GET", path)["@bob:pbx.test"].size() == 1);
  CHECK(company.alice.sync()["account_data"]["events"].size() == 1);
  CHECK(company.alice.sync()["account_data"]["events"].size() == 0);
  company.alice.call("PUT", path, "{}");
  CHECK(company.alice.sync()["account_data"]["events"].size() == 1);
}

TEST_CASE("a redaction empties the event for everybody who reads it later") {
  TestCompany company;
  company.alice.login("alice");
  const std::string id = company.alice.send(company.channel, "a", "secret text");
  const std::string room = percent_encoded(company.channel);
  const Answer done =
      company.alice.call("PUT", "rooms/" + room + "/redact/" + percent_encoded(id) + "/r1", "{}");
  CHECK(done.status == 200);
  const Answer event = company.alice.call("GET", "rooms/" + room + "/event/" + percent_encoded(id));
  CHECK(event["content"].size() == 0);
  CHECK(event["unsigned"]["redacted_because"]["content"]["redacts"].string() == id);
}

TEST_CASE("the same calls give the same bytes") {
  const auto run = [] {
    TestCompany company;
    company.alice.login("alice");
    company.alice.send(company.channel, "a", "1");
    return company.alice.ask("GET", "sync")->body;
  };
  CHECK(run() == run());
}

TEST_CASE("a long poll on a server where nothing ever happened waits, too") {
  Millis now = 1'700'000'000'000;
  Homeserver server;
  server.run_due(now);
  server.add_user("alice", "secret", "Alice");
  TestClient alice(server, now);
  alice.login("alice");
  alice.sync();
  CHECK_FALSE(alice.ask("GET", "sync?timeout=30000&since=" + alice.since).has_value());
}

}  // namespace ix::sandbox
