/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file row_block.h
 * The layout of a page: one immutable block of bytes, decoded in C, Kotlin and Swift from these
 * same definitions.
 *
 *     ix_block_header | ix_block_table * table_count | rows of each table | string heap
 *
 * - Little-endian; the block and every table start at a multiple of 8; at most 16 MiB.
 * - A table's `stride` is the distance between its rows. It may be larger than the structs here:
 *   a newer library appends columns. Never use sizeof of a row to step.
 * - An ix_ref points into the block; the bytes are UTF-8 and a NUL follows them. offset 0: absent.
 * - A child range (first, count) names rows of another table of the same block.
 * - Numbers of enumerations are those of page.h. Unknown table kinds are to be skipped.
 */
#ifndef INTERACTIONS_ROW_BLOCK_H
#define INTERACTIONS_ROW_BLOCK_H

#include <stdint.h>

#define IX_BLOCK_MAGIC 0x4B425849u /* "IXBK" */
#define IX_BLOCK_VERSION 1u
#define IX_BLOCK_MAX_BYTES 16777216u

typedef struct ix_ref {
  uint32_t offset; /**< from the start of the block; 0: absent */
  uint32_t size;   /**< bytes, without the NUL */
} ix_ref;

typedef struct ix_block_header {
  uint32_t magic;
  uint16_t version;
  uint16_t header_size; /**< the table directory starts here */
  uint32_t total_size;
  uint32_t table_count;
  int32_t more;     /**< IX_MORE_*: what lies beyond the end of this page */
  uint32_t reserved;
  ix_ref cursor;    /**< asks for the next page; absent: this was the last */
  ix_ref newer_cursor; /**< of a thread: asks for newer rows; absent: the newest are here */
} ix_block_header;

typedef struct ix_block_table {
  uint32_t kind;   /**< IX_TABLE_* */
  uint32_t count;
  uint32_t stride;
  uint32_t offset; /**< of row 0 */
} ix_block_table;

enum {
  IX_TABLE_CONVERSATION = 1,
  IX_TABLE_ROUTE = 2,
  IX_TABLE_ITEM = 3,
  IX_TABLE_CONTACT = 4,
  IX_TABLE_ADDRESS = 5,
  IX_TABLE_OUTBOX = 6,
  IX_TABLE_ACCOUNT = 7,
  IX_TABLE_CHANGE = 8,
  IX_TABLE_MATCH = 9,
  IX_TABLE_RANGE = 10,
  IX_TABLE_REACTION = 11,
  IX_TABLE_PRESET = 12,
  IX_TABLE_TYPIST = 13,
  IX_TABLE_FINDING = 14,
  IX_TABLE_GROUPING = 15,
  IX_TABLE_CLAIM = 16,
  IX_TABLE_NOTIFICATION = 17,
  IX_TABLE_ATTACHMENT = 18,
  IX_TABLE_SMS = 19,
  IX_TABLE_SMS_FLIP = 20,
  IX_TABLE_ROUTE_SIZE = 21,
  IX_TABLE_CONSENT = 22,
  IX_TABLE_RECIPIENT = 23,
  IX_TABLE_MEMBER = 24,
  IX_TABLE_SOURCE = 25,
  IX_TABLE_FILE_PLAN = 26,
  IX_TABLE_TRANSFER = 27
};

/** What lies beyond the oldest end of a page. */
enum {
  IX_MORE_LOCAL = 0, /**< more rows are stored: ask with the cursor */
  IX_MORE_GAP = 1,   /**< the last row is a gap and nothing older is stored: fill it */
  IX_MORE_START = 2  /**< this is everything there is */
};

/** Bits of ix_row_conversation.flags. */
enum {
  IX_CONVERSATION_UNREAD_LOWER_BOUND = 1,
  IX_CONVERSATION_MUTED = 2,
  IX_CONVERSATION_PINNED = 4,
  IX_CONVERSATION_ARCHIVED = 8,
  IX_CONVERSATION_MARKED_UNREAD = 16,
  IX_CONVERSATION_CAN_SEND = 32,
  /** The draft answers an item that is not stored now: pruned, or in a part of the history that is
   * not fetched (again). */
  IX_CONVERSATION_DRAFT_REPLY_GONE = 64
};

