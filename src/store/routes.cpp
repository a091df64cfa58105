// SPDX-License-Identifier: Apache-2.0
#include "store/routes.h"

#include <algorithm>
#include <utility>

#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "cache/room_table.h"
#include "store/consent.h"
#include "store/grouping.h"
#include "store/settings.h"
#include "store/upgrades.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace route_table = cache::route_table;

// Says whether anything changed, so that a repeated change writes nothing.
class Fields {
 public:
  template <class T>
  void set(T& field, const T& value) {
    if (field == value) return;
    field = value;
    changed_ = true;
  }
  bool changed() const { return changed_; }

 private:
  bool changed_ = false;
};

// What consent is between.
struct Pair {
  explicit Pair(const StoredRoute& route)
      : kind(route.kind), own(route.own_number), peer(route.peer_number) {}
  bool operator==(const Pair&) const = default;

  RouteKind kind;
  std::string own;
  std::string peer;
};

bool apply(const RouteChange& change, StoredRoute& route) {
  Fields fields;
  // A room we made as a direct one may be read before the account says so of it.
  const bool known_direct = !route.peer_user.empty() || !route.peer_number.empty();
  const bool known_better = !route.create_key.empty() && known_direct &&
                            change.kind == RouteKind::channel && change.peer_user.empty() &&
                            change.peer_number.empty();
  if (!known_better) {
    fields.set(route.kind, change.kind);
    fields.set(route.peer_user, change.peer_user);
    fields.set(route.peer_number, change.peer_number);
    fields.set(route.own_number, change.own_number);
    fields.set(route.people, change.people);
  }
  fields.set(route.state, change.state);
  fields.set(route.title, change.title);
  fields.set(route.topic, change.topic);
  fields.set(route.is_direct_invite, change.is_direct_invite);
  fields.set(route.inviter, change.inviter);
  bool can_send = change.can_send;
  std::string reason = change.cannot_send_reason;
  if (change.state == RouteState::left || change.state == RouteState::invited) {
    can_send = false;
    if (reason.empty()) reason = change.state == RouteState::left ? "left" : "invited";
  } else if (change.kind == RouteKind::phone) {
    can_send = false;
    reason = "calls_only";
  }
  if (can_send) reason.clear();
  if (can_send && change.kind == RouteKind::sms && route.consent == ConsentState::refused) {
    can_send = false;
    reason = kOptedOut;
  }
  fields.set(route.can_send, can_send);
  fields.set(route.cannot_send_reason, reason);
  return fields.changed();
}

bool is_direct(RouteKind kind) {
  return kind == RouteKind::internal || kind == RouteKind::sms;
}

// Pending routes to the same peer; of groups those with the same people, but for one whose making
// the user took back.
Result<std::vector<StoredRoute>> pending_with(cache::Connection& connection, RouteKind kind,
                                              std::string_view user, std::string_view number,
                                              std::string_view people) {
  std::vector<StoredRoute> routes;
  if (kind == RouteKind::group) {
    IX_TRY(routes, route_table::of_people(connection, people));
    std::erase_if(routes, [](const StoredRoute& route) { return route.hidden; });
  } else if (is_direct(kind)) {
    IX_TRY(routes, route_table::of_peer(connection, kind, user,
                                        kind == RouteKind::sms ? number : std::string_view()));
  }
  std::erase_if(routes,
                [](const StoredRoute& route) { return route.state != RouteState::pending; });
  return routes;
}

// Making the room was no attempt to send: the entries of the lane begin afresh. What made or
// entered it is done.
Status restart_lane(cache::Connection& connection, RouteId from, RouteId to, Touched& touched) {
  IX_TRY(auto entries, cache::outbox_table::of_route(connection, from));
  for (OutboxEntry& entry : entries) {
    if (entry.op == OutboxOp::create || entry.op == OutboxOp::join) {
      IX_CHECK(cache::outbox_table::remove(connection, entry.id));
      touched.outbox = true;
      continue;
    }
    entry.route = to;
    if (entry.state == OutboxState::sending) {
      entry.state = OutboxState::queued;
      IX_TRY(auto item, cache::item_table::find(connection, entry.item));
      if (item && item->state == ItemState::sending) {
        item->state = ItemState::queued;
        IX_CHECK(cache::item_table::update(connection, *item));
      }
    }
    entry.attempts = 0;
    entry.unsettled = 0;
    entry.first_attempt_ms = 0;
    entry.attempt_process.clear();
    entry.attempt_session = 0;
    entry.attempt_head_ord = 0;
    if (entry.state == OutboxState::queued) {
      entry.next_try_ms = 0;
      const bool has_time = entry.waiting_for == WaitingFor::scheduled;
      if (!has_time) entry.waiting_for = WaitingFor::nothing;
    }
    IX_CHECK(cache::outbox_table::update(connection, entry));
    touched.outbox = true;
  }
  return {};
}

// The pending route that a room without a stored route belongs to, if any.
Result<std::optional<StoredRoute>> adopter(cache::Connection& connection,
                                           const RouteChange& change) {
  if (!change.create_key.empty()) {
    IX_TRY(auto route, route_table::by_create_key(connection, change.create_key));
    if (route && route->state == RouteState::pending && !route->merged_into) return route;
  }
  if (change.state != RouteState::joined) return std::optional<StoredRoute>();
  IX_TRY(auto pending, pending_with(connection, change.kind, change.peer_user, change.peer_number,
                                    change.people));
  if (pending.empty()) return std::optional<StoredRoute>();
  return std::optional(std::move(pending.front()));
}

