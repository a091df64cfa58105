/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file client.h
 * One client is one account: its files, its engine thread, its event queue.
 *
 * Life of a client
 *   1. ix_client_config_init, ix_client_open.
 *   2. Anything, from any thread; one thread at a time polls.
 *   3. ix_client_close: returns at once; whoever polls gets what is queued and then
 *      IX_EVENT_CLOSED as the last event. Unsent messages stay in the outbox for the next run.
 *   4. ix_client_release: the last one waits for the engine thread to end (it never waits for the
 *      network). Inside a wake-up callback no call is legal, release included.
 */
#ifndef INTERACTIONS_CLIENT_H
#define INTERACTIONS_CLIENT_H

#include <interactions/base.h>
#include <interactions/error.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** A client. Thread-safe, reference counted. */
typedef struct ix_client ix_client;

typedef int32_t ix_log_level;
enum {
  IX_LOG_ERROR = 0,
  IX_LOG_WARN = 1,
  IX_LOG_INFO = 2,
  IX_LOG_DEBUG = 3,
  IX_LOG_TRACE = 4
};

/** One line of log without personal data. Called on the thread that logs; must not call this
 * library. `line` is valid during the call. */
typedef void (*ix_log_fn)(void *ctx, ix_log_level level, ix_str line);

/** The queue went from empty to non-empty. Called on any thread; must not call this library: set
 * a flag, signal, or post to your loop. */
typedef void (*ix_wakeup_fn)(void *ctx);

/** Gives back what a callback's ctx points to; called once, after the last call. */
typedef void (*ix_free_fn)(void *ctx);

/** When the engine uses the network. */
typedef int32_t ix_sync_mode;
enum {
  /** Keeps a long poll while signed in: an app in front of a person. */
  IX_SYNC_CONTINUOUS = 0,
  /** Only for operations, ix_client_sync included: a command line, a background job. */
  IX_SYNC_ON_DEMAND = 1
};

/** Who keeps the tokens. */
typedef int32_t ix_credential_policy;
enum {
  /** The host: see IX_EVENT_CREDENTIALS_CHANGED in session.h. */
  IX_CREDENTIALS_HOST = 0,
  /** The library, in a file of mode 0600 beside the database. */
  IX_CREDENTIALS_FILE = 1
};

/** Input of ix_client_open. Texts are copied. */
typedef struct ix_client_config {
  uint32_t struct_size;
  ix_sync_mode sync_mode;
  ix_str folder;     /**< required: the account's folder, made when missing */
  ix_str region;     /**< ISO 3166 code for numbers without a country code; absent: "CA" */
  ix_str user_agent; /**< absent: "interactions-sdk/VERSION" */
  ix_str ca_file;    /**< PEM bundle by path; absent: the system's */
  ix_str ca_pem;     /**< PEM bundle by content (Android); wins over ca_file */
  ix_str pinned_keys; /**< sha256//BASE64, several separated by ';'; absent: no pinning */
  ix_str proxy;      /**< URL; absent: from the environment; "-": none */
  ix_credential_policy credentials;
  ix_log_level log_level;
  ix_log_fn log;      /**< NULL: no log */
  void *log_ctx;
  ix_free_fn log_free; /**< may be NULL */
  /** Milliseconds a server may be silent before a request ends with IX_ERROR_TIMEOUT; a long poll
   * has its own wait beside it, a first sync ten times as long. 0: 30,000. */
  int64_t answer_timeout_ms;
  /** Which numbers may be texted: rules as number.h says; absent: Canadian and toll-free ones, and
   * those whose area code is not known yet. */
  ix_str destinations;
  /** A table of area codes as number.h says; absent: the library's own. One that is older than that
   * is left aside: an app keeps the file it once fetched, and an update of the library must not keep
   * its accounts from opening. */
  ix_str area_codes;
  /** What files a message takes: lines as number.h says; absent: the library's own limits. */
  ix_str media_limits;
} ix_client_config;

/** All defaults; ix_client_config_init gives the same bytes. */
#define IX_CLIENT_CONFIG_INIT \
  {.struct_size = sizeof(ix_client_config), .log_level = IX_LOG_WARN}

/** Sets all defaults. `size`: sizeof(ix_client_config) of the caller. Immediate. Since 0.1. */
IX_API void ix_client_config_init(ix_client_config *config, size_t size) IX_NOEXCEPT;

