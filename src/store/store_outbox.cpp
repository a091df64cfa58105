// SPDX-License-Identifier: Apache-2.0
// The outbox: each step of an entry on its way to the backend.
#include <algorithm>
#include <utility>

#include "cache/item_table.h"
#include "cache/outbox_table.h"
#include "store/consent.h"
#include "store/conversation_rows.h"
#include "store/grouping.h"
#include "store/impl.h"
#include "store/route_writer.h"
#include "store/routes.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;
namespace routes = cache::route_table;

Result<OutboxEntry> need_entry(Connection& connection, OutboxId id) {
  IX_TRY(auto entry, entries::find(connection, id));
  if (!entry) return Error(ErrorCode::NOT_FOUND, "no such outbox entry: it may be sent already");
  return std::move(*entry);
}

// Shows in the thread what became of the entry.
Status show(Connection& connection, const OutboxEntry& entry, Touched& touched) {
  touched.outbox = true;
  IX_TRY(auto item, items::find(connection, entry.item));
  if (!item) {
    IX_TRY(const auto route, routes::find(connection, entry.route));
    if (route) touched.touch(route->conversation);
    return {};
  }
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
  IX_TRY(const auto route, routes::find(connection, entry.route));
  if (route) touched.touch(route->conversation);
  return {};
}

Status begin(Connection& connection, OutboxEntry& entry, Millis now, const std::string& process,
             int64_t session, Touched& touched) {
  if (entry.attempts == 0) {
    entry.first_attempt_ms = now;
    // Where nothing is stored, whatever comes is above.
    IX_TRY(const auto newest, items::newest(connection, entry.route));
    entry.attempt_head_ord = newest ? *newest->ord : cache::kBelowAll;
  }
  ++entry.attempts;
  entry.state = OutboxState::sending;
  entry.attempt_process = process;
  entry.attempt_session = session;
  entry.waiting_for = WaitingFor::nothing;
  entry.next_try_ms = 0;
  // Should the process end before the answer, an earlier one's failure says nothing of this one.
  entry.failure.reset();
  IX_CHECK(entries::update(connection, entry));
  return show(connection, entry, touched);
}

// The backend knew at once that the recipient has opted out.
Status hear_refusal(Connection& connection, const OutboxEntry& entry, Millis now,
                    Touched& touched) {
  IX_TRY(auto route, routes::find(connection, entry.route));
  if (!route) return {};
  RelationChange report;
  report.kind = RelationChange::Kind::consent;
  report.consent = ConsentState::opted_out;
  report.remote_id = entry.key;
  report.at_ms = now;
  auto word = word_of(*route, report);
  if (!word) return {};
  IX_TRY(const bool changed, hear_word(connection, std::move(*word), *route));
  if (!changed) return {};
  IX_CHECK(routes::update(connection, *route));
  return refresh_conversation(connection, route->conversation, touched);
}

}  // namespace

Result<std::vector<OutboxEntry>> Store::lane_heads() {
  return impl_->read([](Connection& connection) { return entries::heads(connection); });
}

Result<std::vector<OutboxEntry>> Store::outbox_entries() {
  return impl_->read([](Connection& connection) { return entries::all(connection); });
}

Result<OutboxEntry> Store::outbox_entry(OutboxId id) {
  return impl_->read([id](Connection& connection) { return need_entry(connection, id); });
}

Result<Touched> Store::begin_attempt(OutboxId id, const std::string& process, int64_t session) {
  return impl_->transact(Priority::command, Durability::full,
                         [&](Connection& connection, Touched& touched) -> Status {
                           IX_TRY(OutboxEntry entry, need_entry(connection, id));
                           return begin(connection, entry, impl_->now(), process, session, touched);
                         });
}

Result<Touched> Store::attempt_accepted(OutboxId id, const std::string& remote_id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto entry, entries::find(connection, id));
    if (!entry) return {};  // the echo was faster
    IX_TRY(auto item, items::find(connection, entry->item));
    if (!item) return entries::remove(connection, id);
    IX_TRY(StoredRoute route, need_route(connection, entry->route));
    RouteWriter writer(connection, std::move(route), impl_->backend_now());
    IX_CHECK(writer.accept(std::move(*item), remote_id));
    return writer.finish(touched);
  });
}

Result<std::optional<std::string>> Store::unclaimed_echo(OutboxId id) {
  return impl_->read([id](Connection& connection) -> Result<std::optional<std::string>> {
    IX_TRY(const OutboxEntry entry, need_entry(connection, id));
    IX_TRY(const auto item, items::find(connection, entry.item));
    if (!item) return std::optional<std::string>();
    IX_TRY(const auto echo,
           items::own_without_key(connection, entry.route, entry.attempt_head_ord, item->text));
    return echo ? std::optional(echo->remote_id) : std::nullopt;
  });
}

