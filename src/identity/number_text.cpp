// SPDX-License-Identifier: Apache-2.0
#include "identity/number_text.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"
#include "identity/number_characters.h"

namespace ix::identity {
namespace {

constexpr size_t kMaxBytes = 250;    // longer than any number with extension and context
constexpr size_t kMinVanity = 3;     // fewer letters are a slip of the finger, not a word
constexpr size_t kMaxExtension = 9;  // digits
constexpr size_t kMostLabels = 3;

// A number is whole from here on: in North America an area code and seven digits, with or without
// the 1 before them; behind the plus sign of another country seven may do.
constexpr size_t kWholeInNorthAmerica = 10;
constexpr size_t kWholeAbroad = 7;

using ascii::is_digit;
bool is_gap(char c) {
  return c == ' ' || c == '-';
}

size_t count_digits(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

// Digits and letters both stand for a digit.
size_t count_keys(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return is_digit(c) || ascii::is_lower(c); }));
}

bool is_whole(std::string_view text) {
  const size_t first = text.find_first_of("0123456789");
  if (first == std::string_view::npos) return false;
  const bool plus = text.substr(0, first).find('+') != std::string_view::npos;
  const size_t whole =
      text[first] == '1' ? kWholeInNorthAmerica + 1 : (plus ? kWholeAbroad : kWholeInNorthAmerica);
  return count_keys(text) >= whole;
}

// --- schemes

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool escaped = text[at] == '%' && at + 2 < text.size();
    const int high = escaped ? hex_value(text[at + 1]) : -1;
    const int low = escaped ? hex_value(text[at + 2]) : -1;
    if (high < 0 || low < 0) {
      out += text[at];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return out;
}

// The bytes behind "tel:" and the like; none: there is no scheme.
bool take_scheme(std::string_view& text) {
  for (const std::string_view scheme : {"tel:", "sms:", "smsto:", "mms:", "mmsto:", "callto:"}) {
    if (text.size() < scheme.size()) continue;
    const bool same = std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) {
      return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
    });
    if (!same) continue;
    text.remove_prefix(scheme.size());
    return true;
  }
  return false;
}

// What follows the mark of an extension: its digits, with nothing but marks around them; empty: no
// extension.
std::string extension_in(std::string_view tail) {
  const auto mark = [](char c) {
    return is_gap(c) || c == ':' || c == '=' || c == '#' || c == ',' || c == ';';
  };
  while (!tail.empty() && mark(tail.front())) tail.remove_prefix(1);
  while (!tail.empty() && mark(tail.back())) tail.remove_suffix(1);
  const bool fits = tail.size() <= kMaxExtension && count_digits(tail) == tail.size();
  return fits ? std::string(tail) : std::string();
}

// NUMBER;param=value... (RFC 3966), folded: a local number takes the prefix of its phone-context.
std::string without_params(std::string text, std::string& extension) {
  const size_t params = text.find(';');
  if (params == std::string::npos) return text;
  const auto value_of = [&text, params](std::string_view name) {
    const size_t at = text.find(name, params);
    if (at == std::string::npos) return std::string();
    const size_t start = at + name.size();
    return text.substr(start, std::min(text.find(';', start), text.size()) - start);
  };
  std::string number = text.substr(0, params);
  const std::string context = value_of(";phone-context=");
  if (context.starts_with('+') && number.find('+') == std::string::npos) number.insert(0, context);
  extension = extension_in(value_of(";ext="));
  // "613-555-0123;77", as telephones dial it.
  if (is_digit(text[std::min(params + 1, text.size() - 1)])) number += text.substr(params);
  return number;
}

// --- words that say what a number is

bool is_label(std::string_view word) {
  constexpr std::string_view kLabels[] = {
      "tel",       "telephone", "phone",  "ph",     "cell",     "cellulaire", "cel",
      "cellphone", "mobile",    "mob",    "fax",    "sms",      "text",       "texto",
      "no",        "num",       "numero", "number", "bureau",   "bur",        "office",
      "work",      "travail",   "home",   "maison", "domicile", "res",        "dom",
      "call",      "appelez",   "direct", "ligne",  "line",     "main",       "sans",
      "toll",      "frais",     "free",   "t",      "c",        "m",          "f",
      "h",         "b",         "o",      "w",      "p",        "portable",   "whatsapp"};
  return std::find(std::begin(kLabels), std::end(kLabels), word) != std::end(kLabels);
}

