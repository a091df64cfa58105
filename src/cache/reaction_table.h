// SPDX-License-Identifier: Apache-2.0
// Reactions, whether their target is stored or not: their order of arrival does not count.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/change_set.h"

namespace ix::cache::reaction_table {

// One that is known, or was taken back, stays as it is. True: something changed.
Result<bool> add(Connection& connection, RouteId route, const RelationChange& reaction,
                 bool withdrawn);
// Takes back the reaction with this remote id: what it said is gone. True: it is a reaction.
Result<bool> withdraw(Connection& connection, RouteId route, std::string_view remote_id);
// What a reaction that was not taken back says; none: there is no such reaction.
struct Said {
  std::string target;
  std::string key;
  bool mine = false;
};
Result<std::optional<Said>> find(Connection& connection, RouteId route, std::string_view remote_id);
// Remote ids of the own ones of that key.
Result<std::vector<std::string>> mine(Connection& connection, RouteId route,
                                      std::string_view target, std::string_view key);
// All of a route to another one.
Status move_all(Connection& connection, RouteId from, RouteId to);

}  // namespace ix::cache::reaction_table
