// SPDX-License-Identifier: Apache-2.0
// Processes that end, at any of their effects.
#include "simulation/action.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

void kill_soon(Life& life) {
  life.world.faults.count(Fault::process_death);
  const auto operations = static_cast<int64_t>(1 + life.below(40));
  life.note("! will die at write " + std::to_string(operations));
  life.phone.device.vfs().freeze_after(operations);
}

void kill_at_request(Life& life) {
  static constexpr const char* kLabels[] = {"send",   "send",   "send",    "create", "join",
                                            "sync",   "redact", "react",   "edit",   "media-create",
                                            "upload", "upload", "download"};
  life.world.faults.count(Fault::death_at_send);
  life.phone.device.die_at(life.one_of(kLabels));
}

// Any departure or arrival, not only the requests that have a name here.
void kill_at_wire(Life& life) {
  life.world.faults.count(Fault::death_at_wire);
  life.phone.device.die_at_wire(static_cast<int64_t>(1 + life.below(12)));
}

void kill_now(Life& life) {
  life.world.faults.count(Fault::process_death);
  life.die(false);
}

void cut_power(Life& life) {
  life.world.faults.count(Fault::power_loss);
  life.die(true);
}

void close_and_open(Life& life) {
  life.phone.device.close_process();
  life.start();
}

void tablet_dies(Life& life) {
  life.world.faults.count(Fault::process_death);
  Device& tablet = life.tablet->device;
  if (life.chance(50)) {
    life.note("! the tablet will die at a write");
    tablet.vfs().freeze_after(static_cast<int64_t>(1 + life.below(40)));
  } else {
    life.note("! the tablet dies");
    tablet.end_process(life.chance(20));
  }
}

bool tablet_runs(Life& life) {
  return life.tablet && life.tablet->device.running();
}

constexpr Action kActions[] = {
    {"dies at a write", 4, kill_soon},
    {"dies at a request", 5, kill_at_request},
    {"dies at the wire", 5, kill_at_wire},
    {"dies", 2, kill_now},
    {"loses power", 2, cut_power},
    {"closes and opens", 2, close_and_open},
    {"tablet dies", 4, tablet_dies, tablet_runs},
};

}  // namespace

std::span<const Action> deaths() {
  return kActions;
}

}  // namespace ix::simulation
