// SPDX-License-Identifier: Apache-2.0
#include "simulation/faults.h"

#include <numeric>

namespace ix::simulation {
namespace {

constexpr std::array kDefects = {
    Defect::fresh_transaction_ids, Defect::stripped_key,     Defect::reversed_sync,
    Defect::false_acknowledgement, Defect::lying_disk,       Defect::miscounted_unread,
    Defect::rosy_carrier,          Defect::swallowed_events, Defect::invented_events,
    Defect::misread_elsewhere};

}  // namespace

const char* fault_name(Fault fault) {
  static constexpr std::array<const char*, kFaultCount> kNames = {
      "none",          "lost request",  "lost reply", "gateway error", "rate limited",
      "duplicated",    "slow reply",    "cut reply",  "odd answer",    "death",
      "death at send", "death at wire", "power loss", "clock jump",    "sign-out",
      "session end",   "offline",       "disk full",  "carrier change"};
  return kNames[static_cast<size_t>(fault)];
}

const char* defect_name(Defect defect) {
  switch (defect) {
    case Defect::none:
      return "none";
    case Defect::fresh_transaction_ids:
      return "fresh-transaction-ids";
    case Defect::stripped_key:
      return "stripped-key";
    case Defect::reversed_sync:
      return "reversed-sync";
    case Defect::false_acknowledgement:
      return "false-acknowledgement";
    case Defect::miscounted_unread:
      return "miscounted-unread";
    case Defect::rosy_carrier:
      return "rosy-carrier";
    case Defect::swallowed_events:
      return "swallowed-events";
    case Defect::invented_events:
      return "invented-events";
    case Defect::misread_elsewhere:
      return "misread-elsewhere";
    case Defect::lying_disk:
      return "lying-disk";
  }
  return "none";
}

bool defect_of(std::string_view name, Defect& out) {
  for (const Defect defect : kDefects) {
    if (name == defect_name(defect)) {
      out = defect;
      return true;
    }
  }
  return false;
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
