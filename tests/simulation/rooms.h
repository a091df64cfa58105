// SPDX-License-Identifier: Apache-2.0
// Channels and groups that the person makes, joins and leaves; and what must have come of it in the
// end, here and at the server.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace ix::simulation {

class Life;

// Not accepted: the process died inside the call, or the disk was full, and it may be stored.
struct MadeRoom {
  std::string device;
  std::string name;    // channel: unique in the run
  std::string people;  // group: whom it is with
  std::string conversation;
  bool accepted = false;
  size_t set_asides = 0;             // of the device then
  std::vector<std::string> invited;  // and the store took it
};
struct Wish {
  std::string device;
  bool in = false;
  bool accepted = false;
  size_t set_asides = 0;
};

struct Rooms {
  std::vector<std::string> lobbies;          // that everybody may enter, by their public names
  std::map<std::string, std::string> rooms;  // of the lobbies
  std::vector<MadeRoom> made;
  std::map<std::string, std::vector<Wish>> wishes;  // by lobby
};

void check_rooms(Life& life);

}  // namespace ix::simulation
