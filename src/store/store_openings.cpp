// SPDX-License-Identifier: Apache-2.0
// New routes and invitations on their way through the outbox.
#include <algorithm>
#include <utility>

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

}  // namespace

Result<Touched> Store::route_opened(RouteId id, const std::string& remote_id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto pending, routes::find(connection, id));
    if (!pending) return Error(ErrorCode::NOT_FOUND, "no such route");
    // Already done by a sync that was faster, or its entries leave by another room.
    if (pending->state != RouteState::pending) return {};
    IX_TRY(const auto stored, find_route(connection, remote_id));
    if (stored) {
      // One that was left and has been entered again by another address.
      if (stored->state == RouteState::left || stored->state == RouteState::invited) {
        IX_CHECK(note_joined(connection, stored->id, touched));
      }
      return merge_pending(connection, id, stored->id, touched);
    }
    IX_CHECK(open_pending(connection, *pending, remote_id, touched));
    return regroup(connection, {id}, touched);
  });
}

Result<Touched> Store::set_peer_user(RouteId id, const std::string& user) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(StoredRoute route, need_route(connection, id));
    route.peer_user = user;
    touched.outbox = true;
    IX_CHECK(routes::update(connection, route));
    return regroup(connection, {route.id}, touched);
  });
}

Result<std::string> Store::begin_create(RouteId id, OutboxId entry_id, const std::string& process,
                                        int64_t session) {
  std::string key;
  const std::string fresh = impl_->environment.random.uuid();
  const auto work = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(StoredRoute route, need_route(connection, id));
    IX_TRY(OutboxEntry entry, need_entry(connection, entry_id));
    if (route.create_key.empty()) {
      route.create_key = fresh;
      IX_CHECK(routes::update(connection, route));
    }
    key = route.create_key;
    // A message's entry only makes way for itself here.
    const bool leaves = entry.op == OutboxOp::create;
    return begin_entry(connection, entry, {impl_->now(), {process, session}, leaves}, touched);
  };
  IX_TRY(const Touched touched, impl_->transact(Priority::command, Durability::full, work));
  (void)touched;
  return key;
}

Result<std::vector<Route>> Store::unanswered_invites() {
  return impl_->read([](Connection& connection) -> Result<std::vector<Route>> {
    IX_TRY(auto found, routes::unanswered_invites(connection));
    std::vector<Route> out;
    for (StoredRoute& route : found) out.push_back(std::move(route));
    return out;
  });
}

Result<Touched> Store::accept_invite(RouteId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const StoredRoute route, need_route(connection, id));
    if (route.state != RouteState::invited) return {};
    IX_TRY(const auto queued, entries::of_route(connection, route.id));
    const bool answered = std::any_of(queued.begin(), queued.end(), [](const OutboxEntry& one) {
      return one.op == OutboxOp::accept_invite;
    });
    if (answered) return {};
    OutboxEntry entry;
    entry.route = route.id;
    entry.op = OutboxOp::accept_invite;
    entry.created_ms = impl_->now();
    IX_TRY(const OutboxId added, entries::insert(connection, entry));
    (void)added;
    touched.outbox = true;
    touched.touch(route.conversation);
    return {};
  });
}

}  // namespace ix::store
