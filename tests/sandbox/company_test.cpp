// SPDX-License-Identifier: Apache-2.0
#include "sandbox/company.h"

#include "sandbox/client.h"
#include "sandbox/control.h"

namespace ix::sandbox {
namespace {

constexpr Millis kStart = 1'790'000'000'000;

std::string problem_of(std::string_view text) {
  const auto file = CompanyFile::read(text);
  return file.ok() ? std::string("no problem") : file.error().message;
}

std::unique_ptr<Company> builtin() {
  auto file = CompanyFile::read(builtin_company());
  REQUIRE(file.ok());
  return Company::open(file.take(), kStart);
}

// Signs in as alex and gives every byte of a first sync.
struct Alex {
  explicit Alex(Company& company) : client(company.server(), now) {
    Answer answer = client.call(
        "POST", "login", R"({"type":"m.login.password","user":"alex","password":"poutine-2026"})");
    client.token = answer.text("access_token");
  }
  std::string sync_bytes() { return client.ask("GET", "sync?timeout=0")->body; }
  Millis now = kStart;
  TestClient client;
};

std::string last_body(const Room& room) {
  std::string last;
  for (const Event& event : room.events()) {
    if (event.type == "m.room.message") last = event.content;
  }
  return last;
}

// Time goes on until nobody has anything more to do.
void run_out(Homeserver& server) {
  while (const auto due = server.next_due()) server.run_due(*due);
}

}  // namespace

TEST_CASE("a bad company file is refused with the place") {
  CHECK(problem_of("{\n\"people\": [\n}") ==
        "company file: not valid JSON at line 3: Invalid value.");
  CHECK(problem_of("[]") == "company file: the file: expected an object");
  CHECK(problem_of("{}").find("people: expected at least one person") != std::string::npos);
  CHECK(problem_of(R"({"people":[{"user":"a","password":"x"},{"user":"b"}]})") ==
        "company file: people[1].password: expected a text");
  CHECK(problem_of(R"({"poeple":[]})").find("unknown member \"poeple\"") != std::string::npos);
  const std::string one = R"({"people":[{"user":"a","password":"x"}],)";
  CHECK(problem_of(one + R"("customers":[{"number":"613"}]})")
            .find("customers[0].number: expected a number in E.164") != std::string::npos);
  CHECK(problem_of(one + R"("channels":[{"id":"g","members":["b"]}]})") ==
        "company file: channels[0].members[0]: expected a user of \"people\"");
  CHECK(problem_of(one + R"("direct":[{"between":["a","+16135550142"],"items":[
        {"minutes_ago":1,"from":"z","text":"t"}]}]})") ==
        "company file: direct[0].items[0].from: expected one of those who are in the conversation");
  CHECK(problem_of(one + R"("direct":[{"between":["a","+16135550142"],"items":[
        {"minutes_ago":1,"call":"lost"}]}]})")
            .find("direct[0].items[0].call: expected answered") != std::string::npos);
}

TEST_CASE("the same company, start and calls give the same bytes") {
  const auto one = builtin();
  const auto other = builtin();
  Alex first(*one);
  Alex second(*other);
  CHECK(first.sync_bytes() == second.sync_bytes());
}

TEST_CASE("the past of a company stands in the order of time") {
  const auto company = builtin();
  for (const auto& [id, room] : company->server().rooms()) {
    Millis before = 0;
    for (const Event& event : room->events()) {
      CHECK(event.at_ms >= before);
      CHECK(event.at_ms <= kStart);
      before = event.at_ms;
    }
  }
}

TEST_CASE("a colleague reads, is seen writing, and answers what a client sent, once") {
  const auto company = builtin();
  Alex alex(*company);
  Homeserver& server = company->server();
  const std::string marie = server.user_id("marie");
  const std::string room = server.direct_room(server.user_id("alex"), marie);
  const std::string sent = alex.client.send(room, "t1", "Allo");
  server.run_due(kStart + company->file().delays.read_ms);
  CHECK(server.room(room)->receipts.at(marie).event_id == sent);
  server.run_due(kStart + company->file().delays.typing_ms);
  CHECK(server.room(room)->typing.count(marie) == 1);
  server.run_due(kStart + company->file().delays.answer_ms);
  CHECK(server.room(room)->typing.empty());
  CHECK(last_body(*server.room(room)).find("Bien reçu : « Allo »") != std::string::npos);
  CHECK(!server.next_due());
}

