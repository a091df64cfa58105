// SPDX-License-Identifier: Apache-2.0
#include "json.h"

namespace cli {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          const auto byte = static_cast<unsigned char>(c);
          out += "\\u00";
          out += kHex[byte >> 4U];
          out += kHex[byte & 15U];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace

void Json::key(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  append_quoted(out_, name);
  out_ += ':';
}

Json& Json::text(std::string_view name, std::string_view value) {
  if (value.data() == nullptr) return *this;
  key(name);
  append_quoted(out_, value);
  return *this;
}

Json& Json::number(std::string_view name, int64_t value) {
  return raw(name, std::to_string(value));
}

Json& Json::boolean(std::string_view name, bool value) {
  return raw(name, value ? "true" : "false");
}

Json& Json::null(std::string_view name) {
  return raw(name, "null");
}

Json& Json::raw(std::string_view name, std::string_view json) {
  key(name);
  out_ += json;
  return *this;
}

std::string Json::done() {
  out_ += '}';
  return std::move(out_);
}

void JsonArray::add(std::string_view json) {
  if (out_.size() > 1) out_ += ',';
  out_ += json;
}

void JsonArray::add_text(std::string_view value) {
  if (out_.size() > 1) out_ += ',';
  append_quoted(out_, value);
}

std::string JsonArray::done() {
  out_ += ']';
  return std::move(out_);
}

}  // namespace cli
