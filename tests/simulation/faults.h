// SPDX-License-Identifier: Apache-2.0
// What goes wrong between device and server, drawn from the seed.
#pragma once

#include <array>
#include <cstdint>

#include "base/clock.h"
#include "base/random.h"
#include "simulation/defects.h"

namespace ix::simulation {

enum class Fault : int {
  none,
  lost_request,   // never arrives
  lost_reply,     // handled, but the acknowledgement is lost
  gateway_error,  // handled, but a proxy answers 502 with a web page
  rate_limited,   // 429, not handled
  duplicated,     // arrives twice; the second one's reply is lost
  slow_reply,     // overtaken by later ones
  cut_reply,      // handled; the connection ends at some byte of the answer
  odd_answer,     // something else in place of the answer (odd_answers.h)
  process_death,  // killed between two writes
  death_at_send,  // killed when a request leaves
  death_at_wire,  // killed at some departure or arrival, whichever request it belongs to
  power_loss,
  clock_jump,
  sign_out,
  session_ended,
  offline,
  disk_full,
  carrier_change,  // it refuses, fails, is silent or late from now on
  damaged_file,
};
constexpr int kFaultCount = 20;
const char* fault_name(Fault fault);

struct FaultPlan {
  bool enabled = false;
  Defect defect = Defect::none;
  std::array<int64_t, kFaultCount> injected{};

  void count(Fault fault) { ++injected[static_cast<size_t>(fault)]; }
  int64_t total() const;
  // The fate of one request. Only repeatable ones are duplicated: nothing on the way repeats a
  // POST.
  Fault draw(Random& random, bool repeatable);
  static Millis latency(Random& random) { return 5 + static_cast<Millis>(random.below(120)); }
};

}  // namespace ix::simulation
