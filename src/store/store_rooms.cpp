// SPDX-License-Identifier: Apache-2.0
// Channels and groups: made, joined, left, and who is in them.
#include <algorithm>
#include <utility>

#include "cache/account_table.h"
#include "cache/contact_table.h"
#include "cache/member_table.h"
#include "cache/outbox_table.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/membership.h"
#include "store/outbox_steps.h"
#include "store/routes.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace routes = cache::route_table;

class RoomWork {
 public:
  RoomWork(Connection& connection, Millis now, Touched& touched)
      : connection_(connection), now_(now), touched_(touched) {}

  // A new route that nothing is known of but what is asked for.
  Result<ConversationId> begin(StoredRoute route, OutboxEntry opening) {
    route.state = RouteState::pending;
    route.begins = true;
    route.read_ord = cache::kBelowAll;
    IX_TRY(route.id, routes::insert(connection_, route));
    opening.route = route.id;
    IX_CHECK(queue(std::move(opening)));
    IX_CHECK(regroup(connection_, {route.id}, touched_));
    return need_conversation(connection_, route.id);
  }

  Status queue(OutboxEntry entry) {
    entry.created_ms = now_;
    touched_.outbox = true;
    IX_TRY(const OutboxId id, entries::insert(connection_, entry));
    (void)id;
    return {};
  }

  // Named by its people until the backend has a word for it.
  Result<std::string> names_of(const std::vector<std::string>& people) {
    std::string names;
    for (size_t i = 0; i < people.size(); ++i) {
      IX_TRY(const ContactId id, cache::contact_table::first_claimant(connection_, people[i], {}));
      std::string name = people[i];
      if (id) {
        IX_TRY(const auto contact, cache::contact_table::find(connection_, id));
        if (contact && !contact->name.empty()) name = contact->name;
      }
      if (i > 0) names += i + 1 == people.size() ? " and " : ", ";
      names += name;
    }
    return names;
  }

  // A group of these people that one is in, or that is being made.
  Result<std::optional<StoredRoute>> same_group(std::string_view people) {
    IX_TRY(auto found, routes::of_people(connection_, people));
    std::erase_if(found, [](const StoredRoute& route) {
      return route.state == RouteState::left || route.leaving || route.hidden;
    });
    const auto best = std::find_if(found.begin(), found.end(),
                                   [](const StoredRoute& route) { return route.can_send; });
    if (best != found.end()) return std::optional(std::move(*best));
    if (found.empty()) return std::optional<StoredRoute>();
    return std::optional(std::move(found.front()));
  }

  Status invite(RouteId route, const std::string& user, bool waits) {
    OutboxEntry entry;
    entry.route = route;
    entry.lane = invite_lane(user);
    entry.op = OutboxOp::invite;
    entry.text = user;
    if (waits) entry.waiting_for = WaitingFor::earlier;
    return queue(std::move(entry));
  }

  // Takes back what the route waits for to be entered or left; false: an attempt is under way.
  // `unsure`: it may have reached the backend.
  Result<bool> take_back(RouteId route, OutboxOp op, bool& any, bool& unsure) {
    IX_TRY(const auto all, entries::of_route(connection_, route));
    for (const OutboxEntry& one : all) {
      if (one.op != op) continue;
      if (one.state == OutboxState::sending) return false;
      any = true;
      unsure = unsure || one.may_have_left();
      touched_.outbox = true;
      IX_CHECK(entries::remove(connection_, one.id));
    }
    return true;
  }

 private:
  Connection& connection_;
  const Millis now_;
  Touched& touched_;
};

Error busy(const char* what) {
  return Error(ErrorCode::CANNOT_SEND,
               std::string("it is being ") + what + " just now: wait for the outcome");
}

Status join_stored(Connection& connection, const StoredRoute& route, const std::string& address,
                   Millis now, Touched& touched) {
  RoomWork work(connection, now, touched);
  bool any = false;
  bool unsure = false;
  IX_TRY(const bool stays, work.take_back(route.id, OutboxOp::leave, any, unsure));
  if (!stays) return busy("left");
  if (any) IX_CHECK(show_leaving(connection, route.id, touched));
  if (route.state == RouteState::joined && !unsure) return {};
  OutboxEntry entry;
  entry.route = route.id;
  if (route.state == RouteState::invited) {
    IX_TRY(const auto all, entries::of_route(connection, route.id));
    const bool answered = std::any_of(all.begin(), all.end(), [](const OutboxEntry& one) {
      return one.op == OutboxOp::accept_invite;
    });
    if (answered) return {};
    entry.op = OutboxOp::accept_invite;
    return work.queue(std::move(entry));
  }
  // One that failed is asked for anew.
  IX_TRY(const bool free, work.take_back(route.id, OutboxOp::join, any, unsure));
  if (!free) return {};
  entry.lane = kMembershipLane;
  entry.op = OutboxOp::join;
  entry.text = address;
  IX_CHECK(work.queue(std::move(entry)));
  touched.touch(route.conversation);
  return {};
}

// The route is not there yet: what opens it is taken back.
Status leave_pending(Connection& connection, const StoredRoute& route, Touched& touched) {
  IX_TRY(const auto all, entries::of_route(connection, route.id));
  for (const OutboxEntry& one : all) {
    if (!opens_route(one.op)) continue;
    if (one.state == OutboxState::sending) return busy("made");
    return give_up_opening(connection, one, touched);
  }
  return {};
}

}  // namespace

