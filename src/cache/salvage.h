// SPDX-License-Identifier: Apache-2.0
// What a new database takes over from a damaged one: everything that the backend cannot give again.
#pragma once

#include <cstdint>

#include "cache/sqlite.h"

namespace ix::cache {

struct Salvaged {
  bool account = false;  // whose data it is could be read
  int64_t lost = 0;      // messages that waited, of which text or recipient cannot be read
};

// Reads row by row, past what cannot be read; `to` has the schema and no rows, and is in a
// transaction. Taken over: who is signed in, the outbox with its messages, drafts, flags and read
// markers still to be sent, contacts, the ledger of consent, calls that only the host saw, files
// that were picked, and of every route what makes its id mean the same. What the backend has comes
// again with the next sync, which starts from the beginning. What is derived is the caller's to
// make.
//
// Whether a message has left is never believed of a damaged file, an older page may speak in it:
// each counts as tried once, so that it is looked for at the backend before it is sent.
// Errors: STORE_FULL, STORE_IO.
Result<Salvaged> salvage(Connection& from, Connection& to);

}  // namespace ix::cache
