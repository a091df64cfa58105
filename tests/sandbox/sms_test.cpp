// SPDX-License-Identifier: Apache-2.0
#include "sandbox/client.h"

namespace ix::sandbox {

namespace {

constexpr const char* kNumber = "+16135550147";

std::string open_sms(TestCompany& company, const std::string& ghost) {
  return company.alice
      .call("POST", "createRoom",
            R"({"preset":"trusted_private_chat","is_direct":true,"invite":[")" + ghost + "\"]}")
      .text("room_id");
}

// Status of the newest delivery report in the room; empty: none.
std::string report(TestCompany& company, const std::string& room) {
  std::string status;
  for (const Event& event : company.server.room(room)->events()) {
    if (event.type != "com.beeper.message_send_status") continue;
    auto content = json::Document::parse(event.content);
    REQUIRE(content.ok());
    status = content->root()["status"].string();
  }
  return status;
}

}  // namespace

TEST_CASE("a number leads to a ghost, who accepts an invitation after a while") {
  TestCompany company;
  company.alice.login("alice");
  const Answer protocols = company.alice.call("GET", "thirdparty/protocols");
  CHECK(protocols["sms"]["user_fields"].size() == 1);
  const Answer users = company.alice.call("GET", "thirdparty/user/sms?phone=%2B16135550147");
  std::string ghost;
  for (json::Value user : users.document.root().elements()) ghost = user["userid"].string();
  CHECK(ghost == "@sms_16135550147:pbx.test");

  const std::string room = open_sms(company, ghost);
  CHECK(room.find(':') == std::string::npos);  // room version 12: no server name
  CHECK(company.server.room(room)->membership(ghost) == "invite");
  company.now += 400;
  company.server.run_due(company.now);
  CHECK(company.server.room(room)->membership(ghost) == "join");
  CHECK(company.server.room(room)->state("m.bridge", "sms.16135550147") != nullptr);
}

TEST_CASE("a number the bridge does not know: the room is made, nobody comes") {
  TestCompany company;
  company.alice.login("alice");
  company.server.sms().set_unreachable(kNumber);
  const std::string ghost = company.server.sms().ghost_of(kNumber);
  const Answer users = company.alice.call("GET", "thirdparty/user/sms?phone=%2B16135550147");
  CHECK(users.document.root().size() == 0);
  const std::string room = open_sms(company, ghost);
  REQUIRE_FALSE(room.empty());
  company.now += 60'000;
  company.server.run_due(company.now);
  CHECK(company.server.room(room)->membership(ghost) == "invite");
}

TEST_CASE("the carrier delivers, refuses, fails for now, or says nothing") {
  TestCompany company;
  company.alice.login("alice");
  const auto outcome = [&](CarrierBehaviour behaviour) {
    company.server.sms().set_behaviour(kNumber, behaviour);
    const std::string room = open_sms(company, company.server.sms().ghost_of(kNumber));
    company.now += 1000;
    company.server.run_due(company.now);
    company.alice.send(room, "k" + room.substr(1, 6), "hello");
    company.now += 1000;
    company.server.run_due(company.now);
    return report(company, room);
  };
  CHECK(outcome(CarrierBehaviour::delivers) == "SUCCESS");
  CHECK(outcome(CarrierBehaviour::refuses) == "FAIL_PERMANENT");
  CHECK(outcome(CarrierBehaviour::fails_for_now) == "FAIL_RETRIABLE");
  CHECK(outcome(CarrierBehaviour::silent).empty());
  CHECK(company.server.sms().texts_carried() == 4);
}

TEST_CASE("a gateway that honours STOP reports 21610 until START") {
  TestCompany company;
  company.alice.login("alice");
  SmsBridge& bridge = company.server.sms();
  const std::string room = open_sms(company, bridge.ghost_of(kNumber));
  company.now += 1000;
  company.server.run_due(company.now);
  int sent = 0;
  const auto outcome = [&] {
    company.alice.send(room, "k" + std::to_string(++sent), "hello");
    company.now += 1000;
    company.server.run_due(company.now);
    return report(company, room);
  };
  const auto texts = [&](const char* words) {
    company.server.post_message(room, bridge.ghost_of(kNumber), words);
  };
  // A carrier that leaves it to the people.
  texts("STOP");
  CHECK(outcome() == "SUCCESS");

  bridge.set_behaviour(kNumber, CarrierBehaviour::honours_stop);
  CHECK(outcome() == "SUCCESS");
  texts("Stop by later");
  CHECK(outcome() == "SUCCESS");
  texts(" arr\u00EAt! ");
  CHECK(outcome() == "FAIL_PERMANENT");
  const Event& last = company.server.room(room)->events().back();
  CHECK(last.content.find("21610") != std::string::npos);
  texts("thanks");
  CHECK(outcome() == "FAIL_PERMANENT");
  texts("Start");
  CHECK(outcome() == "SUCCESS");

  bridge.set_behaviour(kNumber, CarrierBehaviour::opted_out);
  CHECK(outcome() == "FAIL_PERMANENT");
  texts("UNSTOP");
  CHECK(outcome() == "SUCCESS");
  bridge.set_behaviour(kNumber, CarrierBehaviour::delivers);
  texts("STOP");
  CHECK(outcome() == "SUCCESS");
}

TEST_CASE("a text from outside opens a room once and then goes on in it") {
  TestCompany company;
  company.alice.login("alice");
  REQUIRE_FALSE(company.server.post_sms(kNumber, company.alice.user, "hi").empty());
  const size_t rooms = company.server.rooms().size();
  company.server.post_sms(kNumber, company.alice.user, "still there?");
  CHECK(company.server.rooms().size() == rooms);
  CHECK(company.alice.sync()["rooms"]["invite"].size() == 1);
}

TEST_CASE("a colleague who never signed in accepts invitations by himself") {
  TestCompany company;
  company.alice.login("alice");
  const std::string room = open_sms(company, "@bob:pbx.test");
  company.now += 1000;
  company.server.run_due(company.now);
  CHECK(company.server.room(room)->membership("@bob:pbx.test") == "join");
}

TEST_CASE("a room whose members may not write refuses with M_FORBIDDEN") {
  TestCompany company;
  company.alice.login("alice");
  company.server.post_event(company.channel, "@bob:pbx.test", "m.room.power_levels",
                            R"({"events_default":50})", "");
  const Answer refused = company.alice.call(
      "PUT", "rooms/" + percent_encoded(company.channel) + "/send/m.room.message/t1",
      R"({"msgtype":"m.text","body":"x"})");
  CHECK(refused.status == 403);
  CHECK(refused.text("errcode") == "M_FORBIDDEN");
}

}  // namespace ix::sandbox
