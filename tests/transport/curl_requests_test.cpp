// SPDX-License-Identifier: Apache-2.0
// What leaves on the wire: bodies, headers, proxy, and what follows a redirect.
#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <mutex>

#include "http_driver.h"
#include "support/loopback_server.h"

using namespace ix;
using namespace ix::test;
using namespace ix::transport;

namespace {

// Keeps what it was sent; answers by path, else with "ok".
class Recorder {
 public:
  Recorder() : server_([this](Peer& peer) { serve(peer); }) {}

  void answer(const std::string& path, const std::string& reply) {
    const std::lock_guard lock(mutex_);
    replies_[path] = reply;
  }
  // A redirect to `location`.
  void redirect(const std::string& path, int status, const std::string& location) {
    answer(path, "HTTP/1.1 " + std::to_string(status) + " Elsewhere\r\nLocation: " + location +
                     "\r\nContent-Length: 4\r\n\r\nhere");
  }
  std::string url(const std::string& path) const { return server_.url(path); }
  std::vector<std::string> heads() {
    const std::lock_guard lock(mutex_);
    return heads_;
  }
  std::string last_head() { return heads().empty() ? std::string() : heads().back(); }
  std::string last_body() {
    const std::lock_guard lock(mutex_);
    return body_;
  }

 private:
  void serve(Peer& peer) {
    for (std::string head; !(head = peer.read_head()).empty();) {
      const std::string size = header_of(head, "content-length");
      const std::string body = size.empty() ? std::string() : peer.read_body(std::stoul(size));
      const size_t begin = head.find(' ') + 1;
      const std::string path = head.substr(begin, head.find(' ', begin) - begin);
      std::string reply;
      {
        const std::lock_guard lock(mutex_);
        heads_.push_back(head);
        body_ = body;
        reply = replies_.count(path) ? replies_[path] : "";
      }
      if (reply.empty()) {
        peer.reply("ok");
      } else {
        peer.write(reply);
      }
    }
  }

  std::mutex mutex_;
  std::map<std::string, std::string> replies_;
  std::vector<std::string> heads_;
  std::string body_;
  LoopbackServer server_;  // last: its threads use the others
};

HttpRequest with_bearer(const std::string& url) {
  HttpRequest request = HttpDriver::request("GET", url);
  request.bearer = Secret("t0ken");
  request.headers = {{"Accept", "application/json"}, {"X-Key", "k3y"}};
  return request;
}

}  // namespace

TEST_CASE("request: a body goes with its length, the user agent and without ceremony") {
  Recorder server;
  HttpConfig config = HttpDriver::direct();
  config.user_agent = "test/1";
  HttpDriver http(config);
  HttpRequest put = HttpDriver::request("PUT", server.url("/x"));
  put.body = std::string(2'000'000, 'b');
  put.bearer = Secret("t0ken");
  REQUIRE(http.fetch(std::move(put)).ok());
  CHECK(server.last_body() == std::string(2'000'000, 'b'));
  const std::string head = server.last_head();
  CHECK(head.starts_with("PUT /x HTTP/1.1\r\n"));
  CHECK(header_of(head, "content-length") == "2000000");
  CHECK(header_of(head, "authorization") == "Bearer t0ken");
  CHECK(header_of(head, "user-agent") == "test/1");
  CHECK(header_of(head, "expect").empty());
  CHECK(header_of(head, "transfer-encoding").empty());

  REQUIRE(http.fetch(HttpDriver::request("POST", server.url("/x"))).ok());
  CHECK(header_of(server.last_head(), "content-length") == "0");
  REQUIRE(http.fetch(HttpDriver::request("DELETE", server.url("/x"))).ok());
  CHECK(server.last_head().starts_with("DELETE /x HTTP/1.1\r\n"));
  CHECK(header_of(server.last_head(), "content-length").empty());

  const HttpCounters counters = http.client().counters();
  CHECK(counters.requests == 3);
  CHECK(counters.connections == 1);
  CHECK(counters.bytes_sent > 2'000'000);
  CHECK(counters.bytes_received > 6);
}

TEST_CASE("request: HEAD reads headers only, whatever length they announce") {
  Recorder server;
  server.answer("/x", "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\nETag: \"e\"\r\n\r\n");
  HttpDriver http;
  const auto result = http.fetch(HttpDriver::request("HEAD", server.url("/x")));
  REQUIRE(result.ok());
  CHECK(result->header("etag") == "\"e\"");
  CHECK(result->body.empty());
}

