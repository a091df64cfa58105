// SPDX-License-Identifier: Apache-2.0
#include "query/reader.h"

#include "cache/conversation_reads.h"
#include "query/attachments.h"
#include "query/list_refresh.h"
#include "query/lists.h"

namespace ix::query {
namespace {

constexpr uint32_t kMostRows = 1000;

Status check_limit(uint32_t limit) {
  if (limit >= 1 && limit <= kMostRows) return {};
  return Error(ErrorCode::INVALID_ARGUMENT, "the limit of a page is 1 to 1000 rows");
}

}  // namespace

Result<Page> Reader::conversations(const Filter& filter, std::string_view cursor, uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return conversation_list(lease.connection(), filter, *rules_->get(), cursor, limit);
}

Result<Page> Reader::refreshed(const Filter& filter, const Page& before,
                               const std::vector<ConversationId>& changed, uint32_t window) {
  IX_CHECK(check_limit(window));
  IX_TRY(cache::ReadLease lease, database_.read());
  return refreshed_list(lease.connection(), filter, *rules_->get(), before, changed, window);
}

Result<ListCounts> Reader::counts(const Filter& filter) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return cache::count_conversations(lease.connection(), filter);
}

Result<int64_t> Reader::badge() {
  IX_TRY(cache::ReadLease lease, database_.read());
  return cache::badge(lease.connection());
}

Result<Page> Reader::conversation(ConversationId id) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return conversation_page(lease.connection(), id, *rules_->get());
}

Result<Page> Reader::explain(ConversationId id) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return explain_page(lease.connection(), id, *rules_->get());
}

Result<Page> Reader::thread(ConversationId id, std::string_view cursor, uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return thread_page(lease.connection(), id, cursor, limit);
}

Result<Around> Reader::thread_around(ConversationId id, std::optional<ItemId> item,
                                     uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return query::thread_around(lease.connection(), id, item, limit);
}

Result<Page> Reader::item(ItemId id) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return item_page(lease.connection(), id);
}

Result<Page> Reader::staged(std::optional<ConversationId> conversation) {
  IX_TRY(cache::ReadLease lease, database_.read());
  ConversationId now;
  if (conversation) {
    IX_TRY(now, current_conversation(lease.connection(), *conversation));
  }
  return staged_page(lease.connection(), now);
}

Result<Page> Reader::contact(ContactId id) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return one_contact(lease.connection(), id, *rules_->get());
}

Result<Page> Reader::recipients(std::string_view text, uint32_t limit) {
  constexpr uint32_t kMostRecipients = 50;
  if (limit < 1 || limit > kMostRecipients) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the limit of recipients is 1 to 50 rows");
  }
  IX_TRY(cache::ReadLease lease, database_.read());
  return recipient_list(lease.connection(), text, *rules_->get(), limit);
}

Result<Page> Reader::contacts(std::string_view text, std::string_view cursor, uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return contact_list(lease.connection(), text, *rules_->get(), cursor, limit);
}

Result<Page> Reader::search_messages(std::string_view text, const Filter& filter,
                                     std::optional<ConversationId> in, std::string_view cursor,
                                     uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return messages_.run(lease.connection(), [&] {
    return message_search(lease.connection(), text, filter, in, cursor, limit);
  });
}

Result<Page> Reader::search_conversations(std::string_view text, const Filter& filter,
                                          uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return conversations_.run(lease.connection(), [&] {
    return conversation_search(lease.connection(), text, filter, *rules_->get(), limit);
  });
}

Result<Page> Reader::notifications(std::string_view cursor, uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return notification_list(lease.connection(), cursor, limit);
}

Result<Page> Reader::outbox(uint32_t limit) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return outbox_list(lease.connection(), limit);
}

Result<Page> Reader::presets() {
  IX_TRY(cache::ReadLease lease, database_.read());
  return preset_list(lease.connection());
}

Result<Page> Reader::typists(const std::vector<RouteTyping>& typing,
                             std::optional<ConversationId> in) {
  IX_TRY(cache::ReadLease lease, database_.read());
  std::optional<ConversationId> current;
  if (in) {
    IX_TRY(current, current_conversation(lease.connection(), *in));
  }
  return typist_list(lease.connection(), typing, current);
}

Result<ConversationId> Reader::current(ConversationId id) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return current_conversation(lease.connection(), id);
}

Result<std::optional<ConversationId>> Reader::conversation_of_remote(std::string_view remote_id) {
  IX_TRY(cache::ReadLease lease, database_.read());
  IX_TRY(const auto place, cache::place_of_remote(lease.connection(), remote_id));
  return place ? std::optional(place->conversation) : std::nullopt;
}

Result<Page> Reader::preflight(const MessageDraft& draft) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return preflight_page(lease.connection(), *rules_->get(), draft);
}

Result<MembersPage> Reader::members(ConversationId conversation) {
  IX_TRY(cache::ReadLease lease, database_.read());
  return members_page(lease.connection(), conversation);
}

Result<Page> Reader::consents(const ConsentQuery& query, std::string_view cursor, uint32_t limit) {
  IX_CHECK(check_limit(limit));
  IX_TRY(cache::ReadLease lease, database_.read());
  return consent_list(lease.connection(), query, cursor, limit);
}

Result<Page> Reader::account() {
  IX_TRY(cache::ReadLease lease, database_.read());
  return account_page(lease.connection());
}

}  // namespace ix::query
