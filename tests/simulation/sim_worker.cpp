// SPDX-License-Identifier: Apache-2.0
#include "simulation/sim_worker.h"

#include <utility>

namespace ix::simulation {

void SimWorker::post(Task task) {
  tasks_->push_back(std::move(task));
  if (tasks_->size() == 1) plan(world_, vfs_, tasks_);
}

void SimWorker::plan(World& world, const testing::FaultVfs& vfs,
                     const std::weak_ptr<Tasks>& tasks) {
  const Millis busy = 1 + static_cast<Millis>(world.random.below(40));
  world.at(world.clock.steady_ms() + busy, [&world, &vfs, tasks] {
    const auto waiting = tasks.lock();
    if (!waiting || waiting->empty()) return;
    // The task that runs stays in front, so that one it posts is planned after it.
    if (!vfs.frozen()) waiting->front()();
    waiting->pop_front();
    if (!waiting->empty()) plan(world, vfs, waiting);
  });
}

}  // namespace ix::simulation
