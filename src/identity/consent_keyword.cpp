// SPDX-License-Identifier: Apache-2.0
#include "identity/consent_keyword.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "base/ascii.h"
#include "base/utf8.h"
#include "identity/unicode_map.h"

namespace ix::identity {
namespace {

// The longest keyword with accents as marks of their own, and some punctuation around it.
constexpr size_t kLongestText = 96;
constexpr size_t kMostLetters = 12;

struct Listed {
  std::string_view text;  // folded
  ConsentKeyword keyword;
};
constexpr ConsentState kOut = ConsentState::opted_out;
constexpr ConsentState kIn = ConsentState::opted_in;
constexpr ConsentState kHelp = ConsentState::help;
// Canada: CWTA's guidelines (STOP, ARRET, HELP, AIDE, INFO); the rest is what the gateways that
// serve it take by themselves.
constexpr Listed kListed[] = {
    {"STOP", {kOut, "STOP"}},
    {"STOPALL", {kOut, "STOPALL"}},
    {"STOP ALL", {kOut, "STOPALL"}},
    {"ARRET", {kOut, "ARRET"}},
    {"ARRETE", {kOut, "ARRETE"}},
    {"END", {kOut, "END"}},
    {"QUIT", {kOut, "QUIT"}},
    {"CANCEL", {kOut, "CANCEL"}},
    {"UNSUBSCRIBE", {kOut, "UNSUBSCRIBE"}},
    {"UNSUB", {kOut, "UNSUB"}},
    {"TD", {kOut, "TD"}},
    {"REMOVE", {kOut, "REMOVE"}},
    {"REVOKE", {kOut, "REVOKE"}},
    {"OPTOUT", {kOut, "OPTOUT"}},
    {"OPT OUT", {kOut, "OPTOUT"}},
    {"START", {kIn, "START"}},
    {"UNSTOP", {kIn, "UNSTOP"}},
    {"HELP", {kHelp, "HELP"}},
    {"AIDE", {kHelp, "AIDE"}},
    {"INFO", {kHelp, "INFO"}},
};

// White space, punctuation and what shows nothing: what people put around a word without meaning
// anything by it. No symbols, digits or emoji.
bool is_around(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      return true;
    default:
      return false;
  }
}

// Letters in capitals, what stands between two of them as one space; nullopt: something else is
// in it, or more letters than a keyword has.
std::optional<std::string> folded(std::string_view text) {
  std::string out;
  bool apart = false;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = utf8::next(text, at);
    if (c < 0x80 && ascii::is_letter(static_cast<char>(c))) {
      if (apart && !out.empty()) out += ' ';
      apart = false;
      out += ascii::upper(static_cast<char>(c));
      if (out.size() > kMostLetters) return std::nullopt;
    } else if (is_around(c)) {
      apart = true;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::optional<ConsentKeyword> consent_keyword(std::string_view text) {
  if (text.empty() || text.size() > kLongestText) return std::nullopt;
  std::optional<std::string> word;
  if (is_ascii(text)) {
    word = folded(text);
  } else {
    const auto bare = unicode_map(text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
    if (bare) word = folded(*bare);
  }
  if (!word) return std::nullopt;
  const auto* found = std::find_if(std::begin(kListed), std::end(kListed),
                                   [&word](const Listed& one) { return one.text == *word; });
  if (found == std::end(kListed)) return std::nullopt;
  return found->keyword;
}

}  // namespace ix::identity
