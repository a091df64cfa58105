// SPDX-License-Identifier: Apache-2.0
// What the person does to messages: edits, deletes, reacts, takes back, discards; and what must
// have come of it in the end, here, on the other device and at the server.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "simulation/scenario.h"

namespace ix::simulation {

class Life;
struct Hand;

// One thing that was asked for. Not accepted: the process died inside the call, or the disk was
// full, and it may have been stored.
struct Doing {
  std::string device;
  std::string message;  // own: the first text of the Sent; another's: empty
  std::string event;    // another's
  std::string text;     // an edit's new one
  bool accepted = false;
  size_t set_asides = 0;  // of the device then
};
struct ReactionWish {
  std::string device;
  bool on = false;
  bool accepted = false;
  int64_t epoch = 0;
};

struct Doings {
  std::map<std::string, std::vector<Doing>> edits;  // by message
  std::vector<Doing> deletions;
  std::map<std::pair<std::string, std::string>, std::vector<ReactionWish>> reactions;  // event, key
};

// What everybody shows of each message and what the server has of it is the same.
void check_shown(Life& life, Hand& hand);
// What was asked for is so.
void check_doings(Life& life);

}  // namespace ix::simulation
