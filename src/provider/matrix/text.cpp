// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/text.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"

namespace ix::provider::matrix {
namespace {

using ascii::is_digit;
using ascii::lower;

bool is_unreserved(char c) {
  return ascii::is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string escaped(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

std::string bounded(std::string_view text, size_t max_bytes) {
  return std::string(utf8::prefix(text, max_bytes));
}

bool is_user_id(std::string_view id) {
  if (id.size() < 4 || id.size() > kMaxId || id.front() != '@') return false;
  const size_t colon = id.find(':');
  return colon != std::string_view::npos && colon > 1 && colon + 1 < id.size();
}

std::string_view localpart(std::string_view user_id) {
  if (!is_user_id(user_id)) return {};
  return user_id.substr(1, user_id.find(':') - 1);
}

std::string_view server_of(std::string_view user_id) {
  if (!is_user_id(user_id)) return {};
  return user_id.substr(user_id.find(':') + 1);
}

bool is_room_id(std::string_view id) {
  return id.size() > 1 && id.size() <= kMaxId && id.front() == '!';
}

bool is_e164(std::string_view number) {
  if (number.size() < 8 || number.size() > 16 || number[0] != '+' || number[1] == '0') return false;
  for (const char c : number.substr(1)) {
    if (!is_digit(c)) return false;
  }
  return true;
}

std::string mime_type(std::string_view text) {
  text = text.substr(0, text.find(';'));
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() > 127 || std::count(text.begin(), text.end(), '/') != 1) return {};
  std::string out;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool usual = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       std::string_view("/!#$&-^_.+").find(c) != std::string_view::npos;
    if (!upper && !usual) return {};
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::optional<std::string> base_url(std::string_view typed) {
  while (!typed.empty() && (typed.front() == ' ' || typed.front() == '\t')) typed.remove_prefix(1);
  while (!typed.empty() && (typed.back() == ' ' || typed.back() == '\t')) typed.remove_suffix(1);
  std::string scheme = "https";
  if (const size_t mark = typed.find("://"); mark != std::string_view::npos) {
    scheme.clear();
    for (const char c : typed.substr(0, mark)) scheme += lower(c);
    typed.remove_prefix(mark + 3);
  }
  if (scheme != "https" && scheme != "http") return std::nullopt;
  while (typed.ends_with('/')) typed.remove_suffix(1);
  const size_t slash = typed.find('/');
  const std::string_view host = typed.substr(0, slash);
  if (host.empty() || typed.find_first_of(" \t\r\n?#") != std::string_view::npos) {
    return std::nullopt;
  }
  // Credentials in a URL end up in logs and history: not taken.
  if (host.find('@') != std::string_view::npos) return std::nullopt;
  std::string out = scheme + "://";
  for (const char c : host) out += lower(c);
  if (slash != std::string_view::npos) out += typed.substr(slash);
  return out;
}

}  // namespace ix::provider::matrix
