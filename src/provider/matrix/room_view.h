// SPDX-License-Identifier: Apache-2.0
// From facts to a route: kind, peer, name and whether one may write.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/change_set.h"
#include "provider/matrix/direct_list.h"
#include "provider/matrix/flags.h"
#include "provider/matrix/room_facts.h"
#include "provider/matrix/sms_bridge.h"

namespace ix::provider::matrix {

// What is the same for all rooms of an account. A value.
struct World {
  std::string self;
  SmsBridge bridge;
  DirectList direct;
  MutedRooms muted;

  bool is_bot(const RoomFacts& facts, std::string_view user) const {
    return bridge.is_bot(user) || (!facts.bridge_bot.empty() && facts.bridge_bot == user);
  }
};

// Where a room stands.
struct Standing {
  RouteKind kind = RouteKind::channel;
  std::string peer;    // internal, sms
  std::string number;  // sms: the peer's, in E.164

  bool direct() const { return kind == RouteKind::internal || kind == RouteKind::sms; }
};

// `replaces`: the room that this one continues, when both rooms say so; else empty.
Standing standing_of(std::string_view room_id, const RoomFacts& facts, const World& world,
                     std::string_view replaces);

RouteChange route_of(std::string_view room_id, const RoomFacts& facts, const World& world,
                     std::string_view replaces);
bool same_route(const RouteChange& a, const RouteChange& b);

// The specification's "Calculating the display name for a room", bridge bots left out.
std::string room_name(const RoomFacts& facts, const World& world);
// Display name, else the number of a ghost, else the local part.
std::string shown_name(const RoomFacts& facts, const World& world, std::string_view user);

}  // namespace ix::provider::matrix
