/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file store.h
 * The account's files: whether what they say holds together, how it is mended, and what is
 * in them for a person who asks.
 */
#ifndef INTERACTIONS_STORE_H
#define INTERACTIONS_STORE_H

#include <interactions/client.h>

IX_BEGIN_DECLS

/** What was looked at. */
typedef int32_t ix_store_check_kind;
enum {
  IX_STORE_CHECK_FILE = 0,       /**< the structure of the database file */
  IX_STORE_CHECK_REFERENCES = 1, /**< a row names another one that is not there */
  IX_STORE_CHECK_ORDER = 2,      /**< places in a route: its head, its gaps */
  IX_STORE_CHECK_SORT_KEYS = 3,  /**< where an item stands among those of other routes */
  IX_STORE_CHECK_UNREAD = 4,     /**< unread counts, and which items count */
  IX_STORE_CHECK_ROUTE_ROWS = 5, /**< what a route says of its items */
  IX_STORE_CHECK_GROUPING = 6,   /**< whose a route is, and in which conversation it stands */
  IX_STORE_CHECK_CONVERSATIONS = 7, /**< rows of the list against their routes */
  IX_STORE_CHECK_OUTBOX = 8,     /**< entries have their items, waiting items their entries */
  IX_STORE_CHECK_SEARCH = 9,     /**< the words of texts and titles against the search index */
  IX_STORE_CHECK_COUNTS = 10,    /**< what the presets and the badge count, against the list */
  IX_STORE_CHECK_CONSENT = 11,   /**< the ledger of consent against texts and failures (consent.h) */
  IX_STORE_CHECK_FILES = 12      /**< files that came or are to leave, against their bytes */
};

/** Flags of ix_store_check. */
enum { IX_STORE_REPAIR = 1 };

/** Holds everything derived against what it was derived from, over all that is stored: a page of
 * IX_TABLE_FINDING, one row for each check that found something; no row: all is well. Takes time in
 * proportion to what is stored, files too: not on a thread that draws; commands and syncing go on meanwhile.
 * With IX_STORE_REPAIR what was wrong is derived again in one durable commit, and each row tells
 * whether that helped; nothing a person wrote is thrown away, and a message of which nobody knows
 * whether it left stands as failed with UNKNOWN_OUTCOME. A file that came and is not here any more,
 * or is not what it was, can be fetched again; one that is to leave and is gone has failed with its
 * message, as FILE_UNREADABLE; what lies in the media folder and belongs to nothing is removed. A
 * finding of the FILE kind that is not repaired means that the file itself is damaged: close the
 * client and open it again, which sets the file aside and keeps what is unsent, with the files that
 * are to leave (IX_EVENT_STORE_SET_ASIDE). Snapshot; with IX_STORE_REPAIR: command. Errors:
 * INVALID_ARGUMENT (unknown flags), STORE_*. Since 0.1. */
IX_API ix_status ix_store_check(ix_client *client, uint32_t flags, ix_page **out,
                                ix_error **out_error) IX_NOEXCEPT;

/** One check that found something. No text of a person is in it. */
typedef struct ix_finding_view {
  uint32_t struct_size;
  ix_store_check_kind check;
  ix_str name;  /**< of the check: "unread" */
  ix_str first; /**< one that is wrong: the id of an item, route or outbox entry, the name of a
                     table or of a file in the media folder; absent: cannot be told */
  int64_t count; /**< how many are */
  int32_t repaired; /**< 1: it is right now */
  uint32_t reserved;
} ix_finding_view;

/** Row `row` of IX_TABLE_FINDING. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_finding(const ix_page *page, uint32_t row,
                                 ix_finding_view *view) IX_NOEXCEPT;

/** Writes everything that is stored of a contact (absent: of the account) into a file of the host's:
 * one JSON object a line, each with its "type": account, account_number, contact, address, route,
 * item (messages, calls, voicemail, notices), version (an earlier text of an edited item), reaction,
 * parked (said of an item that is not stored), call_report, consent, outbox, setting; times in milliseconds
 * since the epoch, ids as elsewhere, 0 and 1 for no and yes. Of a contact also what its users wrote
 * in channels and groups. Tokens are not in it. From one snapshot. The file has mode 0600 and stands
 * under its name only when it is complete; one that stood there is replaced. `out_records` may be
 * NULL. Takes time in proportion to what is stored: not on a thread that draws. Snapshot. Errors:
 * NOT_FOUND (no such contact), INVALID_ARGUMENT (no path, or the name of one of the account's own
 * files), STORE_NOT_WRITABLE, STORE_FULL, STORE_IO. Since 0.1. */
