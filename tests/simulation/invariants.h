// SPDX-License-Identifier: Apache-2.0
// What must hold when a run has settled: the cache against the server's own record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "sandbox/homeserver.h"
#include "simulation/scenario.h"

namespace ix::simulation {

// Each violation is one line that starts with the invariant's name ("no loss: ...").
std::vector<std::string> violations(engine::Engine& engine, const sandbox::Homeserver& server,
                                    std::string_view own_user, const std::vector<Sent>& sent);

}  // namespace ix::simulation
