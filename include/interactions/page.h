/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file page.h
 * Pages: snapshots of a list, read in bulk (the row block) or row by row (views).
 */
#ifndef INTERACTIONS_PAGE_H
#define INTERACTIONS_PAGE_H

#include <interactions/base.h>
#include <interactions/row_block.h>

IX_BEGIN_DECLS

/** Named filters. */
typedef int32_t ix_preset;
enum {
  IX_PRESET_ALL = 0,
  IX_PRESET_DIRECT = 1,
  IX_PRESET_CHANNELS = 2,
  IX_PRESET_EXTERNAL = 3,
  IX_PRESET_INTERNAL = 4,
  IX_PRESET_CALLS = 5,
  IX_PRESET_UNREAD = 6,
  IX_PRESET_ARCHIVED = 7,
  /** Only in ix_preset_view: no filter; its unread_items is the number for the app's icon. */
  IX_PRESET_BADGE = -1
};

typedef int32_t ix_conversation_kind;
enum {
  IX_CONVERSATION_KIND_CONTACT = 0,
  IX_CONVERSATION_KIND_NUMBER = 1,
  IX_CONVERSATION_KIND_CHANNEL = 2,
  IX_CONVERSATION_KIND_GROUP = 3
};

typedef int32_t ix_route_kind;
enum {
  IX_ROUTE_INTERNAL = 0,
  IX_ROUTE_SMS = 1,
  IX_ROUTE_CHANNEL = 2,
  IX_ROUTE_GROUP = 3,
  IX_ROUTE_PHONE = 4
};

typedef int32_t ix_route_state;
enum {
  IX_ROUTE_STATE_PENDING = 0,
  IX_ROUTE_STATE_JOINED = 1,
  IX_ROUTE_STATE_INVITED = 2,
  IX_ROUTE_STATE_LEFT = 3
};

typedef int32_t ix_item_kind;
enum {
  IX_ITEM_MESSAGE = 0,
  IX_ITEM_CALL = 1,
  IX_ITEM_VOICEMAIL = 2,
  IX_ITEM_NOTICE = 3,
  IX_ITEM_GAP = 4
};

typedef int32_t ix_direction;
enum { IX_DIRECTION_IN = 0, IX_DIRECTION_OUT = 1 };

/** Out: queued, sending, accepted, delivered, read, or failed. In: received. */
typedef int32_t ix_item_state;
enum {
  IX_STATE_RECEIVED = 0,
  IX_STATE_QUEUED = 1,
  IX_STATE_SENDING = 2,
  IX_STATE_ACCEPTED = 3,
  IX_STATE_DELIVERED = 4,
  IX_STATE_READ = 5,
  IX_STATE_FAILED = 6
};

typedef int32_t ix_notice_kind;
enum {
  IX_NOTICE_NONE = 0,
  IX_NOTICE_JOINED = 1,
  IX_NOTICE_LEFT = 2,
  IX_NOTICE_INVITED = 3,
  IX_NOTICE_REMOVED = 4,
  IX_NOTICE_BANNED = 5,
  IX_NOTICE_RENAMED = 6,
  IX_NOTICE_TOPIC = 7,
  IX_NOTICE_UNSUPPORTED = 8,
  IX_NOTICE_ENCRYPTED = 9,
  IX_NOTICE_UPGRADED = 10
};

typedef int32_t ix_call_outcome;
enum {
  IX_CALL_ANSWERED = 0,
  IX_CALL_MISSED = 1,
  IX_CALL_DECLINED = 2,
  IX_CALL_VOICEMAIL = 3,
  IX_CALL_FAILED = 4,
  IX_CALL_ONGOING = 5
};

typedef int32_t ix_contact_kind;
enum { IX_CONTACT_EXTERNAL = 0, IX_CONTACT_MEMBER = 1 };

typedef int32_t ix_address_kind;
enum { IX_ADDRESS_NUMBER = 0, IX_ADDRESS_USER = 1, IX_ADDRESS_EXTENSION = 2 };

typedef int32_t ix_outbox_op;
enum {
  IX_OUTBOX_OP_SEND = 0,
  IX_OUTBOX_OP_ACCEPT_INVITE = 1,
  IX_OUTBOX_OP_EDIT = 2,
  IX_OUTBOX_OP_DELETE = 3,
  IX_OUTBOX_OP_REACT = 4,  /**< put there or taken back */
  IX_OUTBOX_OP_CREATE = 5, /**< a channel or group */
  IX_OUTBOX_OP_JOIN = 6,
  IX_OUTBOX_OP_LEAVE = 7,
  IX_OUTBOX_OP_INVITE = 8
};

/** `blocked`: something a person must fix holds it; `failed`: refused, needs the user. */
typedef int32_t ix_outbox_state;
enum {
  IX_OUTBOX_QUEUED = 0,
  IX_OUTBOX_SENDING = 1,
  IX_OUTBOX_BLOCKED = 2,
  IX_OUTBOX_FAILED = 3
};

