// SPDX-License-Identifier: Apache-2.0
// The account's m.direct: which rooms are direct, and with whom.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_reader.h"

namespace ix::provider::matrix {

// A value: room -> users it is listed under.
class DirectList {
 public:
  static DirectList from_content(json::Value content);
  static DirectList from_json(std::string_view json);

  bool lists(std::string_view room) const { return rooms_.find(room) != rooms_.end(); }
  // Users the room is listed under, sorted.
  std::vector<std::string> users_of(std::string_view room) const;
  // Rooms whose entry differs.
  std::set<std::string> changed_rooms(const DirectList& other) const;

 private:
  std::map<std::string, std::set<std::string>, std::less<>> rooms_;
};

// Whether it is somebody's list at all: empty, or with a user in it.
bool is_direct_content(json::Value content);
// The content with each (user, room) added and all else as it was, whatever its shape: other
// clients own this data too. Empty when nothing is missing.
std::string merged_direct_content(json::Value content,
                                  const std::vector<std::pair<std::string, std::string>>& add);

}  // namespace ix::provider::matrix
