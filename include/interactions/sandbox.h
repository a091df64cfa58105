/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sandbox.h
 * A bundled backend to develop against: a small company on 127.0.0.1 whose colleagues and customers
 * answer. A library of its own, `interactions_sandbox`: never linked into the product, not part of
 * interactions.h, and no part of the promise of the product's ABI.
 *
 * - Every function is immediate, and may be called from any thread. All are quick, but
 *   ix_sandbox_start() with a long history, ix_sandbox_stop() and the last ix_sandbox_release(): up
 *   to a second.
 * - Texts are UTF-8 and copied. Failures give a status of error.h (0: done; INVALID_ARGUMENT,
 *   INVALID_HANDLE, INVALID_UTF8, CLOSED, STORE_IO) and, when `out_problem` is not NULL, one line
 *   that says what was expected; release it with ix_sandbox_text_release().
 * - Objects are reference counted; `_retain` and `_release` of NULL do nothing.
 */
#ifndef INTERACTIONS_SANDBOX_H
#define INTERACTIONS_SANDBOX_H

#include <interactions/base.h>

#if defined(_WIN32) && defined(IX_SANDBOX_BUILDING)
#define IX_SANDBOX_API __declspec(dllexport)
#elif defined(_WIN32)
#define IX_SANDBOX_API __declspec(dllimport)
#else
#define IX_SANDBOX_API __attribute__((visibility("default")))
#endif

/** The version of this header. */
#define IX_SANDBOX_VERSION_MAJOR 0
#define IX_SANDBOX_VERSION_MINOR 1

IX_BEGIN_DECLS

/** A running company. Reference counted; the last release stops it. */
typedef struct ix_sandbox ix_sandbox;
/** Owned text. Immutable, reference counted. */
typedef struct ix_sandbox_text ix_sandbox_text;

/** Input of ix_sandbox_start. */
typedef struct ix_sandbox_config {
  uint32_t struct_size;
  uint32_t port;       /**< on 127.0.0.1; 0: a free one, see ix_sandbox_port() */
  ix_str company_file; /**< path of a company file */
  ix_str company;      /**< the text of a company file; with neither: the built-in company */
  int64_t history;     /**< items of older history for the first person, up to 10,000,000;
                            0: none. They are made when they are read. */
} ix_sandbox_config;

#define IX_SANDBOX_CONFIG_INIT \
  { .struct_size = sizeof(ix_sandbox_config) }

/** Someone who can sign in. The texts are valid while the sandbox is retained. */
typedef struct ix_sandbox_sign_in {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str user;
  ix_str password;
  ix_str name;
} ix_sandbox_sign_in;

#define IX_SANDBOX_SIGN_IN_INIT \
  { .struct_size = sizeof(ix_sandbox_sign_in) }

/** How a call ended. */
typedef int32_t ix_sandbox_outcome;
enum {
  IX_SANDBOX_ANSWERED = 0,
  IX_SANDBOX_MISSED = 1,
  IX_SANDBOX_DECLINED = 2,
  IX_SANDBOX_VOICEMAIL = 3,
  IX_SANDBOX_FAILED = 4
};

/** What the carrier does with a text to a number. */
typedef int32_t ix_sandbox_carrier_behaviour;
enum {
  IX_SANDBOX_DELIVERS = 0,      /**< reports success; its owner reads, and may answer */
  IX_SANDBOX_REFUSES = 1,       /**< reports a permanent failure */
  IX_SANDBOX_FAILS_FOR_NOW = 2, /**< reports a failure that a retry can cure */
  IX_SANDBOX_SILENT = 3,        /**< takes it and never reports */
  IX_SANDBOX_UNKNOWN_NUMBER = 4, /**< knows no way there: the number cannot be texted */
  IX_SANDBOX_HONOURS_STOP = 5, /**< delivers, until its owner texts STOP, and again after START */
  IX_SANDBOX_OPTED_OUT = 6     /**< the same, of an owner who has texted STOP: reports 21610 */
};

/** Input of ix_sandbox_call: a call that has ended. */
typedef struct ix_sandbox_call_record {
  uint32_t struct_size;
  ix_sandbox_outcome outcome;
  ix_str number;    /**< the other side, E.164 */
  ix_str user;      /**< who was called or called; absent: the first person */
  int32_t outgoing; /**< not 0: the user called */
  int32_t reserved;
  int64_t duration_ms; /**< of the talk, or of the voicemail */
  ix_str transcript;   /**< of a voicemail */
} ix_sandbox_call_record;

#define IX_SANDBOX_CALL_RECORD_INIT \
  { .struct_size = sizeof(ix_sandbox_call_record) }

