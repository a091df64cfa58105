// SPDX-License-Identifier: Apache-2.0
// Messages that are to leave at a time. Until then one stands in a lane of its own and holds
// nothing back; at its time it takes its place in its route's lane, by when it was written; missed,
// it leaves that place again and asks.
#include <utility>

#include "cache/outbox_table.h"
#include "store/files.h"
#include "store/impl.h"
#include "store/outbox_steps.h"
#include "store/store.h"

namespace ix::store {
namespace {

namespace entries = cache::outbox_table;

// Out of the route's lane: what stood behind it waits for it no more.
Status set_apart(Connection& connection, OutboxEntry& entry, Touched& touched) {
  const bool in_lane = entry.lane.empty();
  entry.lane = scheduled_lane(entry.key, first_sent_together(entry));
  IX_CHECK(entries::update(connection, entry));
  if (in_lane) IX_CHECK(wake_lane(connection, entry.route, {}));
  return show_send(connection, entry, touched);
}

bool waits_for_time(const OutboxEntry& entry) {
  return entry.op == OutboxOp::send && entry.send_at_ms > 0;
}

}  // namespace

Status check_send_at(Millis at_ms, Millis now) {
  if (at_ms == 0) return {};
  if (at_ms > now && at_ms - now <= kLongestSchedule) return {};
  return Error(ErrorCode::INVALID_ARGUMENT,
               "the time to send at lies in the future, and at most a year ahead");
}

Result<Touched> Store::wait_for_time(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || !waits_for_time(*entry)) return {};
    entry->state = OutboxState::queued;
    entry->next_try_ms = 0;
    entry->waiting_for = WaitingFor::scheduled;
    return set_apart(connection, *entry, touched);
  });
}

Result<Touched> Store::time_came(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || !waits_for_time(*entry)) return {};
    entry->lane = lane_without_time(*entry);
    entry->waiting_for = WaitingFor::nothing;
    IX_CHECK(entries::update(connection, *entry));
    return show_send(connection, *entry, touched);
  });
}

Result<Touched> Store::missed_time(OutboxId id) {
  return impl_->command([&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(auto entry, entries::find(connection, id));
    if (!entry || !waits_for_time(*entry)) return {};
    entry->state = OutboxState::blocked;
    entry->next_try_ms = 0;
    entry->waiting_for = WaitingFor::nothing;
    entry->failure = failure_of(Error(ErrorCode::SCHEDULE_MISSED));
    // It says nothing of an attempt that may have arrived.
    entry->answered = !entry->may_have_left();
    return set_apart(connection, *entry, touched);
  });
}

Result<Touched> Store::reschedule(OutboxId id, Millis at_ms) {
  IX_CHECK(check_send_at(at_ms, impl_->now()));
  const auto work = [&](Connection& connection, Touched& touched) -> Status {
    IX_TRY(OutboxEntry entry, need_entry(connection, id));
    if (entry.op != OutboxOp::send || !entry.wanted) {
      return Error(ErrorCode::INVALID_ARGUMENT, "only a message that is to be sent has a time");
    }
    if (entry.state == OutboxState::sending) {
      return Error(ErrorCode::CANNOT_SEND, "it is being sent just now: wait for the outcome");
    }
    entry.state = OutboxState::queued;
    entry.next_try_ms = 0;
    entry.send_at_ms = at_ms;
    if (entry.failure && entry.failure->code == ErrorCode::SCHEDULE_MISSED) entry.failure.reset();
    if (entry.files_pending) IX_CHECK(try_files_again(connection, entry.item));
    if (at_ms > 0) {
      entry.waiting_for = WaitingFor::scheduled;
      IX_CHECK(set_apart(connection, entry, touched));
    } else {
      entry.lane = lane_without_time(entry);
      entry.waiting_for = WaitingFor::nothing;
      IX_CHECK(entries::update(connection, entry));
      IX_CHECK(show_send(connection, entry, touched));
    }
    return lay_again(connection, entry.item, impl_->backend_now(), touched);
  };
  // Neither the message nor its time may be another one after a loss of power.
  return impl_->transact(Priority::command, Durability::full, work);
}

}  // namespace ix::store
