// SPDX-License-Identifier: Apache-2.0
// Keeps the cache up with the backend: one long poll, or single rounds on request.
#pragma once

#include <functional>
#include <optional>

#include "engine/environment.h"
#include "engine/session_keeper.h"
#include "provider/provider.h"
#include "store/store.h"
#include "transport/retry.h"

namespace ix::engine {

// Rounds are numbered as they start, so that one can ask for "a round that started after this
// moment and has finished". Lives on the engine thread.
class SyncLoop {
 public:
  using Round = uint64_t;

  SyncLoop(const EngineConfig& config, Clock& clock, Random& random, const Logger& log,
           provider::Provider& provider, store::Store& store, SessionKeeper& session);

  // A round that is still to start; finished() reaches it when it is done. A waiting long poll is
  // given up for it.
  Round request();
  Round finished() const { return finished_; }
  // False when nobody asks for that round any more (it failed): ask again.
  bool expects(Round round) const { return requested_ >= round; }
  // The number the next round will have.
  Round next_round() const { return started_ + 1; }

  // Starts what is due. Called by every engine step.
  void tick();
  // Steady time of the next thing to do; nullopt: nothing but events.
  std::optional<Millis> deadline() const;
  void set_network(transport::NetworkKind kind);
  // The network or the person came back: no more waiting.
  void end_backoff();
  // Gives up the round in flight.
  void stop();
  int64_t rounds() const { return static_cast<int64_t>(finished_); }

  std::function<void(store::Touched)> on_touched;  // after each committed chunk
  // Who is writing changed; the routes are stored by then.
  std::function<void(const std::vector<RouteTyping>&)> on_typing;
  std::function<void()> on_round;  // after each finished round
  // A round failed; `retrying` says that the loop goes on by itself soon.
  std::function<void(const Error&, bool retrying)> on_failed;

 private:
  void start(Millis wait_ms);
  Status part(const ChangeSet& changes);
  void tell_typing(const ChangeSet& changes);
  void done(Round round, Result<ChangeSet> changes);
  std::function<void(store::Touched)> reporter();
  void failed(const Error& error);
  bool wanted() const { return requested_ > finished_; }

  const EngineConfig& config_;
  Clock& clock_;
  const Logger& log_;
  provider::Provider& provider_;
  store::Store& store_;
  SessionKeeper& session_;
  transport::Backoff backoff_;
  transport::NetworkKind network_ = transport::NetworkKind::unknown;

  provider::CallId call_ = 0;
  bool polling_ = false;  // the round in flight is a long poll, which a request gives up
  Round started_ = 0;
  Round finished_ = 0;
  Round requested_ = 0;
  int failures_ = 0;
  Millis not_before_ = 0;   // steady
  Millis rests_until_ = 0;  // steady; after a round of a backend that cannot wait
};

}  // namespace ix::engine
