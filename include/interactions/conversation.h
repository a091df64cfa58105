/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file conversation.h
 * Lists of conversations, threads, and starting a new one.
 */
#ifndef INTERACTIONS_CONVERSATION_H
#define INTERACTIONS_CONVERSATION_H

#include <interactions/client.h>
#include <interactions/filter.h>

IX_BEGIN_DECLS

/** Conversations: pinned ones first, then the newest activity. `filter` NULL: all. `cursor` of
 * the page before, or absent. `limit` 1 to 1000: exactly that many rows while there are so many.
 * Tables: CONVERSATION, ROUTE. Snapshot. Errors: INVALID_CURSOR. Since 0.1. */
IX_API ix_status ix_conversations_page(ix_client *client, const ix_filter *filter, ix_str cursor,
                                       uint32_t limit, ix_page **out,
                                       ix_error **out_error) IX_NOEXCEPT;

/** How many a filter holds: what listing it to its end would give. */
typedef struct ix_counts {
  uint32_t struct_size;
  uint32_t flags; /**< IX_COUNTS_* */
  int64_t conversations;
  int64_t unread_conversations; /**< with unread items, or marked unread */
  int64_t unread_items;
} ix_counts;
/** ix_counts.flags: history that is not fetched yet may hold more unread items. */
#define IX_COUNTS_LOWER_BOUND 1u

/** Counts. `filter` NULL: all. `out`: set its struct_size (IX_VIEW_INIT). Snapshot. Errors:
 * the general ones. Since 0.1. */
IX_API ix_status ix_conversations_count(ix_client *client, const ix_filter *filter, ix_counts *out,
                                        ix_error **out_error) IX_NOEXCEPT;
/** The number for the app's icon: unread items, but for muted and archived conversations.
 * Snapshot. Errors: the general ones. Since 0.1. */
IX_API ix_status ix_client_badge(ix_client *client, int64_t *out,
                                 ix_error **out_error) IX_NOEXCEPT;

/** One conversation, by any id it ever had. Snapshot. Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_conversation_get(ix_client *client, ix_str conversation, ix_page **out,
                                     ix_error **out_error) IX_NOEXCEPT;

/** Why the routes of a conversation (any id it ever had) stand together. Tables: CONVERSATION (one
 * row), ROUTE, GROUPING (one row a route, in the same order), CLAIM (the contacts that have the
 * route's user or number: the one that counts, then those that lost, in the order of the rule).
 * Claims do not chain: a contact that lost here may have a conversation of its own. Snapshot.
 * Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_conversation_explain(ix_client *client, ix_str conversation, ix_page **out,
                                         ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_GROUPING. */
typedef struct ix_grouping_view {
  uint32_t struct_size;
  ix_grouping_reason reason;
  ix_str route;
  uint32_t first_claim; /**< rows of IX_TABLE_CLAIM */
  uint32_t claim_count;
} ix_grouping_view;

/** Row of IX_TABLE_CLAIM. */
typedef struct ix_claim_view {
  uint32_t struct_size;
  ix_claim_verdict verdict;
  ix_str contact;
  ix_str name;
  ix_str source;
  ix_str source_id;
  ix_str address;
  ix_address_kind address_kind;
  ix_contact_kind contact_kind;
} ix_claim_view;

/** Row `row` of IX_TABLE_GROUPING. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_grouping(const ix_page *page, uint32_t row,
                                  ix_grouping_view *view) IX_NOEXCEPT;
/** Row `row` of IX_TABLE_CLAIM. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_claim(const ix_page *page, uint32_t row,
                               ix_claim_view *view) IX_NOEXCEPT;

/** A page of a conversation's timeline, oldest row first, newest last. Without a cursor the
 * newest items; with ix_page_cursor of a page those before it, with its ix_page_newer_cursor those
 * after it. `limit` 1 to 1000 counts gaps and unsent items, too. Tables: ITEM, REACTION,
 * ATTACHMENT. ix_page_more says whether history goes on. Snapshot. Errors: NOT_FOUND,
 * INVALID_CURSOR. Since 0.1. */
IX_API ix_status ix_thread_page(ix_client *client, ix_str conversation, ix_str cursor,
                                uint32_t limit, ix_page **out, ix_error **out_error) IX_NOEXCEPT;
/** A page of a conversation's timeline around one item: half of `limit` (1 to 1000) before it, the
 * rest after it; more of one side where the other has not so many. `item` absent: around the first
 * unread item, and the newest page when nothing is unread. `out_row` (may be NULL): the item's row,
 * UINT32_MAX for none. What is unread in history that is not fetched yet (a gap) does not count
 * here. Tables: ITEM, REACTION, ATTACHMENT. Snapshot. Errors: NOT_FOUND (also when the item is not
 * of this conversation). Since 0.1. */
IX_API ix_status ix_thread_around(ix_client *client, ix_str conversation, ix_str item,
                                  uint32_t limit, ix_page **out, uint32_t *out_row,
                                  ix_error **out_error) IX_NOEXCEPT;
/** One item. Tables: ITEM, REACTION, ATTACHMENT. Snapshot. Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_item_get(ix_client *client, ix_str item, ix_page **out,
                             ix_error **out_error) IX_NOEXCEPT;
/** Fetches history across a gap (an item of kind IX_ITEM_GAP): one page of the backend's. Safe to
 * repeat; a gap that is gone completes with success. Operation. Completion errors: as
 * ix_client_sync. Since 0.1. */
