// SPDX-License-Identifier: Apache-2.0
// What developers make happen, as POST /_sandbox/NAME with a JSON object: the same for the command
// line and for tests in any language.
#pragma once

#include "sandbox/company.h"

namespace ix::sandbox {

bool is_control(const Request& request);
// 200 with an object, or 400 {"error": what was expected}. `advance_ms` is what the caller's clock
// has to go ahead.
transport::HttpResponse control(Company& company, const Request& request, Millis& advance_ms);

}  // namespace ix::sandbox
