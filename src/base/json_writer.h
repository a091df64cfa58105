// SPDX-License-Identifier: Apache-2.0
// Writing JSON (RFC 8259) into a string.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ix::json {

// A thin wall around RapidJSON's writer. Invalid UTF-8 is replaced by U+FFFD, so the result is
// always valid. Not thread-safe; one value, then take().
class Writer {
 public:
  Writer();
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(int64_t value);
  Writer& number(double value);
  Writer& boolean(bool value);
  Writer& null();
  // JSON text that is already known to be one valid value.
  Writer& raw(std::string_view json);

  // Members in one call.
  Writer& field(std::string_view name, std::string_view text) { return key(name).string(text); }
  Writer& field(std::string_view name, const char* text) { return key(name).string(text); }
  Writer& field(std::string_view name, int64_t value) { return key(name).integer(value); }
  Writer& field(std::string_view name, int value) { return key(name).integer(value); }
  Writer& field(std::string_view name, bool value) { return key(name).boolean(value); }

  std::string take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ix::json