IX_API ix_status ix_history_fill(ix_client *client, ix_str gap, ix_operation *out,
                                 ix_error **out_error) IX_NOEXCEPT;

/** What a user sets for a conversation. Open: later versions add to it. */
typedef int32_t ix_conversation_flag;
enum {
  /** no notifications, and it does not count on the badge */
  IX_CONVERSATION_FLAG_MUTED = 0,
  /** stands on top of the list */
  IX_CONVERSATION_FLAG_PINNED = 1,
  /** stands in the archive only */
  IX_CONVERSATION_FLAG_ARCHIVED = 2,
  /** counts as unread until it is read, though every item may be */
  IX_CONVERSATION_FLAG_MARKED_UNREAD = 3
};

/** Sets (`on` not 0) or takes away a flag, in all routes of the conversation. Stored at once; the
 * account's other devices see it once it has reached the backend. The last word counts. Command.
 * Errors: NOT_FOUND, INVALID_ARGUMENT (no such flag). Since 0.1. */
IX_API ix_status ix_conversation_set_flag(ix_client *client, ix_str conversation,
                                          ix_conversation_flag flag, int32_t on,
                                          ix_error **out_error) IX_NOEXCEPT;
/** What stands no later than `item` is read, in all routes of the conversation; absent: all that
 * is stored now. Never makes read items unread again; ends IX_CONVERSATION_FLAG_MARKED_UNREAD.
 * Stored at once; the backend is told. Missed calls and voicemail count as unread until this.
 * Command. Errors: NOT_FOUND. Since 0.1. */
IX_API ix_status ix_conversation_mark_read(ix_client *client, ix_str conversation, ix_str item,
                                           ix_error **out_error) IX_NOEXCEPT;
/** What the user is writing. Texts are copied. */
typedef struct ix_draft {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str text;     /**< absent or empty: there is no draft */
  ix_str reply_to; /**< id of the item it answers, of this conversation; absent: none */
} ix_draft;

#define IX_DRAFT_INIT {.struct_size = sizeof(ix_draft)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_draft_init(ix_draft *draft, size_t size) IX_NOEXCEPT;

/** Keeps what the user is writing in the place of the draft that shows; stays on this device and
 * survives a crash. `draft` NULL, or without text: the one that shows is removed, and where routes
 * came together with a draft each, the older one shows again. A message that is sent does not
 * remove it. With the item it answers it follows that item's route when conversations part or
 * become one. The item may be deleted, or leave this device, meanwhile: the draft stays; a deleted
 * item is still named by ix_row_conversation.draft_reply (and can be answered as ever), one that is
 * not stored is not (IX_CONVERSATION_DRAFT_REPLY_GONE), until its history is fetched again. Command.
 * Errors: NOT_FOUND (also: no such item in this conversation), TEXT_TOO_LARGE (more than 60,000
 * bytes), CANNOT_SEND (the item to answer has not been sent itself). Since 0.1. */
IX_API ix_status ix_conversation_set_draft(ix_client *client, ix_str conversation,
                                           const ix_draft *draft,
                                           ix_error **out_error) IX_NOEXCEPT;

/** Makes a route the default of its conversation: the one that a send without a route goes by, and
 * the composer begins with. Absent: back to the rule (the route the peer wrote on last, else the one
 * used last, else the internal one). The choice stays on this device. It belongs to the route: it
 * ends for a conversation that the route leaves, and while the route cannot send the rule applies.
 * Where two conversations become one, the later choice counts; where they part, each has its own
 * again. Command. Errors: NOT_FOUND (also when the route is not of this conversation), CANNOT_SEND
 * (calls only, or nothing may be sent there), NUMBER_NOT_SENDABLE (the destination policy refuses its
 * number), ENCRYPTED, OPTED_OUT. Since 0.1. */
IX_API ix_status ix_conversation_set_default_route(ix_client *client, ix_str conversation,
                                                   ix_str route, ix_error **out_error) IX_NOEXCEPT;

/** Whom a new conversation is with: set exactly one. */
typedef struct ix_recipient {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str number;  /**< a phone number as a person types it */
  ix_str user;    /**< a colleague's id at the backend */
  ix_str contact; /**< a contact's id */
} ix_recipient;

#define IX_RECIPIENT_INIT {.struct_size = sizeof(ix_recipient)}

/** Sets all defaults. Immediate. Since 0.1. */
IX_API void ix_recipient_init(ix_recipient *recipient, size_t size) IX_NOEXCEPT;

/** The conversation with the recipient: the existing one, or a new one that is made at the backend
 * with its first message. A number is held against the destination policy (number.h), a contact is
 * opened by an address that the policy allows. Command. Errors: NUMBER_INVALID, NUMBER_NOT_SENDABLE,
 * NOT_FOUND, CANNOT_SEND (a contact without an address that can be written to). Since 0.1. */
IX_API ix_status ix_conversation_open(ix_client *client, const ix_recipient *recipient,
                                      ix_text **out_conversation,
                                      ix_error **out_error) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_CONVERSATION_H */
