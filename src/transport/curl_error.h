// SPDX-License-Identifier: Apache-2.0
// What libcurl's error numbers mean to the rest of the SDK.
#pragma once

#include <curl/curl.h>

#include <string_view>

#include "base/result.h"

namespace ix::transport {

// `host` is the one part of the address that messages name. `verify_result` is libcurl's
// CURLINFO_SSL_VERIFYRESULT. libcurl's own texts are never used: they quote URLs.
Error error_of_curl(CURLcode code, long verify_result, std::string_view host);

}  // namespace ix::transport
