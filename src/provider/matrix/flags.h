// SPDX-License-Identifier: Apache-2.0
// The user's flags of a room, as Matrix keeps them: mute is a push rule, pinned and archived are
// tags, marked unread is room account data.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "model/change_set.h"

namespace ix::provider::matrix {

// Key of ChangeSet::memory.
constexpr char kMutedKey[] = "muted";

constexpr char kPinnedTag[] = "m.favourite";
constexpr char kArchivedTag[] = "u.interactions.archived";
constexpr char kMarkedUnread[] = "m.marked_unread";
// Before it was in the specification.
constexpr char kMarkedUnreadUnstable[] = "com.famedly.marked_unread";

using MutedRooms = std::set<std::string, std::less<>>;

// The rooms that an override rule of `m.push_rules` makes silent: one that asks for the room alone
// and notifies of nothing (specification, "Push Rules: Actions"; also the older "dont_notify").
MutedRooms muted_in(json::Value push_rules);
std::string muted_to_json(const MutedRooms& rooms);
MutedRooms muted_from_json(std::string_view json);

// What a room's `account_data` says of the tags and the unread mark. `all_there`: what is not said
// is not so, since the reply holds everything.
FlagChanges flags_in(json::Value room_account_data, bool all_there);

}  // namespace ix::provider::matrix
