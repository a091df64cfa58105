// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/reply.h"

#include <algorithm>

#include "provider/matrix/text.h"
#include "transport/retry.h"

namespace ix::provider::matrix {
namespace {

constexpr Millis kLongestWait = 24 * 3600 * 1000;

// Codes are identifiers; anything else a server puts there stays out of errors and logs.
std::string code_of(json::Value root) {
  const std::string_view code = root["errcode"].string();
  const bool plain =
      !code.empty() && code.size() <= 64 && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.';
      });
  return plain ? std::string(code) : std::string();
}

Error of_401(const std::string& code, json::Value root, Asked asked) {
  if (asked == Asked::sign_in) return Error(ErrorCode::SIGN_IN_REFUSED);
  if (root["soft_logout"].boolean()) return Error(ErrorCode::SESSION_EXPIRED);
  if (code == "M_UNKNOWN_TOKEN" || code == "M_MISSING_TOKEN") return Error(ErrorCode::SIGNED_OUT);
  // Not the homeserver's word (a proxy that wants a password, say): the session stays.
  return Error(ErrorCode::REFUSED);
}

Error of_status(const transport::HttpResponse& response, const std::string& code, json::Value root,
                Asked asked, Clock& clock) {
  Error error = transport::error_of_status(response, clock.wall_ms());
  const int status = response.status;
  if (status == 429 || code == "M_LIMIT_EXCEEDED") {
    Error limited(ErrorCode::RATE_LIMITED);
    // The header is in whole seconds, rounded up; the body is exact.
    limited.retry_after_ms = error.retry_after_ms;
    const auto wait = root["retry_after_ms"].integer();
    if (wait && *wait >= 0 && *wait <= kLongestWait) limited.retry_after_ms = *wait;
    return limited;
  }
  if (status >= 500) return error;
  if (asked == Asked::versions && code.empty()) return Error(ErrorCode::NOT_A_HOMESERVER);
  if (status == 401) return of_401(code, root, asked);
  if (asked == Asked::sign_in && status == 403) return Error(ErrorCode::SIGN_IN_REFUSED);
  if (asked == Asked::refresh && status == 403) return Error(ErrorCode::SESSION_EXPIRED);
  if (code == "M_TOO_LARGE" || status == 413) return Error(ErrorCode::TEXT_TOO_LARGE);
  if (asked == Asked::cursor && status == 400 &&
      (code == "M_UNKNOWN" || code == "M_INVALID_PARAM" || code == "M_UNKNOWN_POS")) {
    return Error(ErrorCode::INVALID_CURSOR);
  }
  if (code == "M_NOT_FOUND") return Error(ErrorCode::NOT_FOUND);
  return error;
}

}  // namespace

Result<json::Document> read_reply(Result<transport::HttpResponse> response, Asked asked,
                                  Clock& clock) {
  if (!response.ok()) return std::move(response.error());
  const int status = response->status;
  const bool good = status >= 200 && status < 300;
  std::string body = std::move(response->body);
  response->body.clear();
  auto document = json::Document::parse(std::move(body));
  if (!good) {
    const json::Value root = document.ok() ? document->root() : json::Value();
    const std::string code = code_of(root);
    Error error = of_status(*response, code, root, asked, clock);
    error.http_status = status;
    error.server_code = code;
    return error;
  }
  const bool shaped =
      document.ok() && (document->root().is_object() || document->root().is_array());
  if (shaped) return document;
  const bool signing_in = asked == Asked::versions || asked == Asked::sign_in;
  return Error(signing_in ? ErrorCode::NOT_A_HOMESERVER : ErrorCode::BAD_RESPONSE)
      .with_http(status);
}

}  // namespace ix::provider::matrix
