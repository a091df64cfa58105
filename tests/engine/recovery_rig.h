// SPDX-License-Identifier: Apache-2.0
// A whole engine on real SQLite against the sandbox core, and what its user sees, as text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "engine/engine.h"
#include "engine/sandbox_http.h"

namespace ix::testing {

// Alice's device. The engine works only inside the calls below: it syncs when it is asked to.
class RecoveryRig {
 public:
  RecoveryRig();
  ~RecoveryRig();

  // The process ends (nothing is told to the server) and another one begins.
  void restart();
  // Each returns what went wrong; nullopt: nothing.
  std::optional<Error> sign_in();
  std::optional<Error> sync();
  std::optional<Error> fill(const std::string& conversation);  // every gap
  // Queues a message and syncs until nothing more can leave.
  void send(const std::string& conversation, const std::string& text);

  engine::Engine& engine() { return *engine_; }
  std::string token();  // where the next sync goes on

  // Titles of the list, newest activity first.
  std::vector<std::string> titles();
  // The conversation of that title; fails the test when there is not exactly one.
  std::string conversation(const std::string& title);
  // Its thread, oldest first: "name: text" a message, "[notice who]", "[gap]", "[deleted]"; own
  // ones that are not confirmed with their state.
  std::vector<std::string> thread(const std::string& conversation);
  // Why one cannot write there; empty: one can.
  std::string reason(const std::string& conversation);
  int unread(const std::string& conversation);
  // Events so far that say a list changed.
  int list_events();

  HandClock clock;
  Wire wire;
  sandbox::Homeserver server;

 private:
  std::optional<Error> wait(Result<engine::OperationId> operation);
  void open();

  SystemRandom random_;
  SystemFileSystem files_;
  Logger log_;
  ManualExecutor executor_;
  std::string folder_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<engine::OperationId, std::optional<Error>> completed_;
  int list_events_ = 0;
  void drain();
};

}  // namespace ix::testing