Result<ConversationId> Store::create_room(const NewRoom& given, Touched& touched) {
  const std::string key = impl_->environment.random.uuid();
  ConversationId id;
  const auto make = [&](Connection& connection, Touched& what) -> Status {
    IX_TRY(const Account account, cache::account_table::read(connection));
    NewRoom room = given;
    std::sort(room.people.begin(), room.people.end());
    room.people.erase(std::unique(room.people.begin(), room.people.end()), room.people.end());
    std::erase(room.people, account.user_id);
    RoomWork work(connection, impl_->now(), what);
    StoredRoute route;
    route.kind = room.kind;
    route.create_key = key;
    route.title = room.name;
    route.topic = room.topic;
    if (room.kind == RouteKind::group) {
      if (room.people.size() < 2) {
        return Error(ErrorCode::INVALID_ARGUMENT,
                     "a group needs two people besides oneself: with one, open a conversation");
      }
      route.people = people_key(room.people);
      IX_TRY(const auto same, work.same_group(route.people));
      if (same) {
        id = same->conversation;
        return {};
      }
      if (route.title.empty()) {
        IX_TRY(route.title, work.names_of(room.people));
      }
    }
    OutboxEntry entry;
    entry.op = OutboxOp::create;
    entry.key = key;
    entry.text = room.to_json();
    IX_TRY(id, work.begin(std::move(route), std::move(entry)));
    for (const std::string& user : room.people) IX_CHECK(work.invite(id, user, true));
    return {};
  };
  IX_TRY(Touched changes, impl_->transact(Priority::command, Durability::full, make));
  touched.add(std::move(changes));
  return id;
}

Result<ConversationId> Store::join_room(const std::string& address, Touched& touched) {
  ConversationId id;
  const auto join = [&](Connection& connection, Touched& what) -> Status {
    IX_TRY(const auto stored, find_route(connection, address));
    if (stored) {
      id = stored->conversation;
      return join_stored(connection, *stored, address, impl_->now(), what);
    }
    IX_TRY(auto before, entries::join_to(connection, address));
    if (before) {
      IX_TRY(const StoredRoute route, need_route(connection, before->route));
      id = route.conversation;
      return {};
    }
    StoredRoute route;
    route.kind = RouteKind::channel;
    route.title = address;
    OutboxEntry entry;
    entry.op = OutboxOp::join;
    entry.text = address;
    IX_TRY(id, RoomWork(connection, impl_->now(), what).begin(std::move(route), std::move(entry)));
    return {};
  };
  IX_TRY(Touched changes, impl_->transact(Priority::command, Durability::full, join));
  touched.add(std::move(changes));
  return id;
}

Result<Touched> Store::leave_room(ConversationId conversation) {
  const auto leave = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const StoredRoute route, need_room(connection, conversation));
    IX_TRY(const auto all, entries::of_route(connection, route.id));
    const auto unsent = std::count_if(
        all.begin(), all.end(), [](const OutboxEntry& one) { return one.op == OutboxOp::send; });
    if (unsent > 0) {
      return Error(ErrorCode::UNSENT_ITEMS,
                   std::to_string(unsent) + (unsent == 1 ? " message" : " messages") +
                       " of yours here would never be sent: wait, or discard them first");
    }
    if (route.state == RouteState::pending) return leave_pending(connection, route, touched);
    RoomWork work(connection, impl_->now(), touched);
    bool any = false;
    bool unsure = false;
    for (const OutboxOp op : {OutboxOp::accept_invite, OutboxOp::join}) {
      IX_TRY(const bool stopped, work.take_back(route.id, op, any, unsure));
      if (!stopped) return busy("joined");
    }
    // One that failed is asked for anew.
    IX_TRY(const bool fresh, work.take_back(route.id, OutboxOp::leave, any, unsure));
    touched.touch(route.conversation);
    if (!fresh || (route.state == RouteState::left && !unsure)) {
      return show_leaving(connection, route.id, touched);
    }
    OutboxEntry entry;
    entry.route = route.id;
    entry.lane = kMembershipLane;
    entry.op = OutboxOp::leave;
    IX_CHECK(work.queue(std::move(entry)));
    return show_leaving(connection, route.id, touched);
  };
  return impl_->transact(Priority::command, Durability::full, leave);
}

Result<Touched> Store::invite_user(ConversationId conversation, const std::string& user) {
  const auto invite = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const StoredRoute route, need_room(connection, conversation));
    const bool in = route.state == RouteState::joined || route.state == RouteState::pending;
    if (!in || route.leaving || route.hidden) {
      return Error(ErrorCode::CANNOT_SEND, "one who is not in a conversation invites nobody to it");
    }
    IX_TRY(const auto before, entries::of_lane(connection, route.id, invite_lane(user)));
    for (const OutboxEntry& one : before) {
      if (one.state != OutboxState::failed) return {};
      IX_CHECK(entries::remove(connection, one.id));
    }
    touched.touch(route.conversation);
    return RoomWork(connection, impl_->now(), touched)
        .invite(route.id, user, route.state == RouteState::pending);
  };
  return impl_->transact(Priority::command, Durability::full, invite);
}

Result<Route> Store::room_of(ConversationId conversation) {
  return impl_->read([conversation](Connection& connection) -> Result<Route> {
    IX_TRY(StoredRoute route, need_room(connection, conversation));
    return Route(std::move(route));
  });
}

Result<Touched> Store::put_members(RouteId id, const MemberList& members) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const StoredRoute route, need_route(connection, id));
    touched.touch(route.conversation);
    return cache::member_table::put(connection, route.id, members, impl_->now());
  });
}

}  // namespace ix::store
