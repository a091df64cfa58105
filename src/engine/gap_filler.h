// SPDX-License-Identifier: Apache-2.0
// Fetches history across gaps; many askers for one gap share one request.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "base/log.h"
#include "engine/session_keeper.h"
#include "provider/provider.h"
#include "store/store.h"

namespace ix::engine {

// Lives on the engine thread. Outlived by provider, store and session.
class GapFiller {
 public:
  using Done = std::function<void(const Status&)>;

  GapFiller(const Logger& log, provider::Provider& provider, store::Store& store,
            SessionKeeper& session)
      : log_(log), provider_(provider), store_(store), session_(session) {}

  // One page of history. A gap that is gone is filled. `done` may run before fill() returns. A
  // session that must be renewed meanwhile is waited for, once.
  void fill(ItemId gap, Done done);
  // These came into view: one page of each, and what fails for now again after the next round of
  // changes.
  void fill_in_view(const std::vector<ItemId>& gaps);
  void after_round();
  // The session was renewed or lost, or could not be renewed (`error`): what waits for it goes on.
  void session_settled(const Status& renewed);
  // With an error: those who wait are told.
  void stop(const Status& outcome = {});

  std::function<void(store::Touched)> on_touched;

 private:
  struct Running {
    provider::CallId call = 0;  // 0: waits for the session
    bool repeated = false;
    std::vector<Done> waiting;
  };
  void ask(ItemId gap);
  void ask(const store::Store::Gap& gap, provider::HistoryFrom from);
  void finish(ItemId gap, const Status& outcome);
  void landed(ItemId gap, Result<HistoryPage> page);

  const Logger& log_;
  provider::Provider& provider_;
  store::Store& store_;
  SessionKeeper& session_;
  std::map<ItemId, Running> running_;
  std::set<ItemId> in_view_;  // tried, and not filled yet
};

}  // namespace ix::engine
