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

inline constexpr const char* kAlice = "@alice:pbx.test";
inline constexpr const char* kBob = "@bob:pbx.test";

// Alice's device. The engine works only inside the calls below: it syncs when it is asked to.
class RecoveryRig {
 public:
  RecoveryRig();
  ~RecoveryRig();

  // The process ends (nothing is told to the server) and another one begins.
  void restart(const std::function<void(const std::string& folder)>& meanwhile = {});
  // Each returns what went wrong; nullopt: nothing.
  std::optional<Error> sign_in();
  std::optional<Error> sync();
  std::optional<Error> fill(const std::string& conversation);  // every gap
  std::optional<Error> fetch(const std::string& attachment,
                             cache::MediaPart part = cache::MediaPart::file);
  // Steps, and what the worker has to do, until nothing moves any more.
  void settle();
  const std::string& folder() const { return folder_; }
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
  bool unread_is_lower_bound(const std::string& conversation);
  Millis at_ms(const std::string& conversation);  // of its newest item
  // Events so far that say a list changed.
  int list_events();
  // Events so far that say there is something to notify.
  int notification_events();

  // The server's side. act() and ask() are what others do there, and are part of a backup.
  sandbox::Homeserver& server() { return backend_.server(); }
  void act(std::function<void(sandbox::Homeserver&)> what) { backend_.act(std::move(what)); }
  // A second later; the answer is that of the first time.
  std::string ask(std::function<std::string(sandbox::Homeserver&)> what);
  std::string channel(const std::string& name);                       // of Bob, with Alice
  std::string say(const std::string& room, const std::string& text);  // by Bob; the event's id
  // Alice's, by whom it is changed.
  void set_membership(const std::string& room, const std::string& by,
                      const std::string& membership);
  void forget(const std::string& room);  // on another device of Alice's
  size_t backup() const { return backend_.backup(); }
  void restore(size_t backup) { backend_.restore(backup); }

  HandClock clock;
  Wire wire;
  ManualWorker* worker = nullptr;  // of the process that runs
  // From the next restart on.
  engine::SyncMode sync_mode = engine::SyncMode::on_demand;
  std::string vfs;  // SQLite's; empty: the default

 private:
  std::optional<Error> wait(Result<engine::OperationId> operation);
  std::string newest_gap(const std::string& conversation);  // empty: none
  void open();

  SystemRandom random_;
  SystemFileSystem files_;
  Logger log_;
  ManualExecutor executor_;
  std::string folder_;
  Backend backend_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<engine::OperationId, std::optional<Error>> completed_;
  int list_events_ = 0;
  int notification_events_ = 0;
  void drain();
};

using Lines = std::vector<std::string>;

// The next sync's token is one that the server does not take, and so those of as many syncs.
void forget_token(RecoveryRig& rig, int times = 1);
Lines tail(Lines lines, size_t count);
int64_t times_of(const Lines& lines, const std::string& line);

}  // namespace ix::testing
