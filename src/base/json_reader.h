// SPDX-License-Identifier: Apache-2.0
// Reading JSON (RFC 8259) that nobody vouched for.
//
// RapidJSON's SAX reader writes a flat tape of nodes over the text itself (strings are unescaped in
// place), and json::Value is a cursor on the tape: no tree, no allocation per value. RapidJSON's
// own document.h is not used; it does not compile with clang 19 and later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ix::json {

enum class Type : uint8_t { missing, null, boolean, integer, number, string, array, object };

struct Limits {
  size_t max_bytes = 64u << 20;
  size_t max_depth = 100;
};

struct Node {
  Type type = Type::missing;
  bool flag = false;  // boolean's value
  uint32_t end = 0;   // index just past this value and all inside it
  union {
    int64_t integer = 0;
    double number;
    const char* text;
  };
  uint32_t size = 0;  // string: bytes; array and object: number of children
};

// A cursor on one value; cheap to copy, valid while the Document lives. Reading a wrong type or a
// missing member gives a missing value or the fallback, never an error: shape is the caller's care.
class Value {
 public:
  Value() = default;
  Value(const Node* tape, uint32_t at) : tape_(tape), at_(at) {}

  Type type() const { return tape_ ? tape_[at_].type : Type::missing; }
  bool exists() const { return type() != Type::missing; }
  bool is_object() const { return type() == Type::object; }
  bool is_array() const { return type() == Type::array; }
  bool is_string() const { return type() == Type::string; }

  // Of duplicate keys the last one counts.
  Value operator[](std::string_view key) const;
  std::string_view string(std::string_view fallback = {}) const;
  // An integer, or a number without a fraction within int64.
  std::optional<int64_t> integer() const;
  int64_t integer_or(int64_t fallback) const { return integer().value_or(fallback); }
  double number() const;  // 0 for anything else
  bool boolean(bool fallback = false) const;
  size_t size() const;
  // The value as JSON text again (keys in their order).
  std::string dump() const;

  // for (auto [key, value] : object.members()); for (Value v : array.elements())
  struct Member;
  class MemberRange;
  class ElementRange;
  MemberRange members() const;
  ElementRange elements() const;

 private:
  const Node* tape_ = nullptr;
  uint32_t at_ = 0;
};

struct Value::Member {
  std::string_view key;
  Value value;
};

class Value::ElementRange {
 public:
  struct Iterator {
    const Node* tape;
    uint32_t at;
    Value operator*() const { return {tape, at}; }
    Iterator& operator++() {
      at = tape[at].end;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Iterator begin() const { return {tape_, first_}; }
  Iterator end() const { return {tape_, end_}; }

 private:
  friend class Value;
  const Node* tape_ = nullptr;
  uint32_t first_ = 0;
  uint32_t end_ = 0;
};

class Value::MemberRange {
 public:
  struct Iterator {
    const Node* tape;
    uint32_t at;
    Member operator*() const { return {{tape[at].text, tape[at].size}, Value(tape, at + 1)}; }
    Iterator& operator++() {
      at = tape[at + 1].end;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  Iterator begin() const { return {tape_, first_}; }
  Iterator end() const { return {tape_, end_}; }

 private:
  friend class Value;
  const Node* tape_ = nullptr;
  uint32_t first_ = 0;
  uint32_t end_ = 0;
};

// Owns the text and the tape. Movable; Values stay valid across a move.
class Document {
 public:
  // BAD_RESPONSE when the text is not JSON, is not UTF-8, or passes a limit.
  static Result<Document> parse(std::string text, const Limits& limits = {});

  Value root() const { return tape_.empty() ? Value() : Value(tape_.data(), 0); }

 private:
  std::string text_;
  std::vector<Node> tape_;
};

}  // namespace ix::json
