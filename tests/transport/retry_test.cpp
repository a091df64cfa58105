// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "transport/retry.h"

using namespace ix;
using namespace ix::transport;

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
constexpr Millis kExample = 784'111'777'000;

HttpResponse response_of(int status, std::vector<Header> headers = {}) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  return response;
}

}  // namespace

TEST_CASE("backoff: waits grow from the first to the longest, with jitter over the whole range") {
  SeededRandom random(1);
  const Backoff backoff(random, 500, 120'000);
  for (const auto& [attempts, cap] :
       {std::pair{1, 500}, {2, 1000}, {3, 2000}, {8, 64'000}, {9, 120'000}, {1000, 120'000}}) {
    CAPTURE(attempts);
    Millis shortest = kDay;
    Millis longest = 0;
    for (int i = 0; i < 2000; ++i) {
      const Millis delay = backoff.delay(attempts);
      shortest = std::min(shortest, delay);
      longest = std::max(longest, delay);
    }
    CHECK(shortest >= 250);
    CHECK(longest <= cap);
    CHECK(shortest < 250 + cap / 20);
    CHECK(longest > cap - cap / 20);
  }
}

TEST_CASE("backoff: a longer time asked by the server wins, a shorter one does not") {
  SeededRandom random(2);
  const Backoff backoff(random, 1000, 1000);
  CHECK(backoff.delay(1, 7000) == 7000);
  CHECK(backoff.delay(1, 0) >= 500);
  CHECK(backoff.delay(0) >= 500);
}

TEST_CASE("retry-after: seconds") {
  CHECK(retry_after_ms("0", 0) == 0);
  CHECK(retry_after_ms("120", 0) == 120'000);
  CHECK(retry_after_ms(" 5 ", 0) == 5000);
  CHECK(retry_after_ms("86400", 0) == kDay);
  CHECK_FALSE(retry_after_ms("86401", 0));
  CHECK_FALSE(retry_after_ms("99999999999999999999999999", 0));
  for (const char* bad : {"", " ", "-1", "1.5", "soon", "1 2", "0x10"}) {
    CAPTURE(bad);
    CHECK_FALSE(retry_after_ms(bad, 0));
  }
}

TEST_CASE("retry-after: the three forms of a date") {
  for (const char* date : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    CAPTURE(date);
    CHECK(retry_after_ms(date, kExample - 90'000) == 90'000);
    CHECK(retry_after_ms(date, kExample + 1) == 0);
    CHECK_FALSE(retry_after_ms(date, kExample - kDay - 1));
  }
  // A leap day, and a two-digit year of this century.
  CHECK(retry_after_ms("Thu, 29 Feb 2024 00:00:10 GMT", 1'709'164'800'000) == 10'000);
  CHECK(retry_after_ms("Thursday, 29-Feb-24 00:00:10 GMT", 1'709'164'800'000) == 10'000);
  for (const char* bad : {"Sun, 06 Nov 1994 08:49:37", "Sun, 6 Nov 1994 08:49:37 GMT",
                          "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:00:00 GMT",
                          "Sun, 32 Nov 1994 08:49:37 GMT", ",", "Sun",
                          "Sun, 06 Nov 1994 08:49:37 GMT+1", "Sun Nov  6 08:49:37 94"}) {
    CAPTURE(bad);
    CHECK_FALSE(retry_after_ms(bad, kExample - 1000));
  }
}

TEST_CASE("status: what a reply that is no success means") {
  const auto code = [](int status) { return error_of_status(response_of(status), 0).code; };
  CHECK(code(301) == ErrorCode::REDIRECT_REFUSED);
  CHECK(code(400) == ErrorCode::REFUSED);
  CHECK(code(408) == ErrorCode::TIMEOUT);
  CHECK(code(413) == ErrorCode::REFUSED);
  CHECK(code(429) == ErrorCode::RATE_LIMITED);
  CHECK(code(500) == ErrorCode::SERVER_ERROR);
  CHECK(code(520) == ErrorCode::SERVER_ERROR);
  CHECK(code(0) == ErrorCode::BAD_RESPONSE);
  CHECK(code(999) == ErrorCode::BAD_RESPONSE);

  const Error limited = error_of_status(response_of(429, {{"retry-after", "3"}}), 0);
  CHECK(limited.retry_after_ms == 3000);
  CHECK(limited.http_status == 429);
  CHECK(limited.retry == RetryAdvice::later);
  const Error busy = error_of_status(
      response_of(503, {{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}}), kExample - 4000);
  CHECK(busy.retry_after_ms == 4000);
  CHECK(busy.origin == ErrorOrigin::service);
  CHECK(error_of_status(response_of(500), 0).retry_after_ms == -1);
}

TEST_CASE("response: the first header of a name, and nothing for one that is absent") {
  const HttpResponse response = response_of(200, {{"a", "1"}, {"b", "2"}, {"a", "3"}});
  CHECK(response.header("a") == "1");
  CHECK(response.header("c").empty());
}
