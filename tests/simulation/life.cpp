// SPDX-License-Identifier: Apache-2.0
#include "simulation/life.h"

#include <cstdio>
#include <filesystem>

#include "simulation/cache_query.h"

namespace ix::simulation {

Life::Life(const RunOptions& given)
    : options(given),
      world(given.seed, given.defect),
      phone(world, "phone", given.seed, given.folder, "s", given.verbose) {
  std::filesystem::remove_all(originals_folder(*this));
  std::filesystem::create_directories(originals_folder(*this));
  found_company();
  phone.notices.keeps_cursor = options.seed % 3 == 0;
  start();
  signed_in = !lost && !phone.device.sign_in().has_value();
  if (!signed_in) violated("set-up: the first sign-in failed");
  phone.device.run_for(1000);
  bring_tablet();
}

Life::~Life() {
  std::filesystem::remove_all(originals_folder(*this));
}

void Life::found_company() {
  auto& server = world.server;
  server.set_max_upload(kMostUpload);
  server.add_user("alice", "secret", "Alice", false);
  server.add_user("bob", "secret", "Bob");
  server.add_user("carol", "secret", "Carol");
  server.add_user("dave", "secret", "Dave");
  channels.push_back(server.add_channel("General", {kColleagues[0], kColleagues[1], kMe}));
  channels.push_back(server.add_channel("Support", {kColleagues[2], kMe}));
  for (const char* lobby : {"lobby", "canteen"}) {
    const std::string room = server.add_channel(lobby, {kColleagues[1], kColleagues[2]});
    server.add_alias(lobby, room);
    own_rooms.lobbies.emplace_back(lobby);
    own_rooms.rooms[lobby] = room;
  }
  server.sms().set_behaviour(kNumbers[1], sandbox::CarrierBehaviour::refuses);
  server.sms().set_behaviour(kNumbers[2], sandbox::CarrierBehaviour::silent);
  server.sms().set_unreachable(kNumbers[kReachable]);
}

void Life::bring_tablet() {
  if (options.seed % 2 != 0) return;
  tablet.emplace(world, "tablet", options.seed + 2, options.folder + "-tablet", "t",
                 options.verbose);
  if (!tablet_ready()) violated("set-up: the tablet cannot sign in");
  phone.device.accompany(&tablet->device);
}

void Life::die(bool power_loss) {
  note("! the process dies");
  phone.device.end_process(power_loss || chance(20));
}

void Life::revive() {
  if (chance(50)) {
    // Time passes while nothing runs.
    const Millis end = world.clock.steady_ms() + static_cast<Millis>(below(5000));
    while (world.run_next(end)) {
    }
  }
  start();
}

void Life::start() {
  constexpr int kMostStarts = 50;
  for (int i = 0; i < kMostStarts; ++i) {
    if (phone.device.start_process()) return;
  }
  lost = true;
  violated("no loss: the account folder cannot be opened any more");
}

bool Life::tablet_ready() {
  Device& device = tablet->device;
  if (device.running() && device.died()) device.end_process(chance(20));
  for (int i = 0; i < 50 && !device.running(); ++i) device.start_process();
  if (!device.running()) return false;
  ensure_signed_in(device);
  return device.running() && !device.died();
}

Hand& Life::either() {
  return tablet && chance(50) && tablet_ready() ? *tablet : phone;
}

void Life::ensure_signed_in(Device& device) {
  for (int attempt = 0; attempt < 20 && !device.died(); ++attempt) {
    auto account = device.engine().store().account();
    if (account.ok() && account->session == SessionState::signed_in) return;
    const auto error = device.sign_in();
    note(std::string("sign-in: ") + (error ? error_name(error->code) : "done"));
    device.run_for(1000);
  }
}

std::vector<std::string> Life::my_rooms() {
  std::vector<std::string> rooms;
  for (const auto& [id, room] : world.server.rooms()) {
    if (room->is_joined(kMe)) rooms.push_back(id);
  }
  return rooms;
}

std::string Life::peer_in(const std::string& room) {
  std::vector<std::string> peers;
  for (const auto& [user, member] : world.server.room(room)->members()) {
    if (user != kMe && member.value == "join") peers.push_back(user);
  }
  return peers.empty() ? std::string() : peers[below(peers.size())];
}

std::string Life::next_text() {
  char text[48];
  std::snprintf(text, sizeof text, "m%llu-%05d", static_cast<unsigned long long>(options.seed),
                ++others_sent);
  return text;
}

void spoil(Device& device, const char* sql) {
  auto lease =
      device.engine().store().database().write(cache::Priority::command, cache::Durability::normal);
  if (!lease.ok()) return;
  (void)lease->connection().execute(sql);
  (void)lease->commit();
}

std::string first_gap(Device& device) {
  std::string gap;
  // Where one has left, nobody tells what was missed.
  (void)each_row(device.engine(),
                 "SELECT item.id FROM item JOIN route ON route.id = item.route"
                 " WHERE item.kind = 4 AND route.state <> 3"
                 " ORDER BY item.id LIMIT 1",
                 [&gap](cache::Statement& row) { gap = ItemId{row.integer(0)}.text(); });
  return gap;
}

}  // namespace ix::simulation
