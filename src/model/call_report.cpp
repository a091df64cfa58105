// SPDX-License-Identifier: Apache-2.0
#include "model/call_report.h"

#include <algorithm>
#include <utility>

namespace ix {
namespace {

constexpr Millis kLongestCall = 7 * kDay;
constexpr Millis kFirst = 946'684'800'000;  // 2000-01-01
constexpr size_t kMaxId = 255;

Error bad(const char* message) {
  return Error(ErrorCode::INVALID_ARGUMENT, message);
}

Status check(const CallReport& report, Millis now) {
  if (report.call_id.empty() || report.call_id.size() > kMaxId) {
    return bad("call_id takes 1 to 255 bytes, the same for every report of one call");
  }
  if (report.number.empty() == report.user.empty()) return bad("give either number or user");
  if (report.at_ms < kFirst || report.at_ms > now + kDay) {
    return bad("at_ms is milliseconds since 1970 UTC, from the year 2000 to now");
  }
  if (report.duration_ms < 0 || report.duration_ms > kLongestCall) {
    return bad("duration_ms takes 0 to seven days");
  }
  if (report.phase == CallPhase::ended && report.outcome == CallOutcome::ongoing) {
    return bad("a call that ended has an outcome other than ongoing");
  }
  return {};
}

void apply(const CallReport& report, ReportedCall& call) {
  call.phase = report.phase;
  if (report.phase == CallPhase::answered) call.answered_ms = report.at_ms;
  if (report.phase != CallPhase::ended) return;
  call.outcome = report.outcome;
  call.duration_ms = report.duration_ms;
  const bool talked = report.outcome == CallOutcome::answered;
  if (talked && call.duration_ms == 0 && call.answered_ms != 0) {
    call.duration_ms = std::clamp<Millis>(report.at_ms - call.answered_ms, 0, kLongestCall);
  }
}

}  // namespace

Result<ReportedCall> first_report(const CallReport& report, Millis now) {
  IX_CHECK(check(report, now));
  ReportedCall call;
  call.call_id = report.call_id;
  call.number = report.number;
  call.user = report.user;
  call.own_number = report.own_number;
  call.direction = report.direction;
  call.started_ms = report.at_ms;
  // Only the end is told: it began that long before.
  if (report.phase == CallPhase::ended) call.started_ms -= report.duration_ms;
  if (call.started_ms < kFirst) return bad("duration_ms puts the start before the year 2000");
  apply(report, call);
  return call;
}

Result<bool> add_report(const CallReport& report, Millis now, ReportedCall& call) {
  IX_CHECK(check(report, now));
  if (report.number != call.number || report.user != call.user ||
      report.direction != call.direction) {
    return bad("this call_id was reported with another peer or direction: a call_id is one call's");
  }
  if (report.phase < call.phase || report.phase == CallPhase::started) return false;
  if (report.phase == CallPhase::answered && call.phase == CallPhase::answered) return false;
  if (report.at_ms < std::max(call.started_ms, call.answered_ms)) {
    return bad("at_ms lies before the start or the answer of the call");
  }
  const ReportedCall before = call;
  apply(report, call);
  return call.phase != before.phase || call.outcome != before.outcome ||
         call.duration_ms != before.duration_ms;
}

}  // namespace ix
