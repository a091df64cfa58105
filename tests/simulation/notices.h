// SPDX-License-Identifier: Apache-2.0
// A host that notifies its user of what the library offers, and keeps in mind what it showed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"

namespace ix::simulation {

class Life;
struct Hand;

struct Notices {
  // The host keeps the cursor with what it showed, in place of trusting the acknowledgement.
  bool keeps_cursor = false;
  std::string cursor;
  int64_t epoch = 0;
  int64_t power_losses = 0;
  std::map<std::string, bool> shown;  // event -> acknowledged, so never to come again
  std::set<std::string> read;         // events that the user read on this device
};

// The host asks, when it was told to or has just begun.
void look_for_news(Life& life, Hand& hand);
// The user reads a conversation on the device: up to what is stored now.
void note_read(Hand& hand, const std::string& conversation);
// What comes now is notified, and nothing that was read anywhere. The devices have caught up.
void check_notices(Life& life, const std::vector<Hand*>& hands);

}  // namespace ix::simulation
