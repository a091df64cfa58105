// SPDX-License-Identifier: Apache-2.0
// Calls that the host's own call stack saw.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "model/item.h"

namespace ix {

// The numbers are stored and cross the C ABI: never renumber.
enum class CallPhase : int32_t { started = 0, answered = 1, ended = 2 };

// One report. Either number (E.164) or user is set.
struct CallReport {
  std::string call_id;
  std::string number;
  std::string user;
  std::string own_number;
  Direction direction = Direction::in;
  CallPhase phase = CallPhase::started;
  CallOutcome outcome = CallOutcome::answered;  // ended
  Millis at_ms = 0;                             // of the phase
  Millis duration_ms = 0;                       // ended: of the talk; 0: since the answer
};

// What all reports of one call came to.
struct ReportedCall {
  std::string call_id;
  std::string number;
  std::string user;
  std::string own_number;
  Direction direction = Direction::in;
  CallPhase phase = CallPhase::started;
  CallOutcome outcome = CallOutcome::ongoing;
  Millis started_ms = 0;
  Millis answered_ms = 0;  // 0: not, or nobody said
  Millis duration_ms = 0;
};

// The first report of a call. INVALID_ARGUMENT for what no call can be.
Result<ReportedCall> first_report(const CallReport& report, Millis now);
// A later one: true when it says something new. A phase that comes late changes nothing; the end
// may be said again, and then the newer word counts. INVALID_ARGUMENT as above, and for another
// peer or direction; then `call` is as it was.
Result<bool> add_report(const CallReport& report, Millis now, ReportedCall& call);

}  // namespace ix
