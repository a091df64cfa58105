// SPDX-License-Identifier: Apache-2.0
#include "query/row_shape.h"

#include <interactions/subscription.h>

#include <type_traits>

namespace ix::query {
namespace {

// offsetof is a macro, so this is one, too.
#define IX_COMPARED(row, column, fields)                                                       \
  ComparedColumn {                                                                             \
    offsetof(row, column), sizeof(row::column), std::is_same_v<decltype(row::column), ix_ref>, \
        fields                                                                                 \
  }

template <class Row>
constexpr bool kWhole = sizeof(Row) % 8 == 0;
// Rows follow each other aligned.
static_assert(kWhole<ix_row_conversation> && kWhole<ix_row_route> && kWhole<ix_row_item> &&
              kWhole<ix_row_contact> && kWhole<ix_row_address> && kWhole<ix_row_outbox> &&
              kWhole<ix_row_account> && kWhole<ix_row_change> && kWhole<ix_row_match> &&
              kWhole<ix_row_range> && kWhole<ix_row_reaction> && kWhole<ix_row_preset> &&
              kWhole<ix_row_typist> && kWhole<ix_row_finding> && kWhole<ix_row_grouping> &&
              kWhole<ix_row_claim> && kWhole<ix_row_notification> && kWhole<ix_row_attachment> &&
              kWhole<ix_row_sms> && kWhole<ix_row_sms_flip> && kWhole<ix_row_route_size> &&
              kWhole<ix_row_consent> && kWhole<ix_row_recipient> && kWhole<ix_row_member> &&
              kWhole<ix_row_source> && kWhole<ix_row_file_plan> && kWhole<ix_row_transfer>);
// The rows of live lists are told apart by their first column.
static_assert(offsetof(ix_row_conversation, id) == 0 && offsetof(ix_row_item, id) == 0 &&
              offsetof(ix_row_outbox, id) == 0 && offsetof(ix_row_preset, id) == 0 &&
              offsetof(ix_row_typist, id) == 0);

constexpr size_t kConversationRefs[] = {
    offsetof(ix_row_conversation, id),      offsetof(ix_row_conversation, title),
    offsetof(ix_row_conversation, contact), offsetof(ix_row_conversation, preview_text),
    offsetof(ix_row_conversation, draft),   offsetof(ix_row_conversation, draft_reply)};
constexpr size_t kRouteRefs[] = {offsetof(ix_row_route, id), offsetof(ix_row_route, address),
                                 offsetof(ix_row_route, from), offsetof(ix_row_route, reason)};
constexpr size_t kItemRefs[] = {offsetof(ix_row_item, id),
                                offsetof(ix_row_item, sender),
                                offsetof(ix_row_item, sender_name),
                                offsetof(ix_row_item, route),
                                offsetof(ix_row_item, text),
                                offsetof(ix_row_item, reply_to),
                                offsetof(ix_row_item, call_number),
                                offsetof(ix_row_item, call_id),
                                offsetof(ix_row_item, failure_message)};
constexpr size_t kContactRefs[] = {offsetof(ix_row_contact, id), offsetof(ix_row_contact, name),
                                   offsetof(ix_row_contact, conversation),
                                   offsetof(ix_row_contact, source_id)};
constexpr size_t kAddressRefs[] = {offsetof(ix_row_address, address),
                                   offsetof(ix_row_address, reason)};
constexpr size_t kOutboxRefs[] = {
    offsetof(ix_row_outbox, id), offsetof(ix_row_outbox, conversation),
    offsetof(ix_row_outbox, item), offsetof(ix_row_outbox, failure_message),
    offsetof(ix_row_outbox, subject)};
constexpr size_t kAccountRefs[] = {
    offsetof(ix_row_account, server), offsetof(ix_row_account, user_id),
    offsetof(ix_row_account, display_name), offsetof(ix_row_account, device_id)};
constexpr size_t kChangeRefs[] = {offsetof(ix_row_change, id)};
constexpr size_t kMatchRefs[] = {offsetof(ix_row_match, conversation),
                                 offsetof(ix_row_match, title), offsetof(ix_row_match, snippet)};
constexpr size_t kReactionRefs[] = {offsetof(ix_row_reaction, key)};
constexpr size_t kAttachmentRefs[] = {
    offsetof(ix_row_attachment, id), offsetof(ix_row_attachment, name),
    offsetof(ix_row_attachment, mime_type), offsetof(ix_row_attachment, path),
    offsetof(ix_row_attachment, thumbnail_path)};
constexpr size_t kTransferRefs[] = {offsetof(ix_row_transfer, attachment)};
constexpr size_t kSmsRefs[] = {offsetof(ix_row_sms, route), offsetof(ix_row_sms, from),
                               offsetof(ix_row_sms, reason)};
constexpr size_t kSourceRefs[] = {
    offsetof(ix_row_source, name),    offsetof(ix_row_source, label),
    offsetof(ix_row_source, reason),  offsetof(ix_row_source, key),
    offsetof(ix_row_source, title),   offsetof(ix_row_source, body),
    offsetof(ix_row_source, confirm), offsetof(ix_row_source, dismiss)};
constexpr size_t kMemberRefs[] = {offsetof(ix_row_member, user), offsetof(ix_row_member, name)};
constexpr size_t kConsentRefs[] = {offsetof(ix_row_consent, own), offsetof(ix_row_consent, peer),
                                   offsetof(ix_row_consent, keyword),
                                   offsetof(ix_row_consent, conversation)};
constexpr size_t kRecipientRefs[] = {
    offsetof(ix_row_recipient, title),        offsetof(ix_row_recipient, contact),
    offsetof(ix_row_recipient, conversation), offsetof(ix_row_recipient, route),
    offsetof(ix_row_recipient, address),      offsetof(ix_row_recipient, reason)};
constexpr size_t kSmsFlipRefs[] = {offsetof(ix_row_sms_flip, character),
                                   offsetof(ix_row_sms_flip, replacement)};
constexpr size_t kPresetRefs[] = {offsetof(ix_row_preset, id)};
constexpr size_t kFindingRefs[] = {offsetof(ix_row_finding, name), offsetof(ix_row_finding, first)};
constexpr size_t kGroupingRefs[] = {offsetof(ix_row_grouping, route)};
constexpr size_t kClaimRefs[] = {offsetof(ix_row_claim, contact), offsetof(ix_row_claim, name),
                                 offsetof(ix_row_claim, source), offsetof(ix_row_claim, source_id),
                                 offsetof(ix_row_claim, address)};
constexpr size_t kNotificationRefs[] = {offsetof(ix_row_notification, conversation),
                                        offsetof(ix_row_notification, title)};
constexpr size_t kRouteSizeRefs[] = {offsetof(ix_row_route_size, route),
                                     offsetof(ix_row_route_size, conversation)};
constexpr size_t kTypistRefs[] = {
    offsetof(ix_row_typist, id), offsetof(ix_row_typist, conversation),
    offsetof(ix_row_typist, route), offsetof(ix_row_typist, user), offsetof(ix_row_typist, name)};

constexpr ComparedColumn kConversation[] = {
    IX_COMPARED(ix_row_conversation, title, IX_FIELD_TITLE),
    IX_COMPARED(ix_row_conversation, last_activity_ms, IX_FIELD_ACTIVITY),
    IX_COMPARED(ix_row_conversation, preview_kind, IX_FIELD_PREVIEW),
    IX_COMPARED(ix_row_conversation, preview_direction, IX_FIELD_PREVIEW),
    IX_COMPARED(ix_row_conversation, preview_outcome, IX_FIELD_PREVIEW),
    IX_COMPARED(ix_row_conversation, preview_text, IX_FIELD_PREVIEW),
    IX_COMPARED(ix_row_conversation, unread, IX_FIELD_UNREAD),
    {offsetof(ix_row_conversation, flags), sizeof(ix_row_conversation::flags), false,
     IX_FIELD_UNREAD, IX_CONVERSATION_UNREAD_LOWER_BOUND},
    {offsetof(ix_row_conversation, flags), sizeof(ix_row_conversation::flags), false,
     IX_FIELD_DRAFT, IX_CONVERSATION_DRAFT_REPLY_GONE},
    IX_COMPARED(ix_row_conversation, flags, IX_FIELD_FLAGS),
    IX_COMPARED(ix_row_conversation, draft, IX_FIELD_DRAFT),
    IX_COMPARED(ix_row_conversation, draft_reply, IX_FIELD_DRAFT),
    // A conversation's kind follows from whether it has a contact.
    IX_COMPARED(ix_row_conversation, kind, IX_FIELD_CONTACT),
    IX_COMPARED(ix_row_conversation, contact, IX_FIELD_CONTACT),
};
constexpr ComparedColumn kRoute[] = {
    IX_COMPARED(ix_row_route, id, 1),    IX_COMPARED(ix_row_route, address, 1),
    IX_COMPARED(ix_row_route, from, 1),  IX_COMPARED(ix_row_route, reason, 1),
    IX_COMPARED(ix_row_route, kind, 1),  IX_COMPARED(ix_row_route, state, 1),
    IX_COMPARED(ix_row_route, flags, 1),
};
constexpr uint32_t kTextFlags = IX_ITEM_EDITED | IX_ITEM_DELETED;
constexpr uint32_t kUnreadFlags = IX_ITEM_UNREAD | IX_ITEM_COUNTS_AS_UNREAD;
constexpr ComparedColumn kItem[] = {
    IX_COMPARED(ix_row_item, text, IX_FIELD_ITEM_TEXT),
    {offsetof(ix_row_item, flags), sizeof(ix_row_item::flags), false, IX_FIELD_ITEM_TEXT,
     kTextFlags},
    {offsetof(ix_row_item, flags), sizeof(ix_row_item::flags), false, IX_FIELD_ITEM_UNREAD,
     kUnreadFlags},
    {offsetof(ix_row_item, flags), sizeof(ix_row_item::flags), false, IX_FIELD_ITEM_STATE,
     IX_ITEM_HAS_FAILURE | IX_ITEM_CHANGE_PENDING | IX_ITEM_CHANGE_FAILED},
    {offsetof(ix_row_item, flags), sizeof(ix_row_item::flags), false, IX_FIELD_ITEM_CALL,
     IX_ITEM_HAS_CALL},
    IX_COMPARED(ix_row_item, state, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, waiting_for, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, send_at_ms, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, failure_code, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, failure_origin, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, failure_retry, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, failure_fixer, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, failure_message, IX_FIELD_ITEM_STATE),
    IX_COMPARED(ix_row_item, call_direction, IX_FIELD_ITEM_CALL),
    IX_COMPARED(ix_row_item, call_outcome, IX_FIELD_ITEM_CALL),
    IX_COMPARED(ix_row_item, call_duration_ms, IX_FIELD_ITEM_CALL),
    IX_COMPARED(ix_row_item, call_started_ms, IX_FIELD_ITEM_CALL),
    IX_COMPARED(ix_row_item, call_number, IX_FIELD_ITEM_CALL),
    IX_COMPARED(ix_row_item, call_id, IX_FIELD_ITEM_CALL),
    IX_COMPARED(ix_row_item, sender, IX_FIELD_ITEM_SENDER),
    IX_COMPARED(ix_row_item, sender_name, IX_FIELD_ITEM_SENDER),
    IX_COMPARED(ix_row_item, at_ms, IX_FIELD_ITEM_TIME),
    IX_COMPARED(ix_row_item, route, IX_FIELD_ITEM_ABOUT),
    IX_COMPARED(ix_row_item, reply_to, IX_FIELD_ITEM_ABOUT),
    IX_COMPARED(ix_row_item, kind, IX_FIELD_ITEM_ABOUT),
    IX_COMPARED(ix_row_item, direction, IX_FIELD_ITEM_ABOUT),
    IX_COMPARED(ix_row_item, notice, IX_FIELD_ITEM_ABOUT),
};
constexpr ComparedColumn kReaction[] = {
    IX_COMPARED(ix_row_reaction, key, 1),
    IX_COMPARED(ix_row_reaction, count, 1),
    IX_COMPARED(ix_row_reaction, mine, 1),
};
constexpr ComparedColumn kAttachment[] = {
    IX_COMPARED(ix_row_attachment, id, 1),
    IX_COMPARED(ix_row_attachment, name, 1),
    IX_COMPARED(ix_row_attachment, kind, 1),
    IX_COMPARED(ix_row_attachment, mime_type, 1),
    IX_COMPARED(ix_row_attachment, size, 1),
    IX_COMPARED(ix_row_attachment, duration_ms, 1),
    IX_COMPARED(ix_row_attachment, width, 1),
    IX_COMPARED(ix_row_attachment, height, 1),
    IX_COMPARED(ix_row_attachment, state, 1),
    IX_COMPARED(ix_row_attachment, path, 1),
    IX_COMPARED(ix_row_attachment, thumbnail_path, 1),
    IX_COMPARED(ix_row_attachment, thumbnail_width, 1),
    IX_COMPARED(ix_row_attachment, thumbnail_height, 1),
    IX_COMPARED(ix_row_attachment, failure_code, 1),
};
constexpr ComparedColumn kOutbox[] = {
    IX_COMPARED(ix_row_outbox, state, IX_FIELD_OUTBOX_STATE),
    IX_COMPARED(ix_row_outbox, attempts, IX_FIELD_OUTBOX_STATE),
    IX_COMPARED(ix_row_outbox, next_try_ms, IX_FIELD_OUTBOX_STATE),
    IX_COMPARED(ix_row_outbox, waiting_for, IX_FIELD_OUTBOX_STATE),
    IX_COMPARED(ix_row_outbox, send_at_ms, IX_FIELD_OUTBOX_STATE),
    IX_COMPARED(ix_row_outbox, has_failure, IX_FIELD_OUTBOX_FAILURE),
    IX_COMPARED(ix_row_outbox, failure_code, IX_FIELD_OUTBOX_FAILURE),
    IX_COMPARED(ix_row_outbox, failure_origin, IX_FIELD_OUTBOX_FAILURE),
    IX_COMPARED(ix_row_outbox, failure_retry, IX_FIELD_OUTBOX_FAILURE),
    IX_COMPARED(ix_row_outbox, failure_fixer, IX_FIELD_OUTBOX_FAILURE),
    IX_COMPARED(ix_row_outbox, failure_message, IX_FIELD_OUTBOX_FAILURE),
    IX_COMPARED(ix_row_outbox, op, IX_FIELD_OUTBOX_ABOUT),
    IX_COMPARED(ix_row_outbox, conversation, IX_FIELD_OUTBOX_ABOUT),
    IX_COMPARED(ix_row_outbox, item, IX_FIELD_OUTBOX_ABOUT),
    IX_COMPARED(ix_row_outbox, created_ms, IX_FIELD_OUTBOX_ABOUT),
};
constexpr ComparedColumn kPreset[] = {
    IX_COMPARED(ix_row_preset, flags, IX_FIELD_COUNTS),
    IX_COMPARED(ix_row_preset, conversations, IX_FIELD_COUNTS),
    IX_COMPARED(ix_row_preset, unread_conversations, IX_FIELD_COUNTS),
    IX_COMPARED(ix_row_preset, unread_items, IX_FIELD_COUNTS),
};
constexpr ComparedColumn kTypist[] = {
    IX_COMPARED(ix_row_typist, conversation, IX_FIELD_TYPIST),
    IX_COMPARED(ix_row_typist, name, IX_FIELD_TYPIST),
};
#undef IX_COMPARED

constexpr ChildRange kRoutes[] = {{offsetof(ix_row_conversation, first_route),
                                   offsetof(ix_row_conversation, route_count), IX_TABLE_ROUTE,
                                   IX_FIELD_ROUTES}};
constexpr ChildRange kOfItem[] = {
    {offsetof(ix_row_item, first_reaction), offsetof(ix_row_item, reaction_count),
     IX_TABLE_REACTION, IX_FIELD_ITEM_REACTIONS},
    {offsetof(ix_row_item, first_attachment), offsetof(ix_row_item, attachment_count),
     IX_TABLE_ATTACHMENT, IX_FIELD_ITEM_ATTACHMENTS}};
constexpr ChildRange kFlips[] = {
    {offsetof(ix_row_sms, first_flip), offsetof(ix_row_sms, flip_count), IX_TABLE_SMS_FLIP, 0}};
constexpr ChildRange kClaims[] = {{offsetof(ix_row_grouping, first_claim),
                                   offsetof(ix_row_grouping, claim_count), IX_TABLE_CLAIM, 0}};

constexpr RowShape kShapes[] = {
    {},
    {sizeof(ix_row_conversation), kConversationRefs, kRoutes, kConversation},
    {sizeof(ix_row_route), kRouteRefs, {}, kRoute},
    {sizeof(ix_row_item), kItemRefs, kOfItem, kItem},
    {sizeof(ix_row_contact), kContactRefs, {}, {}},
    {sizeof(ix_row_address), kAddressRefs, {}, {}},
    {sizeof(ix_row_outbox), kOutboxRefs, {}, kOutbox},
    {sizeof(ix_row_account), kAccountRefs, {}, {}},
    {sizeof(ix_row_change), kChangeRefs, {}, {}},
    {sizeof(ix_row_match), kMatchRefs, {}, {}},
    {sizeof(ix_row_range), {}, {}, {}},
    {sizeof(ix_row_reaction), kReactionRefs, {}, kReaction},
    {sizeof(ix_row_preset), kPresetRefs, {}, kPreset},
    {sizeof(ix_row_typist), kTypistRefs, {}, kTypist},
    {sizeof(ix_row_finding), kFindingRefs, {}, {}},
    {sizeof(ix_row_grouping), kGroupingRefs, kClaims, {}},
    {sizeof(ix_row_claim), kClaimRefs, {}, {}},
    {sizeof(ix_row_notification), kNotificationRefs, {}, {}},
    {sizeof(ix_row_attachment), kAttachmentRefs, {}, kAttachment},
    {sizeof(ix_row_sms), kSmsRefs, kFlips, {}},
    {sizeof(ix_row_sms_flip), kSmsFlipRefs, {}, {}},
    {sizeof(ix_row_route_size), kRouteSizeRefs, {}, {}},
    {sizeof(ix_row_consent), kConsentRefs, {}, {}},
    {sizeof(ix_row_recipient), kRecipientRefs, {}, {}},
    {sizeof(ix_row_member), kMemberRefs, {}, {}},
    {sizeof(ix_row_source), kSourceRefs, {}, {}},
    {sizeof(ix_row_file_plan), {}, {}, {}},
    {sizeof(ix_row_transfer), kTransferRefs, {}, {}},
};
static_assert(sizeof kShapes / sizeof kShapes[0] == kHighestTable + 1, "by IX_TABLE_*");

}  // namespace

const RowShape& shape_of(uint32_t table) {
  return kShapes[table <= kHighestTable ? table : 0];
}

}  // namespace ix::query
