// SPDX-License-Identifier: Apache-2.0
#include "engine/sync_loop.h"

#include <algorithm>
#include <utility>

namespace ix::engine {
namespace {

constexpr Millis kLongPoll = 30'000;
// A request for one round gives up after so many failures that might pass.
constexpr int kPatience = 3;
// And when the server asks for a longer pause than this: somebody waits for the answer.
constexpr Millis kLongestPause = 5'000;

bool may_pass_soon(const Error& error) {
  if (error.retry_after_ms > kLongestPause) return false;
  return error.code == ErrorCode::RATE_LIMITED || error.code == ErrorCode::SERVER_ERROR ||
         error.code == ErrorCode::BAD_RESPONSE || error.code == ErrorCode::INVALID_CURSOR;
}

}  // namespace

SyncLoop::SyncLoop(const EngineConfig& config, Clock& clock, Random& random, const Logger& log,
                   provider::Provider& provider, store::Store& store, SessionKeeper& session)
    : config_(config),
      clock_(clock),
      log_(log),
      provider_(provider),
      store_(store),
      session_(session),
      backoff_(random) {}

SyncLoop::Round SyncLoop::request() {
  requested_ = next_round();
  if (polling_) stop();
  return requested_;
}

void SyncLoop::tick() {
  if (call_ != 0 || !session_.usable() || network_ == transport::NetworkKind::none) return;
  if (!wanted() && config_.sync_mode == SyncMode::on_demand) return;
  if (clock_.steady_ms() < not_before_) return;
  if (!wanted() && clock_.steady_ms() < rests_until_) return;
  start(wanted() || finished_ == 0 ? 0 : kLongPoll);
}

std::optional<Millis> SyncLoop::deadline() const {
  const bool waits = call_ == 0 && session_.usable() && network_ != transport::NetworkKind::none &&
                     (wanted() || config_.sync_mode == SyncMode::continuous);
  if (!waits) return std::nullopt;
  if (failures_ == 0 && (wanted() || rests_until_ == 0)) return std::nullopt;
  return std::max(failures_ > 0 ? not_before_ : 0, wanted() ? 0 : rests_until_);
}

void SyncLoop::start(Millis wait_ms) {
  auto account = store_.account();
  if (!account.ok()) return failed(account.error());
  const Round round = ++started_;
  polling_ = wait_ms > 0;
  call_ = provider_.changes(
      account->sync_token, wait_ms, [this](const ChangeSet& changes) { return part(changes); },
      [this, round](Result<ChangeSet> changes) { done(round, std::move(changes)); });
}

Status SyncLoop::part(const ChangeSet& changes) {
  // It has begun to answer: giving it up now would only mean to read all of it again.
  polling_ = false;
  IX_CHECK(store_.ingest_part(changes, reporter()));
  tell_typing(changes);
  return {};
}

std::function<void(store::Touched)> SyncLoop::reporter() {
  return [this](store::Touched touched) {
    if (on_touched) on_touched(std::move(touched));
  };
}

void SyncLoop::tell_typing(const ChangeSet& changes) {
  if (on_typing && !changes.typing.empty()) on_typing(changes.typing);
}

void SyncLoop::done(Round round, Result<ChangeSet> changes) {
  call_ = 0;
  polling_ = false;
  if (!changes.ok()) return failed(changes.error());
  const Status stored = store_.ingest(*changes, reporter());
  if (!stored.ok()) return failed(stored.error());
  tell_typing(*changes);
  failures_ = 0;
  finished_ = round;
  const Millis rest = provider_.capabilities().poll_every_ms;
  if (rest > 0) rests_until_ = clock_.steady_ms() + rest;
  if (on_round) on_round();
}

void SyncLoop::failed(const Error& error) {
  ++failures_;
  log_.write(LogLevel::info, "sync", "a round failed", {{"error", error}, {"failures", failures_}});
  not_before_ = clock_.steady_ms() + backoff_.delay(failures_, error.retry_after_ms);
  if (error.code == ErrorCode::INVALID_CURSOR) {
    (void)store_.drop_sync_token();
    if (failures_ == 1) not_before_ = 0;
  }
  const bool session_trouble = SessionKeeper::is_session_error(error);
  session_.call_failed(error);
  // A renewed session is tried at once, but not for ever: some servers refuse what they just gave.
  const bool renewing = session_trouble && session_.renewing();
  const bool retrying = (renewing || may_pass_soon(error)) && failures_ < kPatience;
  if (renewing && failures_ == 1) not_before_ = 0;
  if (!retrying) requested_ = finished_;  // nobody waits any more
  if (on_failed) on_failed(error, retrying);
}

void SyncLoop::set_network(transport::NetworkKind kind) {
  network_ = kind;
  if (kind == transport::NetworkKind::none) stop();
  end_backoff();
}

void SyncLoop::end_backoff() {
  failures_ = 0;
  not_before_ = 0;
  rests_until_ = 0;
}

void SyncLoop::stop() {
  if (call_ != 0) provider_.cancel(call_);
  call_ = 0;
  polling_ = false;
}

}  // namespace ix::engine
