// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_item.hpp
 * Rows of threads and of the outbox. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_ITEM_HPP
#define INTERACTIONS_CPP_ROW_ITEM_HPP

#include <interactions/error.h>
#include <interactions/notification.h>
#include <interactions/page.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

/** Why an item or an outbox entry failed. */
struct Failure {
  ix_status code = IX_OK;
  ix_error_origin origin = IX_ORIGIN_LOCAL;
  ix_retry_advice retry = IX_RETRY_NEVER;
  ix_fixer fixer = IX_FIXER_NOBODY;
  std::string_view message;
};

struct Call {
  std::string_view id, number;
  ix_direction direction = IX_DIRECTION_IN;
  ix_call_outcome outcome = 0;
  int64_t duration_ms = 0, started_ms = 0;
};

struct Item {
  std::string_view id, sender, sender_name, route, text, reply_to;
  ix_item_kind kind = 0;
  ix_direction direction = IX_DIRECTION_IN;
  ix_item_state state = 0;
  ix_notice_kind notice = 0;
  ix_waiting_for waiting_for = 0;
  int64_t at_ms = 0;
  int64_t send_at_ms = 0; /**< of one that has not left: when it is to; 0: at once */
  bool edited = false, deleted = false, counts_as_unread = false;
  bool unread = false;         /**< counts, and lies above the own read marker */
  bool change_pending = false; /**< what oneself did to it is shown and not confirmed */
  bool change_failed = false;  /**< it was refused: the outbox says why */
  uint32_t first_reaction = 0, reaction_count = 0;     /**< see Page::reactions */
  uint32_t first_attachment = 0, attachment_count = 0; /**< see Page::attachments */
  std::optional<Call> call;
  std::optional<Failure> failure;

  static std::optional<Item> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_item_view>();
    if (ix_page_item(page, row, &v) != IX_OK) return std::nullopt;
    Item out;
    out.id = view(v.id);
    out.sender = view(v.sender);
    out.sender_name = view(v.sender_name);
    out.route = view(v.route);
    out.text = view(v.text);
    out.reply_to = view(v.reply_to);
    out.kind = v.kind;
    out.direction = v.direction;
    out.state = v.state;
    out.notice = v.notice;
    out.waiting_for = v.waiting_for;
    out.at_ms = v.at_ms;
    out.send_at_ms = v.send_at_ms;
    out.edited = (v.flags & IX_ITEM_EDITED) != 0;
    out.deleted = (v.flags & IX_ITEM_DELETED) != 0;
    out.counts_as_unread = (v.flags & IX_ITEM_COUNTS_AS_UNREAD) != 0;
    out.unread = (v.flags & IX_ITEM_UNREAD) != 0;
    out.change_pending = (v.flags & IX_ITEM_CHANGE_PENDING) != 0;
    out.change_failed = (v.flags & IX_ITEM_CHANGE_FAILED) != 0;
    out.first_reaction = v.first_reaction;
    out.reaction_count = v.reaction_count;
    out.first_attachment = v.first_attachment;
    out.attachment_count = v.attachment_count;
    if ((v.flags & IX_ITEM_HAS_CALL) != 0) {
      out.call = Call{.id = view(v.call_id),
                      .number = view(v.call_number),
                      .direction = v.call_direction,
                      .outcome = v.call_outcome,
                      .duration_ms = v.call_duration_ms,
                      .started_ms = v.call_started_ms};
    }
    if ((v.flags & IX_ITEM_HAS_FAILURE) != 0) {
      out.failure = Failure{.code = v.failure_code,
                            .origin = v.failure_origin,
                            .retry = v.failure_retry,
                            .fixer = v.failure_fixer,
                            .message = view(v.failure_message)};
    }
    return out;
  }
};

/** What people answered an item with, one for each key. */
struct Reaction {
  std::string_view key;
  int32_t count = 0;
  bool mine = false;

  static std::optional<Reaction> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_reaction_view>();
    if (ix_page_reaction(page, row, &v) != IX_OK) return std::nullopt;
    return Reaction{.key = view(v.key), .count = v.count, .mine = v.mine != 0};
  }
};

struct OutboxEntry {
  std::string_view id, conversation, item;
  ix_outbox_op op = 0;
  ix_outbox_state state = 0;
  int32_t attempts = 0;
  ix_waiting_for waiting_for = 0;
  int64_t next_try_ms = 0, created_ms = 0;
  std::optional<Failure> failure;
  int64_t send_at_ms = 0;        /**< not before this time; 0: at once */
  std::string_view subject = {}; /**< whom it invites, or where it joins */

  static std::optional<OutboxEntry> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_outbox_view>();
    if (ix_page_outbox(page, row, &v) != IX_OK) return std::nullopt;
    OutboxEntry out{.id = view(v.id),
                    .conversation = view(v.conversation),
                    .item = view(v.item),
                    .op = v.op,
                    .state = v.state,
                    .attempts = v.attempts,
                    .waiting_for = v.waiting_for,
                    .next_try_ms = v.next_try_ms,
                    .created_ms = v.created_ms,
                    .failure = std::nullopt,
                    .send_at_ms = v.send_at_ms,
                    .subject = view(v.subject)};
    if (v.has_failure != 0) {
      out.failure = Failure{.code = v.failure_code,
                            .origin = v.failure_origin,
                            .retry = v.failure_retry,
                            .fixer = v.failure_fixer,
                            .message = view(v.failure_message)};
    }
    return out;
  }
};

/** An item to notify the user of; see notification.h. */
struct Notification {
  std::string_view conversation, title;
  uint32_t item = 0; /**< row of Page::items */

  static std::optional<Notification> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_notification_view>();
    if (ix_page_notification(page, row, &v) != IX_OK) return std::nullopt;
    return Notification{
        .conversation = view(v.conversation), .title = view(v.title), .item = v.item};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_ITEM_HPP
