// SPDX-License-Identifier: Apache-2.0
#include "transport/curl_error.h"

#include <string>

namespace ix::transport {
namespace {

// OpenSSL and its descendants report why a chain was refused (X509_V_ERR_*, stable numbers). The
// name is checked before libcurl asks for that number, so that "none yet" (0, or 1 in some
// versions) leaves only the name. Of other backends the reason is not known.
bool reports_verify_result() {
  const char* name = curl_version_info(CURLVERSION_NOW)->ssl_version;
  const std::string_view backend = name ? name : "";
  return backend.starts_with("OpenSSL") || backend.starts_with("LibreSSL") ||
         backend.starts_with("BoringSSL") || backend.starts_with("AWS-LC");
}

Error certificate_error(long verify_result, const std::string& host) {
  constexpr long kNoneYet = 1;
  constexpr long kNotYetValid = 9;
  constexpr long kExpired = 10;
  constexpr long kHostnameMismatch = 62;
  if (verify_result == kNotYetValid || verify_result == kExpired) {
    return Error(ErrorCode::TLS_UNTRUSTED, "the certificate of " + host +
                                               " has expired or is not valid yet; check the clock "
                                               "of this device");
  }
  if (verify_result == kHostnameMismatch ||
      (verify_result <= kNoneYet && reports_verify_result())) {
    return Error(ErrorCode::TLS_WRONG_HOST,
                 "the certificate that " + host + " presents is for another host");
  }
  return Error(ErrorCode::TLS_UNTRUSTED,
               "the certificate of " + host + " is not signed by a trusted authority");
}

}  // namespace

Error error_of_curl(CURLcode code, long verify_result, std::string_view host_view) {
  const std::string host(host_view);
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return Error(ErrorCode::INVALID_URL);
    case CURLE_COULDNT_RESOLVE_HOST:
      return Error(ErrorCode::UNREACHABLE, "the name " + host + " cannot be resolved");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Error(ErrorCode::UNREACHABLE, "the name of the proxy cannot be resolved");
    case CURLE_PROXY:
      return Error(ErrorCode::UNREACHABLE, "the proxy made no connection to " + host);
    case CURLE_COULDNT_CONNECT:
      return Error(ErrorCode::UNREACHABLE, "no connection to " + host);
    case CURLE_OPERATION_TIMEDOUT:
      return Error(ErrorCode::TIMEOUT, "connecting to " + host + " took too long");
    case CURLE_PEER_FAILED_VERIFICATION:
      return certificate_error(verify_result, host);
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return Error(ErrorCode::TLS_UNTRUSTED,
                   "the certificate of " + host + " has none of the pinned keys");
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Error(ErrorCode::TLS_UNTRUSTED);
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
      return Error(ErrorCode::TLS_FAILED, "the trusted certificates (CA bundle) cannot be read");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_USE_SSL_FAILED:
      return Error(ErrorCode::TLS_FAILED,
                   "no secure connection to " + host + " could be made (TLS 1.2 or newer)");
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Error(ErrorCode::UNREACHABLE,
                   "the connection to " + host + " broke before the reply was complete");
    case CURLE_FILESIZE_EXCEEDED:
      return Error(ErrorCode::RESPONSE_TOO_LARGE);
    case CURLE_UNSUPPORTED_PROTOCOL:  // of the reply; the URL's scheme was checked before
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return Error(ErrorCode::BAD_RESPONSE, host + " answered something that is not HTTP");
    case CURLE_OUT_OF_MEMORY:
      return Error(ErrorCode::OUT_OF_MEMORY);
    default:
      return Error(ErrorCode::INTERNAL,
                   "the network library failed with code " + std::to_string(code));
  }
}

}  // namespace ix::transport
