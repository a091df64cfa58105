// SPDX-License-Identifier: Apache-2.0
// Reads the cache into pages: what the C ABI hands out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cache/database.h"
#include "identity/number_rules.h"
#include "model/filter.h"
#include "model/ids.h"
#include "query/consent.h"
#include "query/latest_read.h"
#include "query/lists.h"
#include "query/members.h"
#include "query/page.h"
#include "query/preflight.h"

namespace ix::query {

// Thread-safe: every call takes a reading connection for its time. Outlived by the database. What
// may be texted is decided by the rules as they are at the call. Limits are 1 to 1000
// (INVALID_ARGUMENT). Lists end early, with `more = local` and a cursor, before a block would pass
// 16 MiB. Errors besides the named ones: STORE_*.
class Reader {
 public:
  explicit Reader(cache::Database& database, std::shared_ptr<const identity::CurrentRules> rules =
                                                 std::make_shared<identity::CurrentRules>())
      : database_(database), rules_(std::move(rules)) {}

  // Pinned first, then newest activity, then id. INVALID_CURSOR: not a cursor of this filter.
  Result<Page> conversations(const Filter& filter, std::string_view cursor, uint32_t limit);
  // The first `window` of them, brought up to date (list_refresh.h); an empty `before`: none yet.
  Result<Page> refreshed(const Filter& filter, const Page& before,
                         const std::vector<ConversationId>& changed, uint32_t window);
  // Equal to what listing the filter would give.
  Result<ListCounts> counts(const Filter& filter);
  // The number for the app's icon: unread items, but for muted and archived conversations.
  Result<int64_t> badge();
  Result<Page> conversation(ConversationId id);  // NOT_FOUND
  // Why its routes stand together: which contacts claim them. NOT_FOUND.
  Result<Page> explain(ConversationId id);
  // Merged over the conversation's routes; oldest row first. Without a cursor the newest, own
  // unplaced items last; with one the items before or after it, as the cursor says. Any route id
  // names its conversation. NOT_FOUND, INVALID_CURSOR. `more` is `gap` when nothing older is stored
  // and the oldest item of a route is a gap: mostly the page's oldest row; with several routes
  // another one's oldest item may lie before it.
  Result<Page> thread(ConversationId id, std::string_view cursor, uint32_t limit);
  // Without an item: around the first unread one, else the newest page. NOT_FOUND.
  Result<Around> thread_around(ConversationId id, std::optional<ItemId> item, uint32_t limit);
  Result<Page> item(ItemId id);  // NOT_FOUND
  // Files that were picked; without a conversation all. NOT_FOUND.
  Result<Page> staged(std::optional<ConversationId> conversation);
  Result<Page> contact(ContactId id);  // NOT_FOUND
  // `text` empty: all by name. Else those it finds (identity::contact_probe), the last used first.
  Result<Page> contacts(std::string_view text, std::string_view cursor, uint32_t limit);
  // What contact.h says of ix_recipients_page. `limit`: 1 to 50.
  Result<Page> recipients(std::string_view text, uint32_t limit);
  // What search.h says. CANCELLED: a newer search of the same kind began. `in`: one conversation.
  Result<Page> search_messages(std::string_view text, const Filter& filter,
                               std::optional<ConversationId> in, std::string_view cursor,
                               uint32_t limit);
  Result<Page> search_conversations(std::string_view text, const Filter& filter, uint32_t limit);
  // What notification.h says of ix_notifications_page. INVALID_CURSOR.
  Result<Page> notifications(std::string_view cursor, uint32_t limit);
  // The oldest `limit` entries.
  Result<Page> outbox(uint32_t limit = UINT32_MAX);
  Result<Page> account();
  // What sms.h says of ix_sms_preflight. NOT_FOUND.
  Result<Page> preflight(const MessageDraft& draft);
  Result<MembersPage> members(ConversationId conversation);
  // What consent.h says of ix_consent_page. INVALID_CURSOR.
  Result<Page> consents(const ConsentQuery& query, std::string_view cursor, uint32_t limit);
  // What every preset counts, and the badge; costs the same however long the list is.
  Result<Page> presets();
  // Those of `typing` whose route is stored; `in`: of one conversation. NOT_FOUND.
  Result<Page> typists(const std::vector<RouteTyping>& typing, std::optional<ConversationId> in);
  // The conversation that an id handed out at any time means now. NOT_FOUND.
  Result<ConversationId> current(ConversationId id);
  Result<std::optional<ConversationId>> conversation_of_remote(std::string_view remote_id);

 private:
  cache::Database& database_;
  std::shared_ptr<const identity::CurrentRules> rules_;
  LatestRead messages_;
  LatestRead conversations_;
};

}  // namespace ix::query
