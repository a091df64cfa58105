// SPDX-License-Identifier: Apache-2.0
#include "sandbox/history.h"

#include <algorithm>
#include <numeric>

#include "sandbox/client.h"
#include "sandbox/company.h"

namespace ix::sandbox {
namespace {

constexpr Millis kStart = 1'790'000'000'000;

std::unique_ptr<Company> with_history(int64_t items) {
  auto file = CompanyFile::read(builtin_company());
  REQUIRE(file.ok());
  return Company::open(file.take(), kStart, items);
}

const Room* busiest(Homeserver& server) {
  const Room* found = nullptr;
  for (const auto& [id, room] : server.rooms()) {
    if (found == nullptr || room->events().size() > found->events().size()) found = room.get();
  }
  return found;
}

}  // namespace

TEST_CASE("history is skewed: the busiest conversation has about a twentieth") {
  for (const int64_t items : {1, 99, 5'000, 100'000, 1'000'000}) {
    const auto shares = history_shares(items);
    CHECK(shares.size() == history_conversations(items));
    CHECK(std::accumulate(shares.begin(), shares.end(), int64_t{0}) == items);
    CHECK(*std::min_element(shares.begin(), shares.end()) >= 1);
    if (items >= 100'000) {
      CHECK(shares[0] >= items * 4 / 100);
      CHECK(shares[0] <= items * 6 / 100);
    }
  }
  CHECK(history_conversations(1'000'000) == 10'000);
}

TEST_CASE("history is the same each time it is made, and an id finds its event") {
  const auto one = with_history(20'000);
  const auto other = with_history(20'000);
  const Room* room = busiest(one->server());
  const Room* twin = busiest(other->server());
  REQUIRE(room->id() == twin->id());
  // Not in the same order: what is made first changes nothing.
  const std::string id = twin->events()[700].id;
  CHECK(room->find(id) != nullptr);
  CHECK(room->find("$h" + std::string(42, '0')) == nullptr);
  Millis before = 0;
  for (size_t i = 0; i < room->events().size(); ++i) {
    const Event& event = room->events()[i];
    REQUIRE(event.id == twin->events()[i].id);
    REQUIRE(event.content == twin->events()[i].content);
    REQUIRE(event.at_ms >= before);
    REQUIRE(room->events().position_at(i) == event.position);
    REQUIRE(room->find(event.id) == &event);
    before = event.at_ms;
  }
}

TEST_CASE("paging back through a history gives each event once") {
  const auto company = with_history(20'000);
  Homeserver& server = company->server();
  Millis now = kStart;
  TestClient alex(server, now);
  alex.token = alex.call("POST", "login",
                         R"({"type":"m.login.password","user":"alex","password":"poutine-2026"})")
                   .text("access_token");
  const Room* room = busiest(server);
  const std::string path = "rooms/" + percent_encoded(room->id()) + "/messages?dir=b&limit=100";
  size_t seen = 0;
  std::string from;
  std::string oldest;
  for (;;) {
    const Answer page = alex.call("GET", from.empty() ? path : path + "&from=" + from);
    const size_t count = page["chunk"].size();
    if (count == 0) break;
    seen += count;
    for (const json::Value event : page["chunk"].elements()) oldest = event["type"].string();
    from = page.text("end");
  }
  CHECK(seen == room->events().size());
  CHECK(oldest == "m.room.create");
  // A message of now comes after the past.
  const std::string sent = alex.send(room->id(), "t1", "Allo");
  CHECK(room->events().back().id == sent);
}

}  // namespace ix::sandbox
