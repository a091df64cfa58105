// SPDX-License-Identifier: Apache-2.0
// The simulated network keeps HttpClient's promises, and each fault does what its name says.
#include "simulation/sim_network.h"

#include <doctest/doctest.h>

#include <vector>

namespace ix::simulation {
namespace {

struct Line {
  explicit Line(uint64_t seed = 1) : world(seed, Defect::none) {
    world.server.add_user("alice", "secret", "Alice");
    world.server.add_user("bob", "secret", "Bob");
    room = world.server.add_channel("General", {"@bob:pbx.test", "@alice:pbx.test"});
    const auto login =
        ask("POST", "login",
            R"({"type":"m.login.password","identifier":{"user":"alice"},"password":"secret"})");
    auto document = json::Document::parse(login->body);
    REQUIRE(document.ok());
    token = document->root()["access_token"].string();
  }
  transport::HttpRequest request(const char* method, const std::string& path,
                                 const std::string& body = {}) {
    transport::HttpRequest made;
    made.method = method;
    made.url = "http://pbx.test/_matrix/client/v3/" + path;
    made.body = body;
    made.bearer = Secret(token);
    return made;
  }
  Result<transport::HttpResponse> ask(const char* method, const std::string& path,
                                      const std::string& body = {}) {
    std::optional<Result<transport::HttpResponse>> got;
    network.start(request(method, path, body), [&](auto result) { got = std::move(result); });
    for (int i = 0; i < 100 && !got; ++i) network.run(1000);
    REQUIRE(got.has_value());
    return *got;
  }
  std::string send_path(const std::string& txn) {
    return "rooms/" + sandbox::percent_encoded(room) + "/send/m.room.message/" + txn;
  }
  int64_t messages() {
    int64_t count = 0;
    for (const auto& event : world.server.room(room)->events()) {
      count += event.type == "m.room.message" ? 1 : 0;
    }
    return count;
  }

  World world;
  testing::FaultVfs vfs{"ix-network-test"};
  SimNetwork network{world, vfs, [](const transport::HttpRequest&) {}};
  std::string room;
  std::string token;
};

constexpr const char* kText = R"({"msgtype":"m.text","body":"hi"})";

}  // namespace

TEST_CASE("under faults every request completes once, and sends with one id are stored once") {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Line line(seed);
    line.world.faults.enabled = true;
    int completed = 0;
    for (int i = 0; i < 30; ++i) {
      line.network.start(line.request("PUT", line.send_path("t" + std::to_string(i % 10)), kText),
                         [&](auto) { ++completed; });
    }
    for (int i = 0; i < 1000 && completed < 30; ++i) line.network.run(1000);
    line.network.run(60'000);
    CHECK(completed == 30);
    CHECK(line.messages() <= 10);
    CHECK(line.world.faults.total() > 0);
  }
}

TEST_CASE("an odd answer reaches the server or not, as it says, and completes once") {
  for (const OddAnswer& odd : odd_answers()) {
    CAPTURE(odd.name);
    Line line;
    const transport::HttpResponse good = sandbox::json_reply(200, R"({"event_id":"$1"})");
    const auto outcome =
        odd.make(line.world.random, odd.handled ? good : transport::HttpResponse());
    CHECK((!outcome.ok() || outcome->status != 200 || outcome->body != good.body ||
           outcome->headers != good.headers));
    line.network.always(&odd);
    const Millis start = line.world.clock.steady_ms();
    (void)line.ask("PUT", line.send_path("t"), kText);
    CHECK(line.messages() == (odd.handled ? 1 : 0));
    CHECK(line.world.clock.steady_ms() - start >= odd.delay);
  }
}

TEST_CASE("a cancelled request never completes, arrived or not") {
  Line line;
  bool completed = false;
  const auto id =
      line.network.start(line.request("GET", "account/whoami"), [&](auto) { completed = true; });
  line.network.cancel(id);
  line.network.run(60'000);
  CHECK_FALSE(completed);
}

TEST_CASE("a long poll waits for news and no longer than it asked") {
  Line line;
  auto first = line.ask("GET", "sync");
  auto document = json::Document::parse(first->body);
  REQUIRE(document.ok());
  const std::string since(document->root()["next_batch"].string());
  const Millis start = line.world.clock.steady_ms();
  CHECK(line.ask("GET", "sync?timeout=30000&since=" + since)->status == 200);
  const Millis waited = line.world.clock.steady_ms() - start;
  CHECK(waited >= 30'000);
  CHECK(waited < 31'000);

  const Millis next = line.world.clock.steady_ms();
  line.world.at(next + 2000, [&] {
    line.world.act([&](sandbox::Homeserver& server) {
      server.post_message(line.room, "@bob:pbx.test", "news");
    });
  });
  CHECK(line.ask("GET", "sync?timeout=30000&since=" + since)->body.find("news") !=
        std::string::npos);
  CHECK(line.world.clock.steady_ms() - next < 3000);
}

TEST_CASE("a dead process sends nothing more") {
  Line line;
  line.vfs.freeze();
  bool completed = false;
  line.network.start(line.request("PUT", line.send_path("t"), kText),
                     [&](auto) { completed = true; });
  line.network.run(60'000);
  CHECK_FALSE(completed);
  CHECK(line.messages() == 0);
}

TEST_CASE("wake ends a wait") {
  Line line;
  line.network.wake();
  const Millis start = line.world.clock.steady_ms();
  line.network.run(60'000);
  CHECK(line.world.clock.steady_ms() == start);
}

}  // namespace ix::simulation
