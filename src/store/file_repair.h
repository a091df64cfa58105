// SPDX-License-Identifier: Apache-2.0
// Messages that wait, and the files they say they have.
#pragma once

#include "base/clock.h"
#include "cache/sqlite.h"

namespace ix::store {

// Within a write transaction; the outbox and its items fit each other. A message leaves with the
// files it was written with, or not at all: one of which nothing but its name is known any more has
// failed, and so has its message.
Status mend_files(cache::Connection& connection, Millis now);

}  // namespace ix::store