IX_API ix_status ix_store_export(ix_client *client, ix_str contact, ix_str path,
                                 int64_t *out_records, ix_error **out_error) IX_NOEXCEPT;

/** What is kept on this device of the account's history; 0: no limit. What a limit leaves out goes
 * from the oldest end of a route. Bytes are text_bytes plus metadata_bytes of ix_store_sizes; the
 * file takes several times as much for rows, indexes and search. */
typedef struct ix_retention {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t max_age_ms;      /**< older items go */
  int64_t max_route_items; /**< of each route */
  int64_t max_route_bytes; /**< of each route */
  int64_t max_total_bytes; /**< of all routes together: the oldest go, to the hour */
} ix_retention;

#define IX_RETENTION_INIT {.struct_size = sizeof(ix_retention)}

/** Sets all defaults: everything is kept. Immediate. Since 0.1. */
IX_API void ix_retention_init(ix_retention *rules, size_t size) IX_NOEXCEPT;

/** Flags of ix_store_prune. */
enum {
  IX_PRUNE_NOW = 1, /**< what the rules leave out goes now */
  IX_PRUNE_SET = 2  /**< they become the account's: the library applies them by itself, after a
                         round of syncing, once a day, and not to threads that are subscribed to */
};

/** Takes history that the backend has off this device. In its place stands a gap: scrolling there
 * (ix_history_fill) fetches the same items again, in the same places, with what was said of them
 * meanwhile; they have new ids, and count and notify as little as before. Needs no network. Works
 * in small commits: what fails half-way is right as it is, and goes on with the next call. The file
 * gets smaller before it returns. Until then what is gone is not found by search and filters.
 *
 * Never goes: what is unsent or of unknown outcome; of a conversation with people, and of a channel
 * that was ever opened, the newest thousand unread items and all above the oldest of them; of a
 * channel that nobody ever opened the newest unread item; the item under the own read marker; the
 * newest item of a route (so no list changes); calls that the host reported, drafts, flags, contacts.
 * Where unread items go, unread counts those that are left and IX_CONVERSATION_UNREAD_LOWER_BOUND says
 * that there are more. Each room that a route had is pruned. Routes without a room at the backend
 * are not.
 *
 * `rules` NULL: the account's. `out_items` (may be NULL): how many items went. Takes time in
 * proportion to what goes, with max_total_bytes to what is stored: not on a thread that draws.
 * Command. Errors: INVALID_ARGUMENT (no flag, an unknown one, a negative limit, nothing to set),
 * STORE_*. Since 0.1. */
IX_API ix_status ix_store_prune(ix_client *client, const ix_retention *rules, uint32_t flags,
                                int64_t *out_items, ix_error **out_error) IX_NOEXCEPT;

/** The account's rules. Set struct_size of `out` as for the views of page.h. Snapshot. Errors:
 * INVALID_ARGUMENT, STORE_*. Since 0.1. */
IX_API ix_status ix_store_retention(ix_client *client, ix_retention *out,
                                    ix_error **out_error) IX_NOEXCEPT;

/** How much is stored: a page of IX_TABLE_ROUTE_SIZE, first a row without a route for all of it,
 * then one for each route that holds an item. Reads all that is stored: not on a thread that draws.
 * The size of the file is ix_account_view.store_bytes. Snapshot. Errors: STORE_*. Since 0.1. */
IX_API ix_status ix_store_sizes(ix_client *client, ix_page **out, ix_error **out_error) IX_NOEXCEPT;

/** What is stored of the items of one route and of what belongs to them, which is what goes with them:
 * what waits for an item that is not stored (a reaction, an edit) is not counted. Bytes of UTF-8 of
 * every text of their rows, without indexes, search and the numbers of a row; the bytes of files are not
 * in it. The limits by bytes of ix_retention count the same. */
typedef struct ix_route_size_view {
  uint32_t struct_size;
  uint32_t reserved;
  ix_str route;           /**< id; absent: all routes */
  ix_str conversation;    /**< id; absent: all */
  int64_t items;          /**< messages, calls, voicemails and notices; no gaps */
  int64_t text_bytes;     /**< their texts and transcripts, as they are shown; of edited ones also the
                               original and each edit */
  int64_t metadata_bytes; /**< the backend's ids of items, senders and calls, names, numbers, what
                               was replied to, keys of own messages, reasons of failures; ids of
                               edits; names, types and addresses of files, the names once more for the
                               search; reactions */
} ix_route_size_view;

/** Row `row` of IX_TABLE_ROUTE_SIZE. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_route_size(const ix_page *page, uint32_t row,
                                    ix_route_size_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_STORE_H */
