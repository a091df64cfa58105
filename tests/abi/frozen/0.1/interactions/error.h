/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file error.h
 * Statuses, and the error object that explains one.
 */
#ifndef INTERACTIONS_ERROR_H
#define INTERACTIONS_ERROR_H

#include <interactions/base.h>

IX_BEGIN_DECLS

/** Every status. The numbers never change; a test holds them against the library's own table. */
enum {
  IX_OK = 0,
  /** an argument is missing or out of range */
  IX_ERROR_INVALID_ARGUMENT = 1,
  /** text is not valid UTF-8 */
  IX_ERROR_INVALID_UTF8 = 2,
  /** not a live handle of this library */
  IX_ERROR_INVALID_HANDLE = 3,
  /** the client has been closed */
  IX_ERROR_CLOSED = 4,
  /** too many operations are in flight */
  IX_ERROR_BUSY = 5,
  /** cancelled by the caller */
  IX_ERROR_CANCELLED = 6,
  /** no such object */
  IX_ERROR_NOT_FOUND = 7,
  /** not supported here */
  IX_ERROR_NOT_SUPPORTED = 8,
  /** a defect in this library */
  IX_ERROR_INTERNAL = 9,
  /** memory is exhausted */
  IX_ERROR_OUT_OF_MEMORY = 10,
  /** another thread is polling this client */
  IX_ERROR_POLL_IN_USE = 11,
  /** the cursor is not one of this list */
  IX_ERROR_INVALID_CURSOR = 12,
  /** the client is suspended */
  IX_ERROR_SUSPENDED = 13,
  /** another process has the account open */
  IX_ERROR_STORE_IN_USE = 20,
  /** the account folder cannot be written */
  IX_ERROR_STORE_NOT_WRITABLE = 21,
  /** the account's data is damaged */
  IX_ERROR_STORE_CORRUPT = 22,
  /** the data was written by a newer version */
  IX_ERROR_STORE_NEWER_SCHEMA = 23,
  /** the disk is full */
  IX_ERROR_STORE_FULL = 24,
  /** reading or writing a file failed */
  IX_ERROR_STORE_IO = 25,
  /** the folder belongs to another account */
  IX_ERROR_WRONG_ACCOUNT = 26,
  /** something is still unsent */
  IX_ERROR_UNSENT_ITEMS = 27,
  /** nobody is signed in */
  IX_ERROR_SIGNED_OUT = 40,
  /** the server refused the sign-in */
  IX_ERROR_SIGN_IN_REFUSED = 41,
  /** the session must be renewed */
  IX_ERROR_SESSION_EXPIRED = 42,
  /** the server cannot be reached */
  IX_ERROR_UNREACHABLE = 60,
  /** the server did not answer in time */
  IX_ERROR_TIMEOUT = 61,
  /** the server's certificate is not trusted */
  IX_ERROR_TLS_UNTRUSTED = 62,
  /** the certificate is for another host */
  IX_ERROR_TLS_WRONG_HOST = 63,
  /** no secure connection could be made */
  IX_ERROR_TLS_FAILED = 64,
  /** the address does not answer as a homeserver */
  IX_ERROR_NOT_A_HOMESERVER = 65,
  /** the reply could not be understood */
  IX_ERROR_BAD_RESPONSE = 66,
  /** too many requests */
  IX_ERROR_RATE_LIMITED = 67,
  /** the server failed */
  IX_ERROR_SERVER_ERROR = 68,
  /** the reply is larger than allowed */
  IX_ERROR_RESPONSE_TOO_LARGE = 69,
  /** a redirect was not followed */
  IX_ERROR_REDIRECT_REFUSED = 70,
  /** the server refused the request */
  IX_ERROR_REFUSED = 71,
  /** the address is not a valid http or https URL */
  IX_ERROR_INVALID_URL = 72,
  /** there is no text to send */
  IX_ERROR_TEXT_EMPTY = 80,
  /** the text is too long to send */
  IX_ERROR_TEXT_TOO_LARGE = 81,
  /** not a phone number */
  IX_ERROR_NUMBER_INVALID = 82,
  /** the number cannot be texted */
  IX_ERROR_NUMBER_NOT_SENDABLE = 83,
  /** sending is not allowed in this conversation */
  IX_ERROR_CANNOT_SEND = 84,
  /** end-to-end encrypted conversations are not supported */
  IX_ERROR_ENCRYPTED = 85,
  /** the service has no way to reach this number or person */
  IX_ERROR_NO_ROUTE = 86,
  /** the carrier refused the message */
  IX_ERROR_CARRIER_REFUSED = 100,
  /** the carrier could not deliver the message */
  IX_ERROR_CARRIER_UNREACHABLE = 101,
  /** the recipient has opted out of texts: they must text START first */
  IX_ERROR_OPTED_OUT = 102,
  /** it is not known whether this was sent */
  IX_ERROR_UNKNOWN_OUTCOME = 103,
  /** its time passed before it could be sent: send it now, at another time, or discard it */
  IX_ERROR_SCHEDULE_MISSED = 104,
  /** the file cannot be read */
  IX_ERROR_FILE_UNREADABLE = 110,
  /** there is nothing in the file */
  IX_ERROR_FILE_EMPTY = 111,
  /** the file is larger than can be sent here */
  IX_ERROR_FILE_TOO_LARGE = 112,
  /** the file changed since it was picked: pick it again */
  IX_ERROR_FILE_CHANGED = 113,
  /** the file is damaged or not of its kind */
  IX_ERROR_FILE_DAMAGED = 114,
  /** private data in the file cannot be removed: confirm to send it as it is */
  IX_ERROR_NOT_CLEANED = 115,
  /** the service does not have the file any more */
  IX_ERROR_MEDIA_GONE = 116,
  /** what came is not the file that was sent */
  IX_ERROR_MEDIA_DAMAGED = 117,
  /** the person has not allowed access */
  IX_ERROR_PERMISSION_NEEDED = 118
};

