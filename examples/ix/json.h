// SPDX-License-Identifier: Apache-2.0
// Writes one JSON object on one line. Members whose text is absent are left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cli {

class Json {
 public:
  // Text with a null data() is absent: nothing is written.
  Json& text(std::string_view key, std::string_view value);
  Json& number(std::string_view key, int64_t value);
  Json& boolean(std::string_view key, bool value);
  Json& null(std::string_view key);
  Json& raw(std::string_view key, std::string_view json);  // JSON already

  // The object; the writer is spent.
  std::string done();

 private:
  void key(std::string_view name);

  std::string out_ = "{";
};

// Elements that are JSON already, as an array.
class JsonArray {
 public:
  void add(std::string_view json);
  void add_text(std::string_view value);
  std::string done();

 private:
  std::string out_ = "[";
};

}  // namespace cli
