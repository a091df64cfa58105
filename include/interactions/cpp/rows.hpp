// SPDX-License-Identifier: Apache-2.0
/**
 * @file rows.hpp
 * Pages and their rows in the C++ wrapper. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROWS_HPP
#define INTERACTIONS_CPP_ROWS_HPP

#include <interactions/cpp/result.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <span>

namespace interactions {

// ----------------------------------------------------------------------------------- rows

/** Why an item or an outbox entry failed. */
struct Failure {
  ix_status code = IX_OK;
  ix_error_origin origin = IX_ORIGIN_LOCAL;
  ix_retry_advice retry = IX_RETRY_NEVER;
  ix_fixer fixer = IX_FIXER_NOBODY;
  std::string_view message;
};

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
    return Route{view(v.id),
                 view(v.address),
                 view(v.from),
                 view(v.reason),
                 v.kind,
                 v.state,
                 (v.flags & IX_ROUTE_DEFAULT) != 0,
                 (v.flags & IX_ROUTE_CAN_SEND) != 0,
                 (v.flags & IX_ROUTE_CHOSEN) != 0,
                 (v.flags & IX_ROUTE_OPTED_OUT) != 0};
  }
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
      out.call = Call{view(v.call_id), view(v.call_number), v.call_direction,
                      v.call_outcome,  v.call_duration_ms,  v.call_started_ms};
    }
    if ((v.flags & IX_ITEM_HAS_FAILURE) != 0) {
      out.failure = Failure{v.failure_code, v.failure_origin, v.failure_retry, v.failure_fixer,
                            view(v.failure_message)};
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
    return Reaction{view(v.key), v.count, v.mine != 0};
  }
};

/** A file that came with an item, as its sender described it; 0 and absent: not said. */
struct Attachment {
  std::string_view id, name, mime_type;
  ix_attachment_kind kind = IX_ATTACHMENT_FILE;
  int64_t size = 0, duration_ms = 0;
  int32_t width = 0, height = 0;

  static std::optional<Attachment> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_attachment_view>();
    if (ix_page_attachment(page, row, &v) != IX_OK) return std::nullopt;
    return Attachment{view(v.id), view(v.name),  view(v.mime_type), v.kind,
                      v.size,     v.duration_ms, v.width,           v.height};
  }
};

/** What a text costs as an SMS. From `by_sms` on: of a preflight. */
struct Sms {
  ix_sms_encoding encoding = IX_SMS_GSM7;
  int32_t units = 0, parts = 0, remaining = 0;
  uint32_t first_flip = 0, flip_count = 0; /**< see Page::flips */
  bool by_sms = true;
  std::string_view route = {}, from = {};
  std::string_view reason = {}; /**< why it would be refused; absent: it would not */
  uint32_t mms = 0;             /**< IX_MMS_* */
  ix_consent_state consent = IX_CONSENT_UNKNOWN; /**< see Page::consents */

  static std::optional<Sms> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_sms_view>();
    if (ix_page_sms(page, row, &v) != IX_OK) return std::nullopt;
    return Sms{v.encoding,   v.units,        v.parts,       v.remaining,
               v.first_flip, v.flip_count,   v.by_sms != 0, view(v.route),
               view(v.from), view(v.reason), v.mms,         v.consent};
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
    return Consent{view(v.own), view(v.peer), view(v.keyword), view(v.conversation),
                   v.state,     v.source,     v.at_ms};
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
    return FoundRecipient{view(v.title),
                          view(v.contact),
                          view(v.conversation),
                          view(v.route),
                          view(v.address),
                          view(v.reason),
                          v.kind,
                          v.route_kind,
                          v.number_class,
                          v.used_ms,
                          v.sendable != 0,
                          (v.flags & IX_RECIPIENT_TYPED) != 0,
                          (v.flags & IX_RECIPIENT_OPTED_OUT) != 0,
                          v.first_address,
                          v.address_count};
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
    return Member{view(v.user), view(v.name), v.state, v.role};
  }
};

