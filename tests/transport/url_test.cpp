// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "transport/url.h"

using namespace ix;
using namespace ix::transport;

TEST_CASE("url: scheme, host and port make the origin, with the default port filled in") {
  const auto plain = parse_url("https://Chat.Example.com/a?b=c#d");
  REQUIRE(plain.ok());
  CHECK(plain->scheme == "https");
  CHECK(plain->host == "chat.example.com");
  CHECK(plain->port == "443");
  CHECK(plain->text.find('#') == std::string::npos);
  CHECK(plain->same_origin(*parse_url("https://chat.example.com:443/other")));
  CHECK_FALSE(plain->same_origin(*parse_url("https://chat.example.com:8443/a")));
  CHECK_FALSE(plain->same_origin(*parse_url("http://chat.example.com:443/a")));
  CHECK_FALSE(plain->same_origin(*parse_url("https://chat.example.com.evil.net/a")));
  CHECK(parse_url("http://[::1]:8008/")->host == "[::1]");
}

TEST_CASE("url: what is no web address is refused, and its text is not repeated") {
  for (const std::string& bad :
       {std::string(""), std::string("chat.example.com"), std::string("https://"),
        std::string("file:///etc/passwd"), std::string("ftp://example.com/"),
        std::string("https://user:pass@example.com/"), std::string("https://a b/"),
        std::string("https://example.com:99999/"), std::string("https://exa\0mple.com/", 21),
        std::string("https://example.com/a\r\nHost: b")}) {
    CAPTURE(bad);
    const auto url = parse_url(bad);
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().code == ErrorCode::INVALID_URL);
    CHECK(url.error().message.find("pass@") == std::string::npos);
  }
}

TEST_CASE("url: a redirect may be relative, with blanks, but stays on the web") {
  const Url base = *parse_url("https://example.com/a/b?c=1");
  CHECK(resolve_location(base, "d")->text == "https://example.com/a/d");
  CHECK(resolve_location(base, "/d e")->text == "https://example.com/d%20e");
  CHECK(resolve_location(base, "//other.example/f")->host == "other.example");
  for (const char* bad : {"file:///etc/passwd", "ftp://example.com/", "https://u:p@example.com/"}) {
    CAPTURE(bad);
    const auto next = resolve_location(base, bad);
    REQUIRE_FALSE(next.ok());
    CHECK(next.error().code == ErrorCode::REDIRECT_REFUSED);
  }
}
