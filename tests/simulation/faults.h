// SPDX-License-Identifier: Apache-2.0
// What goes wrong between device and server, drawn from the seed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

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
};
constexpr int kFaultCount = 19;
const char* fault_name(Fault fault);

// Deliberate defects around the product, to prove that the invariants bite.
enum class Defect : int {
  none,
  fresh_transaction_ids,  // every attempt gets a transaction id of its own
  stripped_key,           // the same, and the key inside the content is lost
  reversed_sync,          // a sync's events come newest first
  false_acknowledgement,  // some sends are acknowledged and never stored
  lying_disk,             // synced bytes do not survive a power loss
  miscounted_unread,      // a counter in the cache is off by one
  rosy_carrier,           // a refusal comes through as a delivery
  swallowed_events,       // a sync leaves out some messages
  misread_elsewhere,      // the second device stores another text
  invented_events,        // a sync tells some messages twice, under two ids
};
const char* defect_name(Defect defect);
bool defect_of(std::string_view name, Defect& out);
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