// "tel. (bureau): 613..." -> "613...". A label ends where no letter follows.
std::string_view without_labels_before(std::string_view text) {
  const auto marks = [](char c) { return is_gap(c) || c == ':' || c == '#'; };
  for (size_t labels = 0; labels < kMostLabels; ++labels) {
    size_t start = 0;
    while (start < text.size() && is_gap(text[start])) ++start;
    size_t end = start;
    while (end < text.size() && ascii::is_lower(text[end])) ++end;
    if (!is_label(text.substr(start, end - start))) break;
    while (end < text.size() && marks(text[end])) ++end;
    text.remove_prefix(end);
  }
  return text;
}

// "613-555-0123 (cell)" -> "613-555-0123 ". Only behind a whole number: a vanity word may be a
// label.
std::string_view without_labels_behind(std::string_view text) {
  for (size_t labels = 0; labels < kMostLabels; ++labels) {
    size_t end = text.size();
    while (end > 0 && is_gap(text[end - 1])) --end;
    size_t start = end;
    while (start > 0 && ascii::is_lower(text[start - 1])) --start;
    const bool apart = start > 0 && is_gap(text[start - 1]);
    if (!apart || !is_label(text.substr(start, end - start))) break;
    if (!is_whole(text.substr(0, start))) break;
    text = text.substr(0, start);
  }
  return text;
}

// --- extensions

// The text before an extension, if there is one. The marker counts only after a whole number, so
// that a vanity word that holds "x" or "ext" keeps it.
std::string_view take_extension(std::string_view text, std::string& extension) {
  constexpr std::string_view kMarkers[] = {"extension", "poste", "post", "pst",  "extn",
                                           "ext",       "local", "loc",  "x",    "p",
                                           "w",         "#",     ",",    ";ext", ";"};
  for (size_t at = 0; at < text.size(); ++at) {
    for (const std::string_view marker : kMarkers) {
      if (!text.substr(at).starts_with(marker)) continue;
      std::string found = extension_in(text.substr(at + marker.size()));
      if (found.empty() || !is_whole(text.substr(0, at))) continue;
      extension = std::move(found);
      // "..., poste 77": the comma belongs to it.
      size_t end = at;
      while (end > 0 && (is_gap(text[end - 1]) || text[end - 1] == ',')) --end;
      return text.substr(0, end);
    }
  }
  return text;
}

// --- commands to an exchange

// *67, #31#, *#06#. A single # in front of a whole number is the sign for "number".
bool is_star_code(std::string_view text) {
  if (text.find('*') != std::string_view::npos) return true;
  return text.starts_with('#') && !(is_whole(text) && text.find('#', 1) == std::string_view::npos);
}

// The digits of what is left.
void read_digits(std::string_view number, NumberText& out) {
  size_t letters = 0;
  size_t word = 0;  // digits from the first letter since the last gap; 0: there was none
  for (const char c : number) {
    if (is_digit(c) || ascii::is_lower(c)) {
      // A word follows at least an area code.
      if (ascii::is_lower(c) && out.digits.size() < 3) return;
      out.digits += is_digit(c) ? c : key_digit(c);
      letters += ascii::is_lower(c) ? 1 : 0;
      if (ascii::is_lower(c) || word > 0) ++word;
    } else if (c == '+') {
      // "011 +44": the prefix says the same as the sign.
      const bool prefix = out.digits.empty() || out.digits == "011" || out.digits == "00";
      if (out.global || !prefix) return;
      out.digits.clear();
      out.global = true;
    } else if (is_gap(c)) {
      word = 0;
    } else {
      return;
    }
  }
  out.last_word = word;
  out.valid = !out.digits.empty() && (letters == 0 || letters >= kMinVanity);
}

std::string in_plain_characters(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const char c = number_character(utf8::next(text, at));
    if (c != kNothing) plain += c;
  }
  plain.erase(0, std::min(plain.find_first_not_of(' '), plain.size()));
  return plain;
}

}  // namespace

char key_digit(char letter) {
  constexpr std::string_view kKeys = "22233344455566677778889999";
  return kKeys[static_cast<size_t>(letter - 'a')];
}

NumberText read_number_text(std::string_view text) {
  NumberText out;
  if (text.size() > kMaxBytes || !utf8::valid(text)) return out;
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n')) {
    text.remove_prefix(1);
  }
  std::string plain;
  if (take_scheme(text)) {
    const std::string decoded = percent_decoded(text.substr(0, text.find('?')));
    if (!utf8::valid(decoded)) return out;
    plain = without_params(in_plain_characters(decoded), out.extension);
  } else {
    plain = in_plain_characters(text);
  }
  std::string_view number = without_labels_before(plain);
  if (is_star_code(number)) {
    out.star_code = true;
    return out;
  }
  if (number.starts_with('#')) number.remove_prefix(1);
  number = take_extension(number, out.extension);
  read_digits(without_labels_behind(number), out);
  return out;
}

}  // namespace ix::identity
