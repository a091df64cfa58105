// SPDX-License-Identifier: Apache-2.0
#include "identity/sms_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>

#include "base/utf8.h"
#include "identity/area_codes.h"
#include "identity/unicode_map.h"

namespace ix::identity {
namespace {

// 3GPP TS 23.038 6.2.1, what is not in ASCII; sorted. Of ASCII the alphabet lacks only '`'.
constexpr char32_t kGsm[] = {0xA1,  0xA3,  0xA4,  0xA5,  0xA7,  0xBF,  0xC4,  0xC5,  0xC6, 0xC7,
                             0xC9,  0xD1,  0xD6,  0xD8,  0xDC,  0xDF,  0xE0,  0xE4,  0xE5, 0xE6,
                             0xE8,  0xE9,  0xEC,  0xF1,  0xF2,  0xF6,  0xF8,  0xF9,  0xFC, 0x393,
                             0x394, 0x398, 0x39B, 0x39E, 0x3A0, 0x3A3, 0x3A6, 0x3A8, 0x3A9};
// 6.2.1.1: an escape comes first, so they take two septets.
constexpr std::u32string_view kExtended = U"\f^{}\\[~]|\u20AC";

// Septets of a character; 0: the alphabet lacks it.
int32_t septets(char32_t c) {
  if (kExtended.find(c) != std::u32string_view::npos) return 2;
  if (c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F && c != '`')) return 1;
  return std::binary_search(std::begin(kGsm), std::end(kGsm), c) ? 1 : 0;
}

int32_t utf16_units(char32_t c) {
  return c > 0xFFFF ? 2 : 1;
}

bool all_gsm(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (septets(utf8::next(text, at)) == 0) return false;
  }
  return true;
}

// What cannot be mapped stays as it is.
std::string mapped(std::string_view text, int options) {
  return unicode_map(text, options).value_or(std::string(text));
}

// Letters and signs that do not decompose into what the alphabet has.
struct Written {
  char32_t character;
  const char* as;
};
constexpr Written kWritten[] = {
    {'\t', " "},    {'`', "'"},     {0xA0, " "},    {0xA6, "|"},    {0xA9, "(c)"},  {0xAB, "\""},
    {0xAD, ""},     {0xAE, "(r)"},  {0xB4, "'"},    {0xB7, "-"},    {0xBB, "\""},   {0xD7, "x"},
    {0xF0, "d"},    {0xF7, "/"},    {0x110, "D"},   {0x111, "d"},   {0x131, "i"},   {0x141, "L"},
    {0x142, "l"},   {0x152, "OE"},  {0x153, "oe"},  {0x200B, ""},   {0x200C, ""},   {0x200D, ""},
    {0x200E, ""},   {0x200F, ""},   {0x2010, "-"},  {0x2011, "-"},  {0x2012, "-"},  {0x2013, "-"},
    {0x2014, "-"},  {0x2015, "-"},  {0x2018, "'"},  {0x2019, "'"},  {0x201A, "'"},  {0x201B, "'"},
    {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x201F, "\""}, {0x2022, "-"},  {0x2032, "'"},
    {0x2033, "\""}, {0x2039, "'"},  {0x203A, "'"},  {0x2044, "/"},  {0x2060, ""},   {0x2190, "<-"},
    {0x2192, "->"}, {0x2212, "-"},  {0x2260, "!="}, {0x2264, "<="}, {0x2265, ">="}, {0xFEFF, ""},
};

static_assert(std::is_sorted(std::begin(kWritten), std::end(kWritten),
                             [](const Written& a, const Written& b) {
                               return a.character < b.character;
                             }));

const char* written(char32_t c) {
  const auto* found =
      std::lower_bound(std::begin(kWritten), std::end(kWritten), c,
                       [](const Written& one, char32_t wanted) { return one.character < wanted; });
  return found != std::end(kWritten) && found->character == c ? found->as : nullptr;
}

std::optional<std::string> in_gsm(std::string_view character) {
  // "e" and a combining accent is the alphabet's own "é".
  std::string whole = mapped(character, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
  if (all_gsm(whole)) return whole;
  const std::string bare = mapped(whole, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
  std::string out;
  // First as it stands, since the compatible form of a typographic sign is often a worse one.
  for (const std::string& from : {whole, bare}) {
    out.clear();
    bool known = true;
    for (size_t at = 0; at < from.size() && known;) {
      const char32_t c = utf8::next(from, at);
      const char* as = written(c);
      if (as != nullptr) {
        out += as;
      } else if (septets(c) > 0) {
        utf8::append(out, c);
      } else {
        known = false;
      }
    }
    if (known) return out;
  }
  return std::nullopt;
}

// The characters, as people see them (UAX #29), of which a part is not in the alphabet.
std::vector<SmsFlip> flips_of(std::string_view text) {
  std::vector<SmsFlip> flips;
  std::unordered_map<std::string_view, size_t> places;
  const auto note = [&](std::string_view character) {
    if (all_gsm(character)) return;
    const auto [known, is_new] = places.try_emplace(character, flips.size());
    if (!is_new) {
      ++flips[known->second].count;
      return;
    }
    const auto replacement = in_gsm(character);
    flips.push_back(
        {std::string(character), 1, replacement.has_value(), replacement.value_or(std::string())});
  };
  size_t start = 0;
  utf8proc_int32_t state = 0;
  utf8proc_int32_t before = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t here = at;
    const auto c = static_cast<utf8proc_int32_t>(utf8::next(text, at));
    if (here > 0 && utf8proc_grapheme_break_stateful(before, c, &state)) {
      note(text.substr(start, here - start));
      start = here;
    }
    before = c;
  }
  if (start < text.size()) note(text.substr(start));
  return flips;
}

// Parts that hold the characters whole, and what is left in the last one.
void fill_parts(std::string_view text, int32_t (*cost)(char32_t), int32_t single, int32_t part,
                SmsText& out) {
  for (size_t at = 0; at < text.size();) out.units += cost(utf8::next(text, at));
  if (out.units <= single) {
    out.parts = text.empty() ? 0 : 1;
    out.remaining = single - out.units;
    return;
  }
  out.parts = 1;
  int32_t used = 0;
  for (size_t at = 0; at < text.size();) {
    const int32_t units = cost(utf8::next(text, at));
    if (used + units > part) {
      ++out.parts;
      used = 0;
    }
    used += units;
  }
  out.remaining = part - used;
}

}  // namespace

SmsLimits sms_limits_from(std::string_view own_number) {
  SmsLimits limits;
  if (!own_number.starts_with("+1") || own_number.size() != 12) return limits;
  int code = 0;
  for (const char digit : own_number.substr(2, 3)) code = code * 10 + (digit - '0');
  if (AreaCodes::own()->find(code).kind != AreaKind::toll_free) return limits;
  limits.gsm7_part = 152;
  limits.ucs2_part = 66;
  return limits;
}

SmsText measure_sms(std::string_view text, const SmsLimits& limits) {
  SmsText out;
  if (all_gsm(text)) {
    fill_parts(text, septets, limits.gsm7_single, limits.gsm7_part, out);
    return out;
  }
  out.encoding = SmsEncoding::ucs2;
  fill_parts(text, utf16_units, limits.ucs2_single, limits.ucs2_part, out);
  out.flips = flips_of(text);
  return out;
}

}  // namespace ix::identity
