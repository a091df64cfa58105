/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file message.h
 * Sending, what is done to messages afterwards, and the outbox: what the user did and the backend
 * has not confirmed.
 */
#ifndef INTERACTIONS_MESSAGE_H
#define INTERACTIONS_MESSAGE_H

#include <interactions/client.h>

IX_BEGIN_DECLS

/** Input of ix_message_send. Texts are copied. */
typedef struct ix_outgoing {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str text;
  ix_str via;      /**< route id; absent: the conversation's default route */
  ix_str reply_to; /**< item id; absent: no reply */
  /** When it is to leave, in ms since the epoch: in the future, at most 366 days ahead. 0: at once. */
  int64_t send_at_ms;
  /** Files that were picked (ix_file_stage), in this order; with some the text is a caption and may be
   * absent. Where a message carries one file only, each is a message of its own, in their order, and
   * the first has the caption. */
  const ix_str *files;
  uint32_t file_count;
  uint32_t reserved2;
} ix_outgoing;

#define IX_OUTGOING_INIT {.struct_size = sizeof(ix_outgoing)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_outgoing_init(ix_outgoing *outgoing, size_t size) IX_NOEXCEPT;

/** Puts a message into the thread and the outbox, durably, and returns before the network is
 * touched. It is delivered, or visibly failed or blocked, and at most once. Its item is
 * IX_STATE_SENDING when this returns if the client syncs continuously and it can leave at once,
 * else IX_STATE_QUEUED. Command.
 * Errors: NOT_FOUND, TEXT_EMPTY, TEXT_TOO_LARGE (more than 60,000 bytes as JSON), CANNOT_SEND,
 * ENCRYPTED, NOT_CLEANED and FILE_* (what became of a file), NUMBER_NOT_SENDABLE (the destination policy of number.h refuses the peer's number),
 * OPTED_OUT (reported by the gateway or the carrier: the peer must text START first; see consent.h,
 * also for what only seems so), INVALID_ARGUMENT (send_at_ms).
 *
 * With `send_at_ms` it is held on this device until then (IX_WAITING_SCHEDULED, and the time in the
 * rows of item and outbox), holds nothing back, and is edited, deleted and discarded as any message
 * that has not left. At its time it leaves if the client runs, is signed in and has a network, or
 * within the 10 minutes after it. Later it does not leave by itself: it is IX_OUTBOX_BLOCKED with
 * SCHEDULE_MISSED, its item shows as failed, and it waits for ix_outbox_retry (send now),
 * ix_outbox_reschedule or ix_outbox_discard. What counts is the device's clock at each look: one
 * that is set forward past the 10 minutes misses the time, one that is set back puts it off.
 * Since 0.1. */
IX_API ix_status ix_message_send(ix_client *client, ix_str conversation,
                                 const ix_outgoing *outgoing, ix_text **out_item,
                                 ix_error **out_error) IX_NOEXCEPT;

/*
 * What is done to a message is shown at once (IX_ITEM_CHANGE_PENDING) and on its way as a row of
 * the outbox: never twice, in order, whatever dies in between. It waits for the message itself to
 * be accepted and for nothing else, and no message waits for it. Done again before it left, the
 * last word counts. Refused, or given up after a day of trying, it is undone visibly: the item
 * shows what the backend says of it, with IX_ITEM_CHANGE_FAILED, and its row of the outbox is
 * `failed` and says why. A message that has not left is only rewritten or dropped.
 */

/** Changes the text of an own message. Command. Errors: NOT_FOUND (also: it was deleted),
 * TEXT_EMPTY, TEXT_TOO_LARGE (more than 28,000 bytes as JSON once it has left), NOT_SUPPORTED (no
 * message, a text to a phone, the caption of a file, or a service without edits), CANNOT_SEND
 * (somebody else's, or nothing can be sent here), ENCRYPTED. Since 0.1. */
IX_API ix_status ix_message_edit(ix_client *client, ix_str item, ix_str text,
                                 ix_error **out_error) IX_NOEXCEPT;
/** Deletes an item for everybody: an own one, or another's where the backend lets one. Its text
 * cannot be found any more at once, and is gone from every file once a sync has ended after the
 * backend took it. What went to a phone stays on that phone. A message that may have left already
 * is looked for first: deleted where it did, dropped where it did not. Deleted again: OK. Command.
 * Errors: NOT_FOUND, NOT_SUPPORTED (a notice, a gap, a call only this device knows of, or a service
 * without deletions), CANNOT_SEND (not a member any more). Since 0.1. */
IX_API ix_status ix_message_delete(ix_client *client, ix_str item,
                                   ix_error **out_error) IX_NOEXCEPT;
/** Puts an own reaction to an item (`on` not 0), or takes it back. `key`: mostly one emoji, at most
 * 200 bytes. As it is already: OK. Command. Errors: NOT_FOUND (also: it was deleted), TEXT_EMPTY,
 * TEXT_TOO_LARGE, INVALID_ARGUMENT (control characters), NOT_SUPPORTED (no message or call, a text
 * to a phone, or a service without reactions), CANNOT_SEND, ENCRYPTED. Since 0.1. */
IX_API ix_status ix_message_react(ix_client *client, ix_str item, ix_str key, int32_t on,
                                  ix_error **out_error) IX_NOEXCEPT;

/** The outbox, oldest first. Tables: OUTBOX. Snapshot. Errors: the general ones. Since 0.1. */
IX_API ix_status ix_outbox_page(ix_client *client, ix_page **out, ix_error **out_error) IX_NOEXCEPT;
/** Tries a failed or blocked entry again, and sends one now that waits for its time or has missed it.
 * Command. Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_outbox_retry(ix_client *client, ix_str entry, ix_error **out_error) IX_NOEXCEPT;
/** Gives a message that has not left another time, as ix_outgoing.send_at_ms; `at_ms` 0: now. Durable.
 * Command. Errors: NOT_FOUND, INVALID_ARGUMENT (the time, or no message), CANNOT_SEND (it is being
 * sent just now). Since 0.1. */
IX_API ix_status ix_outbox_reschedule(ix_client *client, ix_str entry, int64_t at_ms,
                                      ix_error **out_error) IX_NOEXCEPT;
/** Removes an entry and what it shows: a message from its thread, or what was done to one. A message
 * that may have left stays, as deleted, until the next sync has shown whether it did: then it is
 * shown again, to be deleted, or gone. Command. Errors: NOT_FOUND, CANNOT_SEND (it is being sent
 * just now: it must settle first). Since 0.1. */
IX_API ix_status ix_outbox_discard(ix_client *client, ix_str entry,
                                   ix_error **out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_MESSAGE_H */
