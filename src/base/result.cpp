// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

namespace ix {
namespace {

struct Row {
  ErrorCode code;
  const char* name;
  ErrorOrigin origin;
  RetryAdvice retry;
  Fixer fixer;
  const char* meaning;
};

constexpr Row kRows[] = {
#define IX_ERROR_CODE(name, value, origin, retry, fixer, meaning) \
  {ErrorCode::name,    "IX_ERROR_" #name, ErrorOrigin::origin,    \
   RetryAdvice::retry, Fixer::fixer,      meaning},
#include "base/error_codes.def"
#undef IX_ERROR_CODE
};

const Row* find(ErrorCode code) {
  for (const Row& row : kRows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

}  // namespace

Error::Error(ErrorCode c, std::string text) : code(c), message(std::move(text)) {
  if (const Row* row = find(c)) {
    origin = row->origin;
    retry = row->retry;
    fixer = row->fixer;
    if (message.empty()) message = row->meaning;
  }
}

Error::Error() = default;
Error::Error(const Error& other) = default;
Error::Error(Error&& other) noexcept = default;
Error& Error::operator=(const Error& other) = default;
Error& Error::operator=(Error&& other) noexcept = default;
Error::~Error() = default;

const char* error_name(ErrorCode code) {
  if (code == ErrorCode::OK) return "IX_OK";
  const Row* row = find(code);
  return row ? row->name : "IX_ERROR_UNKNOWN";
}

const char* error_meaning(ErrorCode code) {
  if (code == ErrorCode::OK) return "done";
  const Row* row = find(code);
  return row ? row->meaning : "an error code this version does not know";
}

const char* origin_name(ErrorOrigin origin) {
  switch (origin) {
    case ErrorOrigin::local:
      return "local";
    case ErrorOrigin::service:
      return "service";
    case ErrorOrigin::gateway:
      return "gateway";
    case ErrorOrigin::carrier:
      return "carrier";
  }
  return "unknown";
}

const char* retry_name(RetryAdvice retry) {
  switch (retry) {
    case RetryAdvice::never:
      return "never";
    case RetryAdvice::later:
      return "later";
    case RetryAdvice::after_user_action:
      return "after_user_action";
  }
  return "unknown";
}

const char* fixer_name(Fixer fixer) {
  switch (fixer) {
    case Fixer::nobody:
      return "nobody";
    case Fixer::user:
      return "user";
    case Fixer::admin:
      return "admin";
    case Fixer::recipient:
      return "recipient";
  }
  return "unknown";
}

}  // namespace ix
