// SPDX-License-Identifier: Apache-2.0
// The parts of a Matrix filter that the sandbox obeys.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"

namespace ix::sandbox {

struct TypeFilter {
  std::optional<std::vector<std::string>> types;  // a trailing * matches any rest
  std::vector<std::string> not_types;

  bool allows(std::string_view type) const;
  static TypeFilter of(json::Value filter);
};

struct SyncFilter {
  size_t timeline_limit = 10;
  bool lazy_load_members = false;
  bool include_leave = false;
  TypeFilter timeline, state, ephemeral, room_account_data, account_data;
  TypeFilter messages;  // of /messages, whose filter is one room filter

  // Text that is no JSON object filters nothing.
  static SyncFilter parse(std::string_view text);
};

}  // namespace ix::sandbox