/** The library's version, "MAJOR.MINOR.PATCH"; static. Since 0.1. */
IX_SANDBOX_API const char* ix_sandbox_version(void) IX_NOEXCEPT;

/** The text; valid while `text` is retained. Absent for NULL. Since 0.1. */
IX_SANDBOX_API ix_str ix_sandbox_text_str(const ix_sandbox_text* text) IX_NOEXCEPT;
/** Adds a reference; returns `text`. Since 0.1. */
IX_SANDBOX_API ix_sandbox_text* ix_sandbox_text_retain(ix_sandbox_text* text) IX_NOEXCEPT;
/** Gives a reference back. Since 0.1. */
IX_SANDBOX_API void ix_sandbox_text_release(ix_sandbox_text* text) IX_NOEXCEPT;

/** Sets all defaults. Since 0.1. */
IX_SANDBOX_API void ix_sandbox_config_init(ix_sandbox_config* config, size_t size) IX_NOEXCEPT;
/** Sets all defaults. Since 0.1. */
IX_SANDBOX_API void ix_sandbox_call_record_init(ix_sandbox_call_record* call,
                                                size_t size) IX_NOEXCEPT;

/** Starts a company on threads of its own; `config` NULL: the built-in one on a free port.
 * INVALID_ARGUMENT: the company file is not as it should be, and the problem names the place;
 * STORE_IO: the file cannot be read, or the port not be had. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_start(const ix_sandbox_config* config, ix_sandbox** out,
                                          ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** Answers no more; connections are closed. Calls on it then say CLOSED. Idempotent. Since 0.1. */
IX_SANDBOX_API void ix_sandbox_stop(ix_sandbox* sandbox) IX_NOEXCEPT;
/** Adds a reference; returns `sandbox`. Since 0.1. */
IX_SANDBOX_API ix_sandbox* ix_sandbox_retain(ix_sandbox* sandbox) IX_NOEXCEPT;
/** Gives a reference back; the last one stops it. Since 0.1. */
IX_SANDBOX_API void ix_sandbox_release(ix_sandbox* sandbox) IX_NOEXCEPT;

/** The base URL, to sign in with; valid while retained. Since 0.1. */
IX_SANDBOX_API ix_str ix_sandbox_url(const ix_sandbox* sandbox) IX_NOEXCEPT;
/** The port; 0 for NULL. Since 0.1. */
IX_SANDBOX_API uint32_t ix_sandbox_port(const ix_sandbox* sandbox) IX_NOEXCEPT;
/** How many can sign in. Since 0.1. */
IX_SANDBOX_API uint32_t ix_sandbox_sign_in_count(const ix_sandbox* sandbox) IX_NOEXCEPT;
/** One of them, in the order of the company file. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_sign_in_at(const ix_sandbox* sandbox, uint32_t index,
                                               ix_sandbox_sign_in* out) IX_NOEXCEPT;

/** A colleague writes: `from` is a user, `to` a user (the direct room of both, made when there is
 * none) or a channel's id. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_say(ix_sandbox* sandbox, ix_str from, ix_str to, ix_str text,
                                        ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** A colleague is seen writing (not 0), or no more (0). Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_typing(ix_sandbox* sandbox, ix_str from, ix_str to,
                                           int32_t typing,
                                           ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** A text from outside to a user (absent: the first person). Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_sms(ix_sandbox* sandbox, ix_str number, ix_str to, ix_str text,
                                        ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** A call has ended. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_call(ix_sandbox* sandbox, const ix_sandbox_call_record* call,
                                         ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** From now on the carrier does this with texts to the number. `answer`: what its owner texts back
 * ({text} is what was written); empty: nothing; absent: as before. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_carrier(ix_sandbox* sandbox, ix_str number,
                                            ix_sandbox_carrier_behaviour behaviour, ix_str answer,
                                            ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** The gateway's own word that the number has opted out of texts from a user's (absent: the first
 * person's) number (not 0), or in again (0). Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_consent(ix_sandbox* sandbox, ix_str number, ix_str to,
                                            int32_t opted_out,
                                            ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** The sandbox's clock goes ahead; what is due by then happens now. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_advance(ix_sandbox* sandbox, int64_t ms,
                                            ix_sandbox_text** out_problem) IX_NOEXCEPT;
/** The user's sessions end, on all devices. `soft` not 0: a client may sign in again and keep its
 * data. Since 0.1. */
IX_SANDBOX_API ix_status ix_sandbox_end_sessions(ix_sandbox* sandbox, ix_str user, int32_t soft,
                                                 ix_sandbox_text** out_problem) IX_NOEXCEPT;

/** How many objects of this library are alive: 0 when all were released. Since 0.1. */
IX_SANDBOX_API int64_t ix_sandbox_debug_live_objects(void) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_SANDBOX_H */
