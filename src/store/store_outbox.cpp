// SPDX-License-Identifier: Apache-2.0
// The outbox: each step of an entry on its way to the backend.
#include <algorithm>
#include <utility>

#include "cache/account_table.h"
#include "cache/attachment_table.h"
#include "cache/item_table.h"
#include "cache/member_table.h"
#include "cache/outbox_table.h"
#include "cache/reaction_table.h"
#include "cache/version_table.h"
#include "store/consent.h"
#include "store/conversation_rows.h"
#include "store/files.h"
#include "store/impl.h"
#include "store/membership.h"
#include "store/outbox_steps.h"
#include "store/overlay.h"
#include "store/relations.h"
#include "store/route_writer.h"
#include "store/store.h"

namespace ix::store {
namespace {

using cache::StoredItem;
using cache::StoredRoute;
namespace entries = cache::outbox_table;
namespace items = cache::item_table;
namespace routes = cache::route_table;

// What the backend took of an entry that is about no item.
Status membership_accepted(Connection& connection, const OutboxEntry& entry, Touched& touched) {
  switch (entry.op) {
    case OutboxOp::accept_invite: {
      // Unless it has ended meanwhile.
      IX_TRY(const StoredRoute route, need_route(connection, entry.route));
      return route.state == RouteState::invited ? note_joined(connection, entry.route, touched)
                                                : Status();
    }
    case OutboxOp::join:
      return note_joined(connection, entry.route, touched);
    case OutboxOp::leave:
      return note_left(connection, entry.route, touched);
    case OutboxOp::invite: {
      IX_TRY(const StoredRoute route, need_route(connection, entry.route));
      touched.touch(route.conversation);
      Member member;
      member.user = entry.text;
      member.state = MemberState::invited;
      return cache::member_table::add(connection, entry.route, member);
    }
    default:
      return {};
  }
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

// The own reaction is there, or gone; in the words of its echo.
Status reacted(Connection& connection, const OutboxEntry& entry, const std::string& user,
               const std::string& remote_id) {
  if (!entry.wanted) {
    IX_TRY(const auto own,
           cache::reaction_table::mine(connection, entry.route, entry.target, entry.text));
    for (const std::string& id : own) {
      IX_TRY(const bool gone, cache::reaction_table::withdraw(connection, entry.route, id));
      (void)gone;
    }
    return {};
  }
  RelationChange reaction;
  reaction.kind = RelationChange::Kind::reaction;
  reaction.remote_id = remote_id;
  reaction.target = entry.target;
  reaction.sender = user;
  reaction.text = entry.text;
  reaction.own = true;
  IX_TRY(const bool news, add_reaction(connection, entry.route, reaction));
  (void)news;
  return {};
}

Result<Store::Leaving> leaving_with(Connection& connection, const OutboxEntry& entry) {
  Store::Leaving out;
  if (entry.op == OutboxOp::send) {
    IX_TRY(auto item, find_lifted(connection, entry.item));
    if (!item) return Error(ErrorCode::NOT_FOUND, "the entry has no message");
    out.text = std::move(item->text);
    out.reply_to = std::move(item->reply_to);
    if (!item->file_names.empty()) {
      IX_TRY(out.files, cache::attachment_table::all_of(connection, entry.item));
    }
  } else if (entry.op == OutboxOp::edit) {
    out.text = entry.text;
  } else if (entry.op == OutboxOp::remove) {
    out.gone.push_back(entry.target);
    // Each edit says the text once more.
    IX_TRY(auto edits, cache::version_table::edits_of(connection, entry.item));
    std::move(edits.begin(), edits.end(), std::back_inserter(out.gone));
  } else if (entry.op == OutboxOp::react && !entry.wanted) {
    IX_TRY(out.gone,
           cache::reaction_table::mine(connection, entry.route, entry.target, entry.text));
  }
  return out;
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

Result<Store::Leaving> Store::leaving(OutboxId id) {
  return impl_->read([id](Connection& connection) -> Result<Leaving> {
    IX_TRY(const OutboxEntry entry, need_entry(connection, id));
    return leaving_with(connection, entry);
  });
}

Result<Store::Begun> Store::begun(OutboxId id) {
  return impl_->read([id](Connection& connection) -> Result<Begun> {
    Begun out;
    IX_TRY(out.entry, need_entry(connection, id));
    if (out.entry.state != OutboxState::sending) return Error(ErrorCode::NOT_FOUND);
    IX_TRY(out.route, need_route(connection, out.entry.route));
    IX_TRY(out.leaving, leaving_with(connection, out.entry));
    return out;
  });
}

Result<Touched> Store::begin_attempt(OutboxId id, const std::string& process, int64_t session) {
  return impl_->transact(
      Priority::command, Durability::full, [&](Connection& connection, Touched& touched) -> Status {
        IX_TRY(OutboxEntry entry, need_entry(connection, id));
        return begin_entry(connection, entry, {impl_->now(), {process, session}}, touched);
      });
}

Result<Touched> Store::attempt_not_made(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || entry->state != OutboxState::sending || entry->attempts != 1) return {};
    entry->state = OutboxState::queued;
    entry->attempts = 0;
    entry->unsettled = 0;
    entry->first_attempt_ms = 0;
    entry->attempt_head_ord = 0;
    entry->attempt_process.clear();
    entry->attempt_session = 0;
    entry->answered = true;
    IX_CHECK(entries::update(connection, *entry));
    IX_CHECK(show_send(connection, *entry, touched));
    return keep_unsent(connection, *entry, impl_->backend_now(), touched);
  });
}

Result<Touched> Store::attempt_accepted(OutboxId id, const std::string& remote_id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto entry, entries::find(connection, id));
    if (!entry) return {};  // the echo was faster
    touched.outbox = true;
    if (entry->op != OutboxOp::send && !traits_of(entry->op).about_item) {
      IX_CHECK(entries::remove(connection, id));
      return membership_accepted(connection, *entry, touched);
    }
    IX_TRY(auto item, find_lifted(connection, entry->item));
    if (entry->op != OutboxOp::send || !item) IX_CHECK(entries::remove(connection, id));
    IX_TRY(StoredRoute route, need_route(connection, entry->route));
    const ConversationId conversation = route.conversation;
    RouteWriter writer(connection, std::move(route), impl_->backend_now());
    if (entry->op == OutboxOp::react) {
      touched.touch(conversation);
      IX_TRY(const Account account, cache::account_table::read(connection));
      return reacted(connection, *entry, account.user_id, remote_id);
    }
    if (!item) return {};
    switch (entry->op) {
      case OutboxOp::edit:
        IX_CHECK(writer.accept_edit(std::move(*item), entry->text, remote_id));
        break;
      case OutboxOp::remove:
        IX_CHECK(writer.accept_removal(std::move(*item)));
        break;
      default:
        IX_CHECK(writer.accept(std::move(*item), remote_id));
    }
    return writer.finish(touched);
  });
}

