// SPDX-License-Identifier: Apache-2.0
// One JSON object, printed as a line or put into another one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scenario {

// Absent text (data() is null) is null.
std::string json_text(std::string_view text);
// Values that are JSON already.
std::string array(const std::vector<std::string>& values);

class Line {
 public:
  Line& text(std::string_view key, std::string_view value) { return raw(key, json_text(value)); }
  Line& number(std::string_view key, int64_t value) { return raw(key, std::to_string(value)); }
  Line& boolean(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  // JSON already.
  Line& raw(std::string_view key, std::string_view json);

  std::string json() const { return "{" + members_ + "}"; }
  void print() const;

 private:
  std::string members_;
};

}  // namespace scenario
