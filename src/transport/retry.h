// SPDX-License-Identifier: Apache-2.0
// When to try again: pure functions over what happened and a source of randomness.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "transport/http.h"

namespace ix::transport {

// Exponential back-off with full jitter ("Exponential Backoff And Jitter", M. Brooker, 2015):
// uniform in [base/2, cap of the attempt], doubling from `first_ms` to at most `longest_ms`.
class Backoff {
 public:
  explicit Backoff(Random& random, Millis first_ms = 500, Millis longest_ms = 120'000)
      : random_(random), first_ms_(first_ms), longest_ms_(longest_ms) {}

  // The wait before attempt number `attempts` + 1; a longer time asked by the server wins.
  Millis delay(int attempts, Millis retry_after_ms = -1) const;

 private:
  Random& random_;
  Millis first_ms_;
  Millis longest_ms_;
};

// An HTTP date in the three forms a recipient must accept (RFC 9110, section 5.6.7).
std::optional<Millis> parse_http_date(std::string_view text, Millis wall_now_ms);

// Retry-After (RFC 9110, section 10.2.3): seconds or an HTTP date; nullopt when absent or absurd.
std::optional<Millis> retry_after_ms(std::string_view header, Millis wall_now_ms);

// The general meaning of a status that is not 2xx, before the backend's own error code is read:
// 429 RATE_LIMITED, 5xx and unknown 52x SERVER_ERROR (also with an HTML body), 408 TIMEOUT, 3xx
// REDIRECT_REFUSED, other 4xx REFUSED.
Error error_of_status(const HttpResponse& response, Millis wall_now_ms);

}  // namespace ix::transport