/** A character that makes it dear. */
struct SmsFlip {
  std::string_view character;
  /** Nothing: there is no harmless one; empty: it can be left out. */
  std::optional<std::string_view> replacement;
  int32_t count = 0;

  static std::optional<SmsFlip> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_sms_flip_view>();
    if (ix_page_sms_flip(page, row, &v) != IX_OK) return std::nullopt;
    SmsFlip out{view(v.character), std::nullopt, v.count};
    if (v.replaceable != 0) out.replacement = v.replacement.data ? view(v.replacement) : "";
    return out;
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
    return PresetCounts{view(v.id),    v.preset, v.flags, v.conversations, v.unread_conversations,
                        v.unread_items};
  }
};

/** Somebody who is writing; see IX_LIVE_TYPING. */
struct Typist {
  std::string_view id, conversation, route, user, name;

  static std::optional<Typist> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_typist_view>();
    if (ix_page_typist(page, row, &v) != IX_OK) return std::nullopt;
    return Typist{view(v.id), view(v.conversation), view(v.route), view(v.user), view(v.name)};
  }
};

struct Contact {
  std::string_view id, name, conversation, source_id;
  ix_contact_kind kind = 0;
  uint32_t first_address = 0, address_count = 0; /**< see Page::addresses */

  static std::optional<Contact> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_contact_view>();
    if (ix_page_contact(page, row, &v) != IX_OK) return std::nullopt;
    return Contact{view(v.id), view(v.name),    view(v.conversation), view(v.source_id),
                   v.kind,     v.first_address, v.address_count};
  }
};

struct Address {
  std::string_view address, reason;
  ix_address_kind kind = 0;
  bool sendable = false;

  static std::optional<Address> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_address_view>();
    if (ix_page_address(page, row, &v) != IX_OK) return std::nullopt;
    return Address{view(v.address), view(v.reason), v.kind, v.sendable != 0};
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
    OutboxEntry out{view(v.id),   view(v.conversation), view(v.item),  v.op,
                    v.state,      v.attempts,           v.waiting_for, v.next_try_ms,
                    v.created_ms, std::nullopt,         v.send_at_ms,  view(v.subject)};
    if (v.has_failure != 0) {
      out.failure = Failure{v.failure_code, v.failure_origin, v.failure_retry, v.failure_fixer,
                            view(v.failure_message)};
    }
    return out;
  }
};

struct Account {
  std::string_view server, user_id, display_name, device_id;
  ix_session_state session = IX_SESSION_SIGNED_OUT;
  int64_t last_sync_ms = 0, conversations = 0, items = 0, outbox = 0, store_bytes = 0;
  uint32_t first_number = 0, number_count = 0; /**< see Page::addresses */

  static std::optional<Account> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_account_view>();
    if (ix_page_account(page, row, &v) != IX_OK) return std::nullopt;
    return Account{view(v.server), view(v.user_id), view(v.display_name), view(v.device_id),
                   v.session,      v.last_sync_ms,  v.conversations,      v.items,
                   v.outbox,       v.store_bytes,   v.first_number,       v.number_count};
  }
};

/** One step from an old list to a new one; see subscription.h. */
struct Change {
  std::string_view id;
  ix_change_op op = 0;
  uint32_t from = 0, to = 0, row = 0;
  uint64_t fields = 0;

  static std::optional<Change> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_change_view>();
    if (ix_page_change(page, row, &v) != IX_OK) return std::nullopt;
    return Change{view(v.id), v.op, v.from, v.to, v.row, v.fields};
  }
};

/** One result of a search; see search.h. */
struct Match {
  std::string_view conversation, title, snippet;
  ix_match_field field = IX_MATCH_TEXT;
  uint32_t row = 0;                          /**< of Page::items or Page::conversations */
  uint32_t first_range = 0, range_count = 0; /**< see Page::ranges */

  static std::optional<Match> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_match_view>();
    if (ix_page_match(page, row, &v) != IX_OK) return std::nullopt;
    return Match{view(v.conversation), view(v.title), view(v.snippet), v.field, v.row,
                 v.first_range,        v.range_count};
  }
};

