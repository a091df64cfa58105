// SPDX-License-Identifier: Apache-2.0
// The whole client core on a backend, and what its user sees, as text.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/random.h"
#include "conformance/kit.h"
#include "conformance/meddler.h"
#include "conformance/wire.h"
#include "engine/engine.h"

namespace ix::conformance {

// One device of one person, with real files. The core works only inside the calls below.
class Device {
 public:
  Device(Stage& stage, Person person, engine::SyncMode mode = engine::SyncMode::on_demand);
  ~Device();

  // The process ends and another one begins; nothing is told to the backend.
  void restart();
  // Each returns what went wrong; nullopt: nothing.
  std::optional<Error> sign_in();
  std::optional<Error> sign_out();
  std::optional<Error> sync();
  // Syncs until it holds; false: it never did. A failed sync is noted and ends it.
  bool sees(const std::function<bool()>& what);
  // Lets the core do what it does without being asked, until `what` holds.
  bool idles_until(const std::function<bool()>& what);
  // Starts a sync and runs until `what` holds, whether the sync ends or not.
  bool runs_until(const std::function<bool()>& what);
  std::optional<Error> fill(const std::string& conversation);  // every gap
  // Queues a message: the item's id.
  std::string send(const std::string& conversation, const std::string& text);
  // The id of the item that thread() shows so; empty: none.
  std::string item(const std::string& conversation, const std::string& line);
  // "<key> <count>", with "*" where oneself is among them.
  std::vector<std::string> reactions(const std::string& item);
  std::string open(const std::string& number, const std::string& user);
  void retry();  // everything in the outbox

  std::vector<std::string> titles();                   // newest activity first
  std::string conversation(const std::string& title);  // empty: there is none, or several
  // Oldest first: "name: text", "me: text", "[gap]", "[deleted]", "[call missed]", "[notice]"; own
  // ones that are not confirmed with their state.
  std::vector<std::string> thread(const std::string& conversation);
  std::vector<std::string> messages(const std::string& conversation);  // without notices
  int unread(const std::string& conversation);
  // "queued" or "failed IX_ERROR_...", oldest first.
  std::vector<std::string> outbox();
  int64_t rounds();
  SessionState session();

  const Person& person() const { return person_; }
  engine::Engine& engine() { return *engine_; }
  Disturbance disturbance;
  Meddling meddling;

 private:
  void open();
  void drain();
  std::optional<Error> wait(Result<engine::OperationId> operation);

  Stage& stage_;
  Person person_;
  engine::SyncMode mode_;
  SystemRandom random_;
  SystemFileSystem files_;
  Logger log_;
  ManualExecutor executor_;
  std::string folder_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<engine::OperationId, std::optional<Error>> completed_;
};

}  // namespace ix::conformance
