// SPDX-License-Identifier: Apache-2.0
// A long past: conversations with customers, colleagues and teams, the busiest with about a
// twentieth of all items. Costs memory for each conversation, not for each item.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace ix::sandbox {

class Homeserver;

// One conversation for a hundred items, at most ten thousand.
size_t history_conversations(int64_t items);
// Items of each conversation, the busiest first; their sum is `items`.
std::vector<int64_t> history_shares(int64_t items);
// The same for a number of conversations of one's own.
std::vector<int64_t> skewed_shares(int64_t items, size_t conversations);
// Puts the past of `owner` (a user id) before `start`. The same arguments give the same past. To be
// called at the beginning of the server's stream, before other conversations are made.
void add_history(Homeserver& server, const std::string& owner, int64_t items, Millis start);

}  // namespace ix::sandbox
