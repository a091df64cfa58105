// SPDX-License-Identifier: Apache-2.0
// From what a person typed after --to to a conversation.
#pragma once

#include <string>
#include <vector>

#include "app.h"

namespace cli {

struct Found {
  Exit exit = kDone;         // anything else: an error was reported
  std::string conversation;  // its id
};

// "@user:server" is a user, what looks like a number a number, everything else a name: of a
// contact, then of somebody in the backend's directory. Several people: an error that lists them.
Found find_recipient(const App& app, const interactions::Client& client, const std::string& to);
// The group of all these, each of whom is given the same way; a contact is in it as a colleague, or
// by the first of its numbers.
Found find_group(const App& app, const interactions::Client& client,
                 const std::vector<std::string>& to);

}  // namespace cli
