// SPDX-License-Identifier: Apache-2.0
#include "query/snippet.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "base/utf8.h"
#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

// "*" around what is to be highlighted.
std::string marked(cache::Connection& connection, std::string_view text, std::string_view query) {
  const auto parsed =
      take(cache::parse_search(take(cache::SearchTokenizer::make(connection)), query));
  const auto words = take(cache::search_words(connection, text));
  const Snippet snippet = snippet_of(text, matches_in(words, parsed));
  std::string out;
  size_t at = 0;
  for (const TextRange& range : snippet.ranges) {
    REQUIRE(range.start >= at);
    out += snippet.text.substr(at, range.start - at) + "*" +
           snippet.text.substr(range.start, range.size) + "*";
    at = range.start + range.size;
  }
  return out + snippet.text.substr(at);
}

}  // namespace

TEST_CASE("a snippet marks whole words, phrases and what begins with the last word") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  auto& connection = lease->connection();
  CHECK(marked(connection, "Où êtes-vous?", "ou ET") == "*Où* *êtes*-vous?");
  CHECK(marked(connection, "un deux un", "\"un deux\" un ") == "*un deux* *un*");
  CHECK(marked(connection, "un deux trois", "\"un deux\" \"deux trois\"") == "*un deux trois*");
  CHECK(marked(connection, "ligne une\nligne\tdeux", "deux") == "ligne une ligne *deux*");
  CHECK(marked(connection, "L'œuvre", "oeuv") == "L'*œuvre*");
  CHECK(marked(connection, "rien", "autre") == "rien");
}

TEST_CASE("a long text is shown around the first match, cut at words") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  std::string text;
  for (int i = 0; i < 100; ++i) text += "mot" + std::to_string(i) + " ";
  const std::string shown = marked(lease->connection(), text, "mot50 ");
  CHECK(shown.starts_with("\u2026mot"));
  CHECK(shown.find(" *mot50* ") != std::string::npos);
  CHECK(shown.ends_with("\u2026"));
  CHECK(shown.size() < 220);
}

TEST_CASE("snippets of random texts are valid UTF-8, and so is each part") {
  CacheFixture cache;
  auto lease = cache.database().read();
  REQUIRE(lease.ok());
  auto& connection = lease->connection();
  SeededRandom random(3);
  const char* const parts[] = {"é",      "œ",    "a", " ",   "\n",    "𝒳",
                               "\u0301", "日本", "-", "été", "\u202E"};
  const auto parsed =
      take(cache::parse_search(take(cache::SearchTokenizer::make(connection)), "ete"));
  int marks = 0;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (uint64_t n = random.below(150); n > 0; --n) text += parts[random.below(11)];
    const Snippet snippet =
        snippet_of(text, matches_in(take(cache::search_words(connection, text)), parsed));
    CHECK(utf8::valid(snippet.text));
    CHECK(snippet.text.find('\n') == std::string::npos);
    for (const TextRange& range : snippet.ranges) {
      REQUIRE(range.start + range.size <= snippet.text.size());
      CHECK(utf8::valid(snippet.text.substr(0, range.start)));
      CHECK(utf8::valid(snippet.text.substr(range.start, range.size)));
      ++marks;
    }
  }
  CHECK(marks > 50);
}
