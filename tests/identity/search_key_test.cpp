// SPDX-License-Identifier: Apache-2.0
#include "identity/search_key.h"

#include <doctest/doctest.h>

using ix::identity::search_key;

TEST_CASE("a search key folds what people do not type alike") {
  struct Row {
    const char* text;
    const char* key;
  };
  const Row rows[] = {
      {"Éloïse  BŒUF", "eloise boeuf"},
      {"e\xCC\x81te\xCC\x81", "ete"},  // decomposed already
      {"ÆSOP", "aesop"},
      {"Straße", "strasse"},
      {"\xEF\xBC\xA1\xEF\xBC\xA2", "ab"},  // full-width letters
      {"\xEF\xAC\x81n", "fin"},            // fi ligature
      {"O\xE2\x80\x99"
       "Brien",
       "o'brien"},                    // typographic apostrophe
      {"  a\xC2\xA0\t b \n", "a b"},  // blanks of every kind
      {"co\xC2\xADop", "coop"},       // soft hyphen
      {"", ""},
      {" \t", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(search_key(row.text) == row.key);
  }
}

TEST_CASE("a name right to left, with overrides or control characters is what it says") {
  struct Row {
    const char* text;
    const char* key;
  };
  const Row rows[] = {
      {"אבי", "אבי"},                                  // Hebrew
      {"\xE2\x80\xAEZo\xC3\xA9\xE2\x80\xAC", "zoe"},   // an override and its end
      {"\xE2\x81\xA7אבי\xE2\x81\xA9 Roy", "אבי roy"},  // isolated
      {"\xE2\x80\x8FZo\xE2\x80\x8B\xC3\xA9", "zoe"},   // a mark; a blank without width
      {"Z\x1B[31mo\x07", "z[31mo"},                    // a terminal's commands
      {"a\x01\x02 b", "a b"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(search_key(row.text) == row.key);
  }
  // A megabyte ends in time.
  const std::string long_name(1'000'000, 'N');
  CHECK(search_key(long_name).size() == 1'000'000);
}

TEST_CASE("a search key of broken UTF-8 keeps the rest, and a key is its own key") {
  CHECK(search_key("A\xFF"
                   "b")
            .find('a') == 0);
  CHECK(search_key("A\xFF"
                   "b")
            .find('b') != std::string::npos);
  for (const char* text : {"Éloïse  BŒUF", "한국어", "ΣΊΣΥΦΟΣ", "İstanbul"}) {
    CAPTURE(text);
    const std::string key = search_key(text);
    CHECK(search_key(key) == key);
  }
}
