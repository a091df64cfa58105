// SPDX-License-Identifier: Apache-2.0
// Sending: what the user wrote, checked and kept.
#include <utility>
#include <vector>

#include "cache/account_table.h"
#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "store/answered.h"
#include "store/consent.h"
#include "store/conversation_rows.h"
#include "store/impl.h"
#include "store/outbox_steps.h"
#include "store/outgoing_text.h"
#include "store/route_policy.h"
#include "store/route_writer.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredRoute;

// The routes one can see in a conversation, oldest first.
Result<std::vector<StoredRoute>> routes_of(Connection& connection, ConversationId id) {
  IX_TRY(const ConversationId conversation, need_conversation(connection, id));
  IX_TRY(auto routes, cache::route_table::of_conversation(connection, conversation));
  std::erase_if(routes, [](const StoredRoute& route) { return bool{route.merged_into}; });
  if (routes.empty()) return Error(ErrorCode::NOT_FOUND, "no such conversation");
  return routes;
}

// The route to send by, and the remote id of the item that is answered.
struct Way {
  StoredRoute route;
  std::string reply_to;
};

// Calls alone: a text to their number goes by a way of its own, made on demand.
Result<StoredRoute> beside_calls(Connection& connection, const StoredRoute& phone,
                                 const identity::NumberRules& rules, Touched& touched) {
  const RouteKind kind = phone.peer_number.empty() ? RouteKind::internal : RouteKind::sms;
  IX_CHECK(check_policy(phone, rules));
  IX_TRY(const RouteId id,
         direct_route(connection, kind, phone.peer_user, phone.peer_number, touched));
  return need_route(connection, id);
}

Result<Way> choose(Connection& connection, ConversationId conversation, const NewMessage& message,
                   const identity::NumberRules& rules, Touched& touched) {
  IX_TRY(const auto routes, routes_of(connection, conversation));
  const auto in_conversation = [&routes](RouteId id) {
    for (const StoredRoute& route : routes) {
      if (route.id == id) return true;
    }
    return false;
  };
  Way way;
  RouteId via = message.via;
  if (message.reply_to) {
    IX_TRY(const auto item, answered_item(connection, message.reply_to, routes));
    if (!via) via = item.route;
    way.reply_to = item.remote_id;
    IX_TRY(const StoredRoute chosen, need_route(connection, via));
    if (chosen.id != item.route) {
      return Error(ErrorCode::INVALID_ARGUMENT, "a reply goes by the route of the item it answers");
    }
  }
  if (via) {
    IX_TRY(way.route, need_route(connection, via));
    if (!in_conversation(way.route.id)) {
      return Error(ErrorCode::NOT_FOUND, "no such route in this conversation");
    }
  } else {
    way.route = routes[default_among(routes, rules)];
    if (way.route.kind == RouteKind::phone) {
      IX_TRY(way.route, beside_calls(connection, way.route, rules, touched));
    }
  }
  IX_CHECK(check_route(way.route));
  IX_CHECK(check_policy(way.route, rules));
  return way;
}

}  // namespace

Status check_route(const StoredRoute& route) {
  if (route.leaving) {
    return Error(ErrorCode::CANNOT_SEND, "you are leaving this conversation: discard that first");
  }
  if (route.can_send) return {};
  if (route.cannot_send_reason == "encrypted") return Error(ErrorCode::ENCRYPTED);
  if (route.cannot_send_reason == kOptedOut) return Error(ErrorCode::OPTED_OUT);
  const std::string reason =
      route.cannot_send_reason.empty() ? "not_allowed" : route.cannot_send_reason;
  return Error(ErrorCode::CANNOT_SEND, "sending is not allowed here: " + reason);
}

Result<ItemId> Store::send(ConversationId conversation, const NewMessage& message,
                           Touched& touched) {
  IX_CHECK(check_text(message.text, message.max_content_bytes));
  const Millis now = impl_->now();
  IX_CHECK(check_send_at(message.send_at_ms, now));
  ItemId id;
  const std::string key = impl_->environment.random.uuid();
  const auto rules = impl_->rules();
  const auto work = [&](Connection& connection, Touched& what) -> Status {
    IX_TRY(Way way, choose(connection, conversation, message, *rules, what));
    IX_TRY(Account account, cache::account_table::read(connection));
    cache::StoredItem item;
    item.route = way.route.id;
    item.key = key;
    item.kind = ItemKind::message;
    item.direction = Direction::out;
    item.sender = std::move(account.user_id);
    item.sender_name = std::move(account.display_name);
    item.at_ms = impl_->backend_now();
    item.sort_key = item.at_ms;
    item.state = ItemState::queued;
    item.text = message.text;
    item.reply_to = std::move(way.reply_to);
    IX_TRY(id, cache::item_table::insert(connection, item));
    OutboxEntry entry;
    entry.route = way.route.id;
    entry.op = OutboxOp::send;
    entry.item = id;
    entry.key = key;
    entry.created_ms = now;
    IX_TRY(const auto before, cache::outbox_table::of_lane(connection, way.route.id, {}));
    if (!before.empty()) entry.waiting_for = WaitingFor::earlier;
    if (message.send_at_ms > 0) {
      entry.send_at_ms = message.send_at_ms;
      entry.lane = scheduled_lane(key);
      entry.waiting_for = WaitingFor::scheduled;
    }
    IX_TRY(const OutboxId queued, cache::outbox_table::insert(connection, entry));
    (void)queued;
    what.outbox = true;
    RouteWriter writer(connection, std::move(way.route), item.at_ms);
    writer.note_use();
    return writer.finish(what);
  };
  IX_TRY(Touched changes, impl_->transact(Priority::command, Durability::full, work));
  touched.add(std::move(changes));
  return id;
}

}  // namespace ix::store
