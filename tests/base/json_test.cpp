// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/json_reader.h"
#include "base/json_writer.h"

using namespace ix;

TEST_CASE("reads members, elements, numbers and escaped text") {
  auto doc =
      json::Document::parse(R"({"a":[1,-2,3.5,1e3],"b":{"c":"\u00e9\ud83d\ude00"},"d":null})");
  REQUIRE(doc.ok());
  const json::Value root = doc->root();
  CHECK(root["a"].size() == 4);
  std::vector<int64_t> numbers;
  for (json::Value v : root["a"].elements()) numbers.push_back(v.integer_or(-99));
  CHECK(numbers == std::vector<int64_t>{1, -2, -99, 1000});
  CHECK(root["b"]["c"].string() == "é😀");
  CHECK(root["d"].exists());
  CHECK_FALSE(root["x"].exists());
  CHECK(root["x"]["y"].string("fallback") == "fallback");
}

TEST_CASE("of duplicate keys the last one counts") {
  auto doc = json::Document::parse(R"({"a":1,"a":2})");
  REQUIRE(doc.ok());
  CHECK(doc->root()["a"].integer_or(0) == 2);
}

TEST_CASE("refuses text that is not JSON, not UTF-8, too deep or too large") {
  CHECK_FALSE(json::Document::parse("<html>").ok());
  CHECK_FALSE(json::Document::parse("").ok());
  CHECK_FALSE(json::Document::parse("{\"a\":1").ok());
  CHECK_FALSE(json::Document::parse("{\"a\":\"\xff\"}").ok());
  CHECK_FALSE(json::Document::parse(std::string(100'000, '[')).ok());
  const auto large = json::Document::parse("[1,2,3]", {.max_bytes = 4});
  REQUIRE_FALSE(large.ok());
  CHECK(large.error().code == ErrorCode::RESPONSE_TOO_LARGE);
}

TEST_CASE("a value stays where it is when its document moves, however short the text") {
  std::vector<json::Document> kept;
  auto doc = json::Document::parse(R"(["a","\u00e9"])");
  REQUIRE(doc.ok());
  auto it = doc->root().elements().begin();
  const std::string_view first = (*it).string();
  ++it;
  const std::string_view second = (*it).string();
  kept.push_back(doc.take());
  doc = json::Document::parse(R"(["b","c"])");
  CHECK(first == "a");
  CHECK(second == "é");
}

TEST_CASE("numbers outside int64 are not integers") {
  auto doc = json::Document::parse("[9223372036854775808, 1e300, -9223372036854775808]");
  REQUIRE(doc.ok());
  auto it = doc->root().elements().begin();
  CHECK_FALSE((*it).integer().has_value());
  ++it;
  CHECK_FALSE((*it).integer().has_value());
  ++it;
  CHECK((*it).integer() == INT64_MIN);
}

TEST_CASE("writes what it reads, and repairs invalid text") {
  const std::string text = R"({"a":[1,true,null,"x\ny"],"b":{"c":-5}})";
  auto doc = json::Document::parse(text);
  REQUIRE(doc.ok());
  CHECK(doc->root().dump() == text);
  json::Writer out;
  out.begin_object().field("k", "a\xff").end_object();
  CHECK(out.take() == "{\"k\":\"a\xEF\xBF\xBD\"}");
}