Result<Touched> Store::attempt_failed(OutboxId id, const Error& error, OutboxState state,
                                      Millis next_try_ms) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry) return {};  // it arrived after all, or the user gave it up
    const bool attempted = entry->state == OutboxState::sending;
    if (attempted && error.code == ErrorCode::OPTED_OUT) {
      IX_CHECK(hear_refusal(connection, *entry, impl_->backend_now(), touched));
    }
    entry->state = state;
    entry->failure = failure_of(error);
    entry->next_try_ms = next_try_ms;
    entry->waiting_for = next_try_ms > 0 ? WaitingFor::time : WaitingFor::nothing;
    IX_CHECK(entries::update(connection, *entry));
    return show(connection, *entry, touched);
  });
}

Result<Touched> Store::set_waiting(OutboxId id, WaitingFor reason) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || entry->waiting_for == reason) return {};
    entry->waiting_for = reason;
    touched.outbox = true;
    IX_TRY(const auto route, routes::find(connection, entry->route));
    if (route) touched.touch(route->conversation);
    return entries::update(connection, *entry);
  });
}

Result<Touched> Store::route_opened(RouteId id, const std::string& remote_id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto pending, routes::find(connection, id));
    if (!pending) return Error(ErrorCode::NOT_FOUND, "no such route");
    // Already done by a sync that was faster, or its entries leave by another room.
    if (pending->state != RouteState::pending) return {};
    IX_TRY(const auto stored, find_route(connection, remote_id));
    if (stored) return merge_pending(connection, id, stored->id, touched);
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
    return begin(connection, entry, impl_->now(), process, session, touched);
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

Result<Touched> Store::invite_accepted(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto entry, entries::find(connection, id));
    if (!entry) return {};
    touched.outbox = true;
    IX_CHECK(entries::remove(connection, id));
    IX_TRY(StoredRoute route, need_route(connection, entry->route));
    if (route.state != RouteState::invited) return {};
    // Until the sync describes the room anew; an invitation must not be answered twice.
    route.state = RouteState::joined;
    route.can_send = true;
    route.cannot_send_reason.clear();
    IX_TRY(const bool refused, show_consent(connection, route));
    (void)refused;
    IX_CHECK(routes::update(connection, route));
    return regroup(connection, {route.id}, touched);
  });
}

Result<Touched> Store::retry(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(OutboxEntry entry, need_entry(connection, id));
    if (entry.state == OutboxState::sending) return {};
    entry.state = OutboxState::queued;
    entry.next_try_ms = 0;
    entry.waiting_for = WaitingFor::nothing;
    const ErrorCode why = entry.failure ? entry.failure->code : ErrorCode::OK;
    // The user takes it upon themselves that it may be there twice.
    if (why == ErrorCode::UNKNOWN_OUTCOME) entry.attempts = 0;
    if (!attempt_had_no_effect(why)) entry.failure.reset();
    IX_CHECK(entries::update(connection, entry));
    return show(connection, entry, touched);
  });
}

Result<Touched> Store::discard(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const OutboxEntry entry, need_entry(connection, id));
    if (entry.state == OutboxState::sending) {
      return Error(ErrorCode::CANNOT_SEND, "it is being sent just now: wait for the outcome");
    }
    touched.outbox = true;
    IX_CHECK(entries::remove(connection, id));
    IX_TRY(StoredRoute route, need_route(connection, entry.route));
    IX_TRY(auto behind, entries::of_route(connection, route.id));
    if (!behind.empty() && behind.front().waiting_for == WaitingFor::earlier) {
      behind.front().waiting_for = WaitingFor::nothing;
      IX_CHECK(entries::update(connection, behind.front()));
    }
    if (!entry.item) {
      touched.touch(route.conversation);
      return {};
    }
    IX_CHECK(items::remove(connection, entry.item));
    RouteWriter writer(connection, std::move(route), impl_->backend_now());
    writer.note_own_change();
    return writer.finish(touched);
  });
}

Result<Touched> Store::recover_outbox(const std::string& process) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto left, entries::sending(connection));
    for (OutboxEntry& entry : left) {
      if (entry.attempt_process == process) continue;
      entry.state = OutboxState::queued;
      IX_CHECK(entries::update(connection, entry));
      IX_CHECK(show(connection, entry, touched));
    }
    return {};
  });
}

}  // namespace ix::store
