// SPDX-License-Identifier: Apache-2.0
// The product's network, for whoever composes an Environment above this layer.
#pragma once

#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "transport/http.h"

namespace ix::engine {

// libcurl. `log` and `clock` outlive the client. INVALID_ARGUMENT for a setting that cannot be.
Result<std::unique_ptr<transport::HttpClient>> open_network(const transport::HttpConfig& config,
                                                            const Logger& log, Clock& clock);

}  // namespace ix::engine
