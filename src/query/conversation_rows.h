// SPDX-License-Identifier: Apache-2.0
// Conversations as rows of a page, and where a list stands.
#pragma once

#include <string>
#include <vector>

#include "cache/conversation_reads.h"
#include "identity/number_rules.h"
#include "model/default_route.h"
#include "model/filter.h"
#include "query/page.h"

namespace ix::query {

// Whether a text may go by a route: what the backend and the ledger of consent say of it, and below
// that the host's policy, which is not stored, for it may change at any time.
struct Sending {
  bool can = false;      // by this route
  bool beside = false;   // calls only, but a text to the peer opens a way of its own
  std::string_view why;  // a key, when it cannot
};
Sending sending_by(const cache::RouteRow& route, const identity::NumberRules& rules);

// E.164, user id, or the backend's id of a channel or group.
std::string_view address_of(const cache::RouteRow& route);

// Adds conversations to a page; its vectors are used again for each of them. Outlived by the
// connection, the rules and the page.
class ConversationRows {
 public:
  ConversationRows(cache::Connection& connection, const identity::NumberRules& rules,
                   PageBuilder& page)
      : connection_(connection), rules_(rules), page_(page) {}

  Status append(const cache::ConversationRow& from);

 private:
  Status append_routes(ConversationId id, ix_row_conversation& row, bool& reachable);

  cache::Connection& connection_;
  const identity::NumberRules& rules_;
  PageBuilder& page_;
  std::vector<ix_row_route> rows_;
  std::vector<RouteUse> uses_;
};

// Where the list of a filter goes on after its row at `last`.
std::string cursor_after(const Filter& filter, const cache::ListPosition& last);

}  // namespace ix::query