/** Who spoke. */
typedef int32_t ix_error_origin;
enum {
  IX_ORIGIN_LOCAL = 0,
  IX_ORIGIN_SERVICE = 1,
  IX_ORIGIN_GATEWAY = 2,
  IX_ORIGIN_CARRIER = 3
};

/** Whether trying again can help. */
typedef int32_t ix_retry_advice;
enum { IX_RETRY_NEVER = 0, IX_RETRY_LATER = 1, IX_RETRY_AFTER_USER_ACTION = 2 };

/** Who can remove the cause. */
typedef int32_t ix_fixer;
enum { IX_FIXER_NOBODY = 0, IX_FIXER_USER = 1, IX_FIXER_ADMIN = 2, IX_FIXER_RECIPIENT = 3 };

/** One failure. Immutable, reference counted. All accessors are immediate and accept NULL (then:
 * IX_OK, 0, or absent text). */
typedef struct ix_error ix_error;

/** Adds a reference; returns `error`. Immediate. Since 0.1. */
IX_API ix_error *ix_error_retain(ix_error *error) IX_NOEXCEPT;
/** Gives a reference back. Immediate. Since 0.1. */
IX_API void ix_error_release(ix_error *error) IX_NOEXCEPT;
/** The status. Since 0.1. */
IX_API ix_status ix_error_code(const ix_error *error) IX_NOEXCEPT;
/** One line without personal data: what was expected, what to do. Valid while retained.
 * Since 0.1. */
IX_API ix_str ix_error_message(const ix_error *error) IX_NOEXCEPT;
/** Who spoke. Since 0.1. */
IX_API ix_error_origin ix_error_get_origin(const ix_error *error) IX_NOEXCEPT;
/** Whether trying again can help. Since 0.1. */
IX_API ix_retry_advice ix_error_retry(const ix_error *error) IX_NOEXCEPT;
/** Who can remove the cause. Since 0.1. */
IX_API ix_fixer ix_error_get_fixer(const ix_error *error) IX_NOEXCEPT;
/** The HTTP status behind it; 0: none. Since 0.1. */
IX_API int32_t ix_error_http_status(const ix_error *error) IX_NOEXCEPT;
/** The backend's own code, such as M_FORBIDDEN; absent: none. Valid while retained. Since 0.1. */
IX_API ix_str ix_error_server_code(const ix_error *error) IX_NOEXCEPT;
/** How long the server asked to wait, in milliseconds; -1: it did not say. Since 0.1. */
IX_API int64_t ix_error_retry_after_ms(const ix_error *error) IX_NOEXCEPT;

/** "IX_ERROR_NOT_FOUND" for a status, "IX_ERROR_UNKNOWN" for one this version does not know;
 * static. Immediate. Since 0.1. */
IX_API const char *ix_status_name(ix_status status) IX_NOEXCEPT;
/** "local", "service", "gateway", "carrier"; static. Immediate. Since 0.1. */
IX_API const char *ix_origin_name(ix_error_origin origin) IX_NOEXCEPT;
/** "never", "later", "after_user_action"; static. Immediate. Since 0.1. */
IX_API const char *ix_retry_name(ix_retry_advice retry) IX_NOEXCEPT;
/** "nobody", "user", "admin", "recipient"; static. Immediate. Since 0.1. */
IX_API const char *ix_fixer_name(ix_fixer fixer) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_ERROR_H */
