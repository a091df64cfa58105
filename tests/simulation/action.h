// SPDX-License-Identifier: Apache-2.0
// What can happen in a life: each action is a piece of its own, and a run draws one after the
// other.
#pragma once

#include <cstdint>
#include <span>

namespace ix::simulation {

class Life;

struct Action {
  const char* name;
  uint64_t weight;  // how often it is drawn, against the others
  void (*run)(Life& life);
  bool (*legal)(Life& life) = nullptr;  // null: always; asked before each draw
};

// All of them, in one order for all runs.
std::span<const Action> all_actions();

// By what they are about, each in the file of that name.
std::span<const Action> sends();
std::span<const Action> schedules();
std::span<const Action> others();
std::span<const Action> doings();
std::span<const Action> reading();
std::span<const Action> deaths();
std::span<const Action> surroundings();
std::span<const Action> host_calls();
std::span<const Action> pruning();
std::span<const Action> erasing();
std::span<const Action> suspending();
std::span<const Action> damages();
std::span<const Action> keywords();
std::span<const Action> rooms();
std::span<const Action> files_sent();
std::span<const Action> files_come();

}  // namespace ix::simulation
