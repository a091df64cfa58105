// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "provider/matrix/direct_list.h"
#include "provider/matrix/room_facts.h"
#include "provider/matrix/sms_bridge.h"
#include "provider/matrix/text.h"

using namespace ix::provider::matrix;

TEST_CASE("addresses as people type them") {
  CHECK(base_url(" Example.ORG/ ") == "https://example.org");
  CHECK(base_url("http://127.0.0.1:8008") == "http://127.0.0.1:8008");
  CHECK(base_url("https://example.org/Matrix/") == "https://example.org/Matrix");
  for (const char* bad : {"", "https://", "ftp://x", "http://a b", "http://u:p@x", "http://x?y",
                          "http://x#y", "http:///x"}) {
    CAPTURE(bad);
    CHECK_FALSE(base_url(bad).has_value());
  }
}

TEST_CASE("escaping leaves nothing a URL could misread") {
  CHECK(escaped("!a:b/c?d=e&f#g%h i") == "%21a%3Ab%2Fc%3Fd%3De%26f%23g%25h%20i");
  CHECK(escaped("\xC3\xA9~-._") == "%C3%A9~-._");
}

TEST_CASE("ids") {
  CHECK(is_user_id("@a:b"));
  CHECK(localpart("@a/b:c:8448") == "a/b");
  CHECK(server_of("@a/b:c:8448") == "c:8448");
  for (const char* bad : {"", "@", "@:b", "@a:", "a:b", "@ab"}) CHECK_FALSE(is_user_id(bad));
  CHECK_FALSE(is_user_id("@" + std::string(300, 'a') + ":b"));
  CHECK(is_room_id("!abc"));  // version 12 has no server part
  CHECK_FALSE(is_room_id("#abc"));
  CHECK(is_e164("+16135550123"));
  for (const char* bad :
       {"16135550123", "+0613555012", "+161355", "+1613555012312345", "+1613x50123"}) {
    CHECK_FALSE(is_e164(bad));
  }
}

TEST_CASE("facts survive being kept") {
  RoomFacts facts;
  facts.membership = "join";
  facts.type = "t";
  facts.name = "n\"é";
  facts.alias = "#a:b";
  facts.topic = "tp";
  facts.heroes = {"@h:b"};
  facts.joined = 0;
  facts.invited = 3;
  facts.members["@a:b"] = {"join", "A"};
  facts.bridged = true;
  facts.bridge_protocol = "sms";
  facts.bridge_own_number = "+16135550100";
  facts.bridge_bot = "@bot:b";
  facts.inviter = "@i:b";
  facts.direct_invite = true;
  facts.create_key = "k";
  facts.is_creator = true;
  facts.creator_rules = true;
  facts.has_powers = true;
  facts.own_power = -5;
  facts.send_power = 50;
  facts.encrypted = true;
  facts.predecessor = "!p";
  facts.replacement = "!q";
  facts.calls["c"] = {"$e", "@s:b", 5, 7};
  const std::string json = facts.to_json();
  CHECK(RoomFacts::from_json(json).to_json() == json);
  const RoomFacts back = RoomFacts::from_json(json);
  CHECK(back.name == facts.name);
  CHECK(back.joined == 0);
  CHECK(back.own_power == -5);
  CHECK(back.members == facts.members);
  CHECK(back.calls.at("c").answered_ms == 7);
  CHECK(json.find("send_power") != std::string::npos);
  CHECK(RoomFacts().to_json() == "{}");
  CHECK(RoomFacts::from_json("broken").membership.empty());
  CHECK_FALSE(RoomFacts::from_json("{\"members\":{\"@a:b\":7},\"heroes\":7}").joined.has_value());
}

TEST_CASE("ghosts of the bridge") {
  SmsBridge bridge = default_bridge("sms_", "x.test");
  CHECK(bridge.number_of("@sms_16135550123:x.test") == "+16135550123");
  CHECK(bridge.number_of("@sms_:x.test").empty());
  CHECK(bridge.ghost_of("+16135550123") == "@sms_16135550123:x.test");
  bridge.learn("+16135550123", "@16135550123:x.test");  // would make every numeric name a ghost
  CHECK(bridge.prefix == "@sms_");
  bridge.learn("+16135550123", "@a:16135550123");  // digits of the server
  CHECK(bridge.prefix == "@sms_");
  bridge.protocol = "sms";
  bridge.bots = {"@bot:x.test"};
  CHECK(bridge_from_json(bridge.to_json(), default_bridge("other_", "y.test")) == bridge);
  CHECK(bridge_from_json("", bridge) == bridge);
}

TEST_CASE("m.direct is merged, never rewritten") {
  const auto merge = [](const char* content) {
    auto document = ix::json::Document::parse(content);
    return merged_direct_content(document.ok() ? document->root() : ix::json::Value(),
                                 {{"@b:x", "!2"}, {"@b:x", "!1"}});
  };
  CHECK(merge(R"({"@a:x":["!9"],"@b:x":["!0"],"z":{"deep":[1,null]}})") ==
        R"({"@a:x":["!9"],"@b:x":["!0","!1","!2"],"z":{"deep":[1,null]}})");
  CHECK(merge(R"({"@b:x":["!1"]})") == R"({"@b:x":["!1","!2"]})");
  CHECK(merge(R"({"@b:x":["!2","!1"]})").empty());
  CHECK(merge("") == R"({"@b:x":["!1","!2"]})");
  CHECK(merge(R"({"@b:x":"odd"})") == R"({"@b:x":["!1","!2"]})");
}
