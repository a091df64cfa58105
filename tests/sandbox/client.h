// SPDX-License-Identifier: Apache-2.0
// A bare Matrix client that speaks to the sandbox core directly.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "sandbox/homeserver.h"

namespace ix::sandbox {

struct Answer {
  int status = 0;
  json::Document document;
  json::Value operator[](std::string_view key) const { return document.root()[key]; }
  std::string text(std::string_view key) const { return std::string((*this)[key].string()); }
};

// One device of one user. The clock is the test's.
class TestClient {
 public:
  TestClient(Homeserver& server, Millis& now) : server_(server), now_(now) {}

  Reply ask(std::string_view method, const std::string& path, std::string_view body = {},
            Millis waited = 0) {
    return server_.handle(make_request(method, "/_matrix/client/v3/" + path, token, body), now_,
                          waited);
  }
  Answer call(std::string_view method, const std::string& path, std::string_view body = {}) {
    const Reply reply = ask(method, path, body);
    REQUIRE(reply.has_value());
    auto parsed = json::Document::parse(reply->body);
    REQUIRE(parsed.ok());
    return {reply->status, parsed.take()};
  }
  Answer login(std::string_view name, std::string_view device = {}, bool refreshable = false) {
    json::Writer body;
    body.begin_object().field("type", "m.login.password").key("identifier").begin_object();
    body.field("type", "m.id.user").field("user", name).end_object().field("password", "secret");
    if (!device.empty()) body.field("device_id", device);
    if (refreshable) body.field("refresh_token", true);
    body.end_object();
    Answer answer = call("POST", "login", body.take());
    token = answer.text("access_token");
    user = answer.text("user_id");
    return answer;
  }
  std::string send(const std::string& room, const std::string& txn, std::string_view text) {
    json::Writer body;
    body.begin_object().field("msgtype", "m.text").field("body", text).end_object();
    return call("PUT", "rooms/" + percent_encoded(room) + "/send/m.room.message/" + txn,
                body.take())
        .text("event_id");
  }
  // Syncs from where the last one ended.
  Answer sync(const std::string& filter = {}) {
    std::string path = "sync?timeout=0";
    if (!since.empty()) path += "&since=" + since;
    if (!filter.empty()) path += "&filter=" + percent_encoded(filter);
    Answer answer = call("GET", path);
    since = answer.text("next_batch");
    return answer;
  }

  std::string token;
  std::string user;
  std::string since;

 private:
  Homeserver& server_;
  Millis& now_;
};

// Bodies of the timeline's messages, each followed by a comma.
inline std::string bodies(json::Value events) {
  std::string all;
  for (json::Value event : events.elements()) {
    if (event["type"].string() == "m.room.message") {
      all += std::string(event["content"]["body"].string()) + ",";
    }
  }
  return all;
}

// A company of two with one channel.
struct TestCompany {
  TestCompany() : alice(server, now), bob(server, now) {
    server.run_due(now);
    server.add_user("alice", "secret", "Alice");
    server.add_user("bob", "secret", "Bob");
    channel = server.add_channel("General", {"@bob:pbx.test", "@alice:pbx.test"});
  }
  json::Value joined(const Answer& answer, const std::string& room) {
    return answer["rooms"]["join"][room];
  }

  Millis now = 1'700'000'000'000;
  Homeserver server;
  TestClient alice;
  TestClient bob;
  std::string channel;
};

}  // namespace ix::sandbox
