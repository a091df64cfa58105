// SPDX-License-Identifier: Apache-2.0
// One life: the world, the devices of one person in it, and what is known of both. What happens in
// it are actions (action.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulation/device.h"
#include "simulation/doings.h"
#include "simulation/erasing.h"
#include "simulation/files.h"
#include "simulation/host_calls.h"
#include "simulation/notices.h"
#include "simulation/rooms.h"
#include "simulation/scenario.h"
#include "simulation/world.h"

namespace ix::simulation {

constexpr const char* kMe = "@alice:pbx.test";
constexpr const char* kColleagues[] = {"@bob:pbx.test", "@carol:pbx.test", "@dave:pbx.test"};
// The last one is known to nobody: the bridge has no ghost for it.
constexpr const char* kNumbers[] = {"+16135550140", "+14165550141", "+15145550142", "+16045550143"};
constexpr uint64_t kReachable = 3;
constexpr Millis kMinute = 60'000;

// A device, and what the person did on it.
struct Hand {
  Hand(World& world, const std::string& name, uint64_t seed, std::string folder, std::string prefix,
       bool verbose)
      : device(world, name, seed, std::move(folder), verbose), letter(std::move(prefix)) {}
  engine::Engine& engine() { return device.engine(); }

  Device device;
  std::string letter;  // what its texts begin with
  std::vector<Sent> sent;
  std::vector<HostCall> calls;
  Notices notices;
  Erased erased;
  Files files;
};

// What somebody else said.
struct Posted {
  std::string room, sender, event;
};

// One thread. Lives for one run.
class Life {
 public:
  explicit Life(const RunOptions& given);
  ~Life();
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  uint64_t below(uint64_t bound) { return world.random.below(bound); }
  bool chance(uint64_t percent) { return below(100) < percent; }
  template <class T, size_t N>
  const T& one_of(const T (&values)[N]) {
    return values[below(N)];
  }
  void note(const std::string& line) { world.note(line); }
  void violated(std::string line) { violations.push_back(std::move(line)); }
  void count(const char* what, int64_t times = 1) { counts[what] += times; }

  // --- the phone's process
  bool alive() const { return !lost && !phone.device.spinning(); }
  void die(bool power_loss);
  void revive();
  // A start may meet a full disk or a death of its own. Data that no start can open are lost.
  void start();

  // --- the tablet, in every second run: off for a while, killed, or signed out by the server, it
  // is there again, signed in.
  bool tablet_ready();
  // The phone, or half of the time the tablet where there is one.
  Hand& either();
  void ensure_signed_in(Device& device);

  // --- what is there
  std::vector<std::string> my_rooms();
  // Somebody else in the room; empty: nobody is there.
  std::string peer_in(const std::string& room);
  // The text of the next message of somebody else: unique in the run, and no part of another.
  std::string next_text();

  const RunOptions& options;
  World world;
  Hand phone;
  std::optional<Hand> tablet;
  bool signed_in = false;  // for the first time
  bool lost = false;
  std::vector<std::string> channels;
  std::vector<Posted> posted;
  std::vector<std::string> files_of_others;  // where the server has, or had, them
  CallTimes call_times;
  int others_sent = 0;
  size_t edits_made = 0;
  Doings doings;
  Rooms own_rooms;
  std::map<std::string, int64_t> counts;
  std::vector<std::string> violations;

 private:
  void found_company();
  void bring_tablet();
};

// The oldest row that stands for a hole in history; empty: none.
std::string first_gap(Device& device);

// Writes to the cache past the library, for a deliberate defect.
void spoil(Device& device, const char* sql);

// The message as the store took it, noted with what became of the call.
void send(Life& life, Hand& hand, const Result<std::string>& conversation, bool may_fail,
          Millis send_at_ms = 0);

// What waits for its time, or missed it, is sent now. True: there was something.
bool send_what_has_a_time(Life& life, Hand& hand);

// Everything works again: all that is left to do is done, and then everything is looked at.
void settle(Life& life);

}  // namespace ix::simulation
