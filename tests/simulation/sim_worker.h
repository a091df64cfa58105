// SPDX-License-Identifier: Apache-2.0
// The worker of a simulated process: its tasks run at times of the world's.
#pragma once

#include <deque>
#include <memory>

#include "base/worker.h"
#include "simulation/world.h"
#include "support/fault_vfs.h"

namespace ix::simulation {

// One thread. World and VFS outlive it; with the process its tasks are gone.
class SimWorker final : public Worker {
 public:
  SimWorker(World& world, const testing::FaultVfs& vfs) : world_(world), vfs_(vfs) {}
  void post(Task task) override;
  void stop() override { tasks_ = std::make_shared<Tasks>(); }

 private:
  using Tasks = std::deque<Task>;
  static void plan(World& world, const testing::FaultVfs& vfs, const std::weak_ptr<Tasks>& tasks);

  World& world_;
  const testing::FaultVfs& vfs_;
  std::shared_ptr<Tasks> tasks_ = std::make_shared<Tasks>();
};

}  // namespace ix::simulation
