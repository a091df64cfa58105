// SPDX-License-Identifier: Apache-2.0
#include "engine/outbox_pump.h"

#include <algorithm>
#include <utility>

#include "engine/giving_up.h"

namespace ix::engine {
namespace {

constexpr size_t kMostLanes = 4;
// A backend keeps transaction ids for a while; past this an earlier attempt is looked for first.
constexpr Millis kTrustTransactionIds = 60 * 60 * 1000;

}  // namespace

OutboxPump::OutboxPump(Clock& clock, Random& random, const Logger& log,
                       provider::Provider& provider, store::Store& store, SessionKeeper& session,
                       SyncLoop& sync, GapFiller& gaps)
    : clock_(clock),
      log_(log),
      provider_(provider),
      store_(store),
      session_(session),
      sync_(sync),
      gaps_(gaps),
      backoff_(random),
      process_(random.uuid()),
      clocks_apart_(clock.wall_ms() - clock.steady_ms()) {
  report(store_.recover_outbox(process_));
}

void OutboxPump::set_active(bool active) {
  active_ = active;
  publish_attempter();
  kick();
}

void OutboxPump::end_backoff() {
  // What waits for a time of our own choosing goes now; a server's wish for peace is kept.
  auto heads = store_.lane_heads();
  if (!heads.ok()) return;
  for (const Entry& entry : *heads) {
    const bool servers_choice = entry.failure && entry.failure->code == ErrorCode::RATE_LIMITED;
    if (entry.state == OutboxState::queued && entry.next_try_ms > 0 && !servers_choice) {
      report(store_.end_wait(entry.id));
    }
  }
  kick();
}

std::optional<store::Attempter> OutboxPump::attempter() const {
  const int64_t session = ready_session_;
  if (session == kNobody || network_ == transport::NetworkKind::none) return std::nullopt;
  return store::Attempter{process_, session};
}

void OutboxPump::publish_attempter() {
  const bool ready = active_ && obstacle() == WaitingFor::nothing && in_flight_.size() < kMostLanes;
  ready_session_ = ready ? session_.serial() : kNobody;
}

void OutboxPump::begun(OutboxId id) {
  auto begun = store_.begun(id);
  if (!begun.ok()) return;  // taken back already
  const Entry& entry = begun->entry;
  // Looked at before this was told: it counted as made, and was made once more under its key.
  if (entry.attempts != 1) return;
  if (!can_leave(entry, begun->route)) return step_on(store_.attempt_not_made(id));
  say(entry, begun->route, std::move(begun->leaving));
}

bool OutboxPump::can_leave(const Entry& entry, const Route& route) {
  return active_ && entry.wanted && entry.attempt_session == session_.serial() &&
         obstacle(entry) == WaitingFor::nothing && in_flight_.size() < kMostLanes &&
         !in_flight_.contains(lane_of(entry)) &&  // of one whose echo was faster than its answer
         route.state == RouteState::joined && route.consent != ConsentState::refused;
}

void OutboxPump::tick() {
  if (next_wall_ms_ && clock_.wall_ms() >= *next_wall_ms_) kick();
  if (kicked_ && active_) look_at_lanes();
  publish_attempter();
}

void OutboxPump::look_at_lanes() {
  kicked_ = false;
  next_wall_ms_.reset();
  waits_for_sync_ = false;
  auto heads = store_.lane_heads();
  if (!heads.ok()) {
    log_.write(LogLevel::error, "outbox", "cannot be read", {{"error", heads.error()}});
    return;
  }
  for (const Entry& entry : *heads) {
    if (!in_flight_.contains(lane_of(entry))) look_at(entry);
  }
}

void OutboxPump::look_at(const Entry& entry) {
  if (!entry.wanted && entry.op != OutboxOp::react) return look_for(entry);
  if (entry.state == OutboxState::failed && entry.failure &&
      entry.failure->code == ErrorCode::UNKNOWN_OUTCOME) {
    (void)claim_echo(entry);  // a backend may show it late
    return;
  }
  if (entry.state == OutboxState::blocked || entry.state == OutboxState::failed) return;
  if (!keeps_time(entry)) return;
  if (!has_its_files(entry)) return;
  // What it is about has to be accepted first.
  if (traits_of(entry.op).about_item && entry.target.empty()) {
    return wait(entry, WaitingFor::earlier);
  }
  if (const WaitingFor reason = obstacle(entry); reason != WaitingFor::nothing) {
    return wait(entry, reason);
  }
  if (in_flight_.size() >= kMostLanes) {
    kick();  // looked at again when a lane lands
    return;
  }
  auto route = store_.route(entry.route);
  if (!route.ok()) {
    log_.write(LogLevel::error, "outbox", "a lane's route cannot be read",
               {{"error", route.error()}});
    return;
  }
  if (!its_turn(entry, *route)) return wait(entry, WaitingFor::earlier);
  if (!earlier_attempts_settled(entry, *route)) {
    waits_for_sync_ = true;
    return wait(entry, WaitingFor::sync);
  }
  // Whatever becomes of this attempt, also when it is given up half-way by a sign-out: the next
  // one needs a look of its own.
  required_round_.erase(entry.id);
  attempt(entry, *route);
}

bool OutboxPump::keeps_time(const Entry& entry) {
  if (entry.send_at_ms == 0) return true;
  switch (due_of(entry, clock_.wall_ms())) {
    case Due::early:
      wake_at(entry.send_at_ms);
      if (!is_in_scheduled_lane(entry) || entry.waiting_for != WaitingFor::scheduled) {
        step_on(store_.wait_for_time(entry.id));
      }
      return false;
    case Due::late:
      step_on(store_.missed_time(entry.id));
      return false;
    case Due::now:
      break;
  }
  wake_at(entry.send_at_ms + kScheduleGrace + 1);
  if (!is_in_scheduled_lane(entry)) return true;
  // In front of what was written after it.
  step_on(store_.time_came(entry.id));
  return false;
}

bool OutboxPump::has_its_files(const Entry& entry) {
  if (entry.files_pending) return false;  // the uploads say when it goes on
  if (!is_files_lane(entry.lane)) return true;
  step_on(store_.files_are_there(entry.id));
  return false;
}

void OutboxPump::wake_at(Millis wall_ms) {
  next_wall_ms_ = std::min(next_wall_ms_.value_or(wall_ms), wall_ms);
}

void OutboxPump::look_for(const Entry& entry) {
  if (entry.may_have_left()) {
    if (const WaitingFor reason = obstacle(entry); reason != WaitingFor::nothing) {
      return wait(entry, reason);
    }
    auto route = store_.route(entry.route);
    if (!route.ok()) return;
    if (!looked(entry, *route, Look::history)) {
      waits_for_sync_ = true;
      return wait(entry, WaitingFor::sync);
    }
    required_round_.erase(entry.id);
    if (!provider_.capabilities().client_keys && claim_echo(entry)) return;
  }
  step_on(store_.did_not_leave(entry.id));
}

WaitingFor OutboxPump::obstacle() const {
  if (!session_.signed_in()) return WaitingFor::sign_in;
  if (!session_.usable()) return WaitingFor::sign_in;
  if (network_ == transport::NetworkKind::none) return WaitingFor::network;
  return WaitingFor::nothing;
}

WaitingFor OutboxPump::obstacle(const Entry& entry) {
  if (const WaitingFor reason = obstacle(); reason != WaitingFor::nothing) return reason;
  const Millis now = clock_.wall_ms();
  if (entry.next_try_ms <= now) return WaitingFor::nothing;
  // A clock set back must not hold a message: a wait that was reckoned in a time still to come does
  // not count, nor one longer than any back-off's.
  if (now < entry.first_attempt_ms) return WaitingFor::nothing;
  constexpr Millis kLongestWait = 24 * 60 * 60 * 1000;
  if (entry.next_try_ms - now > kLongestWait) return WaitingFor::nothing;
  wake_at(entry.next_try_ms);
  return WaitingFor::time;
}

bool OutboxPump::its_turn(const Entry& entry, const Route& route) {
  if (entry.lane.empty()) return true;
  // Nobody is invited to what is not there yet.
  if (route.state == RouteState::pending) return false;
  if (entry.op != OutboxOp::leave) return true;
  // Outside, nothing more can be done there.
  const auto before = store_.any_before(entry);
  return before.ok() && !*before;
}

bool OutboxPump::earlier_attempts_settled(const Entry& entry, const Route& route) {
  const Look look = traits_of(entry.op).look;
  // Also an entry that is gone may have asked for the room.
  const bool was_asked_for = route.state == RouteState::pending && !route.create_key.empty();
  if ((entry.attempts == 0 && !was_asked_for) || look == Look::none) return true;
  const bool client_keys = provider_.capabilities().client_keys;
  if (!client_keys && !outcome_unknown(entry) && route.state != RouteState::pending) return true;
  const bool foreign = entry.attempt_process != process_ ||
                       entry.attempt_session != session_.serial() ||
                       clock_.wall_ms() - entry.first_attempt_ms > kTrustTransactionIds ||
                       clock_.wall_ms() < entry.first_attempt_ms || !client_keys;
  // Making a room is never safe to repeat blindly.
  if (!foreign && route.state != RouteState::pending) return true;
  return looked(entry, route, look);
}

bool OutboxPump::looked(const Entry& entry, const Route& route, Look look) {
  const auto [required, first_look] = required_round_.try_emplace(entry.id, 0);
  if (first_look) required->second = sync_.request();
  if (sync_.finished() < required->second) {
    // A failed round is no answer: ask again.
    if (!sync_.expects(required->second)) required->second = sync_.request();
    return false;
  }
  if (look != Look::history || route.remote_id.empty()) return true;
  auto gap = store_.gap_above(entry.route, entry.attempt_head_ord);
  if (!gap.ok()) return false;
  if (!gap->has_value()) return true;
  gaps_.fill((*gap)->id, [this](const Status& filled) {
    if (filled.ok()) return kick();
    next_wall_ms_ = clock_.wall_ms() + backoff_.delay(1);
  });
  return false;
}

bool OutboxPump::outcome_unknown(const Entry& entry) {
  const Failure* known = entry.outcome();
  return entry.op == OutboxOp::send && entry.attempts > 0 &&
         (known == nullptr || !attempt_had_no_effect(known->code));
}

bool OutboxPump::claim_echo(const Entry& entry) {
  auto echo = store_.unclaimed_echo(entry.id);
  if (!echo.ok() || !echo->has_value()) return false;
  ++progress_;
  step_on(store_.attempt_accepted(entry.id, **echo));
  return true;
}

void OutboxPump::conclude(const Entry& entry) {
  if (claim_echo(entry)) return;
  report(
      store_.attempt_failed(entry.id, Error(ErrorCode::UNKNOWN_OUTCOME), OutboxState::failed, 0));
}

void OutboxPump::failed(OutboxId id, const Error& error) {
  log_.write(LogLevel::info, "outbox", "an attempt failed", {{"error", error}});
  const bool session_trouble = SessionKeeper::is_session_error(error);
  auto entry = store_.outbox_entry(id);
  if (!entry.ok()) return;  // its echo was faster than the failure
  OutboxState state = OutboxState::queued;
  Millis next_try = 0;
  Error cause = error;
  if (session_trouble) {
    // The session is at fault, not the message; but a session that is refused right after its
    // renewal is not renewed for ever without a pause.
    if (entry->attempts > 1) next_try = clock_.wall_ms() + backoff_.delay(entry->attempts);
  } else if (error.retry == RetryAdvice::later && !tried_long_enough(*entry)) {
    next_try = clock_.wall_ms() + backoff_.delay(entry->attempts, error.retry_after_ms);
  } else if (error.retry == RetryAdvice::later) {
    state = OutboxState::failed;
    cause = given_up(std::move(cause));
  } else if (error.retry == RetryAdvice::after_user_action && entry->lane.empty()) {
    state = OutboxState::blocked;
  } else {
    state = OutboxState::failed;
  }
  report(store_.attempt_failed(id, cause, state, next_try));
  session_.call_failed(error);
}

bool OutboxPump::tried_long_enough(const Entry& entry) const {
  const Millis patience = traits_of(entry.op).patience;
  // A clock that is set forward, and a device that sleeps, are no time of trying.
  const Millis apart = clock_.wall_ms() - clock_.steady_ms();
  const Millis jumped = std::max<Millis>(apart - clocks_apart_, 0);
  return patience > 0 && entry.attempts >= kFewestTries &&
         clock_.wall_ms() - entry.first_attempt_ms - jumped > patience;
}

void OutboxPump::step_on(Result<store::Touched> touched) {
  if (touched.ok()) {
    kick();
  } else {
    // A full disk: at once it would be the same again.
    wake_at(clock_.wall_ms() + backoff_.delay(1));
  }
  report(std::move(touched));
}

void OutboxPump::report(Result<store::Touched> touched) {
  if (!touched.ok()) {
    log_.write(LogLevel::error, "outbox", "the store refused", {{"error", touched.error()}});
    return;
  }
  if (on_touched) on_touched(touched.take());
}

void OutboxPump::wait(const Entry& entry, WaitingFor reason) {
  if (entry.waiting_for == reason) return;
  report(store_.set_waiting(entry.id, reason));
}

std::optional<Millis> OutboxPump::deadline() const {
  if (!active_) return std::nullopt;
  if (kicked_ && in_flight_.size() < kMostLanes) return clock_.steady_ms();
  if (!next_wall_ms_) return std::nullopt;
  return clock_.steady_ms() + std::max<Millis>(0, *next_wall_ms_ - clock_.wall_ms());
}

bool OutboxPump::quiet(Millis soon) const {
  if (kicked_ || !in_flight_.empty() || waits_for_sync_) return false;
  return !next_wall_ms_ || *next_wall_ms_ - clock_.wall_ms() > soon;
}

void OutboxPump::stop() {
  for (const auto& [lane, call] : in_flight_) provider_.cancel(call);
  in_flight_.clear();
}

}  // namespace ix::engine
