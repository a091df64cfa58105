// SPDX-License-Identifier: Apache-2.0
// Prints one JSON object on one line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace example {

class Json {
 public:
  Json() = default;
  Json(const Json&) = delete;
  ~Json() { std::printf("{%s}\n", members_.c_str()); }

  // Absent text (data() is null) is null.
  Json& text(std::string_view key, std::string_view value) {
    begin(key);
    if (value.data() == nullptr) {
      members_ += "null";
    } else {
      quoted(value);
    }
    return *this;
  }
  Json& number(std::string_view key, int64_t value) {
    begin(key);
    members_ += std::to_string(value);
    return *this;
  }
  Json& boolean(std::string_view key, bool value) {
    begin(key);
    members_ += value ? "true" : "false";
    return *this;
  }

 private:
  void begin(std::string_view key) {
    if (!members_.empty()) members_ += ',';
    quoted(key);
    members_ += ':';
  }
  void quoted(std::string_view text) {
    members_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        members_ += '\\';
        members_ += c;
      } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
        members_ += code;
      } else {
        members_ += c;
      }
    }
    members_ += '"';
  }

  std::string members_;
};

}  // namespace example
