// SPDX-License-Identifier: Apache-2.0
// The deliberate defects, made on the wire: the product stays as it is.
#pragma once

#include <optional>

#include "base/random.h"
#include "sandbox/request.h"
#include "simulation/faults.h"
#include "transport/http.h"

namespace ix::simulation {

void tamper(Defect defect, Random& random, sandbox::Request& request);
void tamper(Defect defect, const sandbox::Request& request, transport::HttpResponse& response);
// An answer to a send that the server never sees.
std::optional<transport::HttpResponse> false_acknowledgement(Defect defect, Random& random,
                                                             const sandbox::Request& request);

}  // namespace ix::simulation
