// SPDX-License-Identifier: Apache-2.0
// What servers and networks do wrong, on raw sockets.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "http_driver.h"
#include "support/loopback_server.h"
#include "support/process.h"

using namespace ix;
using namespace ix::test;
using namespace ix::transport;

namespace {

// A signal from the test to a server's thread.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    ++permits_;
    changed_.notify_all();
  }
  // Gives up after a while, so that a failed test ends.
  void pass() {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, std::chrono::seconds(60), [&] { return permits_ > 0; })) --permits_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int permits_ = 0;
};

}  // namespace

TEST_CASE(
    "faults: a server that stays silent ends in TIMEOUT, and its connection is not used again") {
  std::atomic<int> seen{0};
  LoopbackServer server([&](Peer& peer) {
    const bool first = seen == 0;
    peer.read_head();
    ++seen;
    if (first) return peer.wait_until_closed();
    peer.reply("alive");
  });
  HttpDriver http;
  std::optional<Result<HttpResponse>> result;
  http.client().start(HttpDriver::request("GET", server.url("/")),
                      [&](Result<HttpResponse> done) { result.emplace(std::move(done)); });
  REQUIRE(http.run_until([&] { return seen == 1; }));
  http.clock().advance(29'000);
  http.client().run(0);
  CHECK_FALSE(result);
  http.clock().advance(2'000);
  REQUIRE(http.run_until([&] { return result.has_value(); }));
  CHECK(code_of(*result) == ErrorCode::TIMEOUT);
  CHECK(http.get(server.url("/")).value().body == "alive");
  CHECK(http.client().counters().failures == 1);
}

TEST_CASE("faults: the host says how long a server may be silent, a request how patient it is") {
  std::atomic<int> seen{0};
  LoopbackServer server([&](Peer& peer) {
    peer.read_head();
    ++seen;
    peer.wait_until_closed();
  });
  HttpConfig config = HttpDriver::direct();
  config.answer_timeout_ms = 1000;
  HttpDriver http(config);
  int started = 0;
  const auto ends_after = [&](Millis poll_ms, int patience) {
    HttpRequest request = HttpDriver::request("GET", server.url("/"));
    request.poll_ms = poll_ms;
    request.patience = patience;
    std::optional<Result<HttpResponse>> result;
    http.client().start(std::move(request), [&](auto done) { result.emplace(std::move(done)); });
    ++started;
    REQUIRE(http.run_until([&] { return seen == started; }));
    Millis waited = 0;
    while (!result && waited < 60'000) {
      http.clock().advance(500);
      waited += 500;
      http.client().run(0);
    }
    REQUIRE(result.has_value());
    CHECK(code_of(*result) == ErrorCode::TIMEOUT);
    return waited;
  };
  CHECK(ends_after(0, 1) == 1000);
  CHECK(ends_after(5000, 1) == 6000);
  CHECK(ends_after(0, 10) == 10'000);
}

TEST_CASE("faults: slow bytes keep a long poll alive for longer than its stall timeout") {
  Gate next;
  LoopbackServer server([&](Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
    for (int i = 0; i < 6; ++i) {
      next.pass();
      peer.write("x");
    }
    peer.wait_until_closed();
  });
  HttpDriver http;
  size_t received = 0;
  HttpRequest request = HttpDriver::request("GET", server.url("/"));
  request.sink = [&](std::string_view piece) {
    received += piece.size();
    return Status();
  };
  std::optional<Result<HttpResponse>> result;
  http.client().start(std::move(request),
                      [&](Result<HttpResponse> done) { result.emplace(std::move(done)); });
  for (size_t i = 1; i <= 6; ++i) {
    http.clock().advance(20'000);
    next.open();
    CHECK(http.run_until([&] { return received == i || result; }));
  }
  REQUIRE(http.run_until([&] { return result.has_value(); }));
  CHECK(code_of(*result) == ErrorCode::OK);
  CHECK(received == 6);
}

TEST_CASE("faults: an upload lives for longer than its stall timeout while the server takes it") {
  constexpr size_t kPiece = 4 << 20;
  constexpr int64_t kSize = 10 * int64_t{kPiece};
  Gate next;
  LoopbackServer server([&](Peer& peer) {
    peer.read_head();
    for (int64_t taken = 0; taken < kSize; taken += kPiece) {
      next.pass();
      if (peer.read_body(kPiece).empty()) return;
    }
    peer.reply("thanks");
    peer.wait_until_closed();
  });
  HttpDriver http;
  int64_t given = 0;
  HttpRequest put = HttpDriver::request("PUT", server.url("/"));
  put.source_size = kSize;
  put.source = [&](char* into, size_t room) -> Result<size_t> {
    std::fill_n(into, room, 'u');
    given += static_cast<int64_t>(room);
    return room;
  };
  std::optional<Result<HttpResponse>> result;
  http.client().start(std::move(put),
                      [&](Result<HttpResponse> done) { result.emplace(std::move(done)); });
  int moved = 0;
  while (given < kSize && !result) {
    http.clock().advance(20'000);
    next.open();
    const int64_t before = given;
    REQUIRE(http.run_until([&] { return given > before || result; }));
    ++moved;
  }
  CHECK(moved > 2);  // more than its 30 s
  for (int i = 0; i < 10; ++i) next.open();
  REQUIRE(http.run_until([&] { return result.has_value(); }));
  CHECK(code_of(*result) == ErrorCode::OK);
}

TEST_CASE("faults: a server that accepts but makes no handshake ends in TIMEOUT") {
  LoopbackServer server([](Peer& peer) { peer.wait_until_closed(); });
  HttpConfig config = HttpDriver::direct();
  config.connect_timeout_ms = 200;
  HttpDriver http(config);
  const auto result = http.get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  CHECK(code_of(result) == ErrorCode::TIMEOUT);
}

TEST_CASE("faults: a reply cut in the middle is no reply") {
  for (const char* cut : {"", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"}) {
    CAPTURE(cut);
    LoopbackServer server([&](Peer& peer) {
      peer.read_head();
      peer.write(cut);
    });
    HttpDriver http;
    const auto result = http.get(server.url("/secret-path?name=someone"));
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::UNREACHABLE);
    CHECK(result.error().retry == RetryAdvice::later);
    CHECK(result.error().message.find("secret") == std::string::npos);
    CHECK(result.error().message.find("127.0.0.1") != std::string::npos);
  }
}

TEST_CASE("faults: a reply cut in its headers is no empty reply") {
  for (const char* cut : {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Ty",
                          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n",
                          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"}) {
    CAPTURE(cut);
    LoopbackServer server([&](Peer& peer) {
      peer.read_head();
      peer.write(cut);
    });
    HttpDriver http;
    CHECK(code_of(http.get(server.url("/"))) == ErrorCode::UNREACHABLE);
  }
}

TEST_CASE("faults: what is not HTTP is BAD_RESPONSE") {
  LoopbackServer server([](Peer& peer) {
    peer.read_head();
    peer.write("SSH-2.0-OpenSSH_9.2\r\nand more that is not HTTP\r\n\r\n");
  });
  HttpDriver http;
  CHECK(code_of(http.get(server.url("/"))) == ErrorCode::BAD_RESPONSE);
}

TEST_CASE("faults: endless bodies and headers stop at their limits") {
  const std::string piece(16384, 'x');
  const auto limited = [](LoopbackServer& server) {
    HttpDriver http;
    HttpRequest request = HttpDriver::request("GET", server.url("/"));
    request.max_response_bytes = 100'000;
    return code_of(http.fetch(std::move(request)));
  };
  LoopbackServer endless([&](Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.write(piece)) {
    }
  });
  CHECK(limited(endless) == ErrorCode::RESPONSE_TOO_LARGE);
  // Announced: refused before a byte of it is read.
  LoopbackServer announced([&](Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n");
    peer.wait_until_closed();
  });
  CHECK(limited(announced) == ErrorCode::RESPONSE_TOO_LARGE);
  LoopbackServer allowed([&](Peer& peer) {
    peer.read_head();
    peer.reply(std::string(100'000, 'y'));
    peer.wait_until_closed();
  });
  CHECK(limited(allowed) == ErrorCode::OK);
  LoopbackServer headers([&](Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\n");
    while (peer.write("x: " + std::string(1000, 'h') + "\r\n")) {
    }
  });
  CHECK(limited(headers) == ErrorCode::RESPONSE_TOO_LARGE);
}

TEST_CASE("faults: nobody listens, or the name does not exist") {
  HttpDriver http;
  const auto refused = http.get("http://127.0.0.1:" + std::to_string(free_port()) + "/");
  CHECK(code_of(refused) == ErrorCode::UNREACHABLE);
  // RFC 6761 keeps "invalid" out of the DNS.
  const auto unknown = http.get("http://nothing.invalid/");
  REQUIRE_FALSE(unknown.ok());
  // A network without a name server may take until the connect timeout to say so.
  const bool told =
      unknown.error().code == ErrorCode::UNREACHABLE || unknown.error().code == ErrorCode::TIMEOUT;
  CHECK(told);
}

TEST_CASE("faults: a POST whose reply was lost is not repeated silently, a GET may be") {
  std::atomic<int> heads{0};
  LoopbackServer server([&](Peer& peer) {
    bool fresh = true;
    for (std::string head; !(head = peer.read_head()).empty(); fresh = false) {
      ++heads;
      // On a kept connection: took the request, and gone.
      if (!fresh) return;
      const std::string size = header_of(head, "content-length");
      if (!size.empty()) peer.read_body(std::stoul(size));
      peer.reply("ok");
    }
  });
  {
    HttpDriver http;
    REQUIRE(http.get(server.url("/warm")).ok());
    CHECK(code_of(http.get(server.url("/"))) == ErrorCode::OK);
    CHECK(heads == 3);
  }
  heads = 0;
  {
    HttpDriver http;
    REQUIRE(http.get(server.url("/warm")).ok());
    HttpRequest post = HttpDriver::request("POST", server.url("/"));
    post.body = "{}";
    CHECK(code_of(http.fetch(std::move(post))) == ErrorCode::UNREACHABLE);
    CHECK(heads == 2);
  }
}

TEST_CASE("cancel: a waiting request ends without a completion and frees its connection") {
  std::atomic<int> seen{0};
  std::atomic<bool> gone{false};
  LoopbackServer server([&](Peer& peer) {
    peer.read_head();
    ++seen;
    peer.wait_until_closed();
    gone = true;
  });
  HttpDriver http;
  bool completed = false;
  const RequestId id = http.client().start(HttpDriver::request("GET", server.url("/")),
                                           [&](Result<HttpResponse>) { completed = true; });
  REQUIRE(http.run_until([&] { return seen == 1; }));
  http.client().cancel(id);
  http.client().cancel(id);
  CHECK(http.run_until([&] { return gone.load(); }));
  CHECK_FALSE(completed);
  CHECK(http.client().counters().failures == 0);
}

TEST_CASE("cancel: from completions and sinks, also of one that is done but not delivered") {
  LoopbackServer server([](Peer& peer) {
    while (!peer.read_head().empty()) peer.reply("body");
  });
  HttpDriver http;
  CurlClient& client = http.client();

  // Both fail at once and are delivered by one run(); the first takes the second's turn away.
  int completions = 0;
  RequestId second = 0;
  client.start(HttpDriver::request("GET", "nonsense"), [&](Result<HttpResponse> result) {
    ++completions;
    CHECK(code_of(result) == ErrorCode::INVALID_URL);
    client.cancel(second);
  });
  second = client.start(HttpDriver::request("GET", "nonsense"),
                        [&](Result<HttpResponse>) { ++completions; });
  CHECK(completions == 0);  // never from start()
  client.run(0);
  client.run(0);
  CHECK(completions == 1);

  // A sink that cancels its own request.
  RequestId streamed = 0;
  bool sunk = false;
  HttpRequest request = HttpDriver::request("GET", server.url("/"));
  request.sink = [&](std::string_view) {
    sunk = true;
    client.cancel(streamed);
    return Status();
  };
  streamed = client.start(std::move(request), [&](Result<HttpResponse>) { ++completions; });
  REQUIRE(http.run_until([&] { return sunk; }));

  // A completion that starts the next request.
  bool chained = false;
  client.start(HttpDriver::request("GET", server.url("/")), [&](Result<HttpResponse>) {
    client.start(HttpDriver::request("GET", server.url("/")),
                 [&](Result<HttpResponse> result) { chained = result.ok(); });
  });
  CHECK(http.run_until([&] { return chained; }));
  CHECK(completions == 1);
}

TEST_CASE("client: destroyed with requests in flight, it drops them without completions") {
  std::atomic<int> seen{0};
  LoopbackServer server([&](Peer& peer) {
    peer.read_head();
    ++seen;
    peer.wait_until_closed();
  });
  bool completed = false;
  {
    HttpDriver http;
    const auto done = [&](Result<HttpResponse>) { completed = true; };
    http.client().start(HttpDriver::request("GET", server.url("/")), done);
    REQUIRE(http.run_until([&] { return seen == 1; }));
    http.client().start(HttpDriver::request("GET", server.url("/")), done);
    http.client().start(HttpDriver::request("GET", "nonsense"), done);
    http.destroy_client();
  }
  CHECK_FALSE(completed);
}

TEST_CASE("wake: ends run() early, from any thread, before or during it") {
  HttpDriver http;
  SystemClock real;
  const Millis begin = real.steady_ms();
  http.client().wake();
  http.client().run(60'000);
  std::thread waker([&] { http.client().wake(); });
  http.client().run(60'000);
  waker.join();
  // A wake-up given before the connections are renewed is not lost with them.
  http.client().wake();
  http.client().reset_connections();
  http.client().run(60'000);
  CHECK(real.steady_ms() - begin < 50'000);
}

TEST_CASE("reset: later requests get a new connection, and the one in flight still ends well") {
  Gate answer;
  LoopbackServer server([&](Peer& peer) {
    for (std::string head; !(head = peer.read_head()).empty();) {
      if (head.starts_with("GET /poll")) answer.pass();
      peer.reply("ok");
    }
  });
  HttpDriver http;
  std::optional<Result<HttpResponse>> poll;
  http.client().start(HttpDriver::request("GET", server.url("/poll")),
                      [&](Result<HttpResponse> done) { poll.emplace(std::move(done)); });
  REQUIRE(http.run_until([&] { return server.accepted() == 1; }));
  REQUIRE(http.get(server.url("/")).ok());
  REQUIRE(http.get(server.url("/")).ok());
  CHECK(server.accepted() == 2);  // kept alive
  http.client().reset_connections();
  REQUIRE(http.get(server.url("/")).ok());
  CHECK(server.accepted() == 3);
  CHECK_FALSE(poll);
  answer.open();
  REQUIRE(http.run_until([&] { return poll.has_value(); }));
  CHECK(code_of(*poll) == ErrorCode::OK);
  CHECK(http.client().counters().connections == 3);
}
