/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file attachment.h
 * Files in messages: picked, prepared and sent; fetched, kept and given out.
 *
 * A file that is picked is copied at once, so that nothing is lost when the original goes away. Then
 * its type is read from its content, where it was taken and other private data are removed, a small
 * picture is made, and it is hashed; this goes on by itself, also after a restart. It may be sent
 * before that has ended. Files leave before the message that carries them, each once whatever dies in
 * between, and hold no other message.
 */
#ifndef INTERACTIONS_ATTACHMENT_H
#define INTERACTIONS_ATTACHMENT_H

#include <interactions/client.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** Where a file is. Open: later versions add to it. */
typedef int32_t ix_file_state;
enum {
  IX_FILE_REMOTE = 0,       /**< at the service only: ix_attachment_fetch brings it */
  IX_FILE_LOCAL = 1,        /**< on this device, at `path` */
  IX_FILE_PREPARING = 2,    /**< picked, and seen to */
  IX_FILE_UNCONFIRMED = 3,  /**< private data in it cannot be removed: ix_file_confirm sends it as it is */
  IX_FILE_READY = 4,        /**< can be sent, or waits for its upload */
  IX_FILE_TRANSFERRING = 5, /**< in IX_TABLE_TRANSFER only */
  IX_FILE_PAUSED = 6,       /**< by ix_attachment_pause */
  IX_FILE_FAILED = 7        /**< `failure_code` says why */
};

/** Which bytes of an attachment. */
typedef int32_t ix_file_part;
enum {
  IX_PART_FILE = 0,
  IX_PART_THUMBNAIL = 1 /**< a small picture of it */
};

/** Bits of ix_file_input.flags. */
enum {
  /** The file at `path` is not copied: it stays as it is until it has left, else the upload fails
   * with FILE_CHANGED. For large files of the host's own. */
  IX_FILE_REFERENCE = 1,
  /** Where and when it was taken, by what, and the like stays in it. */
  IX_FILE_KEEP_METADATA = 2
};

/** Gives bytes of a file that is picked: the number put into `into` (at most `size`), 0 at the end, or
 * below 0 when it cannot be read. Called by ix_file_stage on the caller's thread only, before that
 * returns; may not call this library. */
typedef int64_t (*ix_read_fn)(void *ctx, void *into, size_t size);

/** Input of ix_file_stage: exactly one of path, fd, data and read. Texts and bytes are copied. */
typedef struct ix_file_input {
  uint32_t struct_size;
  uint32_t flags; /**< IX_FILE_REFERENCE, IX_FILE_KEEP_METADATA */
  ix_str path;
  /** Open for reading, at its beginning, such as of an Android content URI; stays the caller's. With
   * IX_FILE_INPUT_INIT it is -1. */
  int32_t fd;
  uint32_t reserved;
  const void *data;
  size_t data_size;
  ix_read_fn read;
  void *read_ctx;
  ix_str name;         /**< what the user knows it as; absent: that of the path */
  ix_str conversation; /**< whose draft it belongs to; absent: none */
  /** A picture is made so small, in bytes, as for an MMS; 0: as it is. */
  int64_t max_bytes;
  /** A small JPEG of it, where the host has one: what is made here wins. Absent: none. */
  const void *thumbnail;
  size_t thumbnail_size;
  int32_t thumbnail_width; /**< pixels */
  int32_t thumbnail_height;
} ix_file_input;

#define IX_FILE_INPUT_INIT {.struct_size = sizeof(ix_file_input), .fd = -1}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_file_input_init(ix_file_input *input, size_t size) IX_NOEXCEPT;

/** Takes a file that the user picked, durably, and begins to prepare it; `out_file` gets its id, for
 * ix_outgoing.files. Takes as long as copying does: not for an app's main thread. Dropped files and
 * files of discarded messages are removed. Command. Errors: INVALID_ARGUMENT, FILE_UNREADABLE (not
 * there, a folder, a pipe, no right to read), FILE_EMPTY, NOT_FOUND (the conversation), STORE_FULL,
 * STORE_NOT_WRITABLE, STORE_IO. What is wrong with its content is told by its row later. Since 0.1. */
IX_API ix_status ix_file_stage(ix_client *client, const ix_file_input *input, ix_text **out_file,
                               ix_error **out_error) IX_NOEXCEPT;
/** Files that were picked and not sent yet, of a conversation's draft or (absent) all, oldest first:
 * rows of IX_TABLE_ATTACHMENT whose ids are those of ix_file_stage. They outlive the process.
 * IX_EVENT_FILES tells when one is in another state. Snapshot. Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_files_page(ix_client *client, ix_str conversation, ix_page **out,
                               ix_error **out_error) IX_NOEXCEPT;
/** The user says that a file may leave with the private data that cannot be removed from it
 * (IX_FILE_UNCONFIRMED, also within a message; or before that is known). Command. Errors: NOT_FOUND.
 * Since 0.1. */
