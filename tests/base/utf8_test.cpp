// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/utf8.h"

using namespace ix;

TEST_CASE("UTF-8: valid and invalid sequences of RFC 3629") {
  CHECK(utf8::valid("plain, é, 漢字, 😀"));
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xE2\x82", "a\xFF"}) {
    CAPTURE(bad);
    CHECK_FALSE(utf8::valid(bad));
  }
  CHECK(utf8::repaired("a\xFFz") == "a\xEF\xBF\xBDz");
}

TEST_CASE("UTF-8: a prefix never cuts a character") {
  CHECK(utf8::prefix("é😀x", 1) == "");
  CHECK(utf8::prefix("é😀x", 3) == "é");
  CHECK(utf8::prefix("é😀x", 6) == "é😀");
}
