// SPDX-License-Identifier: Apache-2.0
#include "store/membership.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cache/outbox_table.h"
#include "store/consent.h"
#include "store/conversation_rows.h"
#include "store/grouping.h"
#include "store/impl.h"

namespace ix::store {
namespace {

using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace routes = cache::route_table;

}  // namespace

Result<StoredRoute> need_room(Connection& connection, ConversationId conversation) {
  IX_TRY(const ConversationId id, need_conversation(connection, conversation));
  IX_TRY(auto all, routes::of_conversation(connection, id));
  std::erase_if(all, [](const StoredRoute& route) { return bool{route.merged_into}; });
  if (all.empty()) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  StoredRoute& route = all.front();
  if (route.kind != RouteKind::channel && route.kind != RouteKind::group) {
    return Error(ErrorCode::INVALID_ARGUMENT,
                 "the conversation is no channel or group: with more people, make a group");
  }
  return std::move(route);
}

Status show_leaving(Connection& connection, RouteId id, Touched& touched) {
  IX_TRY(StoredRoute route, need_route(connection, id));
  IX_TRY(const bool leaving, entries::any_leave(connection, id));
  if (route.leaving != leaving) {
    route.leaving = leaving;
    IX_CHECK(routes::update(connection, route));
  }
  return refresh_conversation(connection, route.conversation, touched);
}

Status note_joined(Connection& connection, RouteId id, Touched& touched) {
  IX_TRY(StoredRoute route, need_route(connection, id));
  if (route.state == RouteState::joined) return {};
  route.state = RouteState::joined;
  route.can_send = true;
  route.cannot_send_reason.clear();
  IX_TRY(const bool refused, show_consent(connection, route));
  (void)refused;
  IX_CHECK(routes::update(connection, route));
  return regroup(connection, {route.id}, touched);
}

Status note_left(Connection& connection, RouteId id, Touched& touched) {
  IX_TRY(StoredRoute route, need_route(connection, id));
  route.leaving = false;
  if (route.state != RouteState::left) {
    route.state = RouteState::left;
    route.can_send = false;
    route.cannot_send_reason = "left";
  }
  IX_CHECK(routes::update(connection, route));
  return regroup(connection, {route.id}, touched);
}

Status give_up_opening(Connection& connection, OutboxEntry entry, Touched& touched) {
  IX_TRY(const auto waiting, entries::of_route(connection, entry.route));
  const auto unsent = std::count_if(waiting.begin(), waiting.end(), [](const OutboxEntry& one) {
    return one.op == OutboxOp::send;
  });
  if (unsent > 0) {
    return Error(ErrorCode::UNSENT_ITEMS,
                 std::to_string(unsent) + " messages wait for it: discard them first");
  }
  // By its key a sync shows what was made; a room that was joined shows by itself.
  if (entry.op != OutboxOp::create || !entry.may_have_left()) {
    return drop_opening(connection, entry, touched);
  }
  entry.wanted = false;
  entry.state = OutboxState::queued;
  entry.waiting_for = WaitingFor::sync;
  entry.next_try_ms = 0;
  touched.outbox = true;
  return entries::update(connection, entry);
}

Status drop_opening(Connection& connection, const OutboxEntry& entry, Touched& touched) {
  touched.outbox = true;
  IX_TRY(const auto all, entries::of_route(connection, entry.route));
  for (const OutboxEntry& one : all) IX_CHECK(entries::remove(connection, one.id));
  IX_TRY(StoredRoute route, need_route(connection, entry.route));
  route.hidden = true;
  route.can_send = false;
  route.cannot_send_reason = "left";
  IX_CHECK(routes::update(connection, route));
  return regroup(connection, {route.id}, touched);
}

}  // namespace ix::store
