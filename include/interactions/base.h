/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file base.h
 * What every other header stands on: strings, statuses, versions.
 *
 * Reading these headers
 * - Each function says its kind: *immediate* (no I/O), *snapshot* (reads the local cache),
 *   *command* (commits locally and returns; the backend follows later), *operation* (needs the
 *   network; returns an id and completes exactly once through the event queue), *stream*.
 * - Every function may be called from any thread, unless it says otherwise; none may be called
 *   inside a wake-up callback. Only ix_client_poll() waits.
 * - Objects behind pointers are reference counted: a function that puts an object into an `out`
 *   parameter gives it with one reference; give that back with the type's `_release`. `_release`
 *   and `_retain` of NULL do nothing. Using a released object is a defect of the caller.
 * - Fallible functions return ix_status and take an optional `ix_error **out_error` as last
 *   parameter (NULL: not wanted). On failure every other `out` is untouched. Each says its errors
 *   in short: NOT_FOUND for IX_ERROR_NOT_FOUND. Any may also fail with the general ones:
 *   IX_ERROR_INVALID_HANDLE, IX_ERROR_INVALID_ARGUMENT, IX_ERROR_INVALID_UTF8,
 *   IX_ERROR_OUT_OF_MEMORY and IX_ERROR_INTERNAL; those that touch the account's files also with
 *   IX_ERROR_CLOSED, IX_ERROR_SUSPENDED, IX_ERROR_STORE_FULL, IX_ERROR_STORE_IO and
 *   IX_ERROR_STORE_CORRUPT: damage was met; close the client and open it again, which keeps what is
 *   unsent.
 * - Times are int64 milliseconds since 1970-01-01 UTC; durations are milliseconds.
 * - Enumerations are open: a value this header does not name may come from a newer library.
 */
#ifndef INTERACTIONS_BASE_H
#define INTERACTIONS_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define IX_BEGIN_DECLS extern "C" {
#define IX_END_DECLS }
#define IX_NOEXCEPT noexcept
#else
#define IX_BEGIN_DECLS
#define IX_END_DECLS
#define IX_NOEXCEPT
#endif

#if defined(_WIN32) && defined(IX_BUILDING_LIBRARY)
#define IX_API __declspec(dllexport)
#elif defined(_WIN32)
#define IX_API __declspec(dllimport)
#else
#define IX_API __attribute__((visibility("default")))
#endif

/** The version of these headers. */
#define IX_VERSION_MAJOR 0
#define IX_VERSION_MINOR 1
#define IX_VERSION_PATCH 0

IX_BEGIN_DECLS

/** Text: UTF-8, length-delimited. `data` NULL: absent; size 0: empty. As an input, size SIZE_MAX
 * means "ends at the NUL". Texts given out are also NUL-terminated. */
typedef struct ix_str {
  const char *data;
  size_t size;
} ix_str;

/** For a C string constant: ix_str s = IX_STR_INIT("text"). */
#define IX_STR_INIT(text) {(text), SIZE_MAX}

/** Makes an ix_str of a NUL-terminated string; NULL gives an absent text. Since 0.1. */
static inline ix_str ix_str_of(const char *text) {
  ix_str s;
  s.data = text;
  s.size = text ? SIZE_MAX : 0;
  return s;
}

/** 0: done. Anything else is one of IX_ERROR_* in error.h. */
typedef int32_t ix_status;

/** An operation of one client; 0: none. Never reused within a client. */
typedef uint64_t ix_operation;

/** A subscription of one client; 0: none. Never reused within a client. */
typedef uint64_t ix_subscription;

/** Owned text. Immutable, reference counted. */
typedef struct ix_text ix_text;

/** The text; valid while `text` is retained. Absent for NULL. Immediate. Since 0.1. */
IX_API ix_str ix_text_str(const ix_text *text) IX_NOEXCEPT;
/** Adds a reference; returns `text`. Immediate. Since 0.1. */
IX_API ix_text *ix_text_retain(ix_text *text) IX_NOEXCEPT;
/** Gives a reference back. Immediate. Since 0.1. */
IX_API void ix_text_release(ix_text *text) IX_NOEXCEPT;

/** The library's version, "MAJOR.MINOR.PATCH"; static. Immediate. Since 0.1. */
IX_API const char *ix_version(void) IX_NOEXCEPT;
/** The library's version as MAJOR * 1000000 + MINOR * 1000 + PATCH. Immediate. Since 0.1. */
IX_API uint32_t ix_version_number(void) IX_NOEXCEPT;

/** How many objects of this library are alive in the process: 0 when everything was released.
 * A client counts until its engine thread has ended. For leak tests. Immediate. Since 0.1. */
IX_API int64_t ix_debug_live_objects(void) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_BASE_H */
