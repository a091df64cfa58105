// SPDX-License-Identifier: Apache-2.0
/**
 * @file row_account.hpp
 * Rows of the account and of its files. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_ROW_ACCOUNT_HPP
#define INTERACTIONS_CPP_ROW_ACCOUNT_HPP

#include <interactions/page.h>
#include <interactions/store.h>
#include <interactions/cpp/call.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace interactions {

struct Account {
  std::string_view server, user_id, display_name, device_id;
  ix_session_state session = IX_SESSION_SIGNED_OUT;
  int64_t last_sync_ms = 0, conversations = 0, items = 0, outbox = 0, store_bytes = 0;
  uint32_t first_number = 0, number_count = 0; /**< see Page::addresses */

  static std::optional<Account> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_account_view>();
    if (ix_page_account(page, row, &v) != IX_OK) return std::nullopt;
    return Account{.server = view(v.server),
                   .user_id = view(v.user_id),
                   .display_name = view(v.display_name),
                   .device_id = view(v.device_id),
                   .session = v.session,
                   .last_sync_ms = v.last_sync_ms,
                   .conversations = v.conversations,
                   .items = v.items,
                   .outbox = v.outbox,
                   .store_bytes = v.store_bytes,
                   .first_number = v.first_number,
                   .number_count = v.number_count};
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
    return Finding{.name = view(v.name),
                   .first = view(v.first),
                   .check = v.check,
                   .count = v.count,
                   .repaired = v.repaired != 0};
  }
};

/** What is stored of one route, or (without a route) of all; see ix_store_sizes. */
struct RouteSize {
  std::string_view route, conversation;
  int64_t items = 0, text_bytes = 0, metadata_bytes = 0;

  static std::optional<RouteSize> read(const ix_page* page, uint32_t row) {
    auto v = detail::sized<ix_route_size_view>();
    if (ix_page_route_size(page, row, &v) != IX_OK) return std::nullopt;
    return RouteSize{.route = view(v.route),
                     .conversation = view(v.conversation),
                     .items = v.items,
                     .text_bytes = v.text_bytes,
                     .metadata_bytes = v.metadata_bytes};
  }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_ROW_ACCOUNT_HPP
