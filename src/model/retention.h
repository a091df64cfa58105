// SPDX-License-Identifier: Apache-2.0
// How much of its history an account keeps on this device, and how much it has.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "model/ids.h"

namespace ix {

// 0: no limit. What a limit leaves out goes from the oldest end of each route, and can be fetched
// again. Bytes are those of ItemSizes.
struct Retention {
  Millis max_age_ms = 0;        // older items go
  int64_t max_route_items = 0;  // of each route
  int64_t max_route_bytes = 0;  // of each route
  int64_t max_total_bytes = 0;  // of all routes together: the oldest go, whosever they are

  bool keeps_all() const {
    return max_age_ms == 0 && max_route_items == 0 && max_route_bytes == 0 && max_total_bytes == 0;
  }
  bool operator==(const Retention&) const = default;
};

// What is stored of the items of one route and of what belongs to them; gaps left out. Bytes of
// UTF-8 in every column that holds text, without indexes, search and the numbers of a row. It is
// what goes with the items: what waits for an item that is not stored is not in it.
struct ItemSizes {
  RouteId route;
  ConversationId conversation;
  int64_t items = 0;
  // Of messages, notices and transcripts as they are shown; of edited ones also what they said
  // before, the original and each edit.
  int64_t text_bytes = 0;
  // Ids, keys, names and numbers of people, reasons of failures; ids of edits; names, types and
  // addresses of files, and the names once more for the search; reactions to the items.
  int64_t metadata_bytes = 0;
};

}  // namespace ix
