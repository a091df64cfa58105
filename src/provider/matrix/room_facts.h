// SPDX-License-Identifier: Apache-2.0
// What must be known of a room to say what route it is. Kept as JSON in the route's memory, since
// a batch only tells what changed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"

namespace ix::provider::matrix {

// Members of the content of m.room.create, which says what a room is from its first event on.
constexpr const char* kMadeKey = "org.interactions.key";
constexpr const char* kMadeAs = "org.interactions.kind";
constexpr const char* kMadeWith = "org.interactions.people";
constexpr const char* kMadeChannel = "channel";
constexpr const char* kMadeGroup = "group";

// Whether the creators of a room of this version stand above the power levels (specification, "Room
// version 12").
bool creators_rule(std::string_view version);

struct RoomMember {
  std::string membership;  // join, invite, leave, ban, knock
  std::string name;        // display name; may be empty
  friend bool operator==(const RoomMember&, const RoomMember&) = default;
};

// A call signalled in the room and not over yet.
struct OpenCall {
  std::string event;   // the invitation's event id
  std::string sender;  // who called
  int64_t started_ms = 0;
  int64_t answered_ms = 0;  // 0: not yet
};

// A value.
struct RoomFacts {
  std::string membership;  // own; empty: nothing known of this room
  std::string ended;       // how it ended when others ended it: removed, banned, invite_withdrawn
  std::string type;        // of m.room.create
  std::string name;
  std::string alias;
  std::string topic;
  std::vector<std::string> heroes;
  std::optional<int64_t> joined;  // the server's counts, self included
  std::optional<int64_t> invited;
  std::map<std::string, RoomMember, std::less<>> members;  // those seen, at most kMaxMembers

  bool bridged = false;
  std::string bridge_protocol;
  std::string bridge_own_number;
  std::string bridge_bot;

  std::string inviter;
  bool direct_invite = false;
  std::string create_key;  // of our own creation request
  // What a client like this one made it as (kMade*); empty: another client made it.
  std::string made_as;
  std::vector<std::string> made_with;  // and for whom: its maker first

  bool is_creator = false;
  bool creator_rules = false;  // room version 12 and later: creators may do everything
  bool has_powers = false;
  int64_t own_power = 0;
  int64_t send_power = 0;

  bool encrypted = false;
  std::string predecessor;
  std::string replacement;
  std::string upgrader;  // who said so

  std::map<std::string, OpenCall, std::less<>> calls;  // by call id

  // The last events that show nowhere, and the item each follows: a read marker may stand on one
  // long after. At most kMaxPassed, the newest last.
  std::vector<std::pair<std::string, std::string>> passed;

  static constexpr size_t kMaxMembers = 100;
  static constexpr size_t kMaxPassed = 8;

  // Facts of a state event (also a stripped one). Unknown types and wrong shapes change nothing.
  void apply_state(json::Value event, std::string_view self);
  // The `summary` of a joined room.
  void apply_summary(json::Value summary);
  // Drops members nobody needs: neither heroes nor in `keep`.
  void trim(const std::vector<std::string>& keep, std::string_view self);

  // Made by us as direct, or by an invitation that was: so it is, whatever m.direct says.
  bool made_direct() const;
  void pass(std::string event, std::string item);
  // The item that a marker on `event` reads up to; the event itself when nothing is known of it.
  std::string marked(std::string event) const;
  // Display name, else empty.
  std::string_view name_of(std::string_view user_id) const;
  std::string_view membership_of(std::string_view user_id) const;

  std::string to_json() const;
  static RoomFacts from_json(std::string_view json);
};

}  // namespace ix::provider::matrix
