// SPDX-License-Identifier: Apache-2.0
// Contacts that the host saves and removes, and people whose data leave a device.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/clock.h"

namespace ix::simulation {

class Life;
struct Hand;

// What is never to be seen on the device again.
struct Erased {
  std::set<std::string> events;         // were stored as the backend told them
  std::map<std::string, Millis> rooms;  // up to when, by the server's time, nothing need be there
  std::set<std::string> maybe;          // rooms of an erase during which the process died
};

// Nothing of it has come back.
void check_erased(Life& life, Hand& hand);

}  // namespace ix::simulation
