// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"

namespace ix::engine {

// For an id of the host's that names nothing stored.
inline Error no_such(const char* what) {
  return Error(ErrorCode::NOT_FOUND, std::string("no such ") + what + ": use an id from a list");
}

}  // namespace ix::engine