Result<StoredRoute> insert(cache::Connection& connection, const std::string& remote_id,
                           const RouteChange& change) {
  StoredRoute route;
  route.remote_id = remote_id;
  route.read_ord = cache::kBelowAll;
  if (!change.create_key.empty()) {
    IX_TRY(const auto holder, route_table::by_create_key(connection, change.create_key));
    if (!holder) route.create_key = change.create_key;
  }
  apply(change, route);
  IX_TRY(const bool changed, show_consent(connection, route));
  (void)changed;
  IX_TRY(route.id, route_table::insert(connection, route));
  return route;
}

}  // namespace

Result<std::optional<StoredRoute>> find_route(cache::Connection& connection,
                                              std::string_view remote_id) {
  IX_TRY(auto route, route_table::by_remote(connection, remote_id));
  if (route) return route;
  return route_table::by_alias(connection, remote_id);
}

Status open_pending(cache::Connection& connection, StoredRoute& pending, std::string_view remote_id,
                    Touched& touched) {
  pending.remote_id = remote_id;
  pending.state = RouteState::joined;
  pending.begins = false;  // the room may have a history; the stream will say
  pending.hidden = false;
  IX_CHECK(route_table::update(connection, pending));
  return restart_lane(connection, pending.id, pending.id, touched);
}

Status merge_pending(cache::Connection& connection, RouteId pending, RouteId target,
                     Touched& touched) {
  IX_TRY(auto from, route_table::find(connection, pending));
  IX_TRY(auto to, route_table::find(connection, target));
  if (!from || !to) return Error(ErrorCode::INTERNAL, "a route to merge is missing");
  IX_TRY(const auto items, cache::item_table::unplaced(connection, pending));
  for (const ItemId id : items) {
    IX_TRY(auto item, cache::item_table::find(connection, id));
    item->route = target;
    IX_CHECK(cache::item_table::update(connection, *item));
  }
  IX_CHECK(restart_lane(connection, pending, target, touched));

  to->pinned = to->pinned || from->pinned;
  to->marked_unread = to->marked_unread || from->marked_unread;
  IX_CHECK(move_settings(connection, pending, *to));
  if (!from->draft.empty() && from->draft_ms > to->draft_ms) {
    to->draft = from->draft;
    to->draft_ms = from->draft_ms;
    to->draft_reply = from->draft_reply;
  }
  to->activity_ms = std::max(to->activity_ms, from->activity_ms);
  to->last_used_ms = std::max(to->last_used_ms, from->last_used_ms);
  to->chosen_ms = std::max(to->chosen_ms, std::exchange(from->chosen_ms, 0));
  IX_TRY(to->last_item, cache::item_table::newest_active(connection, target));
  IX_CHECK(route_table::update(connection, *to));

  IX_TRY(auto merged, route_table::merged_into(connection, pending));
  for (StoredRoute& route : merged) {
    route.merged_into = target;
    IX_CHECK(route_table::update(connection, route));
  }
  from->merged_into = target;
  from->state = RouteState::left;
  from->can_send = false;
  from->cannot_send_reason = "left";
  from->contact = {};
  from->draft.clear();
  from->draft_reply.clear();
  from->last_item = {};
  IX_CHECK(route_table::update(connection, *from));
  return regroup(connection, {pending, target}, touched);
}

Status apply_route_change(cache::Connection& connection, const RouteChanges& changes,
                          Touched& touched) {
  static const RouteChange kUndescribed;
  const RouteChange& change = changes.route ? *changes.route : kUndescribed;
  IX_TRY(auto route, route_table::by_remote(connection, changes.remote_id));
  bool changed = false;
  if (!route) {
    IX_TRY(const auto earlier, route_table::by_alias(connection, changes.remote_id));
    if (earlier) return {};
    if (!change.replaces.empty()) {
      IX_TRY(route, route_table::by_remote(connection, change.replaces));
      if (route) {
        IX_CHECK(cache::room_table::succeed(connection, route->id, change.replaces));
        route->remote_id = changes.remote_id;
        changed = true;
      }
    }
    if (!route) {
      IX_TRY(route, adopter(connection, change));
      if (route) {
        IX_CHECK(open_pending(connection, *route, changes.remote_id, touched));
        changed = true;
      }
    }
    if (!route) {
      IX_TRY(route, insert(connection, changes.remote_id, change));
      changed = true;
    }
  } else if (!changes.route) {
    return {};
  } else if (!change.replaces.empty()) {
    // It was a route of its own while nobody had said that it continues another one.
    IX_TRY(const auto older, route_table::by_remote(connection, change.replaces));
    if (older && older->id != route->id) {
      IX_CHECK(merge_heir(connection, older->id, route->id, touched));
      IX_TRY(route, route_table::find(connection, older->id));
      if (!route) return Error(ErrorCode::INTERNAL, "a merged route is missing");
    }
  }
  const Pair before(*route);
  if (apply(change, *route)) changed = true;
  if (!changed) return {};
  if (before != Pair(*route)) IX_CHECK(learn_pair(connection, *route));
  IX_CHECK(route_table::update(connection, *route));
  if (before.peer != route->peer_number) {
    IX_CHECK(show_consent_of(connection, before.peer, touched));
  }
  if (route->state != RouteState::invited) {
    IX_TRY(const bool answered, cache::outbox_table::remove_answers(connection, route->id));
    touched.outbox = touched.outbox || answered;
  }
  IX_CHECK(regroup(connection, {route->id}, touched));
  const bool can_send = route->can_send || route->cannot_send_reason == kOptedOut;
  if (route->state != RouteState::joined || !can_send) return {};
  IX_TRY(const auto pending, pending_with(connection, route->kind, route->peer_user,
                                          route->peer_number, route->people));
  for (const StoredRoute& one : pending) {
    IX_CHECK(merge_pending(connection, one.id, route->id, touched));
  }
  return {};
}

}  // namespace ix::store
