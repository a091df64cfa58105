// SPDX-License-Identifier: Apache-2.0
#include "store/outbox_steps.h"

#include <utility>

#include "cache/forgetting.h"
#include "cache/outbox_table.h"
#include "store/impl.h"
#include "store/membership.h"
#include "store/overlay.h"
#include "store/route_writer.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;
namespace routes = cache::route_table;

Status touch_route(Connection& connection, RouteId id, Touched& touched) {
  IX_TRY(const auto route, routes::find(connection, id));
  if (route) touched.touch(route->conversation);
  return {};
}

// What the message was edited to meanwhile becomes what it says.
Status fold_edits(Connection& connection, const OutboxEntry& send, Millis now, Touched& touched) {
  IX_TRY(auto about, entries::of_item(connection, send.item));
  std::erase_if(about, [](const OutboxEntry& one) { return one.op != OutboxOp::edit; });
  if (about.empty()) return {};
  IX_TRY(auto item, find_lifted(connection, send.item));
  if (!item) return {};
  item->text = shown(*item, about).text;
  for (const OutboxEntry& edit : about) IX_CHECK(entries::remove(connection, edit.id));
  IX_CHECK(cache::forgetting::ask(connection));
  touched.outbox = true;
  IX_TRY(StoredRoute route, need_route(connection, item->route));
  RouteWriter writer(connection, std::move(route), now);
  IX_CHECK(writer.lay_again(*item));
  return writer.finish(touched);
}

}  // namespace

Status wake_lane(Connection& connection, RouteId route, std::string_view lane) {
  IX_TRY(auto behind, entries::of_lane(connection, route, lane));
  if (behind.empty() || behind.front().waiting_for != WaitingFor::earlier) return {};
  behind.front().waiting_for = WaitingFor::nothing;
  return entries::update(connection, behind.front());
}

Result<OutboxEntry> need_entry(Connection& connection, OutboxId id) {
  IX_TRY(auto entry, entries::find(connection, id));
  if (!entry) return Error(ErrorCode::NOT_FOUND, "no such outbox entry: it may be sent already");
  return std::move(*entry);
}

OutboxEntry entry_about(const StoredItem& item, OutboxOp op, Millis now) {
  OutboxEntry entry;
  entry.route = item.route;
  entry.lane = lane_of(item.id);
  entry.op = op;
  entry.item = item.id;
  entry.target = item.remote_id;
  entry.created_ms = now;
  if (entry.target.empty()) entry.waiting_for = WaitingFor::earlier;
  return entry;
}

Status note_attempt(Connection& connection, OutboxEntry& entry, const Attempt& attempt) {
  if (entry.attempts == 0) {
    entry.first_attempt_ms = attempt.now;
    // Where nothing is stored, whatever comes is above.
    IX_TRY(const auto newest, items::newest(connection, entry.route));
    entry.attempt_head_ord = newest ? *newest->ord : cache::kBelowAll;
  }
  ++entry.attempts;
  if (attempt.leaves) ++entry.unsettled;
  entry.state = OutboxState::sending;
  entry.attempt_process = attempt.by.process;
  entry.attempt_session = attempt.by.session;
  entry.waiting_for = WaitingFor::nothing;
  entry.next_try_ms = 0;
  // Should the process end before the answer, an earlier one's failure says nothing of this one.
  entry.answered = false;
  return {};
}

Status begin_entry(Connection& connection, OutboxEntry& entry, const Attempt& attempt,
                   Touched& touched) {
  IX_CHECK(note_attempt(connection, entry, attempt));
  IX_CHECK(entries::update(connection, entry));
  return show_send(connection, entry, touched);
}

Status show_send(Connection& connection, const OutboxEntry& entry, Touched& touched) {
  touched.outbox = true;
  if (entry.op == OutboxOp::send) {
    IX_TRY(auto item, items::find(connection, entry.item));
    if (item) {
      switch (entry.state) {
        case OutboxState::queued:
          item->state = ItemState::queued;
          break;
        case OutboxState::sending:
          item->state = ItemState::sending;
          break;
        case OutboxState::blocked:
        case OutboxState::failed:
          item->state = ItemState::failed;
          break;
      }
      item->failure = item->state == ItemState::failed ? entry.failure : std::nullopt;
      IX_CHECK(items::update(connection, *item));
    }
  }
  return touch_route(connection, entry.route, touched);
}

Status lay_again(Connection& connection, ItemId id, Millis now, Touched& touched) {
  IX_TRY(const auto item, find_lifted(connection, id));
  if (!item) return {};
  IX_TRY(StoredRoute route, need_route(connection, item->route));
  RouteWriter writer(connection, std::move(route), now);
  IX_CHECK(writer.lay_again(*item));
  return writer.finish(touched);
}

Status drop_send(Connection& connection, const OutboxEntry& send, Millis now, Touched& touched) {
  touched.outbox = true;
  IX_TRY(const auto about, entries::of_item(connection, send.item));
  for (const OutboxEntry& one : about) IX_CHECK(entries::remove(connection, one.id));
  IX_CHECK(entries::remove(connection, send.id));
  IX_CHECK(wake_lane(connection, send.route, send.lane));
  IX_CHECK(items::remove(connection, send.item));
  IX_CHECK(cache::forgetting::ask(connection));
  IX_TRY(StoredRoute route, need_route(connection, send.route));
  RouteWriter writer(connection, std::move(route), now);
  writer.note_own_change();
  return writer.finish(touched);
}

Status keep_unsent(Connection& connection, const OutboxEntry& send, Millis now, Touched& touched) {
  return send.wanted ? fold_edits(connection, send, now, touched)
                     : drop_send(connection, send, now, touched);
}

Status give_up(Connection& connection, OutboxEntry send, const StoredRoute& route, Millis now,
               Touched& touched) {
  // While the route is made, what waits for it has not left.
  const bool left = send.may_have_left() && route.state != RouteState::pending;
  if (!left) return drop_send(connection, send, now, touched);
  send.wanted = false;
  if (send.state != OutboxState::sending) {
    send.state = OutboxState::queued;
    send.waiting_for = WaitingFor::sync;
    send.next_try_ms = 0;
  }
  IX_CHECK(entries::update(connection, send));
  IX_CHECK(show_send(connection, send, touched));
  return lay_again(connection, send.item, now, touched);
}

Status drop_change(Connection& connection, const OutboxEntry& entry, Millis now, Touched& touched) {
  touched.outbox = true;
  IX_CHECK(entries::remove(connection, entry.id));
  IX_CHECK(wake_lane(connection, entry.route, entry.lane));
  if (entry.op == OutboxOp::leave) return show_leaving(connection, entry.route, touched);
  if (!entry.item) return touch_route(connection, entry.route, touched);
  if (entry.op == OutboxOp::edit) IX_CHECK(cache::forgetting::ask(connection));
  return lay_again(connection, entry.item, now, touched);
}

}  // namespace ix::store
