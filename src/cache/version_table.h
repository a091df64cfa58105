// SPDX-License-Identifier: Apache-2.0
// What an edited item said, edit by edit: should an edit be taken back, the one before it shows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/sqlite.h"
#include "model/ids.h"

namespace ix::cache::version_table {

struct Version {
  std::string remote_id;
  std::string text;
  int64_t ord = 0;        // where in the stream it was said
  bool original = false;  // no edit: what was sent
};

// `seq` of an own edit that the backend has taken and the stream has not told of: the last at its
// `ord`. Once told, add() gives it its place.
constexpr int64_t kUntold = int64_t{1} << 62;

// The item that an edit of the route was about, also after it was withdrawn.
Result<std::optional<ItemId>> item_of_edit(Connection& connection, RouteId route,
                                           std::string_view remote_id);
// How many others the stream has told of, the original and the withdrawn ones too.
Result<int64_t> count_others(Connection& connection, ItemId item, std::string_view remote_id);
// `seq` tells versions at one `ord` apart: the higher is shown; 0 is the original. A version that
// is there already stays as it is.
Status add(Connection& connection, ItemId item, std::string_view remote_id, int64_t ord,
           int64_t seq, std::string_view text);
// Remote ids of the edits that are not withdrawn.
Result<std::vector<std::string>> edits_of(Connection& connection, ItemId item);
// The version to show; none: all are withdrawn.
Result<std::optional<Version>> shown(Connection& connection, ItemId item);
// Forgets the text, and keeps that there was such an edit.
Status withdraw(Connection& connection, ItemId item, std::string_view remote_id);
Status withdraw_all(Connection& connection, ItemId item);
// Of all items of a route, before they move by as much.
Status move(Connection& connection, RouteId route, int64_t by);

}  // namespace ix::cache::version_table
