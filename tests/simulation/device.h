// SPDX-License-Identifier: Apache-2.0
// A phone or tablet: one account folder on real SQLite and a process that runs an engine on it,
// dies and comes back.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "simulation/sim_files.h"
#include "simulation/sim_network.h"
#include "simulation/world.h"
#include "support/fault_vfs.h"

namespace ix::simulation {

// What the host was told of a database that had been damaged.
struct SetAsideTold {
  std::string file;
  int64_t unsent = 0;  // messages that wait on
  int64_t lost = 0;    // unsent messages that could not be read
};

// One thread. Owns its disk (the fault VFS). Outlived by the world.
class Device {
 public:
  // `name` is unique among the devices alive: it names the disk.
  Device(World& world, const std::string& name, uint64_t seed, std::string folder, bool verbose);
  ~Device();

  // A new process. False: it died while it opened; try again.
  bool start_process();
  bool running() const { return engine_ != nullptr; }
  // The process died (the VFS is frozen), or dies now.
  void end_process(bool power_loss);
  // Close as a host does, and end.
  void close_process();
  engine::Engine& engine() { return *engine_; }
  testing::FaultVfs& vfs() { return vfs_; }
  std::string media_folder() const { return folder_ + "/media"; }
  // What an operation came to; null: it has not completed.
  const std::optional<Error>* outcome(engine::OperationId operation) const;
  // Its process has died, and nobody has noticed yet.
  bool died() const { return vfs_.frozen(); }
  // From now on the other device's process runs while this one lets time pass; null: no more.
  void accompany(Device* other) { other_ = other; }

  // Lets `span` of simulated time pass. Ends early when the process has died.
  void run_for(Millis span);
  // Runs until the operation completes: its error, or nullopt for success. TIMEOUT after `limit`;
  // CLOSED when the process died.
  std::optional<Error> run_until(Result<engine::OperationId> operation, Millis limit);
  std::optional<Error> sign_in();
  // The next request whose label is this one kills the process as it leaves.
  void die_at(std::string label) { die_at_ = std::move(label); }

  // The process dies at the departure or arrival number `effects` from now (1: the next).
  void die_at_wire(int64_t effects) { wire_effects_left_ = effects; }
  int64_t lives() const { return static_cast<int64_t>(lives_); }
  const std::string& folder() const { return folder_; }

  // --- what the host has been told
  // There may be something to notify: an event said so, or a process has begun. Once.
  bool take_news() { return std::exchange(news_, false); }
  const std::vector<SetAsideTold>& set_asides() const { return set_asides_; }
  // Rooms whose flags or marker the backend refused: they hold on this device only.
  const std::set<std::string>& held_here_only() const { return held_here_only_; }
  int64_t power_losses() const { return power_losses_; }
  // Grows when what was committed without a sync may be gone: after a power loss, or with a
  // database that was set aside.
  int64_t epoch() const { return power_losses_ + static_cast<int64_t>(set_asides_.size()); }

  int64_t steps() const { return steps_; }
  // The engine asked for no time at all, over and over.
  bool spinning() const { return spinning_; }

 private:
  void step(Millis max_wait);
  void step_alone(Millis max_wait);
  void at_wire(const std::string& what);
  void hear_events();

  World& world_;
  testing::FaultVfs vfs_;
  uint64_t seed_;
  uint64_t lives_ = 0;
  std::string name_;
  std::string folder_;
  std::set<std::string> held_here_only_;
  SimFileSystem files_;
  ManualExecutor executor_;
  Logger log_;
  std::unique_ptr<SeededRandom> random_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<engine::OperationId, std::optional<Error>> completed_;
  std::string die_at_;
  int64_t wire_effects_left_ = 0;  // 0: not planned
  int64_t steps_ = 0;
  Millis stepped_at_ = 0;
  int64_t steps_without_time_ = 0;
  bool spinning_ = false;
  bool news_ = false;
  int64_t power_losses_ = 0;
  std::vector<SetAsideTold> set_asides_;
  Device* other_ = nullptr;
};

}  // namespace ix::simulation
