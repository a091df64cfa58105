// SPDX-License-Identifier: Apache-2.0
// How the pumps give up what was tried in vain for the whole of its patience.
#pragma once

#include "base/result.h"

namespace ix::engine {

// A clock that was set wrong in between makes a short time look long, and a device that was off for
// days has tried nothing yet.
constexpr int kFewestTries = 8;

// What is shown of it in place of its last failure.
inline Error given_up(Error cause) {
  cause.message = "given up after a day of trying: " + cause.message;
  return cause;
}

}  // namespace ix::engine