/** Why something queued is not on its way; it goes by itself when that ends. */
typedef int32_t ix_waiting_for;
enum {
  IX_WAITING_NOTHING = 0,
  IX_WAITING_NETWORK = 1,
  IX_WAITING_SIGN_IN = 2,
  IX_WAITING_EARLIER = 3,
  IX_WAITING_SYNC = 4,
  IX_WAITING_TIME = 5,
  IX_WAITING_SCHEDULED = 6,    /**< the user said when: `send_at_ms` */
  IX_WAITING_PREPARING = 7,    /**< its files are seen to */
  IX_WAITING_UPLOADING = 8,    /**< its files are on their way */
  IX_WAITING_CONFIRMATION = 9, /**< ix_file_confirm: a file may leave with private data in it */
  IX_WAITING_PAUSED = 10,      /**< ix_attachment_pause holds an upload */
  IX_WAITING_UNMETERED = 11    /**< an upload waits for a network that is not metered */
};

typedef int32_t ix_session_state;
enum { IX_SESSION_SIGNED_OUT = 0, IX_SESSION_SIGNED_IN = 1, IX_SESSION_EXPIRED = 2 };

/** Where a search found something. Open: later versions add to it. */
typedef int32_t ix_match_field;
enum {
  IX_MATCH_TEXT = 0,       /**< a message */
  IX_MATCH_TRANSCRIPT = 1, /**< the words of a voicemail */
  IX_MATCH_TITLE = 2,      /**< the title of a conversation */
  IX_MATCH_NUMBER = 3,     /**< a phone number of a conversation */
  IX_MATCH_FILE_NAME = 4   /**< the names of an item's files, a line each */
};

/** What an attachment is shown as. Open: later versions add to it. */
typedef int32_t ix_attachment_kind;
enum {
  IX_ATTACHMENT_IMAGE = 0,
  IX_ATTACHMENT_VIDEO = 1,
  IX_ATTACHMENT_AUDIO = 2, /**< a voicemail's recording, too */
  IX_ATTACHMENT_FILE = 3
};

/** Why a route stands in its conversation. Open: later versions add to it. */
typedef int32_t ix_grouping_reason;
enum {
  /** a contact claims its user or its number: all routes of one contact are one conversation */
  IX_GROUPED_BY_CONTACT = 0,
  /** nobody claims its number: all sms and phone routes of that number are one conversation */
  IX_GROUPED_BY_NUMBER = 1,
  /** nobody claims its user, or it has neither user nor number: it stands alone */
  IX_GROUPED_ALONE = 2,
  /** a channel or a group: nobody's, a conversation of its own */
  IX_GROUPED_SHARED = 3
};

/** What became of a claim. Open: later versions add to it. */
typedef int32_t ix_claim_verdict;
enum {
  IX_CLAIM_WON = 0, /**< the route is this contact's */
  /** a member of the directory; an external contact goes before it */
  IX_CLAIM_LOST_TO_EXTERNAL = 1,
  /** of the same kind as the winner, whose (source, source_id) comes first bytewise */
  IX_CLAIM_LOST_BY_ORDER = 2
};

/** A page. Immutable, reference counted; text in views lives as long as the page. */
typedef struct ix_page ix_page;

/** Adds a reference; returns `page`. Immediate. Since 0.1. */
IX_API ix_page *ix_page_retain(ix_page *page) IX_NOEXCEPT;
/** Gives a reference back. Immediate. Since 0.1. */
IX_API void ix_page_release(ix_page *page) IX_NOEXCEPT;
/** The row block (row_block.h); valid while the page is retained. Immediate. Since 0.1. */
IX_API const void *ix_page_bytes(const ix_page *page, size_t *out_size) IX_NOEXCEPT;
/** Rows of a table (IX_TABLE_*); 0 when the page has none. Immediate. Since 0.1. */
IX_API uint32_t ix_page_count(const ix_page *page, uint32_t table) IX_NOEXCEPT;
/** Asks for the page after this one; absent: this was the last. Valid while the page is retained.
 * Immediate. Since 0.1. */
IX_API ix_str ix_page_cursor(const ix_page *page) IX_NOEXCEPT;
/** IX_MORE_*: what lies beyond the oldest end. Immediate. Since 0.1. */
IX_API int32_t ix_page_more(const ix_page *page) IX_NOEXCEPT;
/** Of a thread: asks for the items after this page; absent: the newest are on it. Valid while the
 * page is retained. Immediate. Since 0.1. */
IX_API ix_str ix_page_newer_cursor(const ix_page *page) IX_NOEXCEPT;

/*
 * Views. The caller sets struct_size (IX_VIEW_INIT); the library fills no more than that, so a view
 * may grow. Row numbers count from 0; IX_ERROR_NOT_FOUND past the end. All immediate, since 0.1.
 */
#define IX_VIEW_INIT(type) {.struct_size = sizeof(type)}

typedef struct ix_conversation_view {
  uint32_t struct_size;
  ix_conversation_kind kind;
  ix_str id;
  ix_str title;
  ix_str contact;
  int64_t last_activity_ms;
  uint32_t flags;
  int32_t unread;
  int32_t preview_kind;
  ix_direction preview_direction;
  int32_t preview_outcome;
  uint32_t first_route;
  uint32_t route_count;
  uint32_t reserved;
  ix_str preview_text;
  ix_str draft;
  ix_str draft_reply;
} ix_conversation_view;

