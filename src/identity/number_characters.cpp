// SPDX-License-Identifier: Apache-2.0
#include "identity/number_characters.h"

#include <utf8proc.h>

#include <string_view>

#include "base/ascii.h"

namespace ix::identity {
namespace {

bool in_range(char32_t c, char32_t low, char32_t high) {
  return c >= low && c <= high;
}

utf8proc_category_t category(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

char of_ascii(char c) {
  if (ascii::is_letter(c)) return ascii::lower(c);
  if (ascii::is_digit(c)) return c;
  constexpr std::string_view kKept = "+*#,;:= ";
  if (kKept.find(c) != std::string_view::npos) return c;
  constexpr std::string_view kGrouping = "-.()[]{}<>/\\~'\"_|";
  if (kGrouping.find(c) != std::string_view::npos) return '-';
  if (c == '\t' || c == '\n' || c == '\r') return ' ';
  return kRejected;
}

// Unicode keeps the decimal digits of a script together and in order, from 0 to 9; where several
// such rows meet (mathematical digits) each has ten.
char digit_of(char32_t c) {
  char32_t first = c;
  while (category(first - 1) == UTF8PROC_CATEGORY_ND) --first;
  return static_cast<char>('0' + (c - first) % 10);
}

// The accented letters of French words for telephones, in either case; 0: none of them.
char plain_letter(char32_t c) {
  switch (c) {
    case 0xC0:  // À
    case 0xC2:  // Â
    case 0xE0:
    case 0xE2:
      return 'a';
    case 0xC7:  // Ç
    case 0xE7:
      return 'c';
    case 0xC8:  // È É Ê Ë
    case 0xC9:
    case 0xCA:
    case 0xCB:
    case 0xE8:
    case 0xE9:
    case 0xEA:
    case 0xEB:
      return 'e';
    case 0xB0:  // as in n°
    case 0xBA:
      return 'o';
    case 0xD7:  // a multiplication sign for the x of an extension
      return 'x';
    default:
      return 0;
  }
}

}  // namespace

char number_character(char32_t c) {
  if (c < 0x80) return of_ascii(static_cast<char>(c));
  // Full-width forms of East Asian keyboards.
  if (in_range(c, 0xFF01, 0xFF5E)) return number_character(c - 0xFF01 + '!');
  if (const char letter = plain_letter(c)) return letter;
  switch (c) {
    case 0x00AD:  // soft hyphen
    case 0x034F:  // grapheme joiner
    case 0x20E3:  // the frame of a keycap emoji
    case 0x115F:  // fillers that show nothing
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
      return kNothing;
    case 0x0085:
    case 0x2800:  // a Braille cell without dots
      return ' ';
    case 0x00B7:  // dots and bullets
    case 0x2022:
    case 0x2024:
    case 0x2027:
    case 0x2219:
    case 0x22C5:
    case 0x30FB:
    case 0x2044:  // slashes
    case 0x2215:
    case 0x2212:  // minus
    case 0x2043:
    case 0x02D7:
    case 0x30FC:  // the long vowel mark of Japanese, for a dash
      return '-';
    default:
      break;
  }
  if (in_range(c, 0xFE00, 0xFE0F)) return kNothing;  // which picture of a character to show
  switch (category(c)) {
    case UTF8PROC_CATEGORY_ND:
      return digit_of(c);
    case UTF8PROC_CATEGORY_CF:  // direction marks come along with numbers from address books
      return kNothing;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return ' ';
    case UTF8PROC_CATEGORY_PD:  // dashes, quotes and brackets of any kind
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
      return '-';
    default:
      return kRejected;
  }
}

}  // namespace ix::identity
