// SPDX-License-Identifier: Apache-2.0
#include "sandbox/request.h"

namespace ix::sandbox {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void parse_query(std::string_view text, std::map<std::string, std::string>& into) {
  while (!text.empty()) {
    const size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    const size_t equals = pair.find('=');
    if (!pair.empty()) {
      const std::string name = percent_decoded(pair.substr(0, equals), true);
      into[name] = equals == std::string_view::npos
                       ? std::string()
                       : percent_decoded(pair.substr(equals + 1), true);
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string_view Request::parameter(std::string_view name, std::string_view fallback) const {
  const auto found = query.find(std::string(name));
  return found == query.end() ? fallback : std::string_view(found->second);
}

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

Request make_request(std::string_view method, std::string_view target, std::string_view bearer,
                     std::string_view body) {
  Request request;
  request.method = method;
  request.bearer = bearer;
  request.body = body;
  if (const size_t scheme = target.find("://"); scheme < target.find('?')) {
    const size_t slash = target.find('/', scheme + 3);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  if (const size_t hash = target.find('#'); hash != std::string_view::npos) {
    target = target.substr(0, hash);
  }
  if (const size_t mark = target.find('?'); mark != std::string_view::npos) {
    parse_query(target.substr(mark + 1), request.query);
    target = target.substr(0, mark);
  }
  while (!target.empty()) {
    if (target.front() == '/') target.remove_prefix(1);
    const size_t end = target.find('/');
    const std::string_view segment = target.substr(0, end);
    // An empty last segment is a trailing slash: state/{type}/ has an empty state key.
    request.path.push_back(percent_decoded(segment, false));
    if (end == std::string_view::npos) break;
    target.remove_prefix(end);
  }
  return request;
}

Request request_of(const transport::HttpRequest& request) {
  Request made = make_request(request.method, request.url, request.bearer.reveal(), request.body);
  for (const auto& [name, value] : request.headers) {
    if (name == "Content-Type") made.content_type = value;
    if (name == "Range") made.range = value;
  }
  return made;
}

}  // namespace ix::sandbox
