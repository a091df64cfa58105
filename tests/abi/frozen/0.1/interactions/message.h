/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file message.h
 * Sending, and the outbox: what the user did and the backend has not confirmed.
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
} ix_outgoing;

#define IX_OUTGOING_INIT {.struct_size = sizeof(ix_outgoing)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_outgoing_init(ix_outgoing *outgoing, size_t size) IX_NOEXCEPT;

/** Puts a message into the thread and the outbox, durably, and returns before the network is
 * touched. It is delivered, or visibly failed or blocked, and at most once. Command.
 * Errors: NOT_FOUND, TEXT_EMPTY, TEXT_TOO_LARGE (more than 60,000 bytes as JSON), CANNOT_SEND,
 * ENCRYPTED, NUMBER_NOT_SENDABLE (the destination policy of number.h refuses the peer's number).
 * Since 0.1. */
IX_API ix_status ix_message_send(ix_client *client, ix_str conversation,
                                 const ix_outgoing *outgoing, ix_text **out_item,
                                 ix_error **out_error) IX_NOEXCEPT;

/** The outbox, oldest first. Tables: OUTBOX. Snapshot. Since 0.1. */
IX_API ix_status ix_outbox_page(ix_client *client, ix_page **out, ix_error **out_error) IX_NOEXCEPT;
/** Tries a failed or blocked entry again. Command. Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_outbox_retry(ix_client *client, ix_str entry, ix_error **out_error) IX_NOEXCEPT;
/** Removes an entry and its message from the thread. Command. Errors: NOT_FOUND, CANNOT_SEND (it
 * may have left already: it must settle first). Since 0.1. */
IX_API ix_status ix_outbox_discard(ix_client *client, ix_str entry,
                                   ix_error **out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_MESSAGE_H */
