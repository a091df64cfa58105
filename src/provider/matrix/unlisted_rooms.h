// SPDX-License-Identifier: Apache-2.0
// Direct rooms of ours that the account's m.direct does not list.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "provider/matrix/direct_list.h"

namespace ix::provider::matrix {

// A value. m.direct is written whole, so another device that wrote at the same time may have undone
// our entry, and a process may end before it made one: a room stays here until the list is seen to
// have it. Kept as JSON in the account's memory.
class UnlistedRooms {
 public:
  static UnlistedRooms from_json(std::string_view json);
  std::string to_json() const;  // empty: there are none

  void add(const std::string& room, const std::string& user);
  void add_all(const UnlistedRooms& others);
  // Those that the list has now are done.
  void settle(const DirectList& list);
  // (user, room) to list now. A server that keeps refusing is asked ever more rarely, twice an hour
  // in the end.
  std::vector<std::pair<std::string, std::string>> take_due(Millis steady_now);

 private:
  struct Entry {
    std::string user;
    Millis delay = 0;  // after the next try
    Millis due = 0;    // steady time
  };
  std::map<std::string, Entry> rooms_;
};

}  // namespace ix::provider::matrix
