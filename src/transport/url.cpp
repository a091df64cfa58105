// SPDX-License-Identifier: Apache-2.0
#include "transport/url.h"

#include <curl/curl.h>

#include <memory>
#include <optional>

namespace ix::transport {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

std::optional<std::string> part(CURLU* url, CURLUPart what, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK) return std::nullopt;
  std::string copy = text;
  curl_free(text);
  return copy;
}

std::optional<Url> parts_of(CURLU* handle) {
  curl_url_set(handle, CURLUPART_FRAGMENT, nullptr, 0);
  auto text = part(handle, CURLUPART_URL);
  auto scheme = part(handle, CURLUPART_SCHEME);
  auto host = part(handle, CURLUPART_HOST);
  auto port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (!text || !scheme || !host || !port) return std::nullopt;
  if (part(handle, CURLUPART_USER) || part(handle, CURLUPART_PASSWORD)) return std::nullopt;
  if (*scheme != "http" && *scheme != "https") return std::nullopt;
  for (char& c : *host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return Url{std::move(*text), std::move(*scheme), std::move(*host), std::move(*port)};
}

bool holds_nul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const UrlHandle handle(curl_url());
  if (!handle) return Error(ErrorCode::OUT_OF_MEMORY);
  if (holds_nul(text) ||
      curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) {
    return Error(ErrorCode::INVALID_URL);
  }
  std::optional<Url> url = parts_of(handle.get());
  if (!url) {
    return Error(ErrorCode::INVALID_URL,
                 "expected an http or https address without user name and password");
  }
  return std::move(*url);
}

Result<Url> resolve_location(const Url& base, std::string_view location) {
  const UrlHandle handle(curl_url());
  if (!handle) return Error(ErrorCode::OUT_OF_MEMORY);
  std::optional<Url> url;
  // Servers put blanks and non-ASCII into Location; encoded they are harmless.
  if (!holds_nul(location) &&
      curl_url_set(handle.get(), CURLUPART_URL, base.text.c_str(), 0) == CURLUE_OK &&
      curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(), CURLU_URLENCODE) ==
          CURLUE_OK) {
    url = parts_of(handle.get());
  }
  if (!url) {
    return Error(ErrorCode::REDIRECT_REFUSED,
                 base.host + " redirects to something that is not an http or https address");
  }
  return std::move(*url);
}

}  // namespace ix::transport
