// SPDX-License-Identifier: Apache-2.0
#include "store/host_calls.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/utf8.h"
#include "cache/account_table.h"
#include "cache/contact_table.h"
#include "cache/room_table.h"
#include "store/conversation_rows.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/sort_keys.h"
#include "store/unread.h"

namespace ix::store {
namespace {

using cache::CallSource;
using cache::HostCall;
using cache::StoredItem;
using cache::StoredRoute;
namespace calls = cache::host_call_table;
namespace items = cache::item_table;
namespace routes = cache::route_table;

constexpr Millis kSameCall = 120'000;
// Later than any call, and far enough from the end of the numbers to calculate with.
constexpr Millis kEndOfTime = Millis{1} << 53;

Result<StoredRoute> phone_route(Connection& connection, const ReportedCall& call,
                                Touched& touched) {
  IX_TRY(auto found, routes::of_peer(connection, RouteKind::phone, call.user, call.number));
  for (StoredRoute& route : found) {
    // A route of the backend's counts its places itself.
    if (route.remote_id.empty() && route.own_number == call.own_number) return std::move(route);
  }
  StoredRoute route;
  route.kind = RouteKind::phone;
  route.peer_number = call.number;
  route.peer_user = call.user;
  route.own_number = call.own_number;
  route.begins = true;
  route.read_ord = cache::kBelowAll;
  route.can_send = false;
  route.cannot_send_reason = "calls_only";
  IX_TRY(route.id, routes::insert(connection, route));
  IX_CHECK(regroup(connection, {route.id}, touched));
  return need_route(connection, route.id);
}

ItemKind kind_of(const ReportedCall& call) {
  return call.outcome == CallOutcome::voicemail ? ItemKind::voicemail : ItemKind::call;
}

void show(const ReportedCall& call, StoredItem& item) {
  Call facts;
  facts.id = call.call_id;
  facts.direction = call.direction;
  facts.outcome = call.outcome;
  facts.duration_ms = call.duration_ms;
  facts.started_ms = call.started_ms;
  facts.number = call.number;
  item.call = std::move(facts);
  item.kind = kind_of(call);
}

// The host's own item: a new row, or the one that `id` names. Its place is its start, or the next
// free one above.
Result<ItemId> put_item(Connection& connection, const ReportedCall& call, StoredRoute& route,
                        ItemId id) {
  StoredItem item;
  item.id = id;
  item.route = route.id;
  item.direction = call.direction;
  item.at_ms = call.started_ms;
  item.sort_key = call.started_ms;
  if (call.direction == Direction::out) {
    IX_TRY(Account account, cache::account_table::read(connection));
    item.sender = std::move(account.user_id);
    item.sender_name = std::move(account.display_name);
    item.state = ItemState::accepted;
  } else {
    item.sender = call.user.empty() ? call.number : call.user;
    item.state = ItemState::received;
  }
  show(call, item);
  int64_t ord = call.started_ms;
  for (;; ++ord) {
    IX_TRY(const auto taken, items::at(connection, route.id, ord));
    if (!taken) break;
  }
  item.ord = ord;
  route.head_ord = std::max(route.head_ord, ord);
  if (!id) return items::insert(connection, item);
  IX_CHECK(items::update(connection, item));
  return id;
}

// A guess that turned out wrong: the host's call has its row back, the backend's record goes to
// a new one in its own place.
Status part(Connection& connection, HostCall call, std::set<RouteId>& changed) {
  IX_TRY(auto record, items::find(connection, call.item));
  if (!record) return Error(ErrorCode::INTERNAL, "the item of a reported call is missing");
  IX_TRY(const int64_t room, cache::room_table::of_item(connection, call.item));
  Touched unused;  // the caller makes the rows of all changed routes right
  IX_TRY(auto route, phone_route(connection, call, unused));
  IX_TRY(const ItemId id, put_item(connection, call, route, call.item));
  (void)id;
  IX_CHECK(routes::update(connection, route));
  changed.insert(route.id);
  changed.insert(record->route);
  record->id = {};
  IX_TRY(const ItemId moved, items::insert(connection, *record));
  IX_CHECK(cache::room_table::set(connection, moved, room));
  call.source = CallSource::host;
  return calls::put(connection, call);
}

Result<bool> same_peer(Connection& connection, const ReportedCall& call, const StoredRoute& route,
                       const Call& record) {
  if (!call.number.empty()) {
    if (!record.number.empty()) return record.number == call.number;
    if (route.kind != RouteKind::internal) return route.peer_number == call.number;
  } else if (route.peer_user == call.user && route.kind == RouteKind::internal) {
    return true;
  }
  if (!route.contact) return false;
  IX_TRY(const ContactId contact,
         cache::contact_table::first_claimant(connection, call.user, call.number));
  return contact == route.contact;
}

Result<std::optional<HostCall>> host_call_of(Connection& connection, const StoredRoute& route,
                                             const Call& record) {
  if (!record.id.empty()) {
    IX_TRY(auto named, calls::find(connection, record.id));
    if (named) {
      if (named->source == CallSource::by_id) return std::optional<HostCall>();
      return named;
    }
  }
  // The host's times are those of a calendar; a record's may be anything.
  const Millis started = std::clamp<Millis>(record.started_ms, 0, kEndOfTime);
  IX_TRY(auto near, calls::unmatched(connection, started - kSameCall, started + kSameCall));
  std::optional<HostCall> best;
  for (HostCall& call : near) {
    if (call.direction != record.direction) continue;
    IX_TRY(const bool same, same_peer(connection, call, route, record));
    if (!same) continue;
    const auto distance = [started](const HostCall& one) {
      return std::llabs(one.started_ms - started);
    };
    if (!best || distance(call) < distance(*best)) best = std::move(call);
  }
  return best;
}

// The backend's record of a call that the host reports now for the first time, if it is stored.
Result<std::optional<StoredItem>> record_of(Connection& connection, const ReportedCall& call,
                                            CallSource& source) {
  IX_TRY(auto named, items::by_call_id(connection, call.call_id));
  source = CallSource::by_id;
  if (named) return named;
  source = CallSource::by_time;
  IX_TRY(auto near, items::calls_started(connection, call.started_ms - kSameCall,
                                         call.started_ms + kSameCall));
  std::optional<StoredItem> best;
  for (StoredItem& item : near) {
    if (!item.call || item.deleted || item.call->direction != call.direction) continue;
    IX_TRY(const auto claimed, calls::of_item(connection, item.id));
    if (claimed) continue;
    IX_TRY(const auto route, routes::find(connection, item.route));
    if (!route) continue;
    IX_TRY(const bool same, same_peer(connection, call, *route, *item.call));
    if (!same) continue;
    const auto distance = [&call](const StoredItem& one) {
      return std::llabs(one.call->started_ms - call.started_ms);
    };
    if (!best || distance(item) < distance(*best)) best = std::move(item);
  }
  return best;
}

// Brings the time a route was last active up to a call that the host reported.
void note_call(const ReportedCall& call, Millis now, StoredRoute& route) {
  const Millis at = std::min(call.started_ms, now);
  route.activity_ms = std::max(route.activity_ms, at);
  Millis& last = call.direction == Direction::in ? route.last_inbound_ms : route.last_used_ms;
  last = std::max(last, at);
}

Status refresh_all(Connection& connection, const std::set<RouteId>& changed, Touched& touched) {
  for (const RouteId id : changed) {
    IX_TRY(auto route, routes::find(connection, id));
    if (route) IX_CHECK(refresh_route(connection, std::move(*route), cache::kBelowAll, touched));
  }
  return {};
}

// The first report of a call: its item, the backend's when that came first.
Status begin(Connection& connection, HostCall& call, Millis now, Touched& touched) {
  IX_TRY(const auto record, record_of(connection, call, call.source));
  if (!record) {
    call.source = CallSource::host;
    IX_TRY(auto route, phone_route(connection, call, touched));
    IX_TRY(call.item, put_item(connection, call, route, {}));
    note_call(call, now, route);
    IX_CHECK(calls::put(connection, call));
    return refresh_route(connection, std::move(route), call.started_ms, touched);
  }
  call.item = record->id;
  std::set<RouteId> changed;
  IX_TRY(const auto guessed, calls::of_item(connection, record->id));
  if (guessed) {
    IX_CHECK(part(connection, *guessed, changed));
    IX_TRY(const auto again, items::by_call_id(connection, call.call_id));
    if (!again) return Error(ErrorCode::INTERNAL, "the record of a call is missing");
    call.item = again->id;
  }
  IX_CHECK(calls::put(connection, call));
  IX_TRY(auto item, items::find(connection, call.item));
  if (item && settle(call, *item)) {
    IX_CHECK(items::update(connection, *item));
    changed.insert(item->route);
  }
  return refresh_all(connection, changed, touched);
}

Status go_on(Connection& connection, const HostCall& call, Touched& touched) {
  IX_CHECK(calls::put(connection, call));
  IX_TRY(auto item, items::find(connection, call.item));
  if (!item || !item->ord) return Error(ErrorCode::INTERNAL, "a reported call has no place");
  if (call.source == CallSource::host) {
    show(call, *item);
  } else if (!settle(call, *item)) {
    return {};  // the backend's word counts
  }
  IX_CHECK(items::update(connection, *item));
  IX_TRY(auto route, routes::find(connection, item->route));
  if (!route) return Error(ErrorCode::INTERNAL, "the route of a reported call is missing");
  return refresh_route(connection, std::move(*route), *item->ord, touched);
}

}  // namespace

bool settle(const ReportedCall& call, Item& item) {
  const bool open = item.call && item.call->outcome == CallOutcome::ongoing;
  if (!open || item.deleted || call.phase != CallPhase::ended) return false;
  item.call->outcome = call.outcome;
  item.call->duration_ms = call.duration_ms;
  item.kind = kind_of(call);
  return true;
}

Status refresh_route(Connection& connection, StoredRoute route, int64_t lowest, Touched& touched) {
  if (route.kind == RouteKind::phone) {
    IX_CHECK(update_sort_keys(connection, route.id, lowest, route.head_ord));
    IX_TRY(route.has_call, items::any_call(connection, route.id));
  }
  IX_TRY(route.last_item, items::newest_active(connection, route.id));
  if (route.last_item) route.hidden = false;
  IX_CHECK(recount_unread(connection, route));
  IX_CHECK(routes::update(connection, route));
  return refresh_conversation(connection, route.conversation, touched);
}

Result<std::optional<TakenOver>> take_over(Connection& connection, const StoredRoute& route,
                                           const Item& remote, std::set<RouteId>& changed) {
  IX_TRY(auto call, host_call_of(connection, route, *remote.call));
  if (!call) return std::optional<TakenOver>();
  if (call->source == CallSource::by_time) {
    IX_CHECK(part(connection, *call, changed));
  }
  IX_TRY(const auto item, items::find(connection, call->item));
  if (!item || !item->ord) return Error(ErrorCode::INTERNAL, "a reported call has no place");
  IX_TRY(const auto from, routes::find(connection, item->route));
  TakenOver taken{*call, item->id, item->route, from && *item->ord <= from->read_ord};
  changed.insert(item->route);
  call->source = remote.call->id == call->call_id ? CallSource::by_id : CallSource::by_time;
  IX_CHECK(calls::put(connection, *call));
  return std::optional(taken);
}

Result<ItemId> Store::report_call(const CallReport& input, Touched& touched) {
  for (const std::string* text : {&input.call_id, &input.user}) {
    if (!utf8::valid(*text)) return Error(ErrorCode::INVALID_UTF8);
  }
  // By the backend's clock, like all times that are compared with its records.
  CallReport report = input;
  const Millis now = impl_->backend_now();
  report.at_ms = std::clamp<Millis>(report.at_ms, 0, kEndOfTime) + (now - impl_->now());
  ItemId id;
  const auto work = [&](Connection& connection, Touched& what) -> Status {
    IX_TRY(auto known, calls::find(connection, report.call_id));
    if (!known) {
      HostCall call;
      IX_TRY(static_cast<ReportedCall&>(call), first_report(report, now));
      IX_CHECK(begin(connection, call, now, what));
      id = call.item;
      return {};
    }
    IX_TRY(const bool news, add_report(report, now, *known));
    id = known->item;
    return news ? go_on(connection, *known, what) : Status();
  };
  IX_TRY(Touched changes, impl_->command(work));
  touched.add(std::move(changes));
  return id;
}

}  // namespace ix::store
