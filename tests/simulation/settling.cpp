// SPDX-License-Identifier: Apache-2.0
// The end of a life: everything works again, and what is there then must be right.
#include <algorithm>
#include <set>
#include <utility>

#include "simulation/cache_query.h"
#include "simulation/consent.h"
#include "simulation/convergence.h"
#include "simulation/files.h"
#include "simulation/invariants.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

int64_t waiting_entries(Device& device) {
  auto entries = device.engine().store().outbox_entries();
  if (!entries.ok()) return -1;
  // A person has to do something about the first of its lane.
  std::set<std::pair<RouteId, std::string>> held;
  int64_t waiting = 0;
  for (const OutboxEntry& entry : *entries) {
    const bool failed = entry.state == OutboxState::blocked || entry.state == OutboxState::failed;
    if (entry.files_pending && (failed || entry.waiting_for == WaitingFor::paused ||
                                entry.waiting_for == WaitingFor::confirmation)) {
      held.insert({entry.route, entry.lane});
    }
    if (!failed && !held.contains({entry.route, entry.lane})) ++waiting;
  }
  return waiting;
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
  (void)phone.engine().set_media_policy({});
  if (!life.tablet) return;
  Device& tablet = life.tablet->device;
  if (tablet.running() && tablet.died()) tablet.end_process(false);
  tablet.vfs().thaw();
  if (life.tablet_ready()) {
    (void)tablet.engine().hint_network(transport::NetworkKind::unmetered);
    (void)tablet.engine().set_media_policy({});
    return;
  }
  life.lost = true;
  life.violated("no loss: the tablet's account folder cannot be opened any more");
}

// What a person does about messages of which a damaged file left it open whether they were sent.
void retry_unknown(Life& life, Hand& hand) {
  auto entries = hand.engine().store().outbox_entries();
  if (!entries.ok() || hand.device.set_asides().empty()) return;
  for (const OutboxEntry& entry : *entries) {
    const bool unknown = entry.failure && entry.failure->code == ErrorCode::UNKNOWN_OUTCOME;
    if (entry.state != OutboxState::failed || !unknown) continue;
    life.count("sends tried again");
    const auto item = hand.engine().store().item(entry.item);
    if (item.ok()) life.world.promises.give(item->text, 0, true);
    (void)hand.engine().retry(entry.id.text());
  }
}

// Everything of the backend is here, everything of ours there.
void come_to_rest(Life& life, Hand& hand) {
  (void)each_row(hand.engine(), "SELECT 1 FROM retention WHERE applied_ms > 0",
                 [&life](cache::Statement&) { life.count("rules of retention applied"); });
  (void)hand.engine().prune(Retention(), engine::kPruneSet);
  if (send_what_has_a_time(life, hand)) catch_up(life, hand.device);
  catch_up(life, hand.device);
  check_held(life, hand);
  constexpr int kMostTries = 6;
  for (int i = 0; i < kMostTries && attend_to_files(life, hand); ++i) {
    catch_up(life, hand.device);
    hand.device.run_for(kMinute);
  }
  // What was just on its way then may have missed its time.
  if (send_what_has_a_time(life, hand)) catch_up(life, hand.device);
  retry_unknown(life, hand);
  if (retry_opted_out(life, hand)) catch_up(life, hand.device);
  finish_calls(life, hand);
}

void check(Life& life, Hand& hand) {
  for (std::string& line : violations(hand, life.world.server, kMe)) {
    life.violated(std::move(line));
  }
  check_calls(life, hand);
  check_consent(life, hand);
  check_shown(life, hand);
  check_erased(life, hand);
  check_files(life, hand);
  if (!first_gap(hand.device).empty()) {
    life.violated("gaps: one is still there after filling");
  }
}

void compare_devices(Life& life, engine::Engine& first, engine::Engine& second,
                     const Apart& apart) {
  Comparison compared = compare(first, second, apart);
  for (std::string& line : compared.differences) life.violated(std::move(line));
  life.count("rooms compared by unread", compared.unread_compared);
}

// What the device has erased, and rooms whose marker the backend would not take.
Apart apart_on(const Hand& hand) {
  Apart apart = hand.erased.rooms;
  for (const std::string& room : hand.device.held_here_only()) apart.try_emplace(room, 0);
  return apart;
}

Apart apart_on_either(Life& life) {
  Apart apart = apart_on(life.phone);
  if (!life.tablet) return apart;
  for (const auto& [room, until] : apart_on(*life.tablet)) {
    apart[room] = std::max(apart[room], until);
  }
  return apart;
}

// A new device of the account reads everything from the server alone and must show what the first
// one shows after all it went through.
void compare_with_new_device(Life& life) {
  const Defect defect = life.options.defect;
  const bool spoils = defect == Defect::misread_elsewhere || defect == Defect::miscounted_elsewhere;
  if (defect != Defect::none && !spoils) return;
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
  if (defect == Defect::miscounted_elsewhere) spoil(fresh, "UPDATE route SET unread = unread + 1");
  compare_devices(life, life.phone.engine(), fresh.engine(), apart_on(life.phone));
}

}  // namespace

void settle(Life& life) {
  life.note("settling");
  mend_everything(life);
  if (life.lost) return;
  Hand& phone = life.phone;
  Hand* tablet = life.tablet ? &*life.tablet : nullptr;
  // The carrier's last reports may still be on their way.
  phone.device.run_for(11 * kMinute);
  everybody_texts_start(life);
  if (tablet) come_to_rest(life, *tablet);  // what it still has to say comes first
  come_to_rest(life, phone);
  if (tablet) catch_up(life, tablet->device);
  catch_up(life, phone.device);
  for (Hand* hand : {tablet, &phone}) {
    if (hand == nullptr) continue;
    fetch_everything(life, *hand);
    catch_up(life, hand->device);  // what nobody has is tidied up
  }
  check_notices(life, tablet ? std::vector<Hand*>{tablet, &phone} : std::vector<Hand*>{&phone});
  if (life.options.defect == Defect::miscounted_unread) {
    spoil(phone.device,
          "UPDATE route SET unread = unread + 1 WHERE id = (SELECT min(id) FROM route)");
  }
  check(life, phone);
  check_doings(life);
  check_rooms(life);
  check_copies(life);
  if (tablet) {
    check(life, *tablet);
    compare_devices(life, phone.engine(), tablet->engine(), apart_on_either(life));
  }
  compare_with_new_device(life);
  for (const std::string& line : life.world.promises.broken()) life.violated(line);
}

}  // namespace ix::simulation
