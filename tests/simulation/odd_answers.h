// SPDX-License-Identifier: Apache-2.0
// What comes in place of the server's own answer: a stranger's, a spoiled one, or the transport's
// word that there is none. The same faults as those of the proxy before the real server
// (tests/synapse/fault_table.py).
#pragma once

#include <span>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "transport/http.h"

namespace ix::simulation {

struct OddAnswer {
  const char* name;
  // The server has done what was asked; `make` gets its reply. Otherwise it never heard of it, and
  // `make` gets an empty one.
  bool handled;
  Millis delay;  // how long it takes at least
  Result<transport::HttpResponse> (*make)(Random& random, transport::HttpResponse reply);
  bool partly = false;  // no answer in the end, but the reply's body had come
  bool empty = false;   // a whole reply that says there is nothing
};

std::span<const OddAnswer> odd_answers();
// `may_be_nothing`: an empty reply to this request is a true one, and nobody could tell.
const OddAnswer& draw_odd_answer(Random& random, bool may_be_nothing);

}  // namespace ix::simulation
