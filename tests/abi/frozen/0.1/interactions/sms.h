/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sms.h
 * What a text costs as an SMS, while it is typed: the alphabet it needs (3GPP TS 23.038), its parts,
 * and which characters make it dear, which needs no client; and what would become of the message. No
 * network.
 */
#ifndef INTERACTIONS_SMS_H
#define INTERACTIONS_SMS_H

#include <interactions/client.h>
#include <interactions/error.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** Alphabet of an SMS. One character outside the GSM alphabet makes the whole text UCS-2. */
typedef int32_t ix_sms_encoding;
enum {
  IX_SMS_GSM7 = 0, /**< units are septets: 160 in one part, 153 in each of several */
  IX_SMS_UCS2 = 1  /**< units are UTF-16 code units: 70 in one part, 67 in each of several */
};

/** Measures `text` (at most 64 KiB of UTF-8). `from`: the own number it would leave by, E.164;
 * absent: a local number. From a toll-free number parts of several hold 152 and 66. Tables: SMS (one
 * row), SMS_FLIP. Immediate; any thread; a few microseconds. Errors: INVALID_ARGUMENT (not UTF-8,
 * too long, `from` not E.164). Since 0.1. */
IX_API ix_status ix_sms_parts(ix_str text, ix_str from, ix_page **out,
                              ix_error **out_error) IX_NOEXCEPT;

/** A file that is to go with a message. */
typedef struct ix_draft_file {
  uint32_t struct_size;
  ix_attachment_kind kind;
  ix_str mime_type; /**< absent: not known, which no MMS takes */
  int64_t bytes;
} ix_draft_file;

#define IX_DRAFT_FILE_INIT {.struct_size = sizeof(ix_draft_file), .kind = IX_ATTACHMENT_FILE}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_draft_file_init(ix_draft_file *file, size_t size) IX_NOEXCEPT;

/** What becomes of a file, by the limits of the way the message would leave (number.h) and the
 * backend's own; the gravest last. Open. */
typedef int32_t ix_file_verdict;
enum {
  IX_FILE_PLAN_AS_IT_IS = 0,
  IX_FILE_PLAN_SCALED = 1,             /**< a photo that is made smaller: to `sent_bytes` at most */
  IX_FILE_PLAN_TOO_MANY = 2,           /**< the message takes no more files */
  IX_FILE_PLAN_TYPE = 3,               /**< of a type that does not go this way */
  IX_FILE_PLAN_TOO_LARGE = 4,          /**< for a text message: send a link, or choose chat */
  IX_FILE_PLAN_TOO_LARGE_FOR_SERVER = 5 /**< for the backend, whatever the way */
};

/** A message that is being written. */
typedef struct ix_sms_draft {
  uint32_t struct_size;
  uint32_t attachment_count; /**< files that go with it; fewer than file_count: so many */
  ix_str text;
  ix_str conversation;       /**< id; or */
  ix_str to;                 /**< a number as a person writes it, where there is none yet */
  ix_str via;                /**< of a conversation: the route's id; absent: its default route */
  uint32_t recipient_count;  /**< numbers it goes to at once; 0 and 1: the one */
  uint32_t file_count;       /**< at most 1000 */
  const ix_draft_file *files; /**< those that are known, in their order; NULL: none is */
} ix_sms_draft;

#define IX_SMS_DRAFT_INIT {.struct_size = sizeof(ix_sms_draft)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_sms_draft_init(ix_sms_draft *draft, size_t size) IX_NOEXCEPT;

/** What would become of the message if it were sent now: all of ix_sms_parts() with the parts of the
 * own number it leaves by, whether it leaves as an MMS, what the ledger of consent says of the pair
 * (consent.h), what becomes of the files, and why it would be refused. Tables: SMS (one row),
 * SMS_FLIP, CONSENT (the word that decides, if there is one), FILE_PLAN (one for each of
 * draft->files). Meant for every key press: from the cache, some tens of microseconds.
 * Snapshot. Errors: INVALID_ARGUMENT (neither or both of conversation and to; not UTF-8; text longer
 * than 64 KiB; more than 1000 files, a kind or size that is none), NUMBER_INVALID, NOT_FOUND, STORE_*. Since 0.1. */
IX_API ix_status ix_sms_preflight(ix_client *client, const ix_sms_draft *draft, ix_page **out,
                                  ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_SMS. From `route` on as in ix_row_sms; only ix_sms_preflight() fills it. */
typedef struct ix_sms_view {
  uint32_t struct_size;
  ix_sms_encoding encoding;
  int32_t units;
  int32_t parts;     /**< 0: there is no text */
  int32_t remaining; /**< units that fit without another part */
  uint32_t first_flip;
  uint32_t flip_count;
  int32_t by_sms;  /**< 0: it leaves by another kind of route, where none of this counts */
  ix_str route;    /**< id of the route it would leave by; absent: one that is yet to be made */
  ix_str from;     /**< own number; absent: not known */
  ix_str reason;   /**< why it would be refused: "opted_out", "no_permission", "no_sms", "no_mms",
                        "premium", of files "too_many_files", "file_type", "files_too_large",
                        "files_too_large_for_server", and the like; absent: it would not */
  uint32_t mms;    /**< IX_MMS_*: why it leaves as an MMS; 0: as an SMS */
  int32_t consent; /**< IX_CONSENT_* (consent.h): OPTED_OUT is worth a warning */
  int64_t media_bytes; /**< of the message with the described files as they leave; 0: there are none */
  ix_file_verdict files; /**< the gravest of theirs */
  uint32_t reserved;
} ix_sms_view;

/** Row of IX_TABLE_FILE_PLAN, in the order of the draft's files. */
typedef struct ix_file_plan_view {
  uint32_t struct_size;
  ix_file_verdict verdict;
  int64_t sent_bytes; /**< as it leaves, at most; of a file that does not: as it is */
} ix_file_plan_view;

/** Row of IX_TABLE_SMS_FLIP: a character, as people see one, that the GSM alphabet lacks. */
typedef struct ix_sms_flip_view {
  uint32_t struct_size;
  int32_t count;      /**< how often it occurs */
  ix_str character;
  ix_str replacement;  /**< with `replaceable`: says the same; absent: it can be left out */
  int32_t replaceable; /**< 0: the GSM alphabet has nothing harmless for it */
  uint32_t reserved;
} ix_sms_flip_view;

/** As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_sms(const ix_page *page, uint32_t row, ix_sms_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_file_plan(const ix_page *page, uint32_t row,
                                   ix_file_plan_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_sms_flip(const ix_page *page, uint32_t row,
                                  ix_sms_flip_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_SMS_H */
