// SPDX-License-Identifier: Apache-2.0
#include "calls.h"

#include <interactions/error.h>
#include <interactions/page.h>

namespace ixj {
namespace {

// Deeper than the library allows; it says so itself.
constexpr int kMaxDepth = 64;

// First byte of a part of a filter; FilterArguments.kt has the same numbers.
enum Part : int32_t {
  kPreset = 1,
  kKind = 2,
  kTransport = 3,
  kFlagged = 4,
  kParticipant = 5,
  kActive = 6,
  kAllOf = 7,
  kAnyOf = 8,
  kNoneOf = 9
};

}  // namespace

bool failed(JNIEnv* env, ix_status status, ix_error* error) {
  if (status == IX_OK) return false;
  if (error == nullptr) {
    throw_failure(env, status, IX_ORIGIN_LOCAL, IX_RETRY_NEVER, IX_FIXER_NOBODY, 0, -1,
                  {nullptr, 0}, {nullptr, 0});
    return true;
  }
  throw_failure(env, ix_error_code(error), ix_error_get_origin(error), ix_error_retry(error),
                ix_error_get_fixer(error), ix_error_http_status(error),
                ix_error_retry_after_ms(error), ix_error_message(error),
                ix_error_server_code(error));
  ix_error_release(error);
  return true;
}

jbyteArray give_page(JNIEnv* env, ix_page* page) {
  size_t size = 0;
  const void* bytes = ix_page_bytes(page, &size);
  jbyteArray copy = give_bytes(env, bytes, size);
  ix_page_release(page);
  return copy;
}

Filter::Filter(JNIEnv* env, jbyteArray described) {
  if (described == nullptr) return;
  Arguments arguments(env, described);
  ix_error* error = nullptr;
  const ix_status status = build(arguments, 0, &filter_, &error);
  ok_ = !failed(env, status, error);
  if (ok_ && !arguments.ok()) {
    throw_mismatch(env);
    ok_ = false;
  }
}

ix_status Filter::build(Arguments& arguments, int depth, ix_filter** out, ix_error** error) {
  if (depth > kMaxDepth) return IX_ERROR_INVALID_ARGUMENT;
  switch (arguments.i32()) {
    case kPreset:
      return ix_filter_preset(arguments.i32(), out, error);
    case kKind:
      return ix_filter_kind(arguments.i32(), out, error);
    case kTransport:
      return ix_filter_transport(arguments.i32(), out, error);
    case kFlagged:
      return ix_filter_flagged(arguments.i32(), out, error);
    case kParticipant:
      return ix_filter_participant(arguments.text(), out, error);
    case kActive: {
      const int64_t from = arguments.i64();
      return ix_filter_active(from, arguments.i64(), out, error);
    }
    case kAllOf:
      return build_list(arguments, depth, true, out, error);
    case kAnyOf:
      return build_list(arguments, depth, false, out, error);
    case kNoneOf: {
      ix_filter* part = nullptr;
      ix_status status = build(arguments, depth + 1, &part, error);
      if (status == IX_OK) status = ix_filter_none_of(part, out, error);
      ix_filter_release(part);
      return status;
    }
    default:
      return IX_ERROR_INVALID_ARGUMENT;
  }
}

ix_status Filter::build_list(Arguments& arguments, int depth, bool all, ix_filter** out,
                             ix_error** error) {
  const uint32_t count = arguments.u32();
  std::vector<ix_filter*> parts;
  ix_status status = IX_OK;
  for (uint32_t i = 0; i < count && status == IX_OK; ++i) {
    ix_filter* part = nullptr;
    status = build(arguments, depth + 1, &part, error);
    if (status == IX_OK) parts.push_back(part);
  }
  if (status == IX_OK) {
    status = all ? ix_filter_all_of(parts.data(), parts.size(), out, error)
                 : ix_filter_any_of(parts.data(), parts.size(), out, error);
  }
  for (ix_filter* part : parts) ix_filter_release(part);
  return status;
}

}  // namespace ixj