typedef struct ix_row_conversation {
  ix_ref id;
  ix_ref title;
  ix_ref contact; /**< contact id; absent: none */
  int64_t last_activity_ms; /**< 0: no message or call yet */
  int32_t kind;             /**< IX_CONVERSATION_KIND_* */
  uint32_t flags;
  int32_t unread;
  int32_t preview_kind; /**< IX_ITEM_*; -1: no preview */
  int32_t preview_direction;
  uint32_t first_route; /**< rows of IX_TABLE_ROUTE */
  uint32_t route_count;
  int32_t preview_outcome; /**< IX_CALL_*, for a call; -1 otherwise */
  ix_ref preview_text;
  ix_ref draft;
  ix_ref draft_reply; /**< id of the item that the draft answers; absent: none that is stored */
} ix_row_conversation;

/** Bits of ix_row_route.flags. */
enum {
  IX_ROUTE_DEFAULT = 1, /**< the composer begins with it, and a send without a route goes by it */
  IX_ROUTE_CAN_SEND = 2,
  IX_ROUTE_CHOSEN = 4, /**< it is the default because the user said so */
  IX_ROUTE_OPTED_OUT = 8 /**< the peer seems to have opted out of texts from its own number: say so
                              before sending. With reason "opted_out" the gateway or the carrier
                              reported it, and sends are refused. See consent.h */
};

typedef struct ix_row_route {
  ix_ref id;
  ix_ref address; /**< E.164, user id, or the backend's id of a channel or group */
  ix_ref from;    /**< own number in E.164; absent: not a number, or the only one */
  ix_ref reason;  /**< why one cannot send: a key such as "no_permission", or one of
                     ix_number_reason; absent: one can */
  int32_t kind;   /**< IX_ROUTE_* kinds */
  int32_t state;  /**< IX_ROUTE_STATE_* */
  uint32_t flags;
  uint32_t reserved;
} ix_row_route;

/** Bits of ix_row_item.flags. */
enum {
  IX_ITEM_EDITED = 1,
  IX_ITEM_DELETED = 2,
  IX_ITEM_HAS_CALL = 4,
  IX_ITEM_HAS_FAILURE = 8,
  IX_ITEM_COUNTS_AS_UNREAD = 16,
  /** Counts as unread, and lies above the own read marker. The first one of a thread is where "new
   * messages" begin. */
  IX_ITEM_UNREAD = 32,
  /** An edit, a deletion or a reaction of oneself is shown and not confirmed yet. */
  IX_ITEM_CHANGE_PENDING = 64,
  /** One was refused or given up, and is not shown any more: rows of the outbox with this item say
   * why, until they are retried or discarded. */
  IX_ITEM_CHANGE_FAILED = 128
};

typedef struct ix_row_item {
  ix_ref id;
  ix_ref sender; /**< backend user id; absent: unknown */
  ix_ref sender_name;
  ix_ref route;
  ix_ref text; /**< message or caption, transcript of a voicemail, or what a notice names */
  ix_ref reply_to;
  int64_t at_ms;
  int32_t kind;      /**< IX_ITEM_* kinds */
  int32_t direction; /**< IX_DIRECTION_* */
  int32_t state;     /**< IX_STATE_* */
  int32_t notice;    /**< IX_NOTICE_* */
  uint32_t flags;
  int32_t waiting_for;       /**< IX_WAITING_*, of a queued item */
  int32_t call_direction;    /**< with IX_ITEM_HAS_CALL */
  int32_t call_outcome;      /**< IX_CALL_* */
  int64_t call_duration_ms;
  int64_t call_started_ms;
  ix_ref call_number; /**< E.164; absent: withheld */
  ix_ref call_id;
  int32_t failure_code; /**< with IX_ITEM_HAS_FAILURE: IX_ERROR_* */
  int32_t failure_origin;
  int32_t failure_retry;
  int32_t failure_fixer;
  ix_ref failure_message;
  uint32_t first_reaction; /**< rows of IX_TABLE_REACTION */
  uint32_t reaction_count;
  uint32_t first_attachment; /**< rows of IX_TABLE_ATTACHMENT, in their order */
  uint32_t attachment_count;
  int64_t send_at_ms; /**< of an own message that has not left: when it is to; 0: at once */
} ix_row_item;

/** What people answered an item with: one row a key, the most used first. */
typedef struct ix_row_reaction {
  ix_ref key;    /**< mostly one emoji */
  int32_t count; /**< people, oneself included */
  int32_t mine;  /**< 1: oneself is among them */
} ix_row_reaction;

