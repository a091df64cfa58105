/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file search.h
 * Search in what is stored on this device: messages, transcripts of voicemail, names and numbers.
 *
 * A text is words, and "phrases" in quotation marks; what is found holds all of them. Case and
 * accents do not count ("depeche" finds "Dépêche"), and the last word, from its second
 * letter on, also finds words that begin with it, until a space follows. No other character has a
 * meaning of its own. At most 1,000 bytes and 32 words.
 *
 * Made for a search at each key: a newer search of the same client and the same function, from
 * whatever thread, ends the one that is still running with CANCELLED.
 */
#ifndef INTERACTIONS_SEARCH_H
#define INTERACTIONS_SEARCH_H

#include <interactions/client.h>
#include <interactions/filter.h>

IX_BEGIN_DECLS

/** Messages and transcripts, newest first. `filter` (NULL: every conversation, also the archived)
 * and `conversation` (absent: any) say where. `limit` 1 to 1000. Tables: MATCH, RANGE, and ITEM
 * with the whole of what was found. Nothing to look for gives an empty page. Snapshot. Errors:
 * INVALID_ARGUMENT, INVALID_CURSOR (of another text, filter or conversation), NOT_FOUND (the
 * conversation), CANCELLED. Since 0.1. */
IX_API ix_status ix_search_messages(ix_client *client, ix_str text, const ix_filter *filter,
                                    ix_str conversation, ix_str cursor, uint32_t limit,
                                    ix_page **out, ix_error **out_error) IX_NOEXCEPT;

/** Conversations by title, or by a number that holds the digits of `text` (at least three, written
 * in any way), newest activity first. `filter` NULL: all, also the archived. `limit` 1 to 1000;
 * there is no page after it: a person types another letter. Tables: MATCH, RANGE, CONVERSATION,
 * ROUTE. Snapshot. Errors: INVALID_ARGUMENT, CANCELLED. Since 0.1. */
IX_API ix_status ix_search_conversations(ix_client *client, ix_str text, const ix_filter *filter,
                                         uint32_t limit, ix_page **out,
                                         ix_error **out_error) IX_NOEXCEPT;

/** One result. */
typedef struct ix_match_view {
  uint32_t struct_size;
  ix_match_field field;
  ix_str conversation;
  ix_str title;   /**< of the conversation */
  ix_str snippet; /**< one line around the first place that was found */
  uint32_t row;   /**< of IX_TABLE_ITEM, or of IX_TABLE_CONVERSATION */
  uint32_t first_range;
  uint32_t range_count; /**< parts of the snippet to highlight */
  uint32_t reserved;
} ix_match_view;

/** A part of a snippet, in bytes. */
typedef struct ix_range_view {
  uint32_t struct_size;
  uint32_t start;
  uint32_t size;
  uint32_t reserved;
} ix_range_view;

/** Row `row` of IX_TABLE_MATCH. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_match(const ix_page *page, uint32_t row, ix_match_view *view) IX_NOEXCEPT;
/** Row `row` of IX_TABLE_RANGE. As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_range(const ix_page *page, uint32_t row, ix_range_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_SEARCH_H */
