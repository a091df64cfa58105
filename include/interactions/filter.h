/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file filter.h
 * Filters: which conversations a list, a count or a search is about. Made by the functions below
 * and put together freely: at most 64 parts, nested at most 16 deep.
 *
 * The presets leave out archived conversations (but for IX_PRESET_ARCHIVED); the other filters say
 * nothing of them: combine with IX_PRESET_ALL to leave them out.
 *
 * Every function here is immediate. Errors: INVALID_ARGUMENT.
 */
#ifndef INTERACTIONS_FILTER_H
#define INTERACTIONS_FILTER_H

#include <interactions/error.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** A filter. Immutable, reference counted; keeps what it was made of alive. */
typedef struct ix_filter ix_filter;

/** A property a conversation may have. Open: later versions add to it. */
typedef int32_t ix_filter_flag;
enum {
  /** unread items, or marked unread */
  IX_FILTER_UNREAD = 0,
  IX_FILTER_PINNED = 1,
  IX_FILTER_ARCHIVED = 2,
  IX_FILTER_MUTED = 3,
  /** a draft is kept */
  IX_FILTER_DRAFT = 4,
  /** holds a message that could not be sent or delivered */
  IX_FILTER_FAILED = 5,
  /** holds an incoming call that was missed */
  IX_FILTER_MISSED_CALL = 6
};

/** One of the named filters (IX_PRESET_*). Since 0.1. */
IX_API ix_status ix_filter_preset(ix_preset preset, ix_filter **out,
                                  ix_error **out_error) IX_NOEXCEPT;
/** Conversations of one kind (IX_CONVERSATION_KIND_*). Since 0.1. */
IX_API ix_status ix_filter_kind(ix_conversation_kind kind, ix_filter **out,
                                ix_error **out_error) IX_NOEXCEPT;
/** Conversations that have a route of this kind (IX_ROUTE_INTERNAL to IX_ROUTE_PHONE). Since 0.1. */
IX_API ix_status ix_filter_transport(ix_route_kind kind, ix_filter **out,
                                     ix_error **out_error) IX_NOEXCEPT;
/** Conversations with a property (IX_FILTER_*). Since 0.1. */
IX_API ix_status ix_filter_flagged(ix_filter_flag flag, ix_filter **out,
                                   ix_error **out_error) IX_NOEXCEPT;
/** The conversations one person is the peer of: a user id of the backend, a number in E.164, or a
 * contact's id; 1 to 255 bytes. Since 0.1. */
IX_API ix_status ix_filter_participant(ix_str who, ix_filter **out,
                                       ix_error **out_error) IX_NOEXCEPT;
/** Newest activity at or after `from_ms` and before `before_ms`, milliseconds since 1970 UTC;
 * INT64_MIN and INT64_MAX leave a side open. Since 0.1. */
IX_API ix_status ix_filter_active(int64_t from_ms, int64_t before_ms, ix_filter **out,
                                  ix_error **out_error) IX_NOEXCEPT;
/** What all `count` parts hold; of none: everything. The parts stay the caller's. Since 0.1. */
IX_API ix_status ix_filter_all_of(const ix_filter *const *parts, size_t count, ix_filter **out,
                                  ix_error **out_error) IX_NOEXCEPT;
/** What at least one part holds; of none: nothing. The parts stay the caller's. Since 0.1. */
IX_API ix_status ix_filter_any_of(const ix_filter *const *parts, size_t count, ix_filter **out,
                                  ix_error **out_error) IX_NOEXCEPT;
/** What `part`, which stays the caller's, does not hold. Since 0.1. */
IX_API ix_status ix_filter_none_of(const ix_filter *part, ix_filter **out,
                                   ix_error **out_error) IX_NOEXCEPT;

/** Adds a reference; returns `filter`. Since 0.1. */
IX_API ix_filter *ix_filter_retain(ix_filter *filter) IX_NOEXCEPT;
/** Gives a reference back. Since 0.1. */
IX_API void ix_filter_release(ix_filter *filter) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_FILTER_H */
