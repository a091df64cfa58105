// SPDX-License-Identifier: Apache-2.0
// Web addresses, as far as the transport must judge them: is it one, and whose is it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace ix::transport {

// An absolute http or https URL without user name and password.
struct Url {
  std::string text;  // without fragment; path and query may hold personal data
  std::string scheme;
  std::string host;  // lower case; the only part that may appear in a message
  std::string port;

  bool same_origin(const Url& other) const {
    return scheme == other.scheme && host == other.host && port == other.port;
  }
};

// INVALID_URL.
Result<Url> parse_url(std::string_view text);

// The target of a Location header (RFC 9110, section 10.2.2). REDIRECT_REFUSED.
Result<Url> resolve_location(const Url& base, std::string_view location);

}  // namespace ix::transport
