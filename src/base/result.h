// SPDX-License-Identifier: Apache-2.0
// Error and Result: how every fallible function of the core reports failure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace ix {

enum class ErrorCode : int32_t {
  OK = 0,
#define IX_ERROR_CODE(name, value, origin, retry, fixer, meaning) name = value,
#include "base/error_codes.def"
#undef IX_ERROR_CODE
};

// Who spoke.
enum class ErrorOrigin : int32_t { local = 0, service = 1, gateway = 2, carrier = 3 };
// Whether trying again can help.
enum class RetryAdvice : int32_t { never = 0, later = 1, after_user_action = 2 };
// Who can remove the cause.
enum class Fixer : int32_t { nobody = 0, user = 1, admin = 2, recipient = 3 };

// One failure. `message` is one line, says what was expected and what to do, and holds no text
// of messages, no names, no phone numbers and no tokens: it may be logged and shown.
struct Error {
  ErrorCode code = ErrorCode::INTERNAL;
  ErrorOrigin origin = ErrorOrigin::local;
  RetryAdvice retry = RetryAdvice::never;
  Fixer fixer = Fixer::nobody;
  std::string message;
  int http_status = 0;
  std::string server_code;      // what the backend called it, e.g. M_FORBIDDEN
  int64_t retry_after_ms = -1;  // -1: the server gave no time

  // Origin, retry and fixer come from the table; an empty message takes the table's meaning.
  [[gnu::cold]] explicit Error(ErrorCode code, std::string message = {});
  // Not inline: every function that can fail would hold them, several times.
  [[gnu::cold]] Error();
  [[gnu::cold]] Error(const Error& other);
  [[gnu::cold]] Error(Error&& other) noexcept;
  [[gnu::cold]] Error& operator=(const Error& other);
  [[gnu::cold]] Error& operator=(Error&& other) noexcept;
  [[gnu::cold]] ~Error();

  Error&& with_http(int status) && {
    http_status = status;
    return std::move(*this);
  }
  Error&& with_server_code(std::string text) && {
    server_code = std::move(text);
    return std::move(*this);
  }
  Error&& with_retry_after(int64_t ms) && {
    retry_after_ms = ms;
    return std::move(*this);
  }
};

// "IX_ERROR_NOT_FOUND"; "IX_OK"; "IX_ERROR_UNKNOWN" for a value not in the table.
const char* error_name(ErrorCode code);
const char* error_meaning(ErrorCode code);
const char* origin_name(ErrorOrigin origin);
const char* retry_name(RetryAdvice retry);
const char* fixer_name(Fixer fixer);

// A value or an Error. Use IX_TRY to pass failures up.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}        // NOLINT: by design
  Result(Error&& error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: by design
  Result(const Error& error) : state_(std::in_place_index<1>, error) {}        // NOLINT: by design

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() { return std::get<1>(state_); }
  const Error& error() const { return std::get<1>(state_); }
  T take() { return std::move(std::get<0>(state_)); }

 private:
  std::variant<T, Error> state_;
};

// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error&& error) : error_(std::move(error)) {}  // NOLINT: by design
  Result(const Error& error) : error_(error) {}        // NOLINT: by design

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  Error& error() { return *error_; }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

#define IX_CONCAT_(a, b) a##b
#define IX_CONCAT(a, b) IX_CONCAT_(a, b)

// IX_CHECK(expr): returns the error of a failed expression from the current function.
#define IX_CHECK(expr)                                                    \
  do {                                                                    \
    auto ix_check_result = (expr);                                        \
    if (!ix_check_result.ok()) return std::move(ix_check_result.error()); \
  } while (false)

// IX_TRY(declaration, expr): declares a variable from the value, or returns the error.
#define IX_TRY(decl, expr) IX_TRY_(IX_CONCAT(ix_try_, __LINE__), decl, expr)
#define IX_TRY_(tmp, decl, expr)                \
  auto tmp = (expr);                            \
  if (!tmp.ok()) return std::move(tmp.error()); \
  decl = tmp.take()

}  // namespace ix
