// SPDX-License-Identifier: Apache-2.0
// Devices in the background: without their files for a while, and then as before.
#include <memory>

#include "simulation/action.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// What no system ends a process for: nothing is open, and another process may have the account.
void check_closed(Life& life, Hand& hand) {
  if (hand.device.vfs().open_files() != 0) life.violated("suspend: a file is still open");
  SystemFileSystem files;
  const auto lock = files.lock(hand.device.folder() + "/lock");
  if (!lock.ok()) life.violated("suspend: the account is still locked");
}

void check_refused(Life& life, Hand& hand) {
  engine::OutgoingInput input;
  input.text = "meanwhile";
  const auto sent = hand.engine().send("r1", input);
  const auto synced = hand.engine().sync();
  if (sent.ok() || sent.error().code != ErrorCode::SUSPENDED || synced.ok() ||
      synced.error().code != ErrorCode::SUSPENDED) {
    life.violated("suspend: a call was taken meanwhile");
  }
}

void suspend(Life& life) {
  Hand& hand = life.either();
  Device& device = hand.device;
  life.note(hand.letter + ": suspended");
  std::unique_ptr<cache::Connection> kept;
  if (life.options.defect == Defect::kept_open_file) {
    auto opened = cache::Connection::open(device.folder() + "/cache.db",
                                          {.read_only = true, .vfs = device.vfs().name()});
    if (opened.ok()) kept = opened.take();
  }
  if (!hand.engine().suspend().ok()) return life.violated("suspend: it failed");
  life.count("times suspended");
  check_closed(life, hand);
  check_refused(life, hand);
  kept.reset();
  device.run_for(static_cast<Millis>(life.below(20'000)));
  if (device.running() && !device.died() && device.vfs().open_files() != 0) {
    life.violated("suspend: a file was opened meanwhile");
  }
  if (life.chance(15)) {
    // The system ends what is in the background.
    life.note("! " + hand.letter + " ends in the background");
    device.end_process(life.chance(20));
  }
  if (!device.running() || device.died()) return;
  const Status resumed = hand.engine().resume();
  life.note(hand.letter + ": resumed" + (resumed.ok() ? "" : ", which failed"));
  // A death at one of its writes; else nothing keeps it from its files.
  if (resumed.ok() || device.died()) return;
  life.violated(std::string("suspend: it cannot resume: ") + error_name(resumed.error().code));
}

constexpr Action kActions[] = {{"is suspended", 4, suspend}};

}  // namespace

std::span<const Action> suspending() {
  return kActions;
}

}  // namespace ix::simulation