/** A file of an item, or one that was picked and not sent yet. Of one that came, the description is its
 * sender's: nothing of it is verified but what is here. */
typedef struct ix_row_attachment {
  ix_ref id;   /**< of an item's: for ix_attachment_*; of a picked one: for ix_file_* and ix_outgoing */
  ix_ref name; /**< no path and no control characters; never empty */
  ix_ref mime_type; /**< "image/jpeg", without parameters; absent: not said */
  int64_t size;        /**< bytes; 0: not said */
  int64_t duration_ms; /**< of a video or a recording; 0: not said */
  int32_t kind;        /**< IX_ATTACHMENT_* */
  int32_t width;       /**< pixels; 0: not said */
  int32_t height;
  int32_t state;       /**< IX_FILE_* */
  /** Of the bytes on this device, absolute; absent: they are not here. To be read only. It may go when
   * it was not used for a while: open it at once, or pin it. */
  ix_ref path;
  ix_ref thumbnail_path; /**< the same of a small picture */
  int32_t thumbnail_width; /**< pixels; 0: not said */
  int32_t thumbnail_height;
  int32_t failure_code; /**< IX_ERROR_*, with IX_FILE_FAILED */
  uint32_t reserved;
} ix_row_attachment;

/** An upload or download that is on its way. */
typedef struct ix_row_transfer {
  ix_ref attachment;
  int64_t done; /**< bytes; of a download with those that were here before */
  int64_t total; /**< bytes; 0: not known */
  int64_t bytes_per_second; /**< of the last second; 0: not measured yet */
  int32_t part; /**< IX_PART_* */
  int32_t upload; /**< 1: to the service */
} ix_row_transfer;

typedef struct ix_row_contact {
  ix_ref id;
  ix_ref name;
  ix_ref conversation; /**< absent: none yet */
  ix_ref source_id;
  int32_t kind; /**< IX_CONTACT_* */
  uint32_t first_address; /**< rows of IX_TABLE_ADDRESS */
  uint32_t address_count;
  uint32_t reserved;
} ix_row_contact;

typedef struct ix_row_address {
  ix_ref address;
  int32_t kind;       /**< IX_ADDRESS_* */
  int32_t sendable;   /**< 1: a message can be sent there */
  ix_ref reason;      /**< why not: a key, of a number as ix_number_reason; absent: it can */
} ix_row_address;

/** Bits of ix_row_recipient.flags. */
enum {
  IX_RECIPIENT_TYPED = 1,    /**< `address` is the number that was typed */
  IX_RECIPIENT_OPTED_OUT = 2 /**< seems to want no texts, see IX_ROUTE_OPTED_OUT */
};

/** Somebody whom a new message may go to; see ix_recipients_page. */
typedef struct ix_row_recipient {
  ix_ref title;        /**< a name, or a number as written in its country */
  ix_ref contact;      /**< id; absent: no contact */
  ix_ref conversation; /**< id of the one there is, which is used again; absent: none yet */
  ix_ref route;        /**< id of the route it would go by; absent: yet to be made */
  ix_ref address;      /**< where it would go: E.164, user id, or the backend's id of a room; what
                            was typed, where a number has no E.164; absent: nowhere */
  ix_ref reason;       /**< why it cannot: a key such as "opted_out", "no_sms", "left", one of
                            ix_number_reason, "extension" or "no_address"; absent: it can */
  int64_t used_ms;     /**< last activity; 0: none */
  int32_t kind;        /**< IX_RECIPIENT_KIND_* */
  int32_t route_kind;  /**< IX_ROUTE_* kind of that route */
  int32_t sendable;
  int32_t number_class; /**< IX_NUMBER_* of an address that is a number; else INVALID */
  uint32_t flags;
  uint32_t first_address; /**< rows of IX_TABLE_ADDRESS: all of a contact's */
  uint32_t address_count;
  uint32_t reserved;
} ix_row_recipient;

typedef struct ix_row_outbox {
  ix_ref id;
  ix_ref conversation;
  ix_ref item;
  int64_t next_try_ms; /**< 0: at once */
  int64_t created_ms;
  int32_t op;    /**< IX_OUTBOX_OP_* */
  int32_t state; /**< IX_OUTBOX_* */
  int32_t attempts;
  int32_t waiting_for; /**< IX_WAITING_* */
  int32_t has_failure; /**< 1: what went wrong last; kept while it is tried again */
  int32_t failure_code;
  int32_t failure_origin;
  int32_t failure_retry;
  int32_t failure_fixer;
  uint32_t reserved;
  ix_ref failure_message;
  int64_t send_at_ms; /**< not before this time; 0: at once */
  ix_ref subject; /**< INVITE: the user; JOIN: the address; else absent */
} ix_row_outbox;

