// SPDX-License-Identifier: Apache-2.0
// The end of a life: everything works again, and what is there then must be right.
#include <algorithm>

#include "simulation/cache_query.h"
#include "simulation/convergence.h"
#include "simulation/invariants.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

int64_t waiting_entries(Device& device) {
  auto entries = device.engine().store().outbox_entries();
  if (!entries.ok()) return -1;
  return std::count_if(entries->begin(), entries->end(), [](const OutboxEntry& entry) {
    return entry.state == OutboxState::queued || entry.state == OutboxState::sending;
  });
}

// Until the device has read everything and has nothing more to say.
void catch_up(Life& life, Device& device) {
  for (int round = 0; round < 200 && !device.spinning(); ++round) {
    // The server's word that the session is over may be on its way.
    life.ensure_signed_in(device);
    const auto error = device.run_until(device.engine().sync(), 600'000);
    if (error) life.note(std::string("sync: ") + error_name(error->code));
    device.run_for(2000);
    const std::string gap = first_gap(device);
    if (!gap.empty()) {
      (void)device.run_until(device.engine().fill_history(gap), 60'000);
    } else if (!error && waiting_entries(device) == 0 && round > 1) {
      break;
    }
  }
  if (device.spinning()) {
    life.violated("zero idle cost: the engine spins without letting time pass");
  }
}

void spoil(Device& device, const char* sql) {
  auto lease =
      device.engine().store().database().write(cache::Priority::command, cache::Durability::normal);
  if (!lease.ok()) return;
  (void)lease->connection().execute(sql);
  (void)lease->commit();
}

// Whatever was planned against the devices is off.
void mend_everything(Life& life) {
  life.world.faults.enabled = false;
  life.world.clock.set_wrong_by(0);
  Device& phone = life.phone.device;
  if (phone.died()) life.die(false);
  phone.vfs().thaw();
  phone.die_at({});
  phone.die_at_wire(0);
  if (!phone.running()) life.revive();
  if (life.lost) return;
  (void)phone.engine().hint_network(transport::NetworkKind::unmetered);
  if (!life.tablet) return;
  Device& tablet = life.tablet->device;
  if (tablet.running() && tablet.died()) tablet.end_process(false);
  tablet.vfs().thaw();
  if (life.tablet_ready()) return;
  life.lost = true;
  life.violated("no loss: the tablet's account folder cannot be opened any more");
}

void check(Life& life, Hand& hand) {
  for (std::string& line : violations(hand.engine(), life.world.server, kMe, hand.sent)) {
    life.violated(std::move(line));
  }
  if (!first_gap(hand.device).empty()) {
    life.violated("gaps: one is still there after filling");
  }
}

void compare(Life& life, engine::Engine& first, engine::Engine& second) {
  for (std::string& line : differences(first, second)) life.violated(std::move(line));
}

// A new device of the account reads everything from the server alone and must show what the first
// one shows after all it went through.
void compare_with_new_device(Life& life) {
  const Defect defect = life.options.defect;
  if (defect != Defect::none && defect != Defect::misread_elsewhere) return;
  Device fresh(life.world, "fresh", life.options.seed + 1, life.options.folder + "-fresh",
               life.options.verbose);
  life.note("a new device");
  if (!fresh.start_process() || fresh.sign_in()) {
    return life.violated("converge: the new device cannot sign in");
  }
  catch_up(life, fresh);
  if (defect == Defect::misread_elsewhere) {
    spoil(fresh, "UPDATE item SET text = 'x' WHERE id = (SELECT max(id) FROM item WHERE kind = 0)");
  }
  compare(life, life.phone.engine(), fresh.engine());
}

}  // namespace

void settle(Life& life) {
  life.note("settling");
  mend_everything(life);
  if (life.lost) return;
  Device& phone = life.phone.device;
  Hand* tablet = life.tablet ? &*life.tablet : nullptr;
  // The carrier's last reports may still be on their way.
  phone.run_for(11 * kMinute);
  if (tablet) catch_up(life, tablet->device);  // what it still has to say comes first
  catch_up(life, phone);
  if (tablet) catch_up(life, tablet->device);
  if (life.options.defect == Defect::miscounted_unread) {
    spoil(phone, "UPDATE route SET unread = unread + 1 WHERE id = (SELECT min(id) FROM route)");
  }
  check(life, life.phone);
  if (tablet) {
    check(life, *tablet);
    compare(life, phone.engine(), tablet->engine());
  }
  compare_with_new_device(life);
}

}  // namespace ix::simulation
