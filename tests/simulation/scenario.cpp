// SPDX-License-Identifier: Apache-2.0
#include "simulation/scenario.h"

#include <utility>

#include "simulation/action.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// One of the actions that are legal now, by weight; counted in `drawn`.
void act(Life& life, std::vector<int64_t>& drawn) {
  const auto actions = all_actions();
  std::vector<size_t> legal;
  uint64_t total = 0;
  for (size_t i = 0; i < actions.size(); ++i) {
    if (actions[i].legal && !actions[i].legal(life)) continue;
    legal.push_back(i);
    total += actions[i].weight;
  }
  uint64_t roll = life.below(total);
  for (const size_t i : legal) {
    if (roll < actions[i].weight) {
      ++drawn[i];
      return actions[i].run(life);
    }
    roll -= actions[i].weight;
  }
}

void live(Life& life, std::vector<int64_t>& drawn) {
  Device& phone = life.phone.device;
  for (int i = 0; i < life.options.actions && life.alive(); ++i) {
    life.world.faults.enabled = true;
    act(life, drawn);
    if (!life.alive()) return;
    phone.run_for(static_cast<Millis>(life.below(3) == 0 ? life.below(20'000) : life.below(800)));
    if (phone.died()) life.die(false);
    if (!phone.running()) life.revive();
    if (!life.alive()) return;
    look_for_news(life, life.phone);
    if (life.tablet) look_for_news(life, *life.tablet);
  }
}

void add(Hand& hand, RunResult& result) {
  for (const Sent& sent : hand.sent) result.sent += sent.accepted ? 1 : 0;
  result.steps += hand.device.steps();
  result.processes += hand.device.lives();
}

}  // namespace

RunResult run_scenario(const RunOptions& options) {
  RunResult result;
  result.actions.resize(all_actions().size());
  Life life(options);
  live(life, result.actions);
  if (!life.lost) settle(life);
  for (const std::string& line : life.violations) life.note("VIOLATION " + line);
  result.trace_hash = life.world.trace.hash();
  result.trace = life.world.trace.lines();
  add(life.phone, result);
  if (life.tablet) add(*life.tablet, result);
  result.counts = std::move(life.counts);
  result.faults = life.world.faults.injected;
  result.violations = std::move(life.violations);
  return result;
}

}  // namespace ix::simulation
