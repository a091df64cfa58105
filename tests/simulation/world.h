// SPDX-License-Identifier: Apache-2.0
// One simulated run's time, server and record: everything outside the devices.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "sandbox/homeserver.h"
#include "simulation/faults.h"
#include "simulation/promises.h"

namespace ix::simulation {

// The devices' clock: steady time is the simulation's, wall time can be set wrong.
class SimClock final : public Clock {
 public:
  Millis wall_ms() override { return kStart + steady_ + wrong_by_; }
  Millis steady_ms() override { return steady_; }
  // The time that is right: the server's.
  Millis true_wall_ms() const { return kStart + steady_; }
  void advance_to(Millis steady) { steady_ = std::max(steady_, steady); }
  void set_wrong_by(Millis difference) {
    wrong_by_ = difference;
    was_wrong_ = was_wrong_ || difference != 0;
  }
  Millis wrong_by() const { return wrong_by_; }
  // Now or before: what a device thinks of the server's clock may be wrong, too.
  bool was_wrong() const { return was_wrong_; }

 private:
  static constexpr Millis kStart = 1'750'000'000'000;
  Millis steady_ = 1'000;
  Millis wrong_by_ = 0;
  bool was_wrong_ = false;
};

// What happened, for people, and as a hash that two runs of one seed share.
class Trace {
 public:
  void add(Millis at, const std::string& line);
  uint64_t hash() const { return hash_; }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  uint64_t hash_ = 0xCBF29CE484222325u;
  std::vector<std::string> lines_;
};

// One thread. Events run in the order of their time, then of their planning.
class World {
 public:
  World(uint64_t seed, Defect defect);

  void at(Millis steady, std::function<void()> event);
  // Runs the next event that is due by `deadline`, moving the clock to it. Without one: moves the
  // clock to the deadline and returns false.
  bool run_next(Millis deadline);
  void note(const std::string& line) { trace.add(clock.steady_ms(), line); }

  // Hands a request to the server now. A long poll's reply may come later; `reply` is not called
  // when `*wanted` has become false.
  using OnReply = std::function<void(transport::HttpResponse)>;
  void serve(sandbox::Request request, std::shared_ptr<bool> wanted, OnReply reply);
  // Others act at the server's time; polls that wait are answered.
  void act(const std::function<void(sandbox::Homeserver&)>& what);

  SimClock clock;
  SeededRandom random;
  Trace trace;
  sandbox::Homeserver server;
  FaultPlan faults;
  Promises promises;
  // Requests after which the backend may have a file twice: a proxy's page that looks like a server
  // without reserved names, a name that was said to be unknown, an upload without any name.
  int64_t uploads_in_doubt = 0;

 private:
  struct Poll {
    sandbox::Request request;
    Millis arrived = 0;
    Millis until = 0;
    std::shared_ptr<bool> wanted;
    OnReply reply;
  };
  void answer_polls();

  std::map<std::pair<Millis, uint64_t>, std::function<void()>> events_;
  uint64_t planned_ = 0;
  std::list<Poll> polls_;
};

}  // namespace ix::simulation
