// SPDX-License-Identifier: Apache-2.0
#include "engine/settings_pump.h"

#include <algorithm>

#include "engine/giving_up.h"

namespace ix::engine {
namespace {

constexpr size_t kMostCalls = 4;

}  // namespace

SettingsPump::SettingsPump(Clock& clock, Random& random, const Logger& log,
                           provider::Provider& provider, store::Store& store,
                           SessionKeeper& session)
    : clock_(clock),
      log_(log),
      provider_(provider),
      store_(store),
      session_(session),
      backoff_(random) {}

void SettingsPump::set_active(bool active) {
  active_ = active;
  kick();
}

void SettingsPump::set_network(transport::NetworkKind kind) {
  network_ = kind;
  end_backoff();
}

void SettingsPump::end_backoff() {
  for (auto& [slot, pause] : pauses_) {
    if (!pause.servers_choice) pause.until_ms = 0;
  }
  kick();
}

void SettingsPump::tick() {
  if (next_ms_ && clock_.steady_ms() >= *next_ms_) kick();
  if (!kicked_ || !active_) return;
  kicked_ = false;
  next_ms_.reset();
  if (!session_.signed_in() || !session_.usable()) return;
  if (network_ == transport::NetworkKind::none) return;
  auto settings = store_.settings_to_send();
  if (!settings.ok()) {
    log_.write(LogLevel::error, "settings", "cannot be read", {{"error", settings.error()}});
    return;
  }
  for (const Setting& setting : *settings) {
    if (in_flight_.size() >= kMostCalls) return;  // looked at again when one lands
    if (!in_flight_.contains({setting.route, setting.kind}) && !must_wait(setting)) send(setting);
  }
}

bool SettingsPump::must_wait(const Setting& setting) {
  const auto pause = pauses_.find({setting.route, setting.kind});
  if (pause == pauses_.end()) return false;
  if (pause->second.key != setting.key && !pause->second.servers_choice) {
    pauses_.erase(pause);
    return false;
  }
  const Millis until = pause->second.until_ms;
  if (until <= clock_.steady_ms()) return false;
  next_ms_ = std::min(next_ms_.value_or(until), until);
  return true;
}

void SettingsPump::send(const Setting& setting) {
  const provider::Capabilities able = provider_.capabilities();
  const auto flag = setting.flag();
  if (flag ? !able.flags : !able.read_markers) return settle(setting);
  const auto done = [this, setting](Result<void> outcome) { landed(setting, outcome); };
  in_flight_[{setting.route, setting.kind}] =
      flag ? provider_.set_flag(setting.remote_id, *flag, setting.value != 0, done)
           : provider_.mark_read(setting.remote_id, setting.target, done);
}

void SettingsPump::landed(const Setting& setting, const Status& outcome) {
  in_flight_.erase({setting.route, setting.kind});
  kick();
  if (!outcome.ok()) return failed(setting, outcome.error());
  ++progress_;
  settle(setting);
}

void SettingsPump::failed(const Setting& setting, const Error& error) {
  log_.write(LogLevel::info, "settings", "an attempt failed", {{"error", error}});
  const bool session_trouble = SessionKeeper::is_session_error(error);
  if (!session_trouble && error.retry != RetryAdvice::later) return give_up(setting, error);
  const Millis now = clock_.steady_ms();
  Pause& pause = pauses_[{setting.route, setting.kind}];
  if (pause.key != setting.key) pause = {setting.key, 0, now, 0, false};
  ++pause.attempts;
  if (!session_trouble && pause.attempts >= kFewestTries &&
      now - pause.since_ms > kSettingPatience) {
    return give_up(setting, given_up(error));
  }
  pause.servers_choice = error.code == ErrorCode::RATE_LIMITED;
  // A session that was just found to have ended is renewed first, without a pause.
  const bool at_once = session_trouble && pause.attempts == 1;
  pause.until_ms = at_once ? 0 : now + backoff_.delay(pause.attempts, error.retry_after_ms);
  session_.call_failed(error);
}

void SettingsPump::give_up(const Setting& setting, const Error& error) {
  // What the user sees stays; only the backend does not know of it.
  if (on_failed) on_failed(setting, error);
  settle(setting);
}

void SettingsPump::settle(const Setting& setting) {
  pauses_.erase({setting.route, setting.kind});
  const Status settled = store_.setting_settled(setting);
  if (settled.ok()) return;
  log_.write(LogLevel::error, "settings", "the store refused", {{"error", settled.error()}});
  // A full disk, say: it is sent once more, later, which does no harm.
  pauses_[{setting.route, setting.kind}] = {setting.key, 1, clock_.steady_ms(),
                                            clock_.steady_ms() + backoff_.delay(1), false};
}

std::optional<Millis> SettingsPump::deadline() const {
  if (!active_) return std::nullopt;
  if (kicked_) return clock_.steady_ms();
  return next_ms_;
}

bool SettingsPump::quiet(Millis soon) const {
  if (kicked_ || !in_flight_.empty()) return false;
  return !next_ms_ || *next_ms_ - clock_.steady_ms() > soon;
}

void SettingsPump::stop() {
  for (const auto& [slot, call] : in_flight_) provider_.cancel(call);
  in_flight_.clear();
  kick();
}

}  // namespace ix::engine
