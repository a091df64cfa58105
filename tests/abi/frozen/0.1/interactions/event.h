/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file event.h
 * The event queue: one a client, in order, drained by one consumer at a time.
 *
 * Nothing is ever dropped. A completion comes exactly once for each operation, cancellation
 * included, and what the operation changed can be read before its completion is. State events
 * (subscription changed, session changed, credentials changed, conversation replaced, notifications,
 * permission needed) are keyed: while one is queued and unread a further change adds none, and what it speaks of can be read again.
 */
#ifndef INTERACTIONS_EVENT_H
#define INTERACTIONS_EVENT_H

#include <interactions/client.h>

IX_BEGIN_DECLS

typedef int32_t ix_event_kind;
enum {
  /** `operation` is complete: status, error, result. */
  IX_EVENT_OPERATION_COMPLETED = 1,
  /** `subscription` has changes to take. */
  IX_EVENT_SUBSCRIPTION_CHANGED = 2,
  /** Conversation `from` is now part of `to`; both ids keep working. */
  IX_EVENT_CONVERSATION_REPLACED = 3,
  /** Signed in, signed out or expired: read ix_account_page; `status` says why it ended. */
  IX_EVENT_SESSION_CHANGED = 4,
  /** Policy IX_CREDENTIALS_HOST: take ix_session_credentials, keep them, acknowledge. */
  IX_EVENT_CREDENTIALS_CHANGED = 5,
  /** The last event of a client. */
  IX_EVENT_CLOSED = 6,
  /** Something came in that the user may have to be told of: ask ix_notifications_page. */
  IX_EVENT_NOTIFICATIONS = 7,
  /** The database was damaged when the account was opened. It lies in the folder under the name
   * `from`, with what it said; remove it when nobody needs it. A new one is in its place: what the
   * backend has comes again with the next sync, `count` unsent messages wait on, drafts, contacts
   * and the session were kept as far as they could be read. `error` (STORE_CORRUPT): unsent
   * messages could not be read. Told by the client whose opening did it. */
  IX_EVENT_STORE_SET_ASIDE = 8,
  /** What was set for conversation `from` holds on this device only: the backend refused it, or was
   * asked in vain for a day. `to` names it: "muted", "pinned", "archived", "marked_unread" or
   * "read_marker"; `error` says why. Taken back and set again, it is tried again. */
  IX_EVENT_SETTING_FAILED = 9,
  /** What is to be done for the permission of source `from` ("camera"; its number is `count`) is
   * another thing now, or the same once more: read ix_sources_page. Also told when a client is
   * opened, of requests that another process left. */
  IX_EVENT_PERMISSION_NEEDED = 10,
  /** A transfer of attachment `from` (`to`: "file" or "thumbnail") has moved `count` bytes, or has
   * ended: ix_transfers_page has those that have not. */
  IX_EVENT_TRANSFER = 11,
  /** A file that was picked is in another state: ix_files_page. */
  IX_EVENT_FILES = 12
};

/** A batch. Immutable, reference counted. */
typedef struct ix_event_batch ix_event_batch;

/** One event; texts and pointers live as long as the batch. Members that do not belong to the kind
 * are 0 or absent. */
typedef struct ix_event {
  uint32_t struct_size;
  ix_event_kind kind;
  ix_operation operation;
  ix_subscription subscription;
  ix_status status;
  uint32_t reserved;
  ix_error *error; /**< borrowed; NULL: none */
  ix_page *page;   /**< borrowed: the operation's result; NULL: none */
  ix_str from;
  ix_str to;
  int64_t count;
} ix_event;

#define IX_EVENT_INIT {.struct_size = sizeof(ix_event)}

/** Takes what is queued; waits up to timeout_ms (0: not at all; negative: as long as it takes)
 * when there is nothing. An empty batch after a time-out or ix_client_wake. After IX_EVENT_CLOSED
 * was taken: IX_ERROR_CLOSED. Stream; the only call that waits. Errors: POLL_IN_USE. Since 0.1. */
IX_API ix_status ix_client_poll(ix_client *client, int32_t timeout_ms, ix_event_batch **out,
                                ix_error **out_error) IX_NOEXCEPT;
/** Ends a waiting poll with an empty batch, or the next one. Immediate. Since 0.1. */
IX_API void ix_client_wake(ix_client *client) IX_NOEXCEPT;
/** Installs the wake-up (NULL: none), which is called at once when events are queued. When this
 * returns the earlier callback is not running and never will. Immediate. Errors: the general ones.
 * Since 0.1. */
IX_API ix_status ix_client_set_wakeup(ix_client *client, ix_wakeup_fn wakeup, void *ctx,
                                      ix_free_fn free_ctx, ix_error **out_error) IX_NOEXCEPT;
/** A descriptor that is readable while events are queued, for select, poll and epoll; owned by the
 * client, closed with it. Never read from it. Immediate. Errors: NOT_SUPPORTED (the system has none).
 * Since 0.1. */
IX_API ix_status ix_client_fd(ix_client *client, int *out_fd, ix_error **out_error) IX_NOEXCEPT;

/** Events in the batch; 0 for NULL. Immediate. Since 0.1. */
IX_API size_t ix_event_batch_count(const ix_event_batch *batch) IX_NOEXCEPT;
/** Fills `event` (set its struct_size). NOT_FOUND past the end. Immediate. Since 0.1. */
IX_API ix_status ix_event_batch_get(const ix_event_batch *batch, size_t index,
                                    ix_event *event) IX_NOEXCEPT;
/** Adds a reference; returns `batch`. Immediate. Since 0.1. */
IX_API ix_event_batch *ix_event_batch_retain(ix_event_batch *batch) IX_NOEXCEPT;
/** Gives a reference back. Immediate. Since 0.1. */
IX_API void ix_event_batch_release(ix_event_batch *batch) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_EVENT_H */
