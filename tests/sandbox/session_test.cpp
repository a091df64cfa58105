// SPDX-License-Identifier: Apache-2.0
#include "sandbox/client.h"

namespace ix::sandbox {

TEST_CASE("a wrong password and an unknown token are refused as Synapse words it") {
  TestCompany company;
  const Answer wrong = company.alice.call(
      "POST", "login",
      R"({"type":"m.login.password","identifier":{"type":"m.id.user","user":"alice"},"password":"x"})");
  CHECK(wrong.status == 403);
  CHECK(wrong.text("errcode") == "M_FORBIDDEN");
  CHECK(company.alice.call("GET", "account/whoami").text("errcode") == "M_MISSING_TOKEN");
  company.alice.token = "nonsense";
  const Answer unknown = company.alice.call("GET", "account/whoami");
  CHECK(unknown.status == 401);
  CHECK(unknown.text("errcode") == "M_UNKNOWN_TOKEN");
  CHECK_FALSE(unknown["soft_logout"].boolean(true));
}

TEST_CASE("an expired access token is renewed, and a lost reply to the renewal loses nothing") {
  TestCompany company;
  const Answer login = company.alice.login("alice", "PHONE", true);
  REQUIRE(login.status == 200);
  company.now += login["expires_in_ms"].integer_or(0);
  const Answer expired = company.alice.call("GET", "account/whoami");
  CHECK(expired.status == 401);
  CHECK(expired["soft_logout"].boolean());

  const std::string body = "{\"refresh_token\":\"" + login.text("refresh_token") + "\"}";
  CHECK(company.alice.call("POST", "refresh", body).status == 200);  // nobody saw this reply
  const Answer renewed = company.alice.call("POST", "refresh", body);
  REQUIRE(renewed.status == 200);
  company.alice.token = renewed.text("access_token");
  CHECK(company.alice.call("GET", "account/whoami").text("device_id") == "PHONE");
  // Now that the new token was used, the old one is spent.
  CHECK(company.alice.call("POST", "refresh", body).status == 401);
}

TEST_CASE("a sign-out ends the token and forgets what the device sent; a new sign-in does not") {
  TestCompany company;
  company.alice.login("alice", "PHONE");
  const std::string first = company.alice.send(company.channel, "k1", "hello");
  CHECK(company.alice.send(company.channel, "k1", "hello") == first);
  company.alice.login("alice", "PHONE");
  CHECK(company.alice.send(company.channel, "k1", "hello") == first);

  const std::string old_token = company.alice.token;
  CHECK(company.alice.call("POST", "logout", "{}").status == 200);
  CHECK(company.alice.call("GET", "account/whoami").status == 401);
  company.alice.login("alice", "PHONE");
  CHECK(company.alice.token != old_token);
  CHECK(company.alice.send(company.channel, "k1", "hello") != first);
}

TEST_CASE("a soft end of the session keeps the transaction ids of the device") {
  TestCompany company;
  company.alice.login("alice", "PHONE");
  const std::string first = company.alice.send(company.channel, "k1", "hello");
  company.server.end_sessions(company.alice.user, true);
  CHECK(company.alice.call("GET", "account/whoami")["soft_logout"].boolean());
  company.alice.login("alice", "PHONE");
  CHECK(company.alice.send(company.channel, "k1", "hello") == first);
}

TEST_CASE("bad requests have Synapse's error codes") {
  TestCompany company;
  company.alice.login("alice");
  CHECK(company.alice.call("POST", "createRoom", "{").text("errcode") == "M_NOT_JSON");
  CHECK(company.alice.call("POST", "createRoom", "[]").text("errcode") == "M_BAD_JSON");
  CHECK(company.alice.call("GET", "nonsense").text("errcode") == "M_UNRECOGNIZED");
  CHECK(company.alice.call("DELETE", "login").status == 405);
  const Answer sync = company.alice.call("GET", "sync?since=garbage");
  CHECK(sync.status == 400);
  CHECK(sync.text("errcode") == "M_UNKNOWN");
  // A token from a future that was never, or that a restored backup has lost.
  const Answer future = company.alice.call("GET", "sync?since=s999999");
  CHECK(future.status == 200);
  CHECK(future.text("next_batch") == "s" + std::to_string(company.server.position()));
}

TEST_CASE("a deactivated account is signed out everywhere and cannot sign in") {
  TestCompany company;
  company.alice.login("alice");
  company.bob.login("bob");
  company.server.deactivate("@alice:pbx.test");
  const Answer ended = company.alice.call("GET", "sync");
  CHECK(ended.status == 401);
  CHECK(ended.text("errcode") == "M_UNKNOWN_TOKEN");
  CHECK_FALSE(ended["soft_logout"].boolean());
  const Answer refused = company.alice.login("alice");
  CHECK(refused.status == 403);
  CHECK(refused.text("errcode") == "M_USER_DEACTIVATED");
  // Others see that it left.
  CHECK_FALSE(company.server.room(company.channel)->is_joined("@alice:pbx.test"));
}

TEST_CASE("who sends too fast is told to wait, as Synapse tells it") {
  Millis now = 1'700'000'000'000;
  Homeserver server({.messages_per_second = 1});
  server.run_due(now);
  server.add_user("alice", "secret", "Alice");
  const std::string room = server.add_channel("General", {"@alice:pbx.test"});
  TestClient alice(server, now);
  alice.login("alice");
  CHECK_FALSE(alice.send(room, "a", "1").empty());
  const std::string second = alice.send(room, "b", "2");
  const std::string path = "rooms/" + percent_encoded(room) + "/send/m.room.message/c";
  const Answer limited = alice.call("PUT", path, R"({"msgtype":"m.text","body":"3"})");
  CHECK(limited.status == 429);
  CHECK(limited.text("errcode") == "M_LIMIT_EXCEEDED");
  CHECK(limited["retry_after_ms"].integer() == 1'000);
  // What was taken before is answered again at once.
  CHECK(alice.send(room, "b", "2") == second);
  now += 1'000;
  CHECK_FALSE(alice.send(room, "c", "3").empty());
}

TEST_CASE("a message without a body is refused, as Synapse refuses it") {
  TestCompany company;
  company.alice.login("alice");
  const std::string path = "rooms/" + percent_encoded(company.channel) + "/send/m.room.message/a";
  const Answer none = company.alice.call("PUT", path, R"({"msgtype":"m.text"})");
  CHECK(none.status == 400);
  CHECK(none.text("errcode") == "M_UNKNOWN");
  CHECK(none.text("error") == "'body' not in content");
  const Answer number = company.alice.call("PUT", path, R"({"msgtype":"m.text","body":7})");
  CHECK(number.text("error") == "'body' not a string type");
}

}  // namespace ix::sandbox
