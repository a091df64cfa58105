// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "base/utf8.h"

using namespace ix;

TEST_CASE("UTF-8: valid and invalid sequences of RFC 3629") {
  CHECK(utf8::valid("plain, é, 漢字, 😀"));
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xE2\x82", "a\xFF"}) {
    CAPTURE(bad);
    CHECK_FALSE(utf8::valid(bad));
  }
  // Wherever it stands in a longer text, which is read by eight bytes where it is ASCII.
  for (size_t before = 0; before < 20; ++before) {
    for (size_t behind = 0; behind < 20; ++behind) {
      const std::string ascii(before, 'a'), more(behind, 'z');
      CAPTURE(before);
      CAPTURE(behind);
      CHECK(utf8::valid(ascii + "é" + more));
      CHECK_FALSE(utf8::valid(ascii + "\xC3" + more));
      CHECK_FALSE(utf8::valid(ascii + "\x80" + more));
    }
  }
  CHECK(utf8::repaired("a\xFFz") == "a\xEF\xBF\xBDz");
}

TEST_CASE("UTF-8: a prefix never cuts a character") {
  CHECK(utf8::prefix("é😀x", 1) == "");
  CHECK(utf8::prefix("é😀x", 3) == "é");
  CHECK(utf8::prefix("é😀x", 6) == "é😀");
}
