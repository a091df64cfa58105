// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <vector>

#include "base/log.h"

using namespace ix;

TEST_CASE("log: personal and secret values print their kind, never their content") {
  std::vector<std::string> lines;
  const Logger log(LogLevel::debug,
                   [&](LogLevel, std::string_view line) { lines.emplace_back(line); });
  log.write(LogLevel::info, "test", "happened",
            {{"number", Personal{"+16135550123"}},
             {"token", Secret("hunter2")},
             {"count", 3},
             {"method", Public{"GET"}}});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "test: happened number=<personal 12 bytes> token=<secret> count=3 method=GET");
  // Plain text has no way in.
  CHECK_FALSE(std::is_constructible_v<LogField, const char*, std::string>);
  CHECK_FALSE(std::is_constructible_v<LogField, const char*, const char*>);
}

TEST_CASE("log: the level holds back, and a value cannot start a new line") {
  std::vector<std::string> lines;
  const Logger log(LogLevel::warn,
                   [&](LogLevel, std::string_view line) { lines.emplace_back(line); });
  log.write(LogLevel::debug, "test", "quiet");
  log.write(LogLevel::error, "test", "loud", {{"what", Public{"a\nb"}}});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "test: loud what=a?b");
}