Result<std::optional<std::string>> Store::unclaimed_echo(OutboxId id) {
  return impl_->read([id](Connection& connection) -> Result<std::optional<std::string>> {
    IX_TRY(const OutboxEntry entry, need_entry(connection, id));
    IX_TRY(const auto item, find_lifted(connection, entry.item));
    if (!item) return std::optional<std::string>();
    IX_TRY(const auto echo, items::own_without_key(connection, entry.route, entry.attempt_head_ord,
                                                   item->text, item->file_names));
    return echo ? std::optional(echo->remote_id) : std::nullopt;
  });
}

Result<Touched> Store::attempt_failed(OutboxId id, const Error& error, OutboxState state,
                                      Millis next_try_ms) {
  return note_failure(id, error, state, next_try_ms, true);
}

Result<Touched> Store::block(OutboxId id, const Error& error) {
  return note_failure(id, error, OutboxState::blocked, 0, false);
}

Result<Touched> Store::note_failure(OutboxId id, const Error& error, OutboxState state,
                                    Millis next_try_ms, bool by_attempt) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry) return {};  // it arrived after all, or the user gave it up
    const bool attempted = by_attempt && entry->state == OutboxState::sending;
    if (attempted && error.code == ErrorCode::OPTED_OUT) {
      IX_CHECK(hear_refusal(connection, *entry, impl_->backend_now(), touched));
    }
    entry->state = state;
    entry->failure = failure_of(error);
    // What keeps it from being tried again says nothing of the attempts there were.
    const Verdict verdict = attempted ? verdict_of(error) : Verdict::unknown;
    entry->answered =
        attempted || error.code == ErrorCode::UNKNOWN_OUTCOME || !entry->may_have_left();
    entry->next_try_ms = next_try_ms;
    entry->waiting_for = next_try_ms > 0 ? WaitingFor::time : WaitingFor::nothing;
    if (verdict == Verdict::refused) entry->unsettled = 0;
    if (verdict == Verdict::no_effect) entry->unsettled = std::max(0, entry->unsettled - 1);
    IX_CHECK(entries::update(connection, *entry));
    IX_CHECK(show_send(connection, *entry, touched));
    const Millis now = impl_->backend_now();
    if (entry->op == OutboxOp::send) {
      return entry->may_have_left() ? Status() : keep_unsent(connection, *entry, now, touched);
    }
    if (entry->op == OutboxOp::create && !entry->wanted && !entry->may_have_left()) {
      return drop_opening(connection, *entry, touched);
    }
    if (entry->op == OutboxOp::leave) return show_leaving(connection, entry->route, touched);
    if (entry->op == OutboxOp::edit && !entry->wanted && !entry->may_have_left()) {
      return drop_change(connection, *entry, now, touched);
    }
    // Refused: what is true shows again.
    return entry->item && state == OutboxState::failed
               ? lay_again(connection, entry->item, now, touched)
               : Status();
  });
}

