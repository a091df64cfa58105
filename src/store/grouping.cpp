// SPDX-License-Identifier: Apache-2.0
#include "store/grouping.h"

#include <algorithm>
#include <map>
#include <set>

#include "cache/contact_table.h"
#include "cache/route_table.h"
#include "store/conversation_rows.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace route_table = cache::route_table;

class Regrouping {
 public:
  Regrouping(cache::Connection& connection, Touched& touched)
      : connection_(connection), touched_(touched) {}

  Status run(const std::vector<RouteId>& routes) {
    for (const RouteId id : routes) IX_CHECK(take(id));
    // Whoever stands with a changed route may have to stand elsewhere now.
    for (const RouteId id : routes) {
      if (const auto found = routes_.find(id); found != routes_.end()) {
        IX_CHECK(take_conversation(found->second.conversation));
      }
    }
    for (auto& [id, route] : routes_) IX_CHECK(claim(route));
    std::vector<RouteId> changed;
    for (const auto& [id, route] : routes_) changed.push_back(id);
    for (const RouteId id : changed) {
      if (!placed_.contains(id)) IX_CHECK(place_group_of(id));
    }
    for (const ConversationId id : rows_) {
      IX_CHECK(refresh_conversation(connection_, id, touched_));
    }
    return {};
  }

 private:
  // A merged route stands where the route stands that took its items.
  Status take(RouteId id) {
    IX_TRY(auto route, route_table::find(connection_, id));
    if (!route) return {};
    if (route->merged_into) {
      rows_.insert(route->conversation);
      return take(route->merged_into);
    }
    routes_.insert_or_assign(route->id, std::move(*route));
    return {};
  }

  Status take_conversation(ConversationId id) {
    if (!id) return {};
    rows_.insert(id);
    IX_TRY(auto routes, route_table::of_conversation(connection_, id));
    for (StoredRoute& route : routes) {
      if (!route.merged_into) routes_.try_emplace(route.id, std::move(route));
    }
    return {};
  }

  Status claim(StoredRoute& route) {
    ContactId contact;
    if (can_be_claimed(route.kind)) {
      const std::string_view number =
          route.kind == RouteKind::internal ? std::string_view() : route.peer_number;
      IX_TRY(contact, cache::contact_table::first_claimant(connection_, route.peer_user, number));
    }
    if (contact == route.contact) return {};
    route.contact = contact;
    return route_table::update(connection_, route);
  }

  Result<std::vector<StoredRoute>> group_of(const StoredRoute& route) {
    if (route.contact) return route_table::of_contact(connection_, route.contact);
    const bool by_number = route.kind == RouteKind::sms || route.kind == RouteKind::phone;
    if (by_number && !route.peer_number.empty()) {
      return route_table::of_unclaimed_number(connection_, route.peer_number);
    }
    return std::vector<StoredRoute>{route};
  }

  Status place_group_of(RouteId id) {
    IX_TRY(std::vector<StoredRoute> group, group_of(routes_.at(id)));
    for (size_t i = 0, visible = group.size(); i < visible; ++i) {
      placed_.insert(group[i].id);
      IX_TRY(auto merged, route_table::merged_into(connection_, group[i].id));
      std::move(merged.begin(), merged.end(), std::back_inserter(group));
    }
    ConversationId target = id;
    for (const StoredRoute& route : group) target = std::min(target, route.id);
    for (StoredRoute& route : group) {
      if (route.conversation == target) continue;
      touched_.regrouped = true;
      if (route.conversation) rows_.insert(route.conversation);
      // The conversation that had this route's id is now part of another one.
      if (route.conversation == route.id) touched_.replaced.push_back({route.id, target});
      route.conversation = target;
      IX_CHECK(route_table::update(connection_, route));
    }
    rows_.insert(target);
    return {};
  }

  cache::Connection& connection_;
  Touched& touched_;
  std::map<RouteId, StoredRoute> routes_;  // to be claimed again; no merged ones
  std::set<RouteId> placed_;
  std::set<ConversationId> rows_;
};

}  // namespace

Status regroup(cache::Connection& connection, const std::vector<RouteId>& routes,
               Touched& touched) {
  return Regrouping(connection, touched).run(routes);
}

}  // namespace ix::store
