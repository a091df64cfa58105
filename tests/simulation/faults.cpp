// SPDX-License-Identifier: Apache-2.0
#include "simulation/faults.h"

#include <numeric>

namespace ix::simulation {

const char* fault_name(Fault fault) {
  static constexpr std::array<const char*, kFaultCount> kNames = {
      "none",          "lost request",  "lost reply", "gateway error",  "rate limited",
      "duplicated",    "slow reply",    "cut reply",  "odd answer",     "death",
      "death at send", "death at wire", "power loss", "clock jump",     "sign-out",
      "session end",   "offline",       "disk full",  "carrier change", "damaged file"};
  return kNames[static_cast<size_t>(fault)];
}

int64_t FaultPlan::total() const {
  return std::accumulate(injected.begin(), injected.end(), int64_t{0});
}

Fault FaultPlan::draw(Random& random, bool repeatable) {
  if (!enabled) return Fault::none;
  const uint64_t roll = random.below(1000);
  Fault fault = Fault::none;
  if (roll < 40) {
    fault = Fault::lost_request;
  } else if (roll < 110) {
    fault = Fault::lost_reply;
  } else if (roll < 140) {
    fault = Fault::gateway_error;
  } else if (roll < 160) {
    fault = Fault::rate_limited;
  } else if (roll < 200 && repeatable) {
    fault = Fault::duplicated;
  } else if (roll < 320) {
    fault = Fault::slow_reply;
  } else if (roll < 360) {
    fault = Fault::cut_reply;
  } else if (roll < 420) {
    fault = Fault::odd_answer;
  }
  if (fault != Fault::none) count(fault);
  return fault;
}

}  // namespace ix::simulation
