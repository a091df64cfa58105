// SPDX-License-Identifier: Apache-2.0
// Takes the outbox to the backend: one lane a route, in order, each entry at most once in effect.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/environment.h"
#include "engine/gap_filler.h"
#include "engine/session_keeper.h"
#include "engine/sync_loop.h"
#include "provider/provider.h"
#include "store/store.h"
#include "transport/retry.h"

namespace ix::engine {

// Lives on the engine thread. What tells one operation from another stands in two places:
// traits_of() (model/outbox.h), and attempt(), which asks the backend (outbox_attempts.cpp). Before
// an entry that may have left earlier is sent again, its traits' Look must have shown no echo of it
// (invariant "no double"); so it must before one that the user took back is forgotten.
class OutboxPump {
 public:
  OutboxPump(Clock& clock, Random& random, const Logger& log, provider::Provider& provider,
             store::Store& store, SessionKeeper& session, SyncLoop& sync, GapFiller& gaps);

  // Something changed: look at every lane at the next tick.
  void kick() { kicked_ = true; }
  // Thread-safe: as whom a message could leave that is written now; none: it would have to wait.
  std::optional<store::Attempter> attempter() const;
  // Thread-safe: what the host said last; end_backoff() follows on the engine's thread.
  void hint_network(transport::NetworkKind kind) { network_ = kind; }
  // A message whose first attempt was noted when it was written: it is made now, or taken back.
  void begun(OutboxId id);
  // On demand, entries move only while somebody asked for it.
  void set_active(bool active);
  void end_backoff();
  void tick();
  std::optional<Millis> deadline() const;  // steady
  void stop();

  // Nothing is on its way and nothing will be within `soon`.
  bool quiet(Millis soon) const;
  // Counts the entries that reached the backend.
  int64_t progress() const { return progress_; }

  std::function<void(store::Touched)> on_touched;

 private:
  using Entry = OutboxEntry;

  using Lane = std::pair<RouteId, std::string>;
  static Lane lane_of(const Entry& entry) { return {entry.route, entry.lane}; }

  void look_at_lanes();
  void look_at(const Entry& entry);
  // Nothing of what may have changed since it was written stands in its way.
  bool can_leave(const Entry& entry, const Route& route);
  // The user's time for it has come and has not passed; else it is put off, or asks.
  bool keeps_time(const Entry& entry);
  // Else it waits in its lane, or is on its way out of it.
  bool has_its_files(const Entry& entry);
  void wake_at(Millis wall_ms);
  // The user took it back, and it may have left.
  void look_for(const Entry& entry);
  // Why any entry must wait, if it must; and this one.
  WaitingFor obstacle() const;
  WaitingFor obstacle(const Entry& entry);
  // Whether what it has to come after is done; within its lane that is so.
  bool its_turn(const Entry& entry, const Route& route);
  // False while an earlier attempt may have arrived unseen.
  bool earlier_attempts_settled(const Entry& entry, const Route& route);
  // Whether all has been read that would show what the entry did.
  bool looked(const Entry& entry, const Route& route, Look look);
  // Without client keys: whether the backend has what an attempt without an answer sent.
  bool claim_echo(const Entry& entry);
  // The same once the backend has been read: else the user has to decide.
  void conclude(const Entry& entry);
  void failed(OutboxId id, const Error& error);
  // Its patience is at an end.
  bool tried_long_enough(const Entry& entry) const;
  // What an entry waits for has changed: it is looked at once more.
  void step_on(Result<store::Touched> touched);
  void report(Result<store::Touched> touched);
  void wait(const Entry& entry, WaitingFor reason);
  void publish_attempter();

  // --- outbox_attempts.cpp
  // Asks the backend for what the entry is about.
  void attempt(const Entry& entry, const Route& route);
  void send(const Entry& entry, const Route& route);
  void say(const Entry& entry, const Route& route, store::Store::Leaving leaving);
  void edit(const Entry& entry, const Route& route);
  void remove(const Entry& entry, const Route& route);
  void react(const Entry& entry, const Route& route);
  void open_route(const Entry& entry, const Route& route);
  void resolve_peer(const Entry& entry, const Route& route);
  void create(const Entry& entry, const Route& route);
  void create_room(const Entry& entry, const Route& route);
  void accept_invite(const Entry& entry, const Route& route);
  void join(const Entry& entry, const Route& route);
  void leave(const Entry& entry, const Route& route);
  void invite(const Entry& entry, const Route& route);
  // The key of the room that is about to be made; empty: the attempt cannot be noted.
  std::string begin_create(const Entry& entry);
  // Completes what gave a pending route its room.
  std::function<void(Result<std::string>)> opening(const Entry& entry);
  // Notes the attempt: what it takes along. None: it cannot be noted, and so must not be made.
  std::optional<store::Store::Leaving> begin(const Entry& entry);
  static bool outcome_unknown(const Entry& entry);
  // Completes an attempt: the lane is free again, and the store is told.
  std::function<void(Result<std::string>)> accepting(const Entry& entry);
  std::function<void(Result<void>)> accepting_void(const Entry& entry);
  // Wraps a completion: the lane is free again before it runs.
  template <class T>
  std::function<void(Result<T>)> landing(const Entry& entry, std::function<void(Result<T>)> done);

  Clock& clock_;
  const Logger& log_;
  provider::Provider& provider_;
  store::Store& store_;
  SessionKeeper& session_;
  SyncLoop& sync_;
  GapFiller& gaps_;
  transport::Backoff backoff_;
  const std::string process_;  // this run, told apart from any other
  const Millis clocks_apart_;  // wall - steady when this run began

  std::atomic<transport::NetworkKind> network_ = transport::NetworkKind::unknown;
  bool active_ = false;
  bool kicked_ = true;
  std::map<Lane, provider::CallId> in_flight_;
  static constexpr int64_t kNobody = -1;
  std::atomic<int64_t> ready_session_ = kNobody;  // under which attempter() says that one can leave
  // The sync round that must have finished before an entry may be sent again.
  std::map<OutboxId, SyncLoop::Round> required_round_;
  std::optional<Millis> next_wall_ms_;  // the earliest next_try of a lane that waits for time
  bool waits_for_sync_ = false;
  int64_t progress_ = 0;
};

}  // namespace ix::engine
