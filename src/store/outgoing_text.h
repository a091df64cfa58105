// SPDX-License-Identifier: Apache-2.0
// What a text must be to leave.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace ix::store {

// `max_bytes`: of the text as JSON. INVALID_UTF8, TEXT_EMPTY, TEXT_TOO_LARGE.
Status check_text(std::string_view text, int64_t max_bytes);

}  // namespace ix::store