TEST_CASE("request: a streamed upload has its length and every byte in order") {
  Recorder server;
  HttpDriver http;
  const int64_t size = 1'000'003;
  std::string expected;
  HttpRequest put = HttpDriver::request("PUT", server.url("/x"));
  put.source_size = size;
  put.source = [&](char* into, size_t room) -> Result<size_t> {
    const size_t count = std::min<size_t>(room, 7'000);
    for (size_t i = 0; i < count; ++i) into[i] = static_cast<char>(expected.size() * 31 % 251);
    expected.append(into, count);
    return count;
  };
  REQUIRE(http.fetch(std::move(put)).ok());
  CHECK(static_cast<int64_t>(expected.size()) == size);
  CHECK(header_of(server.last_head(), "content-length") == std::to_string(size));
  CHECK(server.last_body() == expected);
}

TEST_CASE("request: an upload whose source fails or falls short ends with that error") {
  Recorder server;
  HttpDriver http;
  HttpRequest failing = HttpDriver::request("PUT", server.url("/x"));
  failing.source_size = 100;
  failing.source = [](char*, size_t) -> Result<size_t> { return Error(ErrorCode::STORE_IO); };
  CHECK(code_of(http.fetch(std::move(failing))) == ErrorCode::STORE_IO);
  HttpRequest shorter = HttpDriver::request("PUT", server.url("/x"));
  shorter.source_size = 100;
  shorter.source = [given = false](char* into, size_t) mutable -> Result<size_t> {
    *into = 'x';
    return std::exchange(given, true) ? size_t{0} : size_t{1};
  };
  CHECK(code_of(http.fetch(std::move(shorter))) == ErrorCode::INVALID_ARGUMENT);
  CHECK(http.client().counters().failures == 2);
}

TEST_CASE("response: a sink takes the body of a success, never an error page") {
  Recorder server;
  server.answer("/missing", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\noops");
  HttpDriver http;
  std::string sunk;
  const auto fetch = [&](const char* path, bool fail) {
    HttpRequest request = HttpDriver::request("GET", server.url(path));
    request.sink = [&sunk, fail](std::string_view piece) -> Status {
      if (fail) return Error(ErrorCode::STORE_FULL);
      sunk.append(piece);
      return {};
    };
    return http.fetch(std::move(request));
  };
  const auto found = fetch("/x", false);
  REQUIRE(found.ok());
  CHECK(sunk == "ok");
  CHECK(found->body.empty());
  const auto missing = fetch("/missing", false);
  REQUIRE(missing.ok());
  CHECK(missing->status == 404);
  CHECK(missing->body == "oops");
  CHECK(sunk == "ok");
  CHECK(code_of(fetch("/x", true)) == ErrorCode::STORE_FULL);
}

TEST_CASE("response: the status and headers are the final ones, after an interim reply") {
  Recorder server;
  server.answer("/x",
                "HTTP/1.1 103 Early Hints\r\nX-A: early\r\n\r\n"
                "HTTP/1.1 200 OK\r\nX-A:  final \r\nContent-Length: 0\r\n\r\n");
  HttpDriver http;
  const auto result = http.get(server.url("/x"));
  REQUIRE(result.ok());
  CHECK(result->status == 200);
  CHECK(result->header("x-a") == "final");
}

TEST_CASE("request: values that would break out of their line are refused") {
  HttpDriver http;
  const auto code = [&](const std::function<void(HttpRequest&)>& change) {
    HttpRequest request = HttpDriver::request("GET", "http://127.0.0.1:1/");
    change(request);
    return code_of(http.fetch(std::move(request)));
  };
  CHECK(code([](auto& r) { r.headers = {{"A", "b\r\nC: d"}}; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& r) { r.headers = {{"A: b", "c"}}; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& r) { r.bearer = Secret("a\nb"); }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& r) { r.method = "GET /"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& r) { r.url = "file:///etc/passwd"; }) == ErrorCode::INVALID_URL);
}

TEST_CASE("redirect: within the origin all goes along; to another port no credential does") {
  Recorder server;
  Recorder other;
  HttpDriver http;
  server.redirect("/same", 302, "/target");
  server.redirect("/away", 302, other.url("/target"));
  other.redirect("/back", 302, server.url("/target"));
  server.redirect("/round", 302, other.url("/back"));

  const auto same = http.fetch(with_bearer(server.url("/same")));
  REQUIRE(same.ok());
  CHECK(same->body == "ok");  // not the redirect's own body
  CHECK(header_of(server.last_head(), "authorization") == "Bearer t0ken");
  CHECK(header_of(server.last_head(), "x-key") == "k3y");

  REQUIRE(http.fetch(with_bearer(server.url("/away"))).ok());
  CHECK(header_of(other.last_head(), "authorization").empty());
  CHECK(header_of(other.last_head(), "x-key").empty());
  CHECK(header_of(other.last_head(), "accept") == "application/json");

  // Back home by way of a stranger: the stranger chose the address, so still without.
  REQUIRE(http.fetch(with_bearer(server.url("/round"))).ok());
  CHECK(server.last_head().starts_with("GET /target "));
  CHECK(header_of(server.last_head(), "authorization").empty());
}

TEST_CASE("redirect: a request that stays is answered by its own host only") {
  Recorder other;
  Recorder server;
  server.redirect("/same", 302, "/target");
  server.redirect("/away", 302, other.url("/target"));
  HttpDriver http;
  const auto code = [&](const char* path) {
    HttpRequest request = HttpDriver::request("GET", server.url(path));
    request.stays = true;
    return code_of(http.fetch(std::move(request)));
  };
  CHECK(code("/same") == ErrorCode::OK);
  CHECK(code("/away") == ErrorCode::REDIRECT_REFUSED);
}

TEST_CASE("redirect: loops, long chains and other schemes are refused") {
  Recorder server;
  HttpDriver http;
  server.redirect("/loop", 302, "/loop");
  CHECK(code_of(http.get(server.url("/loop"))) == ErrorCode::REDIRECT_REFUSED);
  CHECK(server.heads().size() == 6);
  for (int i = 0; i < 6; ++i) {
    server.redirect("/" + std::to_string(i), 307, "/" + std::to_string(i + 1));
  }
  CHECK(code_of(http.get(server.url("/1"))) == ErrorCode::OK);
  CHECK(code_of(http.get(server.url("/0"))) == ErrorCode::REDIRECT_REFUSED);
  server.redirect("/file", 302, "file:///etc/passwd");
  const auto file = http.get(server.url("/file"));
  CHECK(code_of(file) == ErrorCode::REDIRECT_REFUSED);
  CHECK(file.error().http_status == 302);
}

TEST_CASE("redirect: a change is repeated only where that is plain, and never elsewhere") {
  Recorder server;
  Recorder other;
  HttpDriver http;
  const auto put = [&](const std::string& path) {
    HttpRequest request = HttpDriver::request("PUT", server.url(path));
    request.body = "content";
    return code_of(http.fetch(std::move(request)));
  };
  server.redirect("/307", 307, "/target");
  CHECK(put("/307") == ErrorCode::OK);
  CHECK(server.last_head().starts_with("PUT /target "));
  CHECK(server.last_body() == "content");
  server.redirect("/303", 303, "/target");
  CHECK(put("/303") == ErrorCode::OK);
  CHECK(server.last_head().starts_with("GET /target "));
  server.redirect("/302", 302, "/target");
  CHECK(put("/302") == ErrorCode::REDIRECT_REFUSED);
  server.redirect("/away", 307, other.url("/target"));
  CHECK(put("/away") == ErrorCode::REDIRECT_REFUSED);
  CHECK(other.heads().empty());

  HttpRequest streamed = HttpDriver::request("PUT", server.url("/307"));
  streamed.source_size = 1;
  streamed.source = [](char* into, size_t) -> Result<size_t> {
    *into = 'x';
    return size_t{1};
  };
  CHECK(code_of(http.fetch(std::move(streamed))) == ErrorCode::REDIRECT_REFUSED);
}

TEST_CASE("proxy: by setting, by environment, or none") {
  Recorder proxy;
  Recorder server;
  HttpConfig config;
  config.proxy = proxy.url("");
  HttpDriver by_setting(config);
  REQUIRE(by_setting.get("http://chat.invalid/x").ok());
  CHECK(proxy.last_head().starts_with("GET http://chat.invalid/x HTTP/1.1\r\n"));

  setenv("http_proxy", proxy.url("").c_str(), 1);
  HttpDriver by_environment{HttpConfig()};
  const auto through = by_environment.get("http://other.invalid/y");
  HttpDriver none;
  const auto direct = none.get(server.url("/z"));
  unsetenv("http_proxy");
  CHECK(through.ok());
  CHECK(proxy.last_head().starts_with("GET http://other.invalid/y "));
  CHECK(direct.ok());
  CHECK(server.last_head().starts_with("GET /z "));
}

TEST_CASE("settings: what would weaken the protection by mistake is refused") {
  Logger logger;
  SystemClock clock;
  const auto code = [&](const std::function<void(HttpConfig&)>& change) {
    HttpConfig config;
    change(config);
    const auto client = CurlClient::create(config, logger, clock);
    return client.ok() ? ErrorCode::OK : client.error().code;
  };
  const std::string pin = "sha256//" + std::string(43, 'A') + "=";
  CHECK(code([](auto&) {}) == ErrorCode::OK);
  CHECK(code([&](auto& c) { c.pinned_keys = pin + ";" + pin; }) == ErrorCode::OK);
  CHECK(code([&](auto& c) { c.pinned_keys = pin + ";"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& c) { c.pinned_keys = "AAAA"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& c) { c.ca_pem = "no certificate"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& c) { c.ca_file = "/nonexistent/ca.pem"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& c) { c.user_agent = "a\nb"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& c) { c.proxy = "http://a b"; }) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code([](auto& c) { c.connect_timeout_ms = 0; }) == ErrorCode::INVALID_ARGUMENT);
}