typedef struct ix_row_account {
  ix_ref server;
  ix_ref user_id;
  ix_ref display_name;
  ix_ref device_id;
  int64_t last_sync_ms; /**< 0: never */
  int32_t session;      /**< IX_SESSION_* */
  uint32_t first_number; /**< rows of IX_TABLE_ADDRESS */
  uint32_t number_count;
  uint32_t reserved;
  int64_t conversations;
  int64_t items;
  int64_t outbox;
  int64_t store_bytes;
} ix_row_account;

/** One step from an old list to a new one; apply them in order. See subscription.h. */
typedef struct ix_row_change {
  ix_ref id;     /**< of the row it is about */
  int32_t op;    /**< IX_CHANGE_* */
  uint32_t from; /**< remove, move, update: index before this step */
  uint32_t to;   /**< insert, move: index after this step */
  uint32_t row;  /**< insert, update: row of the list's own table; UINT32_MAX otherwise */
  uint64_t fields; /**< update: IX_FIELD_* that differ */
} ix_row_change;

/** What a preset counts now. See IX_LIVE_COUNTS. */
typedef struct ix_row_preset {
  ix_ref id;       /**< its name, such as "direct"; "badge" */
  int32_t preset;  /**< IX_PRESET_*; IX_PRESET_BADGE */
  uint32_t flags;  /**< IX_COUNTS_* */
  int64_t conversations;
  int64_t unread_conversations;
  int64_t unread_items;
} ix_row_preset;

/** Somebody who is writing right now. See IX_LIVE_TYPING. */
typedef struct ix_row_typist {
  ix_ref id;           /**< of this row; opaque */
  ix_ref conversation; /**< id */
  ix_ref route;        /**< id */
  ix_ref user;         /**< backend user id */
  ix_ref name;
} ix_row_typist;

/** One result of a search: what was found, and the part of it to show. See search.h. */
typedef struct ix_row_match {
  ix_ref conversation; /**< id */
  ix_ref title;        /**< of the conversation */
  ix_ref snippet;      /**< one line */
  int32_t field;       /**< IX_MATCH_*: where it was found */
  uint32_t row;        /**< of IX_TABLE_ITEM, or of IX_TABLE_CONVERSATION */
  uint32_t first_range; /**< rows of IX_TABLE_RANGE: what to highlight, in order, without overlap */
  uint32_t range_count;
} ix_row_match;

/** Bits of ix_row_sms.mms: why a message leaves as an MMS. */
enum {
  IX_MMS_ATTACHMENT = 1, /**< it has files */
  IX_MMS_GROUP = 2,      /**< it goes to several numbers at once */
  IX_MMS_LONG_TEXT = 4   /**< the own number sends a text of so many parts as one MMS */
};

/** What a text costs as an SMS; see sms.h. From `route` on only a preflight fills it. */
typedef struct ix_row_sms {
  int32_t encoding; /**< IX_SMS_* */
  int32_t units;
  int32_t parts;
  int32_t remaining;
  uint32_t first_flip; /**< rows of IX_TABLE_SMS_FLIP, in the order of the text */
  uint32_t flip_count;
  ix_ref route;  /**< id of the route it would leave by; absent: one that is yet to be made */
  ix_ref from;   /**< own number in E.164; absent: not known */
  ix_ref reason; /**< why it would be refused: a key such as "opted_out"; absent: it would not */
  uint32_t mms;  /**< IX_MMS_*; 0: it leaves as an SMS */
  int32_t consent; /**< IX_CONSENT_* of the pair; the word that decides is row 0 of
                        IX_TABLE_CONSENT */
  int32_t by_sms;  /**< 0: it leaves by another kind of route, where none of this counts */
  int32_t files;   /**< the gravest IX_FILE_* of the files that were described */
  int64_t media_bytes; /**< of the message with these files as they leave; 0: none were described */
} ix_row_sms;

/** What becomes of a file; see sms.h. */
typedef struct ix_row_file_plan {
  int64_t sent_bytes; /**< as it leaves, at most */
  int32_t verdict; /**< IX_FILE_* */
  uint32_t reserved;
} ix_row_file_plan;

