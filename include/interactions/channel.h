/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file channel.h
 * Team channels, and groups of several people: making, joining and leaving them, and who is in them.
 *
 * What is done here commits at once and reaches the backend through the outbox (IX_OUTBOX_OP_CREATE,
 * _JOIN, _LEAVE, _INVITE): what the backend refuses stands there with its cause, and can be tried
 * again or discarded (message.h). It may be asked for twice without harm: who is in is in. None of
 * it holds what is sent elsewhere. Joining, leaving and inviting are given up, visibly, after a day
 * of trying.
 *
 * A route that is being left has the reason "leaving" and takes no messages any more.
 */
#ifndef INTERACTIONS_CHANNEL_H
#define INTERACTIONS_CHANNEL_H

#include <interactions/client.h>
#include <interactions/page.h>

IX_BEGIN_DECLS

/** What a new channel or group is. */
typedef struct ix_channel_input {
  uint32_t struct_size;
  uint32_t flags; /**< IX_CHANNEL_* */
  ix_str name;  /**< at most 255 bytes. A channel needs one; a group without is named by its people */
  ix_str topic; /**< absent: none; at most 1000 bytes */
  /** channel: the local part of its public address, "sales" of "#sales:example.org": every colleague
   * may join by it. Absent: only who is invited comes in. */
  ix_str alias;
  const ix_str *users; /**< whom it is with: the backend's ids, at most 100. A group: two or more */
  const ix_str *numbers; /**< group: phone numbers, where the backend has groups with them */
  uint32_t user_count;
  uint32_t number_count;
} ix_channel_input;

#define IX_CHANNEL_INPUT_INIT {.struct_size = sizeof(ix_channel_input)}

/** ix_channel_input.flags: a group of people, not a channel. */
#define IX_CHANNEL_GROUP 1u

/** Sets all defaults: a channel. Immediate. Since 0.1. */
IX_API void ix_channel_input_init(ix_channel_input *input, size_t size) IX_NOEXCEPT;

/** Makes a channel or group; `out_conversation` is its conversation, which is there at once. What is
 * written there leaves once it has been made. A group of exactly the same people that one is in
 * already is used again, also one that another device is making. A public address that is taken
 * blocks the entry in the outbox. Command. Errors: INVALID_ARGUMENT, INVALID_UTF8, NUMBER_INVALID,
 * NUMBER_NOT_SENDABLE, NOT_SUPPORTED (no channels at this backend, or phone numbers in a group).
 * Since 0.1. */
IX_API ix_status ix_channel_create(ix_client *client, const ix_channel_input *input,
                                   ix_text **out_conversation, ix_error **out_error) IX_NOEXCEPT;

/** Joins by address ("#sales:example.org", or the backend's id of it). The conversation is there at
 * once; what is written there leaves once one is in. One that was left is the same conversation
 * again. Command. Errors: INVALID_ARGUMENT (no address), NOT_SUPPORTED, CANNOT_SEND (it is being left
 * just now). Since 0.1. */
IX_API ix_status ix_channel_join(ix_client *client, ix_str address, ix_text **out_conversation,
                                 ix_error **out_error) IX_NOEXCEPT;

/** Leaves a channel or group; its history stays. What was asked for there before, such as an
 * invitation, is done first. One that has not been made or joined yet is taken back and leaves the
 * list. Command. Errors: NOT_FOUND, INVALID_ARGUMENT (no channel or group), UNSENT_ITEMS (messages
 * wait there; the error says how many), CANNOT_SEND (it is being made or joined just now),
 * NOT_SUPPORTED. Since 0.1. */
IX_API ix_status ix_channel_leave(ix_client *client, ix_str conversation,
                                  ix_error **out_error) IX_NOEXCEPT;

/** Invites a colleague, by the backend's id. Command. Errors: NOT_FOUND, INVALID_ARGUMENT (no channel
 * or group, or no user), CANNOT_SEND (one is not in it), NOT_SUPPORTED. Since 0.1. */
IX_API ix_status ix_channel_invite(ix_client *client, ix_str conversation, ix_str user,
                                   ix_error **out_error) IX_NOEXCEPT;

typedef int32_t ix_member_state;
enum {
  IX_MEMBER_JOINED = 0,
  IX_MEMBER_INVITED = 1,
  IX_MEMBER_ASKED = 2 /**< an invitation of one's own has not reached the backend yet */
};

typedef int32_t ix_member_role;
enum { IX_ROLE_MEMBER = 0, IX_ROLE_MODERATOR = 1, IX_ROLE_ADMIN = 2 };

/** How complete a list of members is. */
typedef struct ix_member_list {
  uint32_t struct_size;
  uint32_t reserved;
  int64_t total;      /**< how many the backend said there are; more than are kept is possible */
  int64_t fetched_ms; /**< when it was asked; 0: never (ix_members_fetch) */
} ix_member_list;

/** Who is in a channel or group, as the backend said when it was asked last, and who is being
 * invited: table MEMBER, by name. Of a large channel 500 are kept, those with a role first.
 * `list` (may be NULL): set its struct_size (IX_VIEW_INIT). Snapshot. Errors: NOT_FOUND,
 * INVALID_ARGUMENT (no channel or group). Since 0.1. */
IX_API ix_status ix_members_page(ix_client *client, ix_str conversation, ix_page **out,
                                 ix_member_list *list, ix_error **out_error) IX_NOEXCEPT;
/** Asks the backend who is in it; ix_members_page answers with that from the completion on.
 * Operation. Errors: NOT_FOUND (also one that has not been made yet), INVALID_ARGUMENT,
 * NOT_SUPPORTED. Completion errors: as ix_client_sync, and REFUSED. Since 0.1. */
IX_API ix_status ix_members_fetch(ix_client *client, ix_str conversation, ix_operation *out,
                                  ix_error **out_error) IX_NOEXCEPT;

/** Row of IX_TABLE_MEMBER. */
typedef struct ix_member_view {
  uint32_t struct_size;
  ix_member_state state;
  ix_str user; /**< the backend's id */
  ix_str name;
  ix_member_role role;
  uint32_t reserved;
} ix_member_view;

/** As the views of page.h. Immediate. Since 0.1. */
IX_API ix_status ix_page_member(const ix_page *page, uint32_t row,
                                ix_member_view *view) IX_NOEXCEPT;

IX_END_DECLS

#endif /* INTERACTIONS_CHANNEL_H */
