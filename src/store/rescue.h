// SPDX-License-Identifier: Apache-2.0
// What is derived in a database that takes over the rows of a damaged one.
#pragma once

#include "cache/salvage.h"
#include "store/store.h"

namespace ix::store {

// Within the transaction that put them there. If it cannot be told whose data it was, nothing of it
// is sent by itself: it could leave in another user's name.
Status derive_rescued(cache::Connection& connection, const cache::Salvaged& salvaged, Millis now);

}  // namespace ix::store
