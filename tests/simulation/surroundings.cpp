// SPDX-License-Identifier: Apache-2.0
// Clock, network, carrier and session: what happens to a device from outside.
#include "simulation/action.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

void wrong_clock(Life& life) {
  life.world.faults.count(Fault::clock_jump);
  static constexpr Millis kJumps[] = {
      0, 0, kMinute, -kMinute, 180 * kMinute, -180 * kMinute, -2880 * kMinute, 525'600 * kMinute};
  const Millis wrong_by = life.one_of(kJumps);
  // At once, or in the middle of whatever runs then.
  World& world = life.world;
  const Millis when =
      world.clock.steady_ms() + (life.chance(50) ? 0 : static_cast<Millis>(life.below(20'000)));
  world.at(when, [&world, wrong_by] {
    if (!world.faults.enabled) return;
    world.note("! the clock is wrong by " + std::to_string(wrong_by));
    world.clock.set_wrong_by(wrong_by);
  });
}

void carrier_changes(Life& life) {
  using sandbox::CarrierBehaviour;
  static constexpr CarrierBehaviour kBehaviours[] = {
      CarrierBehaviour::delivers, CarrierBehaviour::refuses, CarrierBehaviour::fails_for_now,
      CarrierBehaviour::silent, CarrierBehaviour::honours_stop};
  static constexpr Millis kDelays[] = {0, 250, 5'000, 10 * kMinute};
  life.world.faults.count(Fault::carrier_change);
  const char* number = kNumbers[life.below(kReachable)];
  const CarrierBehaviour behaviour = life.one_of(kBehaviours);
  const Millis delay = life.one_of(kDelays);
  life.note("! the carrier behaves otherwise (" + std::to_string(static_cast<int>(behaviour)) +
            "), its reports take " + std::to_string(delay));
  life.world.server.sms().set_behaviour(number, behaviour);
  life.world.server.sms().set_report_delay(delay);
}

void go_offline(Life& life) {
  life.world.faults.count(Fault::offline);
  life.note("! no network");
  Hand& phone = life.phone;
  (void)phone.engine().hint_network(transport::NetworkKind::none);
  phone.device.run_for(static_cast<Millis>(life.below(30'000)));
  if (!phone.device.running() || phone.device.died()) return;
  (void)phone.engine().hint_network(transport::NetworkKind::metered);
}

void sign_out_and_in(Life& life) {
  life.world.faults.count(Fault::sign_out);
  life.note("! signs out");
  Device& device = life.phone.device;
  (void)device.run_until(device.engine().sign_out(0), 60'000);
  if (life.chance(50)) device.run_for(static_cast<Millis>(life.below(5000)));
  if (!device.died()) life.ensure_signed_in(device);
}

void server_ends_session(Life& life) {
  life.world.faults.count(Fault::session_ended);
  const bool soft = life.chance(50);
  life.note(soft ? "! the server ends the session, softly" : "! the server ends the session");
  life.world.act([&](sandbox::Homeserver& server) { server.end_sessions(kMe, soft); });
  life.phone.device.run_for(2000);
  if (!life.phone.device.died()) life.ensure_signed_in(life.phone.device);
}

void much_time_passes(Life& life) {
  life.note("time passes");
  life.phone.device.run_for(static_cast<Millis>(10 + life.below(170)) * kMinute);
}

constexpr Action kActions[] = {
    {"clock jumps", 3, wrong_clock},
    {"carrier changes", 2, carrier_changes},
    {"no network", 3, go_offline},
    {"signs out and in", 2, sign_out_and_in},
    {"session ends", 1, server_ends_session},
    {"time passes", 2, much_time_passes},
};

}  // namespace

std::span<const Action> surroundings() {
  return kActions;
}

}  // namespace ix::simulation
