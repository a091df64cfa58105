// SPDX-License-Identifier: Apache-2.0
// TLS and HTTP/2 with a real server: nginx, with certificates of a throw-away authority.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

#include "http_driver.h"
#include "support/nginx.h"
#include "support/process.h"
#include "support/test_ca.h"

using namespace ix;
using namespace ix::test;
using namespace ix::transport;

namespace {

// Before OpenSSL is used: a system that allows every old version, so that only our own setting
// stands between us and TLS 1.1.
[[maybe_unused]] const int permissive = setenv("OPENSSL_CONF", IX_PERMISSIVE_OPENSSL, 1);

std::string server_block(uint16_t port, const Certificate& certificate, const std::string& rest,
                         const char* protocols = "TLSv1.2 TLSv1.3",
                         const char* listen = " ssl http2") {
  return "  server {\n    listen 127.0.0.1:" + std::to_string(port) + listen +
         ";\n    ssl_certificate " + certificate.file + ";\n    ssl_certificate_key " +
         certificate.key_file + ";\n    ssl_protocols " + protocols + ";\n" + rest + "  }\n";
}

// One nginx for the whole program.
class Site {
 public:
  Site()
      : ca(folder_.path()),
        good(ca.issue("good", "DNS:localhost,IP:127.0.0.1")),
        trusted(free_port()),
        second(free_port()),
        wrong_host(free_port()),
        untrusted(free_port()),
        old_tls(free_port()),
        http1(free_port()) {
    const std::string& folder = folder_.path();
    write_file(folder + "/zeros", std::string(4'000'000, '\0'));
    const std::string say_authorization =
        "    location /auth { return 200 \"auth=$http_authorization\"; }\n";
    const std::string pages =
        "    root " + folder + ";\n    client_max_body_size 10m;\n    gzip on;\n" +
        "    gzip_types *;\n    add_header X-Protocol $server_protocol;\n" +
        "    location = /hello { return 200 hello; }\n" + "    location /trickle/ { alias " +
        folder + "/; gzip off; limit_rate 1; }\n" + say_authorization +
        "    location = /loop { return 302 /loop; }\n" +
        "    location = /same { return 302 /auth; }\n" +
        "    location = /other-port { return 302 https://localhost:" + std::to_string(second) +
        "/auth; }\n    location = /other-name { return 302 https://127.0.0.1:" +
        std::to_string(trusted) +
        "/auth; }\n    location = /insecure { return 302 http://localhost:" +
        std::to_string(trusted) +
        "/auth; }\n    location /upload/ { dav_methods PUT; create_full_put_path on; }\n";
    const std::string hello = "    location / { return 200 hello; }\n";
    nginx_ = std::make_unique<Nginx>(
        folder,
        server_block(trusted, good, pages) + server_block(second, good, say_authorization) +
            server_block(wrong_host, ca.issue("other", "DNS:other.example"), hello) +
            server_block(untrusted, ca.self_signed("self", "DNS:localhost"), hello) +
            server_block(old_tls, good, "    ssl_ciphers DEFAULT:@SECLEVEL=0;\n" + hello,
                         "TLSv1.1") +
            server_block(
                http1, good,
                "    root " + folder + ";\n" + hello + "    location = /zeros { limit_rate 1; }\n",
                "TLSv1.2 TLSv1.3", " ssl"),
        trusted);
  }

  std::string url(uint16_t port, const std::string& path) const {
    return "https://localhost:" + std::to_string(port) + path;
  }
  std::string url(const std::string& path) const { return url(trusted, path); }
  HttpConfig config() const {
    HttpConfig config = HttpDriver::direct();
    config.ca_file = ca.file();
    return config;
  }
  std::string folder() const { return folder_.path(); }

 private:
  TempFolder folder_;

 public:
  const TestCa ca;
  const Certificate good;
  const uint16_t trusted;
  const uint16_t second;
  const uint16_t wrong_host;
  const uint16_t untrusted;
  const uint16_t old_tls;
  const uint16_t http1;

 private:
  std::unique_ptr<Nginx> nginx_;
};

// Null, with the reason said, where the programs for it are not installed.
Site* site() {
  const char* missing = !Nginx::available()    ? "nginx is not installed"
                        : !TestCa::available() ? "openssl is not installed"
                                               : nullptr;
  if (missing) {
    MESSAGE("SKIP: " << std::string(missing));
    std::printf("SKIP: %s\n", missing);
    return nullptr;
  }
  static Site made;
  return &made;
}

}  // namespace

TEST_CASE("tls: HTTP/2 is spoken with a server whose authority is trusted, by file or by content") {
  Site* at = site();
  if (!at) return;
  HttpConfig by_content = HttpDriver::direct();
  by_content.ca_pem = read_file(at->ca.file());
  by_content.ca_file = "/nonexistent";  // content wins
  for (const HttpConfig& config : {at->config(), by_content}) {
    HttpDriver http(config);
    const auto result = http.get(at->url("/hello"));
    REQUIRE(result.ok());
    CHECK(result->body == "hello");
    CHECK(result->header("x-protocol") == "HTTP/2.0");
  }
}

TEST_CASE("tls: a certificate that nobody trusts is refused, also where the system's would do") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  const auto self_signed = http.get(at->url(at->untrusted, "/private-path"));
  CHECK(code_of(self_signed) == ErrorCode::TLS_UNTRUSTED);
  CHECK(self_signed.error().message.find("localhost") != std::string::npos);
  CHECK(self_signed.error().message.find("private-path") == std::string::npos);
  // Without the setting our authority is unknown.
  HttpDriver system;
  CHECK(code_of(system.get(at->url("/hello"))) == ErrorCode::TLS_UNTRUSTED);
}

