// SPDX-License-Identifier: Apache-2.0
// Tags, push rules, the unread mark and read markers, as another device of the account sees them.
#include "sandbox/client.h"

namespace ix::sandbox {
namespace {

// The content of one event of an `account_data`; missing: it was not told.
json::Value datum(json::Value part, std::string_view type) {
  json::Value found;
  for (const json::Value event : part["account_data"]["events"].elements()) {
    if (event["type"].string() == type) found = event["content"];
  }
  return found;
}

}  // namespace

TEST_CASE("tags are told to the account's other devices, each time all of them") {
  TestCompany company;
  company.alice.login("alice");
  company.alice.sync();
  const std::string tags = "user/" + percent_encoded(company.alice.user) + "/rooms/" +
                           percent_encoded(company.channel) + "/tags/";
  CHECK(company.alice.call("PUT", tags + "m.favourite", R"({"order":0.5})").status == 200);
  CHECK(company.alice.call("PUT", tags + "u.mine", "{}").status == 200);
  Answer answer = company.alice.sync();
  json::Value told = datum(company.joined(answer, company.channel), "m.tag")["tags"];
  CHECK(told.size() == 2);
  CHECK(told["m.favourite"]["order"].number() == 0.5);
  CHECK(company.alice.call("DELETE", tags + "m.favourite").status == 200);
  answer = company.alice.sync();
  told = datum(company.joined(answer, company.channel), "m.tag")["tags"];
  CHECK(told["u.mine"].is_object());
  CHECK_FALSE(told["m.favourite"].exists());
}

TEST_CASE("a push rule is told with all others; one that is not there cannot be removed") {
  TestCompany company;
  company.alice.login("alice");
  company.alice.sync();
  const std::string rule = "pushrules/global/override/" + percent_encoded(company.channel);
  CHECK(company.alice.call("PUT", rule, "{}").text("errcode") == "M_MISSING_PARAM");
  CHECK(company.alice.call("PUT", rule, R"({"conditions":[],"actions":[]})").status == 200);
  Answer answer = company.alice.sync();
  CHECK(datum(answer.document.root(), "m.push_rules")["global"]["override"].size() == 1);
  CHECK(company.alice.call("DELETE", rule).status == 200);
  answer = company.alice.sync();
  CHECK(datum(answer.document.root(), "m.push_rules")["global"]["override"].size() == 0);
  CHECK(company.alice.call("DELETE", rule).text("errcode") == "M_NOT_FOUND");
}

TEST_CASE("a read marker never moves backwards, and has an endpoint of its own") {
  TestCompany company;
  company.alice.login("alice");
  const std::string first = company.alice.send(company.channel, "k1", "one");
  const std::string second = company.alice.send(company.channel, "k2", "two");
  company.alice.sync();
  const std::string room = "rooms/" + percent_encoded(company.channel);
  const auto mark = [&](const std::string& event) {
    return company.alice.call("POST", room + "/read_markers",
                              R"({"m.fully_read":")" + event + R"(","m.read":")" + event + "\"}");
  };
  CHECK(mark(second).status == 200);
  Answer answer = company.alice.sync();
  CHECK(datum(company.joined(answer, company.channel), "m.fully_read")["event_id"].string() ==
        second);
  CHECK(mark(first).status == 200);
  answer = company.alice.sync();
  CHECK_FALSE(datum(company.joined(answer, company.channel), "m.fully_read").exists());
  const std::string data =
      "user/" + percent_encoded(company.alice.user) + "/" + room + "/account_data/m.fully_read";
  CHECK(company.alice.call("PUT", data, R"({"event_id":"x"})").status == 405);
}

}  // namespace ix::sandbox
