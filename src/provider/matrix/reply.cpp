// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/reply.h"

#include <algorithm>

#include "base/ascii.h"
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
        return ascii::is_letter(c) || ascii::is_digit(c) || c == '_' || c == '.';
      });
  return plain ? std::string(code) : std::string();
}

// A refusal without the protocol's code is not the homeserver's word: a sign-in page of a network,
// a proxy that wants a password, a site in the middle of an update. What was asked is still open.
Error refused_on_the_way(int status) {
  Error error(ErrorCode::REFUSED, "something on the way to the server refused the request (HTTP " +
                                      std::to_string(status) + ")");
  error.retry = RetryAdvice::later;
  return error;
}

Error of_401(const std::string& code, json::Value root, Asked asked, Error refused) {
  if (asked == Asked::sign_in) return Error(ErrorCode::SIGN_IN_REFUSED);
  if (root["soft_logout"].boolean()) return Error(ErrorCode::SESSION_EXPIRED);
  if (code == "M_UNKNOWN_TOKEN" || code == "M_MISSING_TOKEN") return Error(ErrorCode::SIGNED_OUT);
  return refused;
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
    if (limited.retry_after_ms >= 1000) {
      const Millis seconds = (limited.retry_after_ms + 999) / 1000;
      limited.message += ": try again in " + std::to_string(seconds) + " s";
    }
    return limited;
  }
  if (status >= 500) return error;
  if (asked == Asked::versions) return Error(ErrorCode::NOT_A_HOMESERVER);
  const bool too_large = code == "M_TOO_LARGE" || status == 413;
  if (too_large && asked == Asked::message) return Error(ErrorCode::TEXT_TOO_LARGE);
  if (too_large && asked == Asked::file) return Error(ErrorCode::FILE_TOO_LARGE);
  if (code.empty() && error.code == ErrorCode::REFUSED) return refused_on_the_way(status);
  if (status == 401) return of_401(code, root, asked, std::move(error));
  if (asked == Asked::sign_in && status == 403) return Error(ErrorCode::SIGN_IN_REFUSED);
  if (asked == Asked::refresh && status == 403) return Error(ErrorCode::SESSION_EXPIRED);
  if (asked == Asked::cursor && status == 400 &&
      (code == "M_UNKNOWN" || code == "M_INVALID_PARAM" || code == "M_UNKNOWN_POS")) {
    return Error(ErrorCode::INVALID_CURSOR);
  }
  if (code == "M_NOT_FOUND") return Error(ErrorCode::NOT_FOUND);
  return error;
}

// Of replies that never end and redirects that lead astray nobody knows what the server has done,
// or would do another time.
Error of_no_reply(Error error) {
  if (error.code == ErrorCode::RESPONSE_TOO_LARGE || error.code == ErrorCode::REDIRECT_REFUSED) {
    error.retry = RetryAdvice::later;
  }
  return error;
}

}  // namespace

Result<json::Document> read_reply(Result<transport::HttpResponse> response, Asked asked,
                                  Clock& clock) {
  if (!response.ok()) return of_no_reply(std::move(response.error()));
  const int status = response->status;
  const bool good = status >= 200 && status < 300;
  std::string body = std::move(response->body);
  response->body.clear();
  auto document = json::Document::parse(std::move(body));
  if (!good) {
    const json::Value root = document.ok() ? document->root() : json::Value();
    const std::string code = code_of(root);
    Error error = of_no_reply(of_status(*response, code, root, asked, clock));
    error.http_status = status;
    error.server_code = code;
    return error;
  }
  // No reply of the protocol holds an error code and means success.
  const bool shaped = document.ok() &&
                      (document->root().is_object() || document->root().is_array()) &&
                      code_of(document->root()).empty();
  if (shaped) return document;
  return Error(asked == Asked::versions ? ErrorCode::NOT_A_HOMESERVER : ErrorCode::BAD_RESPONSE)
      .with_http(status);
}

bool server_said(const Error& error, int status) {
  return error.http_status == status && !error.server_code.empty();
}

}  // namespace ix::provider::matrix
