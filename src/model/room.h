// SPDX-License-Identifier: Apache-2.0
// Channels and groups as they are made, and who is in them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/route.h"

namespace ix {

// What a channel or group is made as. Values; kept with the outbox entry that makes it.
struct NewRoom {
  RouteKind kind = RouteKind::channel;  // or group
  std::string name;                     // a group may have none: it is named by its people
  std::string topic;
  // channel: the local part of a public address ("sales" of "#sales:example.org"), by which every
  // colleague may join; empty: only who is invited comes in
  std::string alias;
  std::vector<std::string> people;  // whom it is made with, oneself left out

  std::string to_json() const;
  static Result<NewRoom> from_json(std::string_view json);
};

// More people than this are no group, and are invited to a channel one after the other.
constexpr size_t kMostInvited = 100;

// A set of people as one text: sorted, each once, divided by spaces. Groups of the same people have
// the same.
std::string people_key(std::vector<std::string> people);

// The numbers cross the C ABI: never renumber.
enum class MemberState : int32_t {
  joined = 0,
  invited = 1,
  asked = 2,  // by an invitation of ours that the backend does not have yet
};
enum class MemberRole : int32_t { member = 0, moderator = 1, admin = 2 };
const char* member_state_name(MemberState state);
const char* member_role_name(MemberRole role);

struct Member {
  std::string user;
  std::string name;
  MemberState state = MemberState::joined;
  MemberRole role = MemberRole::member;
  friend bool operator==(const Member&, const Member&) = default;
};

// Of how many members a list is kept; of more people only their number.
constexpr int kMostMembers = 500;

// Who is in a route, as the backend said at one time.
struct MemberList {
  std::vector<Member> members;  // at most as many as were asked for
  int64_t total = 0;            // how many there are
};

}  // namespace ix
