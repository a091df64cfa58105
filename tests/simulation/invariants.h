// SPDX-License-Identifier: Apache-2.0
// What must hold when a run has settled: the cache against the server's own record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/homeserver.h"
#include "simulation/life.h"

namespace ix::simulation {

// Each violation is one line that starts with the invariant's name ("no loss: ...").
std::vector<std::string> violations(Hand& hand, const sandbox::Homeserver& server,
                                    std::string_view own_user);

}  // namespace ix::simulation
