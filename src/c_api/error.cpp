// SPDX-License-Identifier: Apache-2.0
#include <interactions/error.h>

#include "c_api/object.h"

using namespace ix::c_api;

// The table of src/base/error_codes.def and the C enumeration are the same.
#define IX_ERROR_CODE(name, value, origin, retry, fixer, meaning) \
  static_assert(IX_ERROR_##name == value);
#include "base/error_codes.def"
#undef IX_ERROR_CODE

ix_error* ix_error_retain(ix_error* error) noexcept {
  return retain(error);
}
void ix_error_release(ix_error* error) noexcept {
  release(error);
}

ix_status ix_error_code(const ix_error* error) noexcept {
  return error ? static_cast<ix_status>(error->value.code) : IX_OK;
}
ix_str ix_error_message(const ix_error* error) noexcept {
  return error ? to_str(error->value.message) : ix_str{nullptr, 0};
}
ix_error_origin ix_error_get_origin(const ix_error* error) noexcept {
  return error ? static_cast<ix_error_origin>(error->value.origin) : IX_ORIGIN_LOCAL;
}
ix_retry_advice ix_error_retry(const ix_error* error) noexcept {
  return error ? static_cast<ix_retry_advice>(error->value.retry) : IX_RETRY_NEVER;
}
ix_fixer ix_error_get_fixer(const ix_error* error) noexcept {
  return error ? static_cast<ix_fixer>(error->value.fixer) : IX_FIXER_NOBODY;
}
int32_t ix_error_http_status(const ix_error* error) noexcept {
  return error ? error->value.http_status : 0;
}
ix_str ix_error_server_code(const ix_error* error) noexcept {
  return error ? to_str_or_absent(error->value.server_code) : ix_str{nullptr, 0};
}
int64_t ix_error_retry_after_ms(const ix_error* error) noexcept {
  return error ? error->value.retry_after_ms : -1;
}

const char* ix_status_name(ix_status status) noexcept {
  return ix::error_name(static_cast<ix::ErrorCode>(status));
}
const char* ix_origin_name(ix_error_origin origin) noexcept {
  return ix::origin_name(static_cast<ix::ErrorOrigin>(origin));
}
const char* ix_retry_name(ix_retry_advice retry) noexcept {
  return ix::retry_name(static_cast<ix::RetryAdvice>(retry));
}
const char* ix_fixer_name(ix_fixer fixer) noexcept {
  return ix::fixer_name(static_cast<ix::Fixer>(fixer));
}