/** Somebody in a channel or group; see channel.h. */
typedef struct ix_row_member {
  ix_ref user; /**< the backend's id */
  ix_ref name;
  int32_t state; /**< IX_MEMBER_* */
  int32_t role;  /**< IX_ROLE_* */
} ix_row_member;

/** Bits of ix_row_source.flags. */
enum {
  IX_SOURCE_AVAILABLE = 1,       /**< this platform has it */
  IX_SOURCE_NEEDS_PERMISSION = 2 /**< without it a request opens at once, as for the photo pickers of
                                      Android and iOS and the file choosers */
};

/** Where files may come from; see permission.h. */
typedef struct ix_row_source {
  ix_ref name;
  ix_ref label;
  ix_ref reason; /**< a key; absent: the conversation takes files */
  ix_ref key;    /**< of the texts; absent, with them: the step has no screen */
  ix_ref title;
  ix_ref body;
  ix_ref confirm;
  ix_ref dismiss;
  int64_t since_ms; /**< 0: there is no request */
  int32_t source;   /**< IX_SOURCE_* */
  uint32_t flags;   /**< IX_SOURCE_AVAILABLE, IX_SOURCE_NEEDS_PERMISSION */
  int32_t state;    /**< IX_PERMISSION_* */
  int32_t step;     /**< IX_STEP_* */
} ix_row_source;

/** A pair of numbers, or one word on it; see consent.h. */
typedef struct ix_row_consent {
  ix_ref own;          /**< E.164; absent: not known */
  ix_ref peer;         /**< E.164 */
  ix_ref keyword;      /**< what the peer texted, as it is listed: "STOP"; absent: no keyword */
  ix_ref conversation; /**< id; absent: none with this number */
  int64_t at_ms;       /**< when it was said; 0: not known */
  int32_t state;       /**< IX_CONSENT_* */
  int32_t source;      /**< IX_CONSENT_BY_* */
} ix_row_consent;

/** A character that makes an SMS dear. */
typedef struct ix_row_sms_flip {
  ix_ref character;
  ix_ref replacement; /**< absent: there is none, or (with `replaceable`) it can be left out */
  int32_t count;
  int32_t replaceable; /**< 1: there is a harmless replacement */
} ix_row_sms_flip;

/** A part of a snippet, in bytes of its UTF-8; never in the middle of a character. */
typedef struct ix_row_range {
  uint32_t start;
  uint32_t size;
} ix_row_range;

/** What the doctor found; see store.h. */
typedef struct ix_row_finding {
  ix_ref name;
  ix_ref first;
  int64_t count;
  int32_t check; /**< IX_STORE_CHECK_* */
  int32_t repaired;
} ix_row_finding;

/** Why a route stands in its conversation; see ix_conversation_explain. */
typedef struct ix_row_grouping {
  ix_ref route;         /**< id */
  int32_t reason;       /**< IX_GROUPED_* */
  uint32_t first_claim; /**< rows of IX_TABLE_CLAIM, the one that counts first */
  uint32_t claim_count;
  uint32_t reserved;
} ix_row_grouping;

/** A contact that has the user or the number of a route. */
typedef struct ix_row_claim {
  ix_ref contact; /**< id */
  ix_ref name;
  ix_ref source; /**< "host", "directory" */
  ix_ref source_id;
  ix_ref address;       /**< what it has in common with the route */
  int32_t address_kind; /**< IX_ADDRESS_* */
  int32_t contact_kind; /**< IX_CONTACT_* */
  int32_t verdict;      /**< IX_CLAIM_* */
  uint32_t reserved;
} ix_row_claim;

/** An item to notify the user of; see notification.h. */
typedef struct ix_row_notification {
  ix_ref conversation; /**< id */
  ix_ref title;        /**< of the conversation */
  uint32_t item;       /**< row of IX_TABLE_ITEM */
  uint32_t reserved;
} ix_row_notification;

/** What is stored of a route; see ix_store_sizes. */
typedef struct ix_row_route_size {
  ix_ref route;        /**< id; absent: of all routes */
  ix_ref conversation; /**< id */
  int64_t items;
  int64_t text_bytes;
  int64_t metadata_bytes;
} ix_row_route_size;

#endif /* INTERACTIONS_ROW_BLOCK_H */
