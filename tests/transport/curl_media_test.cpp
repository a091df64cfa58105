// SPDX-License-Identifier: Apache-2.0
// Files on the wire: what comes before the first byte, large bodies both ways, and their ends.
#include <doctest/doctest.h>

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "http_driver.h"
#include "support/loopback_server.h"

using namespace ix;
using namespace ix::test;
using namespace ix::transport;

namespace {

// Answers every request with the same bytes.
std::function<void(Peer&)> always(const std::string& reply) {
  return [reply](Peer& peer) {
    while (!peer.read_head().empty()) peer.write(reply);
  };
}

// What the two callbacks of a download saw, in order: "head 200", then the pieces.
struct Seen {
  std::string text;
  int heads = 0;
  std::string mime;

  void watch(HttpRequest& request) {
    request.on_head = [this](const HttpResponse& head) {
      ++heads;
      mime = head.header("content-type");
      text += "head " + std::to_string(head.status) + " " + head.body + "|";
      return Status();
    };
    request.sink = [this](std::string_view piece) {
      text.append(piece);
      return Status();
    };
  }
};

}  // namespace

TEST_CASE("head: told once, before the first piece, also of what has no body or has trailers") {
  struct Row {
    const char* reply;
    const char* seen;
  };
  const Row rows[] = {
      {"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\nok", "head 200 |ok"},
      {"HTTP/1.1 206 Part\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\nok",
       "head 206 |ok"},
      {"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 0\r\n\r\n", "head 200 |"},
      {"HTTP/1.1 103 Hints\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
       "Content-Length: 2\r\n\r\nok",
       "head 200 |ok"},
      {"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n"
       "Trailer: X-T\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n",
       "head 200 |ok"},
  };
  for (const Row& row : rows) {
    INFO(row.reply);
    LoopbackServer server(always(row.reply));
    HttpDriver http;
    HttpRequest get = HttpDriver::request("GET", server.url("/x"));
    Seen seen;
    seen.watch(get);
    REQUIRE(http.fetch(std::move(get)).ok());
    CHECK(seen.text == row.seen);
    CHECK(seen.heads == 1);
    CHECK(seen.mime == "image/png");
  }
}

