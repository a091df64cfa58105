// SPDX-License-Identifier: Apache-2.0
#include "transport/curl_options.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace ix::transport {
namespace {

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

// sha256// and the 44 characters of a digest in base64.
bool is_pinned_key(std::string_view key) {
  constexpr std::string_view kPrefix = "sha256//";
  if (!key.starts_with(kPrefix)) return false;
  key.remove_prefix(kPrefix.size());
  if (key.size() != 44 || key.back() != '=') return false;
  for (const char c : key.substr(0, 43)) {
    if (!is_base64(c)) return false;
  }
  return true;
}

bool are_pinned_keys(std::string_view keys) {
  for (;;) {
    const size_t end = keys.find(';');
    if (!is_pinned_key(keys.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    keys.remove_prefix(end + 1);
  }
}

bool is_proxy(const std::string& text) {
  CURLU* url = curl_url();
  if (!url) return false;
  const CURLUcode code =
      curl_url_set(url, CURLUPART_URL, text.c_str(), CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME);
  curl_url_cleanup(url);
  return code == CURLUE_OK;
}

bool can_read(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return false;
  const bool has_a_byte = std::fgetc(file) != EOF;
  std::fclose(file);
  return has_a_byte;
}

// curl_easy_setopt for a chain of settings: one refusal spoils the whole.
class Setter {
 public:
  explicit Setter(CURL* easy) : easy_(easy) {}

  template <class T>
  Setter& set(CURLoption option, T value) {
    ok_ = ok_ && curl_easy_setopt(easy_, option, value) == CURLE_OK;
    return *this;
  }
  bool ok() const { return ok_; }

 private:
  CURL* easy_;
  bool ok_ = true;
};

constexpr const char* kNone = nullptr;

}  // namespace

Status check_config(const HttpConfig& config) {
  if (!config.ca_pem.empty()) {
    if (config.ca_pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
      return Error(ErrorCode::INVALID_ARGUMENT, "the CA bundle holds no certificate in PEM form");
    }
  } else if (!config.ca_file.empty() && !can_read(config.ca_file)) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the file of the CA bundle cannot be read");
  }
  if (!config.pinned_keys.empty() && !are_pinned_keys(config.pinned_keys)) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 "pinned keys have the form sha256//BASE64, separated by semicolons");
  }
  if (!config.proxy.empty() && config.proxy != "-" && !is_proxy(config.proxy)) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the proxy is not a valid URL");
  }
  if (config.user_agent.find_first_of("\r\n") != std::string::npos) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the user agent must be one line");
  }
  if (config.connect_timeout_ms <= 0 || config.answer_timeout_ms <= 0) {
    return Error(ErrorCode::INVALID_ARGUMENT, "a timeout must be above zero");
  }
  return {};
}

bool apply_config(CURL* easy, const HttpConfig& config) {
  Setter to(easy);
  to.set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_PROTOCOLS_STR, "http,https")
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS))
      .set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(config.connect_timeout_ms))
      .set(CURLOPT_USERAGENT, config.user_agent.c_str())
      .set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L)
      // Cancelling must not wait for a name server.
      .set(CURLOPT_QUICK_EXIT, 1L);

  to.set(CURLOPT_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
      .set(CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!config.ca_pem.empty()) {
    curl_blob pem{};
    pem.data = const_cast<char*>(config.ca_pem.data());  // not written to: CURL_BLOB_NOCOPY
    pem.len = config.ca_pem.size();
    pem.flags = CURL_BLOB_NOCOPY;
    to.set(CURLOPT_CAINFO_BLOB, &pem);
  } else if (!config.ca_file.empty()) {
    to.set(CURLOPT_CAINFO, config.ca_file.c_str());
  }
  // A bundle replaces the system's authorities; libcurl would go on trusting their folder too.
  if (!config.ca_pem.empty() || !config.ca_file.empty()) to.set(CURLOPT_CAPATH, kNone);
  if (!config.pinned_keys.empty()) {
    to.set(CURLOPT_PINNEDPUBLICKEY, config.pinned_keys.c_str());
  }

  if (config.proxy == "-") {
    to.set(CURLOPT_PROXY, "");
  } else if (!config.proxy.empty()) {
    to.set(CURLOPT_PROXY, config.proxy.c_str());
  }
  return to.ok();
}

}  // namespace ix::transport
