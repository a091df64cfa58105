// SPDX-License-Identifier: Apache-2.0
// The settings that all requests of one client share.
#pragma once

#include <curl/curl.h>

#include "base/result.h"
#include "transport/http.h"

namespace ix::transport {

// Refuses what libcurl would misread: a pinned key without its prefix, for one, is taken for the
// name of a file. INVALID_ARGUMENT.
Status check_config(const HttpConfig& config);

// False when libcurl refuses a setting; the handle must not be used then. `config` outlives the
// handle.
bool apply_config(CURL* easy, const HttpConfig& config);

}  // namespace ix::transport