Result<Touched> Store::did_not_leave(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(const auto entry, entries::find(connection, id));
    if (!entry || entry->wanted) return {};
    const Millis now = impl_->backend_now();
    if (entry->op == OutboxOp::create) return drop_opening(connection, *entry, touched);
    return entry->op == OutboxOp::send ? drop_send(connection, *entry, now, touched)
                                       : drop_change(connection, *entry, now, touched);
  });
}

Result<bool> Store::any_before(const OutboxEntry& entry) {
  return impl_->read(
      [&](Connection& connection) { return entries::any_before(connection, entry); });
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

Result<Touched> Store::end_wait(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || entry->state != OutboxState::queued) return {};
    entry->next_try_ms = 0;
    entry->waiting_for = WaitingFor::nothing;
    IX_CHECK(entries::update(connection, *entry));
    return show_send(connection, *entry, touched);
  });
}

Result<Touched> Store::retry(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(OutboxEntry entry, need_entry(connection, id));
    if (entry.state == OutboxState::sending) return {};
    entry.state = OutboxState::queued;
    entry.next_try_ms = 0;
    entry.waiting_for = WaitingFor::nothing;
    const Failure* known = entry.outcome();
    const ErrorCode why = known != nullptr ? known->code : ErrorCode::OK;
    // The user takes it upon themselves that it may be there twice.
    if (why == ErrorCode::UNKNOWN_OUTCOME) entry.attempts = 0;
    if (!attempt_had_no_effect(why)) entry.answered = false;
    if (entry.op == OutboxOp::send || entry.op == OutboxOp::create) {
      entry.wanted = true;
      entry.send_at_ms = 0;
      entry.lane = lane_without_time(entry);
      if (entry.files_pending) IX_CHECK(try_files_again(connection, entry.item));
    } else {
      // Its patience begins anew.
      entry.first_attempt_ms = impl_->now();
    }
    IX_CHECK(entries::update(connection, entry));
    IX_CHECK(show_send(connection, entry, touched));
    if (entry.op == OutboxOp::leave) return show_leaving(connection, entry.route, touched);
    return entry.item ? lay_again(connection, entry.item, impl_->backend_now(), touched) : Status();
  });
}

Result<Touched> Store::discard(OutboxId id) {
  const auto work = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(OutboxEntry entry, need_entry(connection, id));
    if (entry.state == OutboxState::sending) {
      return Error(ErrorCode::CANNOT_SEND, "it is being sent just now: wait for the outcome");
    }
    const Millis now = impl_->backend_now();
    if (entry.op == OutboxOp::send) {
      IX_TRY(const StoredRoute route, need_route(connection, entry.route));
      return give_up(connection, entry, route, now, touched);
    }
    if (entry.op == OutboxOp::create || (entry.op == OutboxOp::join && entry.lane.empty())) {
      return give_up_opening(connection, entry, touched);
    }
    if (entry.op == OutboxOp::remove) {
      // What it was to take back goes on as if nothing had been said.
      IX_TRY(auto about, entries::of_item(connection, entry.item));
      for (OutboxEntry& one : about) {
        if (one.op == OutboxOp::react || one.wanted) continue;
        one.wanted = true;
        IX_CHECK(entries::update(connection, one));
      }
    }
    return drop_change(connection, entry, now, touched);
  };
  // What the user was told is taken back must not leave after a loss of power.
  return impl_->transact(Priority::command, Durability::full, work);
}

Result<Touched> Store::recover_outbox(const std::string& process) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto left, entries::sending(connection));
    for (OutboxEntry& entry : left) {
      if (entry.attempt_process == process) continue;
      entry.state = OutboxState::queued;
      IX_CHECK(entries::update(connection, entry));
      IX_CHECK(show_send(connection, entry, touched));
    }
    return {};
  });
}

}  // namespace ix::store