/** A part of a snippet to highlight, in bytes. */
struct Range {
  uint32_t start = 0, size = 0;

  static std::optional<Range> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_range_view>();
    if (ix_page_range(page, row, &v) != IX_OK) return std::nullopt;
    return Range{v.start, v.size};
  }
};

/** A check of the store that found something; see store.h. */
struct Finding {
  std::string_view name, first;
  ix_store_check_kind check = IX_STORE_CHECK_FILE;
  int64_t count = 0;
  bool repaired = false;

  static std::optional<Finding> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_finding_view>();
    if (ix_page_finding(page, row, &v) != IX_OK) return std::nullopt;
    return Finding{view(v.name), view(v.first), v.check, v.count, v.repaired != 0};
  }
};

/** What is stored of one route, or (without a route) of all; see ix_store_sizes. */
struct RouteSize {
  std::string_view route, conversation;
  int64_t items = 0, text_bytes = 0, metadata_bytes = 0;

  static std::optional<RouteSize> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_route_size_view>();
    if (ix_page_route_size(page, row, &v) != IX_OK) return std::nullopt;
    return RouteSize{view(v.route), view(v.conversation), v.items, v.text_bytes, v.metadata_bytes};
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
    return Grouping{view(v.route), v.reason, v.first_claim, v.claim_count};
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
    return Claim{view(v.contact), view(v.name),   view(v.source), view(v.source_id),
                 view(v.address), v.address_kind, v.contact_kind, v.verdict};
  }
};

/** An item to notify the user of; see notification.h. */
struct Notification {
  std::string_view conversation, title;
  uint32_t item = 0; /**< row of Page::items */

  static std::optional<Notification> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_notification_view>();
    if (ix_page_notification(page, row, &v) != IX_OK) return std::nullopt;
    return Notification{view(v.conversation), view(v.title), v.item};
  }
};

/** Rows of one table of a page, made as they are read. The page must outlive it. */
template <class Row>
class Rows {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Row;

    iterator() = default;
    iterator(const ix_page* page, uint32_t row) : page_(page), row_(row) {}
    Row operator*() const { return Row::read(page_, row_).value_or(Row{}); }
    iterator& operator++() {
      ++row_;
      return *this;
    }
    iterator operator++(int) { return iterator(page_, row_++); }
    bool operator==(const iterator&) const = default;

   private:
    const ix_page* page_ = nullptr;
    uint32_t row_ = 0;
  };

  Rows(const ix_page* page, uint32_t first, uint32_t count)
      : page_(page), first_(first), count_(count) {}
  iterator begin() const { return iterator(page_, first_); }
  iterator end() const { return iterator(page_, first_ + count_); }
  uint32_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Row operator[](uint32_t index) const { return *iterator(page_, first_ + index); }

 private:
  const ix_page* page_;
  uint32_t first_;
  uint32_t count_;
};

/** A snapshot of a list. Immutable. The row ranges are not for a temporary page: name it first. */
class Page : public Handle<ix_page, ix_page_retain, ix_page_release> {
 public:
  using Handle::Handle;

  Page share() const { return Page(retained()); }
  std::span<const std::byte> bytes() const {
    size_t size = 0;
    const void* data = ix_page_bytes(get(), &size);
    return {static_cast<const std::byte*>(data), size};
  }
  std::string_view cursor() const& { return view(ix_page_cursor(get())); }
  /** Of a thread: asks for what comes after this page; absent: nothing does. */
  std::string_view newer_cursor() const& { return view(ix_page_newer_cursor(get())); }
  /** IX_MORE_*: what lies beyond the oldest end. */
  int32_t more() const { return ix_page_more(get()); }
  /** Rows of a table (IX_TABLE_*). */
  uint32_t count(uint32_t table) const { return ix_page_count(get(), table); }

