// SPDX-License-Identifier: Apache-2.0
#include "identity/search_key.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "identity/unicode_map.h"

namespace ix::identity {
namespace {

// What Unicode does not decompose, though people type it without: ligatures, typographic quotes.
const char* replacement_of(char32_t character) {
  switch (character) {
    case 0x0153:  // oe ligature; case folding has already made Œ small
      return "oe";
    case 0x00E6:  // ae ligature
      return "ae";
    case 0x2018:
    case 0x2019:
      return "'";
    default:
      return nullptr;
  }
}

bool is_blank(char32_t character) {
  if (character == ' ' || (character >= 0x09 && character <= 0x0D) || character == 0x85)
    return true;
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// Nobody types them, and nobody sees them.
bool is_control(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

}  // namespace

std::string search_key(std::string_view text) {
  const auto folded =
      unicode_map(utf8::repaired(text), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                            UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  if (!folded) return {};
  const std::string_view view = *folded;

  std::string key;
  key.reserve(view.size());
  bool blank_before = false;
  for (size_t at = 0; at < view.size();) {
    const char32_t character = utf8::next(view, at);
    if (is_blank(character)) {
      blank_before = !key.empty();
      continue;
    }
    if (is_control(character)) continue;
    if (blank_before) key += ' ';
    blank_before = false;
    if (const char* replacement = replacement_of(character)) {
      key += replacement;
    } else {
      utf8::append(key, character);
    }
  }
  return key;
}

}  // namespace ix::identity
