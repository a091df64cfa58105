// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/sync_stream.h"

#include <algorithm>
#include <utility>

namespace ix::provider::matrix {
namespace {

constexpr std::array<std::string_view, 3> kSections = {"join", "invite", "leave"};
constexpr size_t kLongestKey = 4096;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void add_member(std::string& members, const std::string& key, const std::string& value) {
  if (!members.empty()) members += ',';
  members.append("\"").append(key).append("\":").append(value);
}

Error not_json() {
  return Error(ErrorCode::BAD_RESPONSE, "the sync reply is not valid JSON");
}

}  // namespace

Status SyncStream::take(std::string_view bytes) {
  if (!divided_) {
    whole_.append(bytes);
    most_held_ = std::max(most_held_, whole_.size());
    if (whole_.size() <= kPiece) return {};
    divided_ = true;
    const std::string begun = std::exchange(whole_, {});
    return scan(begun);
  }
  return scan(bytes);
}

Result<std::string> SyncStream::finish() {
  if (!divided_) return std::move(whole_);
  if (at_ != At::end) return not_json();
  if (!next_.empty()) add_member(head_, "next_batch", next_);
  return piece();
}

Status SyncStream::scan(std::string_view bytes) {
  while (!bytes.empty()) {
    if (at_ == At::in_value) {
      bytes.remove_prefix(read_value(bytes));
      if (value_size_ > kLargestValue) {
        return Error(ErrorCode::RESPONSE_TOO_LARGE, "one room of the sync reply is too large");
      }
      most_held_ = std::max(most_held_, held());
      if (at_ != At::in_value && held() >= kPiece) IX_CHECK(give_part());
      continue;
    }
    if (!structure(bytes.front())) return not_json();
    // A value's first byte is read with the rest of it.
    if (at_ != At::in_value) bytes.remove_prefix(1);
  }
  return {};
}

bool SyncStream::structure(char c) {
  if (at_ == At::key_text) {
    if (c == '"' && !escaped_) {
      at_ = At::colon;
      return true;
    }
    escaped_ = c == '\\' && !escaped_;
    key_ += c;
    return key_.size() <= kLongestKey;
  }
  if (is_blank(c)) return true;
  switch (at_) {
    case At::start:
      level_ = 1;
      at_ = At::first_key;
      return c == '{';
    case At::first_key:
      if (c == '}') return end_level();
      [[fallthrough]];
    case At::key:
      key_.clear();
      escaped_ = false;
      at_ = At::key_text;
      return c == '"';
    case At::colon:
      at_ = At::value;
      return c == ':';
    case At::value:
      begin_value(c);
      return true;
    case At::after_value:
      if (c == '}') return end_level();
      at_ = At::key;
      return c == ',';
    default:
      return false;
  }
}

bool SyncStream::end_level() {
  at_ = --level_ == 0 ? At::end : At::after_value;
  return true;
}

void SyncStream::begin_value(char c) {
  const auto* const section = std::find(kSections.begin(), kSections.end(), key_);
  const bool look_inside =
      c == '{' && ((level_ == 1 && key_ == "rooms") || (level_ == 2 && section != kSections.end()));
  if (look_inside) {
    section_ = static_cast<size_t>(section - kSections.begin());
    ++level_;
    at_ = At::first_key;
    return;
  }
  keep_ = level_ == 3 || (level_ == 1 && (key_ == "next_batch" || key_ == "account_data"));
  value_.clear();
  value_size_ = 0;
  nesting_ = 0;
  in_string_ = escaped_ = false;
  at_ = At::in_value;
}

size_t SyncStream::read_value(std::string_view bytes) {
  size_t i = 0;
  bool ended = false;
  for (; i < bytes.size() && !ended; ++i) {
    const char c = bytes[i];
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
        ended = nesting_ == 0;
      }
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++nesting_;
    } else if (c == '}' || c == ']' || c == ',') {
      // A number or a word ends before what follows it.
      if (nesting_ == 0) {
        ended = true;
        break;
      }
      if (c != ',') ended = --nesting_ == 0;
    }
  }
  if (keep_) value_.append(bytes.substr(0, i));
  value_size_ += keep_ ? i : 0;
  if (ended) end_value();
  return i;
}

void SyncStream::end_value() {
  at_ = At::after_value;
  if (!keep_) return;
  const std::string value = std::exchange(value_, {});
  if (level_ == 1 && key_ == "next_batch") {
    next_ = value;  // counts with the end
  } else {
    add_member(level_ == 3 ? sections_[section_] : head_, key_, value);
  }
}

size_t SyncStream::held() const {
  size_t size = head_.size() + value_.size();
  for (const std::string& members : sections_) size += members.size();
  return size;
}

std::string SyncStream::piece() {
  std::string text = "{" + std::exchange(head_, {});
  if (text.size() > 1) text += ',';
  text += "\"rooms\":{";
  for (size_t i = 0; i < kSections.size(); ++i) {
    if (i > 0) text += ',';
    text.append("\"").append(kSections[i]).append("\":{");
    text.append(std::exchange(sections_[i], {})).append("}");
  }
  return text + "}}";
}

Status SyncStream::give_part() {
  IX_TRY(const json::Document document, json::Document::parse(piece()));
  return part_(document);
}

}  // namespace ix::provider::matrix