TEST_CASE("tls: a certificate for another host is told apart") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  CHECK(code_of(http.get(at->url(at->wrong_host, "/"))) == ErrorCode::TLS_WRONG_HOST);
}

TEST_CASE("tls: a server that knows no newer version than 1.1 is refused") {
  Site* at = site();
  if (!at) return;
  // It does answer who asks for 1.1, so it is the version that is refused below.
  const CommandResult old = run_command(
      {"/bin/sh", "-c",
       find_program("openssl") + " s_client -connect 127.0.0.1:" + std::to_string(at->old_tls) +
           " -tls1_1 -cipher DEFAULT:@SECLEVEL=0 </dev/null"});
  CHECK(old.output.find("TLSv1.1") != std::string::npos);
  CHECK(old.output.find("BEGIN CERTIFICATE") != std::string::npos);
  HttpDriver http(at->config());
  CHECK(code_of(http.get(at->url(at->old_tls, "/"))) == ErrorCode::TLS_FAILED);
}

TEST_CASE("tls: pinned keys must match beside the authority") {
  Site* at = site();
  if (!at) return;
  const std::string wrong = "sha256//" + std::string(43, 'A') + "=";
  HttpConfig config = at->config();
  config.pinned_keys = wrong + ";" + at->ca.pin(at->good);
  CHECK(code_of(HttpDriver(config).get(at->url("/hello"))) == ErrorCode::OK);
  config.pinned_keys = wrong;
  CHECK(code_of(HttpDriver(config).get(at->url("/hello"))) == ErrorCode::TLS_UNTRUSTED);
}

TEST_CASE("http/2: requests one after another and at once share one connection") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  int done = 0;
  for (int i = 0; i < 10; ++i) {
    http.client().start(HttpDriver::request("GET", at->url("/hello")),
                        [&](Result<HttpResponse> result) { done += result.ok() ? 1 : 0; });
  }
  REQUIRE(http.run_until([&] { return done == 10; }));
  REQUIRE(http.get(at->url("/hello")).ok());
  CHECK(http.client().counters().connections == 1);
  http.client().reset_connections();
  REQUIRE(http.get(at->url("/hello")).ok());
  CHECK(http.client().counters().connections == 2);
}

TEST_CASE("http/1.1 over TLS: a request does not wait for a long one on the same host") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  bool ended = false;
  http.client().start(HttpDriver::request("GET", at->url(at->http1, "/zeros")),
                      [&](Result<HttpResponse>) { ended = true; });
  CHECK(http.get(at->url(at->http1, "/hello")).value().body == "hello");
  CHECK_FALSE(ended);
  CHECK(http.client().counters().connections == 1);  // the unfinished one is counted at its end
}

TEST_CASE("http/2: a connection on which a request stalled takes no further ones") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  REQUIRE(http.get(at->url("/hello")).ok());
  std::optional<Result<HttpResponse>> result;
  http.client().start(HttpDriver::request("GET", at->url("/trickle/zeros")),
                      [&](Result<HttpResponse> done) { result.emplace(std::move(done)); });
  REQUIRE(http.run_until([&] {
    http.clock().advance(31'000);
    return result.has_value();
  }));
  CHECK(code_of(*result) == ErrorCode::TIMEOUT);
  CHECK(http.client().counters().connections == 1);
  REQUIRE(http.get(at->url("/hello")).ok());
  CHECK(http.client().counters().connections == 2);
}

TEST_CASE("http/2: a large upload arrives whole") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  std::string content;
  for (int i = 0; content.size() < 3'000'000; ++i) content += std::to_string(i);
  HttpRequest put = HttpDriver::request("PUT", at->url("/upload/file"));
  put.source_size = static_cast<int64_t>(content.size());
  put.source = [&, at_byte = size_t{0}](char* into, size_t room) mutable -> Result<size_t> {
    const size_t count = content.copy(into, room, at_byte);
    at_byte += count;
    return count;
  };
  const auto result = http.fetch(std::move(put));
  REQUIRE(result.ok());
  CHECK(result->status == 201);
  CHECK(result->header("x-protocol") == "HTTP/2.0");
  CHECK(read_file(at->folder() + "/upload/file") == content);
}

TEST_CASE("http/2: the limit of a response counts what is unpacked, not what travels") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  HttpRequest request = HttpDriver::request("GET", at->url("/zeros"));
  const auto whole = http.fetch(request);
  REQUIRE(whole.ok());
  CHECK(whole->body.size() == 4'000'000);
  CHECK(http.client().counters().bytes_received < 400'000);  // it did travel packed
  request.max_response_bytes = 1'000'000;
  CHECK(code_of(http.fetch(request)) == ErrorCode::RESPONSE_TOO_LARGE);
}

TEST_CASE("tls redirect: the bearer stays with scheme, host and port") {
  Site* at = site();
  if (!at) return;
  HttpDriver http(at->config());
  const auto get = [&](const char* path) {
    HttpRequest request = HttpDriver::request("GET", at->url(path));
    request.bearer = Secret("t0ken");
    return http.fetch(std::move(request));
  };
  CHECK(get("/auth").value().body == "auth=Bearer t0ken");
  CHECK(get("/same").value().body == "auth=Bearer t0ken");
  CHECK(get("/other-port").value().body == "auth=");
  CHECK(get("/other-name").value().body == "auth=");
  CHECK(code_of(get("/loop")) == ErrorCode::REDIRECT_REFUSED);
  CHECK(code_of(get("/insecure")) == ErrorCode::REDIRECT_REFUSED);
}
