// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <cmath>
#include <utility>

#include "base/json_writer.h"
#include "base/utf8.h"

namespace ix::json {
namespace {

// A string this long is not held inside its object: its bytes stay where they are when it moves.
constexpr size_t kOnHeap = 64;

// Writes the tape. Returning false stops the reader.
class TapeHandler {
 public:
  TapeHandler(std::vector<Node>& tape, size_t max_depth) : tape_(tape), max_depth_(max_depth) {}

  bool Null() { return add(Type::null); }
  bool Bool(bool value) {
    add(Type::boolean);
    tape_.back().flag = value;
    return true;
  }
  bool Int(int value) { return Int64(value); }
  bool Uint(unsigned value) { return Int64(value); }
  bool Int64(int64_t value) {
    add(Type::integer);
    tape_.back().integer = value;
    return true;
  }
  bool Uint64(uint64_t value) {
    if (value <= static_cast<uint64_t>(INT64_MAX)) return Int64(static_cast<int64_t>(value));
    return Double(static_cast<double>(value));
  }
  bool Double(double value) {
    add(Type::number);
    tape_.back().number = value;
    return true;
  }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* text, rapidjson::SizeType size, bool) { return add_text(text, size); }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return add_text(text, size); }
  bool StartObject() { return open(Type::object); }
  bool EndObject(rapidjson::SizeType count) { return close(count); }
  bool StartArray() { return open(Type::array); }
  bool EndArray(rapidjson::SizeType count) { return close(count); }

  bool too_deep() const { return too_deep_; }

 private:
  bool add(Type type) {
    Node node;
    node.type = type;
    node.end = static_cast<uint32_t>(tape_.size()) + 1;
    tape_.push_back(node);
    return true;
  }
  bool add_text(const char* text, rapidjson::SizeType size) {
    add(Type::string);
    tape_.back().text = text;
    tape_.back().size = size;
    return true;
  }
  bool open(Type type) {
    if (open_.size() >= max_depth_) {
      too_deep_ = true;
      return false;
    }
    open_.push_back(static_cast<uint32_t>(tape_.size()));
    return add(type);
  }
  bool close(rapidjson::SizeType count) {
    Node& node = tape_[open_.back()];
    node.end = static_cast<uint32_t>(tape_.size());
    node.size = count;
    open_.pop_back();
    return true;
  }

  std::vector<Node>& tape_;
  std::vector<uint32_t> open_;
  size_t max_depth_;
  bool too_deep_ = false;
};

void dump_value(Value value, Writer& out) {
  switch (value.type()) {
    case Type::object:
      out.begin_object();
      for (auto [key, member] : value.members()) {
        out.key(key);
        dump_value(member, out);
      }
      out.end_object();
      return;
    case Type::array:
      out.begin_array();
      for (Value element : value.elements()) dump_value(element, out);
      out.end_array();
      return;
    case Type::string:
      out.string(value.string());
      return;
    case Type::boolean:
      out.boolean(value.boolean());
      return;
    case Type::integer:
      out.integer(value.integer_or(0));
      return;
    case Type::number:
      out.number(value.number());
      return;
    default:
      out.null();
      return;
  }
}

}  // namespace

Value Value::operator[](std::string_view key) const {
  Value found;
  if (!is_object()) return found;
  for (auto [name, value] : members()) {
    if (name == key) found = value;
  }
  return found;
}

std::string_view Value::string(std::string_view fallback) const {
  if (!is_string()) return fallback;
  return {tape_[at_].text, tape_[at_].size};
}

std::optional<int64_t> Value::integer() const {
  if (type() == Type::integer) return tape_[at_].integer;
  if (type() != Type::number) return std::nullopt;
  const double number = tape_[at_].number;
  // 2^63 is exactly representable; the range check comes before the cast, which would else be
  // undefined.
  if (!(number >= -9223372036854775808.0 && number < 9223372036854775808.0)) return std::nullopt;
  if (std::trunc(number) != number) return std::nullopt;
  return static_cast<int64_t>(number);
}

double Value::number() const {
  if (type() == Type::integer) return static_cast<double>(tape_[at_].integer);
  return type() == Type::number ? tape_[at_].number : 0.0;
}

bool Value::boolean(bool fallback) const {
  return type() == Type::boolean ? tape_[at_].flag : fallback;
}

size_t Value::size() const {
  return is_object() || is_array() ? tape_[at_].size : 0;
}

std::string Value::dump() const {
  Writer out;
  dump_value(*this, out);
  return out.take();
}

Value::MemberRange Value::members() const {
  MemberRange range;
  if (is_object()) {
    range.tape_ = tape_;
    range.first_ = at_ + 1;
    range.end_ = tape_[at_].end;
  }
  return range;
}

Value::ElementRange Value::elements() const {
  ElementRange range;
  if (is_array()) {
    range.tape_ = tape_;
    range.first_ = at_ + 1;
    range.end_ = tape_[at_].end;
  }
  return range;
}

Result<Document> Document::parse(std::string text, const Limits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error(ErrorCode::RESPONSE_TOO_LARGE, "JSON text is larger than allowed");
  }
  if (!utf8::valid(text)) return Error(ErrorCode::BAD_RESPONSE, "JSON text is not valid UTF-8");
  Document document;
  document.text_ = std::move(text);
  document.text_.reserve(kOnHeap);
  document.tape_.reserve(document.text_.size() / 16 + 8);

  TapeHandler handler(document.tape_, limits.max_depth);
  rapidjson::InsituStringStream stream(document.text_.data());
  rapidjson::Reader reader;
  // Iterative: the depth of a hostile text costs heap up to the limit, never the stack.
  const auto outcome =
      reader.Parse<rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag>(stream, handler);
  if (outcome.IsError()) {
    std::string why = handler.too_deep() ? "JSON is nested too deeply"
                                         : rapidjson::GetParseError_En(outcome.Code());
    return Error(ErrorCode::BAD_RESPONSE,
                 "not valid JSON at byte " + std::to_string(outcome.Offset()) + ": " + why);
  }
  return document;
}

}  // namespace ix::json
