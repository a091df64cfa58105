// SPDX-License-Identifier: Apache-2.0
// Takes flags and read markers to the backend, beside the lanes of what is sent.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/session_keeper.h"
#include "provider/provider.h"
#include "store/store.h"
#include "transport/retry.h"

namespace ix::engine {

// Lives on the engine thread; outlived by all it is given. Each setting may be repeated without
// harm, so what an earlier process or attempt did needs no look: what is stored is sent until the
// backend takes it, refuses it for good, or was asked in vain for a day; then it holds here only,
// and that is told. Waiting times are of this run only.
class SettingsPump {
 public:
  SettingsPump(Clock& clock, Random& random, const Logger& log, provider::Provider& provider,
               store::Store& store, SessionKeeper& session);

  // The backend does not have it, and is not asked again.
  std::function<void(const Setting&, const Error&)> on_failed;

  void kick() { kicked_ = true; }
  // On demand, settings leave only while somebody asked for it.
  void set_active(bool active);
  void set_network(transport::NetworkKind kind);
  void end_backoff();
  void tick();
  std::optional<Millis> deadline() const;  // steady
  void stop();

  // Nothing is on its way and nothing will be within `soon`.
  bool quiet(Millis soon) const;
  // Counts what reached the backend.
  int64_t progress() const { return progress_; }

 private:
  using Slot = std::pair<RouteId, SettingKind>;
  struct Pause {
    std::string key;  // of the write that failed: another one does not wait for it
    int attempts = 0;
    Millis since_ms = 0;  // steady: the first of them
    Millis until_ms = 0;  // steady
    bool servers_choice = false;
  };

  bool must_wait(const Setting& setting);
  void send(const Setting& setting);
  void landed(const Setting& setting, const Status& outcome);
  void failed(const Setting& setting, const Error& error);
  void give_up(const Setting& setting, const Error& error);
  void settle(const Setting& setting);

  Clock& clock_;
  const Logger& log_;
  provider::Provider& provider_;
  store::Store& store_;
  SessionKeeper& session_;
  transport::Backoff backoff_;

  transport::NetworkKind network_ = transport::NetworkKind::unknown;
  bool active_ = false;
  bool kicked_ = true;
  std::map<Slot, provider::CallId> in_flight_;
  std::map<Slot, Pause> pauses_;
  std::optional<Millis> next_ms_;  // steady: when the first pause ends
  int64_t progress_ = 0;
};

}  // namespace ix::engine
