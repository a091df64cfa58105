// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_conversation.hpp
 * Rows of conversations, their routes and how these were grouped. Include interactions.hpp, not
 * this.
 */
#ifndef INTERACTIONS_CPP_ROW_CONVERSATION_HPP
#define INTERACTIONS_CPP_ROW_CONVERSATION_HPP

#include <interactions/conversation.h>
#include <interactions/page.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

struct Conversation {
  std::string_view id, title, contact, preview_text, draft;
  std::string_view draft_reply; /**< the item that the draft answers; empty: none that is stored */
  ix_conversation_kind kind = 0;
  int64_t last_activity_ms = 0;
  int32_t unread = 0;
  int32_t preview_kind = -1; /**< IX_ITEM_*; -1: no preview */
  ix_direction preview_direction = IX_DIRECTION_IN;
  int32_t preview_outcome = -1; /**< IX_CALL_*, for a call; -1 otherwise */
  bool unread_lower_bound = false, muted = false, pinned = false, archived = false;
  bool marked_unread = false, can_send = false;
  bool draft_reply_gone = false; /**< the draft answers an item that is not stored now */
  uint32_t first_route = 0, route_count = 0; /**< see Page::routes */

  static std::optional<Conversation> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_conversation_view>();
    if (ix_page_conversation(page, row, &v) != IX_OK) return std::nullopt;
    Conversation out;
    out.id = view(v.id);
    out.title = view(v.title);
    out.contact = view(v.contact);
    out.preview_text = view(v.preview_text);
    out.draft = view(v.draft);
    out.draft_reply = view(v.draft_reply);
    out.kind = v.kind;
    out.last_activity_ms = v.last_activity_ms;
    out.unread = v.unread;
    out.preview_kind = v.preview_kind;
    out.preview_direction = v.preview_direction;
    out.preview_outcome = v.preview_outcome;
    out.unread_lower_bound = (v.flags & IX_CONVERSATION_UNREAD_LOWER_BOUND) != 0;
    out.muted = (v.flags & IX_CONVERSATION_MUTED) != 0;
    out.pinned = (v.flags & IX_CONVERSATION_PINNED) != 0;
    out.archived = (v.flags & IX_CONVERSATION_ARCHIVED) != 0;
    out.marked_unread = (v.flags & IX_CONVERSATION_MARKED_UNREAD) != 0;
    out.can_send = (v.flags & IX_CONVERSATION_CAN_SEND) != 0;
    out.draft_reply_gone = (v.flags & IX_CONVERSATION_DRAFT_REPLY_GONE) != 0;
    out.first_route = v.first_route;
    out.route_count = v.route_count;
    return out;
  }
};

struct Route {
  std::string_view id, address, from, reason;
  ix_route_kind kind = 0;
  ix_route_state state = 0;
  bool is_default = false, can_send = false;
  bool is_chosen = false; /**< the default because the user said so */
  bool opted_out = false; /**< so it seems: say so before sending */

  static std::optional<Route> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_route_view>();
    if (ix_page_route(page, row, &v) != IX_OK) return std::nullopt;
    return Route{.id = view(v.id),
                 .address = view(v.address),
                 .from = view(v.from),
                 .reason = view(v.reason),
                 .kind = v.kind,
                 .state = v.state,
                 .is_default = (v.flags & IX_ROUTE_DEFAULT) != 0,
                 .can_send = (v.flags & IX_ROUTE_CAN_SEND) != 0,
                 .is_chosen = (v.flags & IX_ROUTE_CHOSEN) != 0,
                 .opted_out = (v.flags & IX_ROUTE_OPTED_OUT) != 0};
  }
};

/** Why a route stands in its conversation; see ix_conversation_explain. */
struct Grouping {
  std::string_view route;
  ix_grouping_reason reason = IX_GROUPED_ALONE;
  uint32_t first_claim = 0, claim_count = 0; /**< see Page::claims */

  static std::optional<Grouping> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_grouping_view>();
    if (ix_page_grouping(page, row, &v) != IX_OK) return std::nullopt;
    return Grouping{.route = view(v.route),
                    .reason = v.reason,
                    .first_claim = v.first_claim,
                    .claim_count = v.claim_count};
  }
};

/** A contact that has the user or the number of a route. */
struct Claim {
  std::string_view contact, name, source, source_id, address;
  ix_address_kind address_kind = 0;
  ix_contact_kind contact_kind = 0;
  ix_claim_verdict verdict = IX_CLAIM_WON;

  static std::optional<Claim> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_claim_view>();
    if (ix_page_claim(page, row, &v) != IX_OK) return std::nullopt;
    return Claim{.contact = view(v.contact),
                 .name = view(v.name),
                 .source = view(v.source),
                 .source_id = view(v.source_id),
                 .address = view(v.address),
                 .address_kind = v.address_kind,
                 .contact_kind = v.contact_kind,
                 .verdict = v.verdict};
  }
};

/** What a preset counts now; see IX_LIVE_COUNTS. */
struct PresetCounts {
  std::string_view id;
  ix_preset preset = 0;
  uint32_t flags = 0;
  int64_t conversations = 0, unread_conversations = 0, unread_items = 0;

  static std::optional<PresetCounts> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_preset_view>();
    if (ix_page_preset(page, row, &v) != IX_OK) return std::nullopt;
    return PresetCounts{.id = view(v.id),
                        .preset = v.preset,
                        .flags = v.flags,
                        .conversations = v.conversations,
                        .unread_conversations = v.unread_conversations,
                        .unread_items = v.unread_items};
  }
};

/** Somebody who is writing; see IX_LIVE_TYPING. */
struct Typist {
  std::string_view id, conversation, route, user, name;

  static std::optional<Typist> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_typist_view>();
    if (ix_page_typist(page, row, &v) != IX_OK) return std::nullopt;
    return Typist{.id = view(v.id),
                  .conversation = view(v.conversation),
                  .route = view(v.route),
                  .user = view(v.user),
                  .name = view(v.name)};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_CONVERSATION_HPP
