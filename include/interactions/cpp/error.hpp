// SPDX-License-Identifier: Apache-2.0
/**
 * @file error.hpp
 * Failures in C++: a value, and an exception for those who want one. Include interactions.hpp, not
 * this.
 */
#ifndef INTERACTIONS_CPP_ERROR_HPP
#define INTERACTIONS_CPP_ERROR_HPP

#include <interactions/error.h>
#include <interactions/cpp/text.hpp>

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace interactions {

/** One failure. Holds no personal data: may be logged. */
struct Error {
  ix_status code = IX_OK;
  std::string message;
  ix_error_origin origin = IX_ORIGIN_LOCAL;
  ix_retry_advice retry = IX_RETRY_NEVER;
  ix_fixer fixer = IX_FIXER_NOBODY;
  int32_t http_status = 0;
  std::string server_code;
  int64_t retry_after_ms = -1;

  const char* name() const { return ix_status_name(code); }
  const char* origin_name() const { return ix_origin_name(origin); }
  const char* retry_name() const { return ix_retry_name(retry); }
  const char* fixer_name() const { return ix_fixer_name(fixer); }

  /** From a C error, which stays the caller's; NULL gives the status alone. */
  static Error from(ix_status status, const ix_error* error) {
    Error out;
    out.code = status;
    if (error == nullptr) return out;
    out.code = ix_error_code(error);
    out.message = view(ix_error_message(error));
    out.origin = ix_error_get_origin(error);
    out.retry = ix_error_retry(error);
    out.fixer = ix_error_get_fixer(error);
    out.http_status = ix_error_http_status(error);
    out.server_code = view(ix_error_server_code(error));
    out.retry_after_ms = ix_error_retry_after_ms(error);
    return out;
  }
};

#if defined(__cpp_exceptions)
/** What or_throw() throws. */
class Exception : public std::exception {
 public:
  explicit Exception(Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};
#endif

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ERROR_HPP