IX_API ix_status ix_file_confirm(ix_client *client, ix_str file, ix_error **out_error) IX_NOEXCEPT;
/** The user does not want to send it after all. Dropped already: OK. Command. Errors: CANNOT_SEND (it
 * is in a message: discard that). Since 0.1. */
IX_API ix_status ix_file_drop(ix_client *client, ix_str file, ix_error **out_error) IX_NOEXCEPT;

/** Brings an attachment's bytes to this device: at once when they are here, else one transfer for
 * whoever asks, which goes on where an earlier one ended, and is verified. The completion's page has
 * its item's row and attachments: ITEM, ATTACHMENT, REACTION. `priority`: higher ones go first; what
 * is on screen might have 10, what may be wanted next 0. Operation. Errors at once: BUSY, NOT_FOUND.
 * Completion errors: NOT_FOUND, MEDIA_GONE (the service does not have it, or makes no small picture),
 * MEDIA_DAMAGED, RESPONSE_TOO_LARGE (ix_media_policy.max_download_bytes), STORE_FULL, SIGNED_OUT, the
 * network's, CANCELLED. Since 0.1. */
IX_API ix_status ix_attachment_fetch(ix_client *client, ix_str attachment, ix_file_part part,
                                     int32_t priority, ix_operation *out,
                                     ix_error **out_error) IX_NOEXCEPT;
/** Copies an attachment that is here to `path` (which must not exist) or, with an absent path, into the
 * descriptor `fd`, which stays the caller's. Command. Errors: NOT_FOUND, MEDIA_GONE (fetch it first),
 * INVALID_ARGUMENT, STORE_*. A file that was not written whole is removed. Since 0.1. */
IX_API ix_status ix_attachment_export(ix_client *client, ix_str attachment, ix_str path, int32_t fd,
                                      ix_error **out_error) IX_NOEXCEPT;
/** What is pinned (`on` not 0) stays on this device whatever the policy says. Command. Errors:
 * NOT_FOUND, MEDIA_GONE (fetch it first). Since 0.1. */
IX_API ix_status ix_attachment_pin(ix_client *client, ix_str attachment, int32_t on,
                                   ix_error **out_error) IX_NOEXCEPT;
/** Holds the upload of an own message's attachment, or lets it go on. Outlives the process. To give it
 * up, discard the message. Command. Errors: NOT_FOUND (it is at the service already). Since 0.1. */
IX_API ix_status ix_attachment_pause(ix_client *client, ix_str attachment, int32_t on,
                                     ix_error **out_error) IX_NOEXCEPT;
/** What is on its way now: IX_TABLE_TRANSFER. IX_EVENT_TRANSFER tells of each at most ten times a
 * second, and of its end. Snapshot. Errors: the general ones. Since 0.1. */
IX_API ix_status ix_transfers_page(ix_client *client, ix_page **out,
                                   ix_error **out_error) IX_NOEXCEPT;

/** What files may cost; see ix_media_set_policy. */
typedef struct ix_media_policy {
  uint32_t struct_size;
  int32_t auto_thumbnails; /**< 1: small pictures of what a followed thread shows are fetched */
  /** The most that files which came may take on this device, in bytes; beyond it the least recently
   * used go. Never what is pinned, was used within ten minutes, or is to leave. 0: no bound. */
  int64_t cache_bytes;
  int64_t cache_age_ms; /**< those not used for so long go, too; 0: none */
  /** On a metered network (ix_client_hint_network) an upload larger than this waits for another one;
   * 0: none does. */
  int64_t metered_upload_bytes;
  /** Whole files of what a followed thread shows are fetched up to this size; 0: none. */
  int64_t auto_bytes;
  int64_t auto_bytes_metered; /**< the same on a metered network */
  int64_t max_download_bytes; /**< larger ones are refused */
} ix_media_policy;

/** 400 MiB for 60 days, small pictures fetched, 4 GiB at most. */
#define IX_MEDIA_POLICY_INIT                                                              \
  {.struct_size = sizeof(ix_media_policy), .auto_thumbnails = 1,                          \
   .cache_bytes = 419430400, .cache_age_ms = 5184000000, .max_download_bytes = 4294967296}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_media_policy_init(ix_media_policy *policy, size_t size) IX_NOEXCEPT;
/** Takes effect at once, until the client is closed; a host says it after each opening. Immediate.
 * Errors: INVALID_ARGUMENT. Since 0.1. */
IX_API ix_status ix_media_set_policy(ix_client *client, const ix_media_policy *policy,
                                     ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_TRANSFER; members as in ix_row_transfer. */
typedef struct ix_transfer_view {
  uint32_t struct_size;
  ix_file_part part;
  ix_str attachment;
  int64_t done;
  int64_t total;
  int64_t bytes_per_second;
  int32_t upload;
  uint32_t reserved;
} ix_transfer_view;

/** Row `row` of IX_TABLE_TRANSFER. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_transfer(const ix_page *page, uint32_t row,
                                  ix_transfer_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_ATTACHMENT_H */