TEST_CASE("head: not of an error nor of a redirect; an error of its own ends the request") {
  LoopbackServer target(always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nthere"));
  LoopbackServer server([&](Peer& peer) {
    for (std::string head; !(head = peer.read_head()).empty();) {
      const bool away = head.starts_with("GET /away ");
      peer.write(away ? "HTTP/1.1 307 Away\r\nContent-Length: 4\r\nLocation: " +
                            target.url("/there") + "\r\n\r\nhere"
                      : "HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\noops");
    }
  });
  HttpDriver http;
  Seen seen;
  HttpRequest missing = HttpDriver::request("GET", server.url("/missing"));
  seen.watch(missing);
  const auto response = http.fetch(std::move(missing));
  REQUIRE(response.ok());
  CHECK(response->body == "oops");
  CHECK(seen.text.empty());

  HttpRequest away = HttpDriver::request("GET", server.url("/away"));
  seen.watch(away);
  REQUIRE(http.fetch(std::move(away)).ok());
  CHECK(seen.text == "head 200 |there");

  HttpRequest refused = HttpDriver::request("GET", target.url("/x"));
  seen = {};
  seen.watch(refused);
  refused.on_head = [](const HttpResponse&) -> Status { return Error(ErrorCode::STORE_FULL); };
  CHECK(code_of(http.fetch(std::move(refused))) == ErrorCode::STORE_FULL);
  CHECK(seen.text.empty());
}

TEST_CASE("head: a request that its head cancels never hears of a piece, nor of its end") {
  LoopbackServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  HttpDriver http;
  RequestId id = 0;
  bool told = false;
  bool more = false;
  HttpRequest get = HttpDriver::request("GET", server.url("/x"));
  get.on_head = [&](const HttpResponse&) {
    told = true;
    http.client().cancel(id);
    return Status();
  };
  get.sink = [&](std::string_view) {
    more = true;
    return Status();
  };
  id = http.client().start(std::move(get), [&](Result<HttpResponse>) { more = true; });
  REQUIRE(http.run_until([&] { return told; }));
  CHECK(http.get(server.url("/y")).ok());
  CHECK_FALSE(more);
}

TEST_CASE("upload: a source that cancels its request is never asked again") {
  LoopbackServer server([](Peer& peer) {
    peer.read_head();
    peer.wait_until_closed();
  });
  HttpDriver http;
  RequestId id = 0;
  int asked = 0;
  HttpRequest put = HttpDriver::request("PUT", server.url("/x"));
  put.source_size = 50 << 20;
  put.source = [&](char* into, size_t room) -> Result<size_t> {
    std::fill_n(into, room, 'x');
    if (++asked == 3) http.client().cancel(id);
    return room;
  };
  id = http.client().start(std::move(put), [](Result<HttpResponse>) { FAIL("it was cancelled"); });
  REQUIRE(http.run_until([&] { return asked >= 3; }));
  for (int i = 0; i < 20; ++i) http.client().run(5);
  CHECK(asked == 3);
}

TEST_CASE("upload: an answer before the end is the answer, and an empty file has a length") {
  LoopbackServer server([](Peer& peer) {
    if (header_of(peer.read_head(), "content-length") == "0") {
      peer.reply("empty");
      peer.read_head();
    }
    peer.read_body(100'000);
    peer.write("HTTP/1.1 413 Large\r\nContent-Length: 4\r\nConnection: close\r\n\r\nmuch");
    peer.wait_until_closed();
  });
  HttpDriver http;
  int64_t given = 0;
  const auto put = [&](int64_t size) {
    HttpRequest request = HttpDriver::request("PUT", server.url("/x"));
    request.source_size = size;
    request.source = [&given](char* into, size_t room) -> Result<size_t> {
      std::fill_n(into, room, 'x');
      given += static_cast<int64_t>(room);
      return room;
    };
    return http.fetch(std::move(request));
  };
  const auto empty = put(0);
  REQUIRE(empty.ok());
  CHECK(empty->body == "empty");
  constexpr int64_t kSize = 500 << 20;
  const auto large = put(kSize);
  REQUIRE(large.ok());
  CHECK(large->status == 413);
  CHECK(large->body == "much");
  CHECK(given < kSize);
}

TEST_CASE("upload: a server that takes nothing more ends in TIMEOUT") {
  std::atomic<bool> over{false};
  LoopbackServer server([&over](Peer& peer) {
    peer.read_head();
    peer.read_body(100'000);
    while (!over) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  });
  HttpDriver http;
  std::optional<Result<HttpResponse>> result;
  int64_t given = 0;
  HttpRequest put = HttpDriver::request("PUT", server.url("/x"));
  put.source_size = 64 << 20;
  put.source = [&](char* into, size_t room) -> Result<size_t> {
    std::fill_n(into, room, 'x');
    given += static_cast<int64_t>(room);
    return room;
  };
  http.client().start(std::move(put), [&](auto done) { result.emplace(std::move(done)); });
  // Until nothing more fits between here and there.
  for (int64_t before = -1; given == 0 || before != given;) {
    before = given;
    for (int i = 0; i < 20; ++i) http.client().run(5);
  }
  http.clock().advance(29'000);
  for (int i = 0; i < 3; ++i) http.client().run(5);
  CHECK_FALSE(result);
  http.clock().advance(2'000);
  CHECK(http.run_until([&] { return result.has_value(); }));
  over = true;
  REQUIRE(result);
  CHECK(code_of(*result) == ErrorCode::TIMEOUT);
}

TEST_CASE("download: an error page in place of a file is kept as far as an error needs it") {
  LoopbackServer server([](Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 502 Bad\r\nContent-Length: 30000000\r\n\r\n");
    peer.write(std::string(30'000'000, '<'));
    peer.wait_until_closed();
  });
  HttpDriver http;
  HttpRequest get = HttpDriver::request("GET", server.url("/x"));
  Seen seen;
  seen.watch(get);
  const auto response = http.fetch(std::move(get));
  REQUIRE(response.ok());
  CHECK(response->status == 502);
  CHECK(response->body.size() == 256 << 10);
  CHECK(seen.text.empty());
}

TEST_CASE("files of any size move both ways in the same memory") {
  constexpr int64_t kSize = 200 << 20;
  std::atomic<int64_t> arrived{0};
  LoopbackServer server([&](Peer& peer) {
    for (std::string head; !(head = peer.read_head()).empty();) {
      if (head.starts_with("PUT ")) {
        for (int64_t left = kSize; left > 0;) {
          const size_t got =
              peer.read_body(static_cast<size_t>(std::min<int64_t>(left, 1 << 20))).size();
          if (got == 0) return;
          left -= static_cast<int64_t>(got);
          arrived += static_cast<int64_t>(got);
        }
        peer.reply("{}");
        continue;
      }
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n");
      const std::string piece(1 << 20, 'd');
      for (int64_t left = kSize; left > 0 && peer.write(piece);) left -= 1 << 20;
    }
  });
  HttpDriver http;
  REQUIRE(http.get(server.url("/warm")).ok() == false);  // larger than a reply may be
  const auto peak_kb = [] {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss;
  };
  const auto move = [&](const char* method) {
    HttpRequest request = HttpDriver::request(method, server.url("/x"));
    request.max_response_bytes = kSize;
    const auto moved = std::make_shared<int64_t>(0);
    if (method[0] == 'P') {
      request.source_size = kSize;
      request.source = [](char* into, size_t room) -> Result<size_t> {
        std::fill_n(into, room, 'u');
        return room;
      };
    } else {
      request.sink = [moved](std::string_view piece) {
        *moved += static_cast<int64_t>(piece.size());
        return Status();
      };
    }
    REQUIRE(http.fetch(std::move(request)).ok());
    return *moved;
  };
  const long before = peak_kb();
  CHECK(move("GET") == kSize);
  move("PUT");
  CHECK(arrived == kSize);
  // The server's own pieces are in it.
  CHECK(peak_kb() - before < 12'000);
}