  Rows<Conversation> conversations() const& { return all<Conversation>(IX_TABLE_CONVERSATION); }
  Rows<Route> routes() const& { return all<Route>(IX_TABLE_ROUTE); }
  Rows<Item> items() const& { return all<Item>(IX_TABLE_ITEM); }
  Rows<Contact> contacts() const& { return all<Contact>(IX_TABLE_CONTACT); }
  Rows<Address> addresses() const& { return all<Address>(IX_TABLE_ADDRESS); }
  Rows<OutboxEntry> outbox() const& { return all<OutboxEntry>(IX_TABLE_OUTBOX); }
  Rows<Account> accounts() const& { return all<Account>(IX_TABLE_ACCOUNT); }
  Rows<Change> changes() const& { return all<Change>(IX_TABLE_CHANGE); }
  Rows<Match> matches() const& { return all<Match>(IX_TABLE_MATCH); }
  Rows<PresetCounts> presets() const& { return all<PresetCounts>(IX_TABLE_PRESET); }
  Rows<Typist> typists() const& { return all<Typist>(IX_TABLE_TYPIST); }
  Rows<Finding> findings() const& { return all<Finding>(IX_TABLE_FINDING); }
  Rows<RouteSize> route_sizes() const& { return all<RouteSize>(IX_TABLE_ROUTE_SIZE); }
  Rows<Grouping> groupings() const& { return all<Grouping>(IX_TABLE_GROUPING); }
  Rows<Notification> notifications() const& { return all<Notification>(IX_TABLE_NOTIFICATION); }
  /** The rows that belong to one row of this page. */
  Rows<Route> routes(const Conversation& of) const& {
    return {get(), of.first_route, of.route_count};
  }
  Rows<Reaction> reactions(const Item& of) const& {
    return {get(), of.first_reaction, of.reaction_count};
  }
  Rows<Attachment> attachments(const Item& of) const& {
    return {get(), of.first_attachment, of.attachment_count};
  }
  Rows<Sms> sms() const& { return all<Sms>(IX_TABLE_SMS); }
  Rows<Consent> consents() const& { return all<Consent>(IX_TABLE_CONSENT); }
  Rows<FoundRecipient> recipients() const& { return all<FoundRecipient>(IX_TABLE_RECIPIENT); }
  Rows<Address> addresses(const FoundRecipient& of) const& {
    return {get(), of.first_address, of.address_count};
  }
  Rows<Member> members() const& { return all<Member>(IX_TABLE_MEMBER); }
  Rows<SmsFlip> flips(const Sms& of) const& { return {get(), of.first_flip, of.flip_count}; }
  Rows<Address> addresses(const Contact& of) const& {
    return {get(), of.first_address, of.address_count};
  }
  Rows<Address> numbers(const Account& of) const& {
    return {get(), of.first_number, of.number_count};
  }

  Rows<Claim> claims(const Grouping& of) const& { return {get(), of.first_claim, of.claim_count}; }
  Rows<Range> ranges(const Match& of) const& { return {get(), of.first_range, of.range_count}; }

  std::string_view cursor() && = delete;
  std::string_view newer_cursor() && = delete;
  Rows<Conversation> conversations() && = delete;
  Rows<Item> items() && = delete;
  Rows<Contact> contacts() && = delete;
  Rows<OutboxEntry> outbox() && = delete;
  Rows<Account> accounts() && = delete;
  Rows<Change> changes() && = delete;
  Rows<Match> matches() && = delete;
  Rows<PresetCounts> presets() && = delete;
  Rows<Typist> typists() && = delete;
  Rows<Finding> findings() && = delete;
  Rows<RouteSize> route_sizes() && = delete;
  Rows<Grouping> groupings() && = delete;
  Rows<Notification> notifications() && = delete;
  Rows<Consent> consents() && = delete;
  Rows<FoundRecipient> recipients() && = delete;
  Rows<Member> members() && = delete;

 private:
  template <class Row>
  Rows<Row> all(uint32_t table) const {
    return {get(), 0, ix_page_count(get(), table)};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROWS_HPP
