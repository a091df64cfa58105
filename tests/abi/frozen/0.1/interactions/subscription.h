/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file subscription.h
 * Live lists: a query result that reports minimal changes.
 *
 *     subscribe -> IX_EVENT_SUBSCRIPTION_CHANGED -> take -> apply -> (next event) -> take ...
 *
 * Each take gives the steps from what was last taken to now; the first take inserts the whole
 * window. Applying the steps in their order to the old list gives exactly what the same page call
 * would give now. A slow reader takes fewer, larger steps; nothing is lost and nothing piles up.
 */
#ifndef INTERACTIONS_SUBSCRIPTION_H
#define INTERACTIONS_SUBSCRIPTION_H

#include <interactions/conversation.h>

IX_BEGIN_DECLS

/** Steps of a change. */
typedef int32_t ix_change_op;
enum {
  IX_CHANGE_INSERT = 1, /**< put the row `row` at index `to` */
  IX_CHANGE_REMOVE = 2, /**< take out the row at `from` */
  IX_CHANGE_MOVE = 3,   /**< take the row at `from` out and put it back at `to` */
  IX_CHANGE_UPDATE = 4  /**< replace the row at `from` by the row `row`; `fields` differ */
};

/** Bits of ix_change_view.fields. They belong to the list: these are for conversations. */
#define IX_FIELD_TITLE 1ull
#define IX_FIELD_ACTIVITY 2ull
#define IX_FIELD_PREVIEW 4ull
#define IX_FIELD_UNREAD 8ull
#define IX_FIELD_FLAGS 16ull
#define IX_FIELD_ROUTES 32ull
#define IX_FIELD_DRAFT 64ull
#define IX_FIELD_CONTACT 128ull
/** For items. */
#define IX_FIELD_ITEM_TEXT 1ull      /**< also edited, deleted */
#define IX_FIELD_ITEM_STATE 2ull     /**< also what it waits for, and its failure */
#define IX_FIELD_ITEM_UNREAD 4ull    /**< IX_ITEM_UNREAD, IX_ITEM_COUNTS_AS_UNREAD */
#define IX_FIELD_ITEM_REACTIONS 8ull
#define IX_FIELD_ITEM_CALL 16ull
#define IX_FIELD_ITEM_SENDER 32ull
#define IX_FIELD_ITEM_TIME 64ull
#define IX_FIELD_ITEM_ABOUT 128ull   /**< kind, direction, notice, route, what it answers */
#define IX_FIELD_ITEM_ATTACHMENTS 256ull
/** For entries of the outbox. */
#define IX_FIELD_OUTBOX_STATE 1ull   /**< also attempts, next try, what it waits for */
#define IX_FIELD_OUTBOX_FAILURE 2ull
#define IX_FIELD_OUTBOX_ABOUT 4ull   /**< what it does, where */
/** For presets. */
#define IX_FIELD_COUNTS 1ull
/** For typists. */
#define IX_FIELD_TYPIST 1ull

typedef struct ix_change_view {
  uint32_t struct_size;
  ix_change_op op;
  ix_str id;
  uint32_t from;
  uint32_t to;
  uint32_t row;
  uint32_t reserved;
  uint64_t fields;
} ix_change_view;

/** Subscribes to the first `window` (1 to 1000) conversations of a filter (NULL: all). An event
 * comes at once. Stream. Errors: BUSY (more than 256 subscriptions). Since 0.1. */
IX_API ix_status ix_conversations_subscribe(ix_client *client, const ix_filter *filter,
                                            uint32_t window, ix_subscription *out,
                                            ix_error **out_error) IX_NOEXCEPT;
/** What else can be followed. */
typedef int32_t ix_live_kind;
enum {
  /** The newest `window` items of a conversation, oldest first: what ix_thread_page gives without a
   * cursor; ix_page_more and ix_page_cursor are those of that page. With
   * IX_SYNC_CONTINUOUS a gap that a take shows is filled by itself, a page of history at a time,
   * for as long as it is within the window and the changes are taken. Rows: IX_TABLE_ITEM. */
  IX_LIVE_THREAD = 2,
  /** One conversation: a list of one row. Rows: IX_TABLE_CONVERSATION. */
  IX_LIVE_CONVERSATION = 3,
  /** What every preset counts, and the number for the app's icon (IX_PRESET_BADGE): nine rows.
   * Rows: IX_TABLE_PRESET. */
  IX_LIVE_COUNTS = 4,
  /** The oldest `window` entries of the outbox. Rows: IX_TABLE_OUTBOX. */
  IX_LIVE_OUTBOX = 5,
  /** Who is writing: in one conversation, or in all. Needs a sync that runs. Rows:
   * IX_TABLE_TYPIST. */
  IX_LIVE_TYPING = 6
};

/** Subscribes to something else than a list of conversations. `conversation` (any id it ever had)
 * belongs to THREAD and CONVERSATION, and may be given to TYPING; what is subscribed follows the
 * conversation when another id takes its place, and when it is split it goes with the route that
 * has the id given here. `window` (1 to 1000) belongs to THREAD and OUTBOX, and is 0 otherwise. An
 * event comes at once, and later ones only for changes of what is followed. Stream. Errors:
 * NOT_FOUND, BUSY (more than 256 subscriptions), INVALID_ARGUMENT. Since 0.1. */
IX_API ix_status ix_subscribe(ix_client *client, ix_live_kind kind, ix_str conversation,
                              uint32_t window, ix_subscription *out,
                              ix_error **out_error) IX_NOEXCEPT;

/** The steps since the last take: a page whose table IX_TABLE_CHANGE refers to rows of the list's
 * own table (IX_TABLE_CONVERSATION, or as ix_live_kind says); read them with ix_page_change.
 * Without a change the table is empty. Stream. Errors: NOT_FOUND (cancelled, or never was). Since 0.1. */
IX_API ix_status ix_subscription_take(ix_client *client, ix_subscription subscription,
                                      ix_page **out_changes, ix_error **out_error) IX_NOEXCEPT;
/** Ends it; its events stop. An unknown id is fine. Immediate. Since 0.1. */
IX_API void ix_subscription_cancel(ix_client *client, ix_subscription subscription) IX_NOEXCEPT;
/** One step of a take. Immediate. NOT_FOUND past the end. Since 0.1. */
IX_API ix_status ix_page_change(const ix_page *page, uint32_t row,
                                ix_change_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_SUBSCRIPTION_H */
