// SPDX-License-Identifier: Apache-2.0
#include <interactions/call.h>

#include "c_api/guard.h"

using namespace ix;
using namespace ix::c_api;

namespace {

template <class E>
Status enum_in(int32_t value, E last, const char* message, E& out) {
  IX_CHECK(require(value >= 0 && value <= static_cast<int32_t>(last), message));
  out = static_cast<E>(value);
  return {};
}

}  // namespace

void ix_call_report_input_init(ix_call_report_input* input, size_t size) noexcept {
  struct_init(input, size);
}

ix_status ix_call_report(ix_client* client, const ix_call_report_input* input, ix_text** out_item,
                         ix_error** out_error) noexcept {
  return with_engine(client, out_error, [&](engine::Engine& engine) -> Status {
    IX_TRY(const ix_call_report_input raw, struct_in(input, "input"));
    engine::CallReportInput call;
    CallReport& report = call.report;
    IX_TRY(report.call_id, required_text_in(raw.call_id, "call_id"));
    IX_TRY(call.number, text_in(raw.number, "number"));
    IX_TRY(report.user, text_in(raw.user, "user"));
    IX_TRY(call.own_number, text_in(raw.own_number, "own_number"));
    IX_CHECK(enum_in(raw.direction, Direction::out, "direction is not an ix_direction",
                     report.direction));
    IX_CHECK(enum_in(raw.phase, CallPhase::ended, "phase is not an ix_call_phase", report.phase));
    IX_CHECK(enum_in(raw.outcome, CallOutcome::ongoing, "outcome is not an ix_call_outcome",
                     report.outcome));
    report.at_ms = raw.at_ms;
    report.duration_ms = raw.duration_ms;
    return text_out(engine.report_call(call), out_item);
  });
}