/** Opens or makes the account in config->folder and starts its engine. A damaged database is set
 * aside, and what was unsent goes on: see IX_EVENT_STORE_SET_ASIDE. Command.
 * Errors: INVALID_ARGUMENT (what is wrong with which member), STORE_NOT_WRITABLE, STORE_IN_USE (another process, its pid is in the message),
 * STORE_NEWER_SCHEMA, STORE_CORRUPT (the account's own row is missing), STORE_FULL (also: no room
 * for a new database beside the damaged one), STORE_IO. Since 0.1. */
IX_API ix_status ix_client_open(const ix_client_config *config, ix_client **out,
                                ix_error **out_error) IX_NOEXCEPT;
/** Starts the shutdown; may be called again, from any thread. Immediate. Since 0.1. */
IX_API void ix_client_close(ix_client *client) IX_NOEXCEPT;
/** Adds a reference; returns `client`. Immediate. Since 0.1. */
IX_API ix_client *ix_client_retain(ix_client *client) IX_NOEXCEPT;
/** Gives a reference back; the last one closes, and waits for the engine thread and its files.
 * Immediate otherwise. Since 0.1. */
IX_API void ix_client_release(ix_client *client) IX_NOEXCEPT;

/** Closes every file of the account, its lock too, and stops the network: for a system that ends
 * processes which hold a file's lock in the background (iOS). Waits for calls under way, never for
 * the network. Operations in flight complete with SUSPENDED; what waits to be sent waits on.
 * Meanwhile every call answers SUSPENDED but those for events, hints, counters, resume and close;
 * pages that were read stay valid, subscriptions stay. Called again: OK, nothing more.
 * Command. Errors: CLOSED. Since 0.1. */
IX_API ix_status ix_client_suspend(ix_client *client, ix_error **out_error) IX_NOEXCEPT;
/** Opens the files again and goes on; every subscription has an event, for another process may have
 * had the account meanwhile. After an error the client is suspended still: call again. OK when it
 * was not suspended. Command. Errors: those of ix_client_open, CLOSED. Since 0.1. */
IX_API ix_status ix_client_resume(ix_client *client, ix_error **out_error) IX_NOEXCEPT;

/** Catches up with the backend and sends what can be sent. Completes when the account has synced
 * and nothing in the outbox can go on without a person, a sign-in or more than a few seconds of
 * time. Operation. Completion errors: SIGNED_OUT, SESSION_EXPIRED, UNREACHABLE, TIMEOUT, TLS_*,
 * SERVER_ERROR, BAD_RESPONSE, CANCELLED, CLOSED. Errors at once: BUSY. Since 0.1. */
IX_API ix_status ix_client_sync(ix_client *client, ix_operation *out,
                                ix_error **out_error) IX_NOEXCEPT;
/** Cancels; its completion comes with CANCELLED, unless it was complete. An unknown id is fine.
 * Immediate. Since 0.1. */
IX_API void ix_operation_cancel(ix_client *client, ix_operation operation) IX_NOEXCEPT;

/** The account: a page with one row of IX_TABLE_ACCOUNT and its numbers. Snapshot. Errors: the
 * general ones. Since 0.1. */
IX_API ix_status ix_account_page(ix_client *client, ix_page **out,
                                 ix_error **out_error) IX_NOEXCEPT;

/* --- hints from the host; all immediate, errors: the general ones, since 0.1 */

typedef int32_t ix_network_kind;
enum {
  IX_NETWORK_UNKNOWN = 0,
  IX_NETWORK_NONE = 1, /**< nothing is tried until another kind is said */
  IX_NETWORK_UNMETERED = 2,
  IX_NETWORK_METERED = 3
};

/** What network there is. A change drops idle connections and ends a back-off. */
IX_API ix_status ix_client_hint_network(ix_client *client, ix_network_kind kind,
                                        ix_error **out_error) IX_NOEXCEPT;
/** Whether a person looks at the app (1) or not (0). Coming to the front ends a back-off. */
IX_API ix_status ix_client_hint_foreground(ix_client *client, int32_t foreground,
                                           ix_error **out_error) IX_NOEXCEPT;
/** The system is short of memory: caches are dropped. */
IX_API ix_status ix_client_hint_low_memory(ix_client *client, ix_error **out_error) IX_NOEXCEPT;

/** Counters since the client was opened. */
typedef struct ix_counters {
  uint32_t struct_size;
  ix_network_kind network;
  int64_t requests;
  int64_t request_failures;
  int64_t bytes_sent;
  int64_t bytes_received;
  int64_t connections;
  int64_t wakeups; /**< times the engine thread woke up */
  int64_t syncs;   /**< finished sync rounds */
} ix_counters;

/** Fills `counters` (set its struct_size). Immediate. Since 0.1. */
IX_API ix_status ix_client_counters(ix_client *client, ix_counters *counters,
                                    ix_error **out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_CLIENT_H */
