// SPDX-License-Identifier: Apache-2.0
// Why the routes of a conversation stand together: the rule of store/grouping.h, told.
#include <interactions/page.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "cache/contact_reads.h"
#include "cache/conversation_reads.h"
#include "model/route.h"
#include "query/lists.h"

namespace ix::query {
namespace {

struct Claim {
  int32_t kind = 0;
  std::string source;
  std::string source_id;
  ix_row_claim row{};

  auto order() const { return std::tie(kind, source, source_id); }
};

bool is_shared(RouteKind kind) {
  return kind == RouteKind::channel || kind == RouteKind::group;
}

// Fills a page, which outlives it.
class Explanation {
 public:
  Explanation(cache::Connection& connection, PageBuilder& page)
      : connection_(connection), page_(page) {}

  Status append(const cache::RouteRow& route) {
    const auto kind = static_cast<RouteKind>(route.kind);
    std::vector<Claim> claims;
    if (!is_shared(kind)) {
      IX_TRY(claims, claims_on(kind, route));
    }
    ix_row_grouping row{};
    row.route = page_.add(RouteId{route.id}.text());
    row.reason = reason(kind, route, !claims.empty());
    row.first_claim = page_.count(IX_TABLE_CLAIM);
    row.claim_count = static_cast<uint32_t>(claims.size());
    for (Claim& claim : claims) {
      claim.row.verdict = verdict(claim, claims.front());
      page_.append(claim.row);
    }
    page_.append(row);
    return {};
  }

 private:
  // In the order of the rule; a contact that has both the number and the user counts once.
  Result<std::vector<Claim>> claims_on(RouteKind kind, const cache::RouteRow& route) {
    const std::string_view number =
        kind == RouteKind::internal ? std::string_view() : route.peer_number;
    IX_TRY(auto rows, cache::claims_on(connection_, route.peer_user, number));
    std::vector<Claim> claims;
    std::vector<int64_t> seen;
    cache::ClaimRow from;
    for (;;) {
      IX_TRY(const bool found, rows.next(from));
      if (!found) break;
      if (std::find(seen.begin(), seen.end(), from.contact) != seen.end()) continue;
      seen.push_back(from.contact);
      Claim& claim = claims.emplace_back();
      claim.kind = from.contact_kind;
      claim.source = from.source;
      claim.source_id = from.source_id;
      claim.row.contact = page_.add(ContactId{from.contact}.text());
      claim.row.name = page_.add(from.name);
      claim.row.source = page_.add(from.source);
      claim.row.source_id = page_.add(from.source_id);
      claim.row.address = page_.add(from.address);
      claim.row.address_kind = from.address_kind;
      claim.row.contact_kind = from.contact_kind;
    }
    std::sort(claims.begin(), claims.end(),
              [](const Claim& a, const Claim& b) { return a.order() < b.order(); });
    return claims;
  }

  static int32_t reason(RouteKind kind, const cache::RouteRow& route, bool claimed) {
    if (is_shared(kind)) return IX_GROUPED_SHARED;
    if (claimed) return IX_GROUPED_BY_CONTACT;
    const bool by_number = kind != RouteKind::internal && !route.peer_number.empty();
    return by_number ? IX_GROUPED_BY_NUMBER : IX_GROUPED_ALONE;
  }

  static int32_t verdict(const Claim& claim, const Claim& winner) {
    if (&claim == &winner) return IX_CLAIM_WON;
    return claim.kind == winner.kind ? IX_CLAIM_LOST_BY_ORDER : IX_CLAIM_LOST_TO_EXTERNAL;
  }

  cache::Connection& connection_;
  PageBuilder& page_;
};

}  // namespace

Result<Page> explain_page(cache::Connection& connection, ConversationId id,
                          const identity::NumberRules& rules) {
  IX_TRY(const ConversationId current, current_conversation(connection, id));
  PageBuilder page;
  IX_CHECK(append_conversation(connection, current, rules, page));
  Explanation explanation(connection, page);
  IX_TRY(auto routes, cache::routes_of_conversation(connection, current));
  cache::RouteRow route;
  for (;;) {
    IX_TRY(const bool found, routes.next(route));
    if (!found) return page.build();
    IX_CHECK(explanation.append(route));
  }
}

}  // namespace ix::query
