// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_person.hpp
 * Rows of people: contacts, recipients, members, consent. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_PERSON_HPP
#define INTERACTIONS_CPP_ROW_PERSON_HPP

#include <interactions/channel.h>
#include <interactions/consent.h>
#include <interactions/contact.h>
#include <interactions/page.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

struct Contact {
  std::string_view id, name, conversation, source_id;
  ix_contact_kind kind = 0;
  uint32_t first_address = 0, address_count = 0; /**< see Page::addresses */

  static std::optional<Contact> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_contact_view>();
    if (ix_page_contact(page, row, &v) != IX_OK) return std::nullopt;
    return Contact{.id = view(v.id),
                   .name = view(v.name),
                   .conversation = view(v.conversation),
                   .source_id = view(v.source_id),
                   .kind = v.kind,
                   .first_address = v.first_address,
                   .address_count = v.address_count};
  }
};

struct Address {
  std::string_view address, reason;
  ix_address_kind kind = 0;
  bool sendable = false;

  static std::optional<Address> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_address_view>();
    if (ix_page_address(page, row, &v) != IX_OK) return std::nullopt;
    return Address{.address = view(v.address),
                   .reason = view(v.reason),
                   .kind = v.kind,
                   .sendable = v.sendable != 0};
  }
};

/** Whom a new message may go to; see Client::recipients (contact.h). */
struct FoundRecipient {
  std::string_view title, contact, conversation, route, address, reason;
  ix_recipient_kind kind = IX_RECIPIENT_KIND_NUMBER;
  ix_route_kind route_kind = IX_ROUTE_SMS;
  ix_number_class number_class = IX_NUMBER_INVALID;
  int64_t used_ms = 0;
  bool sendable = false;
  bool typed = false;                            /**< the address is the number that was typed */
  bool opted_out = false;                        /**< so it seems: say so before sending */
  uint32_t first_address = 0, address_count = 0; /**< see Page::addresses */

  static std::optional<FoundRecipient> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_recipient_view>();
    if (ix_page_recipient(page, row, &v) != IX_OK) return std::nullopt;
    return FoundRecipient{.title = view(v.title),
                          .contact = view(v.contact),
                          .conversation = view(v.conversation),
                          .route = view(v.route),
                          .address = view(v.address),
                          .reason = view(v.reason),
                          .kind = v.kind,
                          .route_kind = v.route_kind,
                          .number_class = v.number_class,
                          .used_ms = v.used_ms,
                          .sendable = v.sendable != 0,
                          .typed = (v.flags & IX_RECIPIENT_TYPED) != 0,
                          .opted_out = (v.flags & IX_RECIPIENT_OPTED_OUT) != 0,
                          .first_address = v.first_address,
                          .address_count = v.address_count};
  }
};

/** Somebody in a channel or group; see channel.h. */
struct Member {
  std::string_view user, name;
  ix_member_state state = IX_MEMBER_JOINED;
  ix_member_role role = IX_ROLE_MEMBER;

  static std::optional<Member> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_member_view>();
    if (ix_page_member(page, row, &v) != IX_OK) return std::nullopt;
    return Member{.user = view(v.user), .name = view(v.name), .state = v.state, .role = v.role};
  }
};

/** A pair of numbers, or one word on it; see consent.h. */
struct Consent {
  std::string_view own, peer, keyword, conversation;
  ix_consent_state state = IX_CONSENT_UNKNOWN;
  ix_consent_source source = IX_CONSENT_BY_KEYWORD;
  int64_t at_ms = 0;

  static std::optional<Consent> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_consent_view>();
    if (ix_page_consent(page, row, &v) != IX_OK) return std::nullopt;
    return Consent{.own = view(v.own),
                   .peer = view(v.peer),
                   .keyword = view(v.keyword),
                   .conversation = view(v.conversation),
                   .state = v.state,
                   .source = v.source,
                   .at_ms = v.at_ms};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_PERSON_HPP