TEST_CASE("in a channel, who is named answers") {
  const auto company = builtin();
  Alex alex(*company);
  Homeserver& server = company->server();
  std::string general;
  for (const auto& [id, room] : server.rooms()) {
    const Event* name = room->state("m.room.name");
    if (name && name->content.find("General") != std::string::npos) general = id;
  }
  alex.client.send(general, "t1", "The samples are here");
  CHECK(!server.next_due());
  alex.client.send(general, "t2", "Thanks, sam!");
  run_out(server);
  CHECK(last_body(*server.room(general)).find("Got it: ") != std::string::npos);
}

TEST_CASE("a customer reads a delivered text and answers; a refused one stays unanswered") {
  const auto company = builtin();
  Alex alex(*company);
  Homeserver& server = company->server();
  const std::string ghost = server.sms().ghost_of("+16135550142");
  const std::string room = server.direct_room(server.user_id("alex"), ghost);
  const std::string sent = alex.client.send(room, "t1", "Bonjour");
  run_out(server);
  CHECK(server.room(room)->receipts.at(ghost).event_id == sent);
  CHECK(last_body(*server.room(room)).find("À samedi") != std::string::npos);
  REQUIRE(company->carrier("+16135550142", "refuses", std::nullopt).ok());
  alex.now += 20'000;
  alex.client.send(room, "t2", "Encore?");
  run_out(server);
  CHECK(last_body(*server.room(room)).find("Encore?") != std::string::npos);
  CHECK(server.room(room)->events().back().content.find("FAIL_PERMANENT") != std::string::npos);
}

TEST_CASE("who is signed in answers for themselves") {
  const auto company = builtin();
  Alex alex(*company);
  Homeserver& server = company->server();
  server.handle(
      make_request("POST", "/_matrix/client/v3/login", {},
                   R"({"type":"m.login.password","user":"marie","password":"poutine-2026"})"),
      kStart);
  const std::string room = server.direct_room(server.user_id("alex"), server.user_id("marie"));
  alex.client.send(room, "t1", "Allo");
  CHECK(!server.next_due());
}

TEST_CASE("control: what developers make happen") {
  const auto company = builtin();
  Homeserver& server = company->server();
  Millis ahead = 0;
  const auto tell = [&](std::string_view path, std::string_view body) {
    return control(*company, make_request("POST", path, {}, body), ahead);
  };
  const std::string room =
      server.direct_room(server.user_id("alex"), server.sms().ghost_of("+16135550142"));
  const size_t before = server.room(room)->events().size();
  CHECK(tell("/_sandbox/sms", R"({"number":"+16135550142","text":"Allo"})").status == 200);
  CHECK(tell("/_sandbox/call",
             R"({"number":"+16135550142","outcome":"voicemail","transcript":"Rappelez"})")
            .status == 200);
  CHECK(server.room(room)->events().size() == before + 2);
  CHECK(server.room(room)->events().back().content.find("Rappelez") != std::string::npos);
  CHECK(tell("/_sandbox/say", R"({"user":"marie","to":"general","text":"Oui"})").status == 200);
  CHECK(tell("/_sandbox/advance", R"({"ms":5000})").status == 200);
  CHECK(ahead == 5000);
  CHECK(tell("/_sandbox/sms", R"({"number":"12","text":"Allo"})").status == 400);
  CHECK(tell("/_sandbox/say", R"({"user":"bob","to":"alex","text":"t"})").status == 400);
  CHECK(tell("/_sandbox/nothing", "{}").body.find("expected /_sandbox/") != std::string::npos);
}

TEST_CASE("typing reaches the others' sync and ends by itself") {
  TestCompany company;
  company.alice.login("alice");
  company.bob.login("bob");
  company.bob.sync();
  company.alice.call("PUT",
                     "rooms/" + percent_encoded(company.channel) + "/typing/" +
                         percent_encoded(company.alice.user),
                     R"({"typing":true,"timeout":5000})");
  const auto typing = [&] {
    const Answer answer = company.bob.sync();
    for (const json::Value event :
         company.joined(answer, company.channel)["ephemeral"]["events"].elements()) {
      if (event["type"].string() == "m.typing") return event["content"]["user_ids"].size();
    }
    return size_t{99};
  };
  CHECK(typing() == 1);
  company.now += 5000;
  CHECK(typing() == 0);
  CHECK(typing() == 99);
}

}  // namespace ix::sandbox
