// SPDX-License-Identifier: Apache-2.0
// What the doctor finds: one row a check, without any text of a person.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ix {

// The numbers cross the C ABI: never renumber.
enum class StoreCheck : int32_t {
  file = 0,           // the structure of the SQLite file
  references = 1,     // a row names another one that is not there
  order = 2,          // places in a route: its head, its gaps
  sort_keys = 3,      // where an item stands among those of other routes
  unread = 4,         // counts of a route, and which items count
  route_rows = 5,     // what a route's row says of its items
  grouping = 6,       // whose a route is, and where it stands
  conversations = 7,  // rows of the list against their routes
  outbox = 8,         // entries have their items, waiting items their entries
  search = 9,         // the words of items and titles against the index
  counts = 10,        // what the presets and the badge count, against the rows of the list
  consent = 11,       // the ledger of consent against the items, routes against the ledger
  files = 12,         // files that came or are to leave, their rows against their bytes
};

const char* store_check_name(StoreCheck check);

struct Finding {
  StoreCheck check = StoreCheck::file;
  int64_t count = 0;  // rows that are wrong
  std::string
      first;  // the id of one of them ("r12", "i340", "o7"), or a table's name; may be empty
  bool repaired = false;
};

// One finding a check: adds to it, or makes it.
void note_finding(std::vector<Finding>& findings, StoreCheck check, std::string first,
                  int64_t count = 1);
// The same for one that was made elsewhere; repaired is what is repaired in both.
void add_finding(std::vector<Finding>& findings, const Finding& more);
bool has_finding(const std::vector<Finding>& findings, StoreCheck check);

}  // namespace ix
