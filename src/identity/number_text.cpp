// SPDX-License-Identifier: Apache-2.0
#include "identity/number_text.h"

#include <algorithm>
#include <cstddef>

#include "base/utf8.h"

namespace ix::identity {
namespace {

constexpr size_t kMaxBytes = 250;    // longer than any number with extension and context
constexpr size_t kMinVanity = 3;     // fewer letters are a slip of the finger, not a word
constexpr size_t kMaxExtension = 9;  // digits
constexpr char kRejected = '!';      // stands for a character no number holds

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

bool in_range(char32_t c, char32_t low, char32_t high) {
  return c >= low && c <= high;
}

// One character in the ASCII this file reads: digit, small letter, '+', '-', ' ', or a mark of an
// extension; 0: to be ignored.
char folded(char32_t c) {
  for (const char32_t zero : {U'\u0660', U'\u06F0', U'\u0966', U'\uFF10'}) {
    if (in_range(c, zero, zero + 9)) return static_cast<char>('0' + (c - zero));
  }
  if (in_range(c, 0xFF21, 0xFF3A)) return static_cast<char>('a' + (c - 0xFF21));
  if (in_range(c, 0xFF41, 0xFF5A)) return static_cast<char>('a' + (c - 0xFF41));
  if (in_range(c, 'A', 'Z')) return static_cast<char>('a' + (c - 'A'));
  if (in_range(c, 'a', 'z') || in_range(c, '0', '9')) return static_cast<char>(c);
  if (c == '+' || c == 0xFF0B) return '+';
  if (c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == '[' || c == ']' ||
      c == '~' || c == 0x00AD || c == 0x00B7 || c == 0x2212 || c == 0x30FC ||
      in_range(c, 0x2010, 0x2015) || in_range(c, 0xFF08, 0xFF09) || in_range(c, 0xFF0D, 0xFF0F)) {
    return '-';
  }
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x00A0 || c == 0x202F ||
      c == 0x3000 || in_range(c, 0x2000, 0x200A)) {
    return ' ';
  }
  // Direction marks come along with numbers copied from address books.
  if (in_range(c, 0x200B, 0x200F) || in_range(c, 0x202A, 0x202E) || in_range(c, 0x2060, 0x2069) ||
      c == 0xFEFF) {
    return 0;
  }
  if (c == '#' || c == 0xFF03) return '#';
  if (c == ',' || c == 0xFF0C) return ',';
  if (c == ';' || c == 0xFF1B) return ';';
  if (c == ':' || c == '=') return static_cast<char>(c);
  return kRejected;
}

size_t count_digits(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// Digits and letters both stand for a digit.
size_t count_keys(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); }));
}

// "ext. 12" and the like, to the end of the text: only digits after the marker.
bool is_extension_tail(std::string_view tail) {
  while (!tail.empty() && !is_digit(tail.front())) {
    const char c = tail.front();
    if (c != ' ' && c != '-' && c != ':' && c != '=' && c != '#' && c != ',') return false;
    tail.remove_prefix(1);
  }
  while (!tail.empty() && tail.back() == ' ') tail.remove_suffix(1);
  return !tail.empty() && tail.size() <= kMaxExtension && count_digits(tail) == tail.size();
}

// The text before an extension. The marker counts only after a whole number, so that a vanity
// word that holds "x" or "ext" keeps it.
std::string_view without_extension(std::string_view text) {
  constexpr std::string_view kMarkers[] = {"extension", "poste", "extn", "ext", "x",
                                           "#",         ",",     ";ext", ";"};
  const size_t whole = text.find('+') != std::string_view::npos ? 8 : 10;
  for (size_t at = 0; at < text.size(); ++at) {
    for (const std::string_view marker : kMarkers) {
      if (text.substr(at, marker.size()) != marker) continue;
      const std::string_view before = text.substr(0, at);
      if (count_keys(before) >= whole && is_extension_tail(text.substr(at + marker.size()))) {
        return before;
      }
    }
  }
  return text;
}

// tel:NUMBER;param=value...: a local number takes the prefix of its phone-context.
std::string without_scheme(std::string text) {
  if (text.rfind("tel:", 0) != 0) return text;
  text.erase(0, 4);
  const size_t params = text.find(';');
  if (params == std::string::npos) return text;
  std::string number = text.substr(0, params);
  constexpr std::string_view kContext = ";phone-context=+";
  const size_t context = text.find(kContext, params);
  if (context == std::string::npos || number.find('+') != std::string::npos) return number;
  size_t end = text.find(';', context + 1);
  if (end == std::string::npos) end = text.size();
  const size_t start = context + kContext.size() - 1;
  return text.substr(start, end - start) + number;
}

}  // namespace

char key_digit(char letter) {
  constexpr std::string_view kKeys = "22233344455566677778889999";
  return kKeys[static_cast<size_t>(letter - 'a')];
}

NumberText read_number_text(std::string_view text) {
  NumberText out;
  if (text.size() > kMaxBytes || !utf8::valid(text)) return out;
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const char c = folded(utf8::next(text, at));
    if (c != 0) plain += c;
  }
  plain.erase(0, std::min(plain.find_first_not_of(' '), plain.size()));
  plain = without_scheme(std::move(plain));
  const std::string_view number = without_extension(plain);

  size_t letters = 0;
  for (const char c : number) {
    if (is_digit(c)) {
      out.digits += c;
    } else if (is_letter(c)) {
      // A word follows at least an area code.
      if (out.digits.size() < 3) return out;
      out.digits += key_digit(c);
      ++letters;
    } else if (c == '+') {
      if (out.global || !out.digits.empty()) return out;
      out.global = true;
    } else if (c != ' ' && c != '-') {
      return out;
    }
  }
  out.valid = !out.digits.empty() && (letters == 0 || letters >= kMinVanity);
  return out;
}

}  // namespace ix::identity
