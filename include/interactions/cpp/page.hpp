// SPDX-License-Identifier: Apache-2.0
/**
 * @file page.hpp
 * Snapshots of lists. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_PAGE_HPP
#define INTERACTIONS_CPP_PAGE_HPP

#include <interactions/page.h>
#include <interactions/cpp/handle.hpp>
#include <interactions/cpp/row_account.hpp>
#include <interactions/cpp/row_conversation.hpp>
#include <interactions/cpp/row_file.hpp>
#include <interactions/cpp/row_item.hpp>
#include <interactions/cpp/row_list.hpp>
#include <interactions/cpp/row_person.hpp>
#include <interactions/cpp/row_sms.hpp>
#include <interactions/cpp/row_source.hpp>
#include <interactions/cpp/rows.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace interactions {

/**
 * A snapshot of a list: immutable, any thread, and independent of the client it came from. Which
 * tables it has is said where it comes from; the others are empty.
 *
 * Ranges, rows and texts live as long as the page, so a temporary page gives none: name it first.
 */
class Page : public Handle<ix_page, ix_page_retain, ix_page_release> {
 public:
  using Handle::Handle;

  /** A second handle of the same page. */
  Page share() const { return Page(retained()); }
  /** The row block (row_block.h). */
  std::span<const std::byte> bytes() const& {
    size_t size = 0;
    const void* data = ix_page_bytes(get(), &size);
    return {static_cast<const std::byte*>(data), size};
  }
  /** Asks for the page after this one; absent: this was the last. */
  std::string_view cursor() const& { return view(ix_page_cursor(get())); }
  /** Of a thread: asks for what comes after this page; absent: nothing does. */
  std::string_view newer_cursor() const& { return view(ix_page_newer_cursor(get())); }
  /** IX_MORE_*: what lies beyond the oldest end. */
  int32_t more() const { return ix_page_more(get()); }
  /** Rows of a table (IX_TABLE_*). */
  uint32_t count(uint32_t table) const { return ix_page_count(get(), table); }

  // All rows of a table.

  Rows<Conversation> conversations() const& { return all<Conversation>(IX_TABLE_CONVERSATION); }
  Rows<Route> routes() const& { return all<Route>(IX_TABLE_ROUTE); }
  Rows<Item> items() const& { return all<Item>(IX_TABLE_ITEM); }
  Rows<Reaction> reactions() const& { return all<Reaction>(IX_TABLE_REACTION); }
  Rows<Attachment> attachments() const& { return all<Attachment>(IX_TABLE_ATTACHMENT); }
  Rows<Transfer> transfers() const& { return all<Transfer>(IX_TABLE_TRANSFER); }
  Rows<Contact> contacts() const& { return all<Contact>(IX_TABLE_CONTACT); }
  Rows<Address> addresses() const& { return all<Address>(IX_TABLE_ADDRESS); }
  Rows<OutboxEntry> outbox() const& { return all<OutboxEntry>(IX_TABLE_OUTBOX); }
  Rows<Account> accounts() const& { return all<Account>(IX_TABLE_ACCOUNT); }
  Rows<Change> changes() const& { return all<Change>(IX_TABLE_CHANGE); }
  Rows<Match> matches() const& { return all<Match>(IX_TABLE_MATCH); }
  Rows<Range> ranges() const& { return all<Range>(IX_TABLE_RANGE); }
  Rows<PresetCounts> presets() const& { return all<PresetCounts>(IX_TABLE_PRESET); }
  Rows<Typist> typists() const& { return all<Typist>(IX_TABLE_TYPIST); }
  Rows<Finding> findings() const& { return all<Finding>(IX_TABLE_FINDING); }
  Rows<RouteSize> route_sizes() const& { return all<RouteSize>(IX_TABLE_ROUTE_SIZE); }
  Rows<Grouping> groupings() const& { return all<Grouping>(IX_TABLE_GROUPING); }
  Rows<Claim> claims() const& { return all<Claim>(IX_TABLE_CLAIM); }
  Rows<Notification> notifications() const& { return all<Notification>(IX_TABLE_NOTIFICATION); }
  Rows<Sms> sms() const& { return all<Sms>(IX_TABLE_SMS); }
  Rows<SmsFlip> flips() const& { return all<SmsFlip>(IX_TABLE_SMS_FLIP); }
  Rows<FilePlan> file_plans() const& { return all<FilePlan>(IX_TABLE_FILE_PLAN); }
  Rows<Consent> consents() const& { return all<Consent>(IX_TABLE_CONSENT); }
  Rows<FoundRecipient> recipients() const& { return all<FoundRecipient>(IX_TABLE_RECIPIENT); }
  Rows<Source> sources() const& { return all<Source>(IX_TABLE_SOURCE); }
  Rows<Member> members() const& { return all<Member>(IX_TABLE_MEMBER); }

  // The rows that belong to one row of this page.

  Rows<Route> routes(const Conversation& of) const& {
    return {get(), of.first_route, of.route_count};
  }
  Rows<Reaction> reactions(const Item& of) const& {
    return {get(), of.first_reaction, of.reaction_count};
  }
  Rows<Attachment> attachments(const Item& of) const& {
    return {get(), of.first_attachment, of.attachment_count};
  }
  Rows<Address> addresses(const Contact& of) const& {
    return {get(), of.first_address, of.address_count};
  }
  Rows<Address> addresses(const FoundRecipient& of) const& {
    return {get(), of.first_address, of.address_count};
  }
  Rows<Address> numbers(const Account& of) const& {
    return {get(), of.first_number, of.number_count};
  }
  Rows<SmsFlip> flips(const Sms& of) const& { return {get(), of.first_flip, of.flip_count}; }
  Rows<Claim> claims(const Grouping& of) const& { return {get(), of.first_claim, of.claim_count}; }
  Rows<Range> ranges(const Match& of) const& { return {get(), of.first_range, of.range_count}; }

  std::span<const std::byte> bytes() && = delete;
  std::string_view cursor() && = delete;
  std::string_view newer_cursor() && = delete;
  Rows<Conversation> conversations() && = delete;
  Rows<Route> routes() && = delete;
  Rows<Item> items() && = delete;
  Rows<Reaction> reactions() && = delete;
  Rows<Attachment> attachments() && = delete;
  Rows<Transfer> transfers() && = delete;
  Rows<Contact> contacts() && = delete;
  Rows<Address> addresses() && = delete;
  Rows<OutboxEntry> outbox() && = delete;
  Rows<Account> accounts() && = delete;
  Rows<Change> changes() && = delete;
  Rows<Match> matches() && = delete;
  Rows<Range> ranges() && = delete;
  Rows<PresetCounts> presets() && = delete;
  Rows<Typist> typists() && = delete;
  Rows<Finding> findings() && = delete;
  Rows<RouteSize> route_sizes() && = delete;
  Rows<Grouping> groupings() && = delete;
  Rows<Claim> claims() && = delete;
  Rows<Notification> notifications() && = delete;
  Rows<Sms> sms() && = delete;
  Rows<SmsFlip> flips() && = delete;
  Rows<Consent> consents() && = delete;
  Rows<FilePlan> file_plans() && = delete;
  Rows<FoundRecipient> recipients() && = delete;
  Rows<Member> members() && = delete;
  Rows<Source> sources() && = delete;

 private:
  template <class Row>
  Rows<Row> all(uint32_t table) const {
    return {get(), 0, ix_page_count(get(), table)};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_PAGE_HPP