typedef struct ix_route_view {
  uint32_t struct_size;
  ix_route_kind kind;
  ix_str id;
  ix_str address;
  ix_str from;
  ix_str reason;
  ix_route_state state;
  uint32_t flags;
} ix_route_view;

typedef struct ix_item_view {
  uint32_t struct_size;
  ix_item_kind kind;
  ix_str id;
  ix_str sender;
  ix_str sender_name;
  ix_str route;
  ix_str text;
  ix_str reply_to;
  int64_t at_ms;
  ix_direction direction;
  ix_item_state state;
  ix_notice_kind notice;
  uint32_t flags;
  ix_waiting_for waiting_for;
  ix_direction call_direction;
  ix_call_outcome call_outcome;
  ix_status failure_code;
  int64_t call_duration_ms;
  int64_t call_started_ms;
  ix_str call_number;
  ix_str call_id;
  int32_t failure_origin;
  int32_t failure_retry;
  int32_t failure_fixer;
  uint32_t first_reaction;
  ix_str failure_message;
  uint32_t reaction_count;
  uint32_t first_attachment;
  uint32_t attachment_count;
  uint32_t reserved;
  int64_t send_at_ms;
} ix_item_view;

typedef struct ix_reaction_view {
  uint32_t struct_size;
  int32_t count;
  ix_str key;
  int32_t mine;
  uint32_t reserved;
} ix_reaction_view;

/** As ix_row_attachment: the sender's description, not verified. */
typedef struct ix_attachment_view {
  uint32_t struct_size;
  ix_attachment_kind kind;
  ix_str id;
  ix_str name;
  ix_str mime_type;
  int64_t size;
  int64_t duration_ms;
  int32_t width;
  int32_t height;
  ix_str path;
  ix_str thumbnail_path;
  int32_t thumbnail_width;
  int32_t thumbnail_height;
  int32_t state; /**< IX_FILE_* (attachment.h) */
  int32_t failure_code;
} ix_attachment_view;

typedef struct ix_contact_view {
  uint32_t struct_size;
  ix_contact_kind kind;
  ix_str id;
  ix_str name;
  ix_str conversation;
  ix_str source_id;
  uint32_t first_address;
  uint32_t address_count;
} ix_contact_view;

typedef struct ix_address_view {
  uint32_t struct_size;
  ix_address_kind kind;
  ix_str address;
  ix_str reason;
  int32_t sendable;
  uint32_t reserved;
} ix_address_view;

typedef struct ix_outbox_view {
  uint32_t struct_size;
  ix_outbox_op op;
  ix_str id;
  ix_str conversation;
  ix_str item;
  int64_t next_try_ms;
  int64_t created_ms;
  ix_outbox_state state;
  int32_t attempts;
  ix_waiting_for waiting_for;
  int32_t has_failure;
  ix_status failure_code;
  int32_t failure_origin;
  int32_t failure_retry;
  int32_t failure_fixer;
  ix_str failure_message;
  int64_t send_at_ms;
  ix_str subject; /**< INVITE: the user; JOIN: the address; else absent */
} ix_outbox_view;

typedef struct ix_account_view {
  uint32_t struct_size;
  ix_session_state session;
  ix_str server;
  ix_str user_id;
  ix_str display_name;
  ix_str device_id;
  int64_t last_sync_ms;
  uint32_t first_number;
  uint32_t number_count;
  int64_t conversations;
  int64_t items;
  int64_t outbox;
  int64_t store_bytes;
} ix_account_view;

typedef struct ix_preset_view {
  uint32_t struct_size;
  ix_preset preset;
  ix_str id;
  uint32_t flags;
  uint32_t reserved;
  int64_t conversations;
  int64_t unread_conversations;
  int64_t unread_items;
} ix_preset_view;

typedef struct ix_typist_view {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str id;
  ix_str conversation;
  ix_str route;
  ix_str user;
  ix_str name;
} ix_typist_view;

IX_API ix_status ix_page_conversation(const ix_page *page, uint32_t row,
                                      ix_conversation_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_route(const ix_page *page, uint32_t row, ix_route_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_item(const ix_page *page, uint32_t row, ix_item_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_contact(const ix_page *page, uint32_t row,
                                 ix_contact_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_address(const ix_page *page, uint32_t row,
                                 ix_address_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_outbox(const ix_page *page, uint32_t row,
                                ix_outbox_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_account(const ix_page *page, uint32_t row,
                                 ix_account_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_reaction(const ix_page *page, uint32_t row,
                                  ix_reaction_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_attachment(const ix_page *page, uint32_t row,
                                    ix_attachment_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_preset(const ix_page *page, uint32_t row,
                                ix_preset_view *view) IX_NOEXCEPT;
IX_API ix_status ix_page_typist(const ix_page *page, uint32_t row,
                                ix_typist_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_PAGE_H */
