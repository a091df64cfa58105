// SPDX-License-Identifier: Apache-2.0
// Drives a CurlClient the way an engine does.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "transport/curl_client.h"

namespace ix::test {

// Steady time stands still until the test moves it, so that no timeout depends on the machine.
class ManualClock final : public Clock {
 public:
  Millis wall_ms() override { return now_; }
  Millis steady_ms() override { return now_; }
  void advance(Millis ms) { now_ += ms; }

 private:
  std::atomic<Millis> now_{1'000'000};
};

class HttpDriver {
 public:
  using HttpRequest = transport::HttpRequest;
  using HttpResponse = transport::HttpResponse;

  HttpDriver() : HttpDriver(direct()) {}
  explicit HttpDriver(const transport::HttpConfig& config) {
    auto created = transport::CurlClient::create(config, logger_, clock_);
    REQUIRE(created.ok());
    client_ = created.take();
  }

  // Settings that do not look at the environment's proxy.
  static transport::HttpConfig direct() {
    transport::HttpConfig config;
    config.proxy = "-";
    return config;
  }

  transport::CurlClient& client() { return *client_; }
  ManualClock& clock() { return clock_; }
  void destroy_client() { client_.reset(); }

  // Runs until the condition holds; half a minute of the real clock means that it never will.
  bool run_until(const std::function<bool()>& condition) {
    SystemClock real;
    const Millis deadline = real.steady_ms() + 30'000;
    while (!condition()) {
      if (real.steady_ms() > deadline) return false;
      client_->run(10);
    }
    return true;
  }

  // One request from start to completion.
  Result<HttpResponse> fetch(HttpRequest request) {
    std::optional<Result<HttpResponse>> result;
    client_->start(std::move(request),
                   [&](Result<HttpResponse> done) { result.emplace(std::move(done)); });
    REQUIRE(run_until([&] { return result.has_value(); }));
    return std::move(*result);
  }
  Result<HttpResponse> get(const std::string& url) { return fetch(request("GET", url)); }

  static HttpRequest request(const char* method, const std::string& url) {
    HttpRequest made;
    made.method = method;
    made.url = url;
    return made;
  }

 private:
  Logger logger_;
  ManualClock clock_;
  std::unique_ptr<transport::CurlClient> client_;
};

inline ErrorCode code_of(const Result<transport::HttpResponse>& result) {
  return result.ok() ? ErrorCode::OK : result.error().code;
}

}  // namespace ix::test

// Names instead of numbers in a failed check.
namespace doctest {
template <>
struct StringMaker<ix::ErrorCode> {
  static String convert(ix::ErrorCode code) { return ix::error_name(code); }
};
}  // namespace doctest
