// SPDX-License-Identifier: Apache-2.0
#include "store/outgoing_text.h"

#include <string>

#include "base/json_writer.h"
#include "base/utf8.h"

namespace ix::store {
namespace {

// White space and what shows nothing (Unicode: White_Space, and the zero-width characters).
bool blank_character(char32_t c) {
  if (c <= 0x20 || c == 0x7F || c == 0x85 || c == 0xA0) return true;
  if (c >= 0x2000 && c <= 0x200F) return true;
  switch (c) {
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x2060:
    case 0x3000:
    case 0xFEFF:
      return true;
    default:
      return false;
  }
}

}  // namespace

Status check_text(std::string_view text, int64_t max_bytes) {
  if (!utf8::valid(text)) return Error(ErrorCode::INVALID_UTF8);
  bool blank = true;
  for (size_t at = 0; at < text.size() && blank;) blank = blank_character(utf8::next(text, at));
  if (blank) return Error(ErrorCode::TEXT_EMPTY);
  json::Writer content;
  content.begin_object().field("body", text).end_object();
  const auto size = static_cast<int64_t>(content.take().size());
  if (size > max_bytes) {
    return Error(ErrorCode::TEXT_TOO_LARGE, "the text takes " + std::to_string(size) + " bytes, " +
                                                std::to_string(max_bytes) +
                                                " are allowed: shorten it");
  }
  return {};
}

}  // namespace ix::store
