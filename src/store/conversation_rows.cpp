// SPDX-License-Identifier: Apache-2.0
#include "store/conversation_rows.h"

#include <algorithm>

#include "cache/contact_table.h"
#include "cache/conversation_table.h"
#include "model/default_route.h"
#include "store/route_policy.h"

namespace ix::store {
namespace {

using cache::StoredRoute;

ConversationKind kind_of(const StoredRoute& route, bool has_contact) {
  if (has_contact) return ConversationKind::contact;
  switch (route.kind) {
    case RouteKind::channel:
      return ConversationKind::channel;
    case RouteKind::group:
      return ConversationKind::group;
    case RouteKind::sms:
    case RouteKind::phone:
      return ConversationKind::number;
    case RouteKind::internal:
      return ConversationKind::contact;
  }
  return ConversationKind::contact;
}

// The first of what can name it.
std::string title_of(ConversationKind kind, const std::vector<StoredRoute>& routes,
                     const std::optional<Contact>& contact) {
  if (contact && !contact->name.empty()) return contact->name;
  const auto first = [&routes](std::string StoredRoute::*field) {
    const auto found = std::find_if(routes.begin(), routes.end(), [field](const StoredRoute& one) {
      return !(one.*field).empty();
    });
    return found == routes.end() ? std::string() : (*found).*field;
  };
  std::string StoredRoute::*const number = &StoredRoute::peer_number;
  std::string StoredRoute::*const title = &StoredRoute::title;
  std::string text = kind == ConversationKind::number ? first(number) : first(title);
  if (text.empty()) text = kind == ConversationKind::number ? first(title) : first(number);
  if (text.empty()) text = first(&StoredRoute::peer_user);
  if (text.empty()) text = first(&StoredRoute::inviter);
  return text;
}

}  // namespace

Conversation conversation_of(ConversationId id, const std::vector<StoredRoute>& routes,
                             const std::optional<Contact>& contact) {
  Conversation row;
  PresetFacts facts;
  row.id = id;
  row.kind = kind_of(routes.front(), contact.has_value());
  if (contact) row.contact = contact->id;
  row.title = title_of(row.kind, routes, contact);
  row.muted = true;
  row.archived = true;
  Millis draft_ms = -1;
  for (const StoredRoute& route : routes) {
    if (!row.preview_item || route.activity_ms > row.activity_ms) {
      if (route.last_item) row.preview_item = route.last_item;
    }
    row.activity_ms = std::max(row.activity_ms, route.activity_ms);
    row.unread += route.unread;
    row.unread_lower_bound = row.unread_lower_bound || route.unread_lower_bound;
    row.pinned = row.pinned || route.pinned;
    row.marked_unread = row.marked_unread || route.marked_unread;
    row.muted = row.muted && route.muted;
    row.archived = row.archived && route.archived;
    // A text to somebody of whom only calls are known opens a way of its own.
    row.can_send = row.can_send || (route.can_send && !route.leaving) ||
                   (route.kind == RouteKind::phone && route.cannot_send_reason == "calls_only");
    if (!route.draft.empty() && route.draft_ms > draft_ms) {
      row.draft = route.draft;
      draft_ms = route.draft_ms;
    }
    facts.has_internal = facts.has_internal || route.kind == RouteKind::internal;
    facts.has_sms = facts.has_sms || route.kind == RouteKind::sms;
    facts.has_call = facts.has_call || route.has_call;
  }
  facts.kind = row.kind;
  facts.has_unread = row.unread > 0 || row.marked_unread;
  facts.archived = row.archived;
  row.presets = presets_of(facts);
  return row;
}

size_t default_among(const std::vector<StoredRoute>& routes, const identity::NumberRules& rules) {
  std::vector<RouteUse> uses;
  uses.reserve(routes.size());
  for (const StoredRoute& route : routes) {
    uses.push_back({route.kind, route.can_send && !route.leaving && policy_allows(route, rules),
                    route.last_inbound_ms, route.last_used_ms, route.chosen_ms});
  }
  return default_route(uses);
}

Status refresh_conversation(cache::Connection& connection, ConversationId id, Touched& touched) {
  if (!id) return {};
  touched.touch(id);
  IX_TRY(std::vector<StoredRoute> routes, cache::route_table::of_conversation(connection, id));
  std::erase_if(routes, [](const StoredRoute& route) { return !route.shows(); });
  if (routes.empty()) return cache::conversation_table::remove(connection, id);
  std::optional<Contact> contact;
  if (routes.front().contact) {
    IX_TRY(contact, cache::contact_table::find(connection, routes.front().contact));
  }
  return cache::conversation_table::put(connection, conversation_of(id, routes, contact));
}

}  // namespace ix::store
