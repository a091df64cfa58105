// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/room_view.h"

#include <algorithm>
#include <set>

#include "model/room.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

bool present(const RoomMember& member) {
  return member.membership == "join" || member.membership == "invite";
}

// Someone else in the room, who is not a bot. Only those seen: members are loaded lazily.
std::vector<std::string> others_seen(const RoomFacts& facts, const World& world) {
  std::vector<std::string> others;
  for (const auto& [user, member] : facts.members) {
    if (user == world.self || !present(member) || world.is_bot(facts, user)) continue;
    others.push_back(user);
  }
  return others;
}

// How many others there are, seen or not. The server's count knows more than the members seen.
int64_t others_count(const RoomFacts& facts, const World& world, size_t seen) {
  if (!facts.joined) return static_cast<int64_t>(seen);
  int64_t count = *facts.joined + facts.invited.value_or(0);
  if (facts.membership == "join") --count;
  for (const auto& [user, member] : facts.members) {
    if (present(member) && world.is_bot(facts, user)) --count;
  }
  return std::max<int64_t>(count, 0);
}

// With nobody left, a direct room still is with the one it was with.
std::string absent_peer(const RoomFacts& facts, const World& world,
                        const std::vector<std::string>& listed) {
  if (!listed.empty()) return listed.front();
  if (!facts.inviter.empty()) return facts.inviter;
  const auto fits = [&](const std::string& user) {
    return user != world.self && !world.is_bot(facts, user);
  };
  for (const std::string& hero : facts.heroes) {
    if (fits(hero)) return hero;
  }
  for (const auto& [user, member] : facts.members) {
    if (fits(user)) return user;
  }
  return {};
}

Standing with_peer(std::string peer, const RoomFacts& facts, const World& world) {
  Standing standing;
  standing.kind = RouteKind::internal;
  standing.peer = std::move(peer);
  const bool other_network = facts.bridged && facts.bridge_protocol != "sms" &&
                             facts.bridge_protocol != world.bridge.protocol;
  if (other_network) return standing;
  standing.number = world.bridge.number_of(standing.peer);
  if (!standing.number.empty()) standing.kind = RouteKind::sms;
  return standing;
}

RouteState state_of(const RoomFacts& facts) {
  if (facts.membership == "join") return RouteState::joined;
  if (facts.membership == "invite") return RouteState::invited;
  return RouteState::left;
}

std::string why_not_send(const RoomFacts& facts) {
  if (facts.membership == "invite") return "invited";
  if (facts.membership != "join") return facts.ended.empty() ? "left" : facts.ended;
  if (!facts.replacement.empty()) return "upgraded";
  if (facts.encrypted) return "encrypted";
  if (facts.is_creator && facts.creator_rules) return "";
  // Without the event everybody has 0 but the creator, and sending needs 0.
  if (facts.has_powers && facts.own_power < facts.send_power) return "no_permission";
  return "";
}

std::string joined_names(const std::vector<std::string>& names, int64_t more) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() && more == 0 ? " and " : ", ";
    out += names[i];
  }
  if (more > 0) out += " and " + std::to_string(more) + (more == 1 ? " other" : " others");
  return out;
}

// Whom a group is with. Its maker says it from the first event on, while the invitations are still
// on their way; after that, who comes and goes. Empty: somebody in it was never seen.
std::string people_of(const RoomFacts& facts, const World& world) {
  std::set<std::string> people(facts.made_with.begin(), facts.made_with.end());
  for (const auto& [user, member] : facts.members) {
    if (present(member)) {
      people.insert(user);
    } else {
      people.erase(user);
    }
  }
  std::erase_if(people, [&](const std::string& user) {
    return user == world.self || world.is_bot(facts, user);
  });
  const bool all_seen =
      !facts.made_with.empty() || others_count(facts, world, people.size()) == std::ssize(people);
  return all_seen ? people_key({people.begin(), people.end()}) : std::string();
}

}  // namespace

Standing standing_of(std::string_view room_id, const RoomFacts& facts, const World& world,
                     std::string_view replaces) {
  if (facts.made_as == kMadeChannel) return {};
  if (facts.made_as == kMadeGroup) return {RouteKind::group, {}, {}};
  if (facts.membership == "invite") {
    if (!facts.direct_invite || !is_user_id(facts.inviter)) return {};
    return with_peer(facts.inviter, facts, world);
  }
  std::vector<std::string> listed = world.direct.users_of(room_id);
  if (listed.empty() && !replaces.empty()) listed = world.direct.users_of(replaces);
  std::erase_if(listed, [&](const std::string& user) {
    return user == world.self || world.is_bot(facts, user);
  });
  if (listed.empty() && !facts.made_direct()) return {};
  const std::vector<std::string> others = others_seen(facts, world);
  const int64_t count = others_count(facts, world, others.size());
  if (count >= 2 || (count == 0 && !facts.joined && listed.size() >= 2)) {
    return {RouteKind::group, {}, {}};
  }
  std::string peer = others.size() == 1 ? others.front() : absent_peer(facts, world, listed);
  if (peer.empty()) return {};
  return with_peer(std::move(peer), facts, world);
}

RouteChange route_of(std::string_view room_id, const RoomFacts& facts, const World& world,
                     std::string_view replaces) {
  const Standing standing = standing_of(room_id, facts, world, replaces);
  RouteChange route;
  route.kind = standing.kind;
  route.state = state_of(facts);
  route.create_key = facts.create_key;
  route.peer_user = standing.peer;
  route.peer_number = standing.number;
  if (standing.kind == RouteKind::group) route.people = people_of(facts, world);
  if (standing.kind == RouteKind::sms) route.own_number = facts.bridge_own_number;
  if (standing.direct()) {
    route.title = shown_name(facts, world, standing.peer);
  } else {
    route.title = room_name(facts, world);
  }
  route.topic = facts.topic;
  route.cannot_send_reason = why_not_send(facts);
  route.can_send = route.cannot_send_reason.empty();
  if (route.state == RouteState::invited) {
    route.is_direct_invite = facts.direct_invite;
    route.inviter = facts.inviter;
  }
  route.replaces = std::string(replaces);
  return route;
}

bool same_route(const RouteChange& a, const RouteChange& b) {
  return a.kind == b.kind && a.state == b.state && a.create_key == b.create_key &&
         a.peer_user == b.peer_user && a.peer_number == b.peer_number &&
         a.own_number == b.own_number && a.title == b.title && a.topic == b.topic &&
         a.can_send == b.can_send && a.cannot_send_reason == b.cannot_send_reason &&
         a.is_direct_invite == b.is_direct_invite && a.inviter == b.inviter &&
         a.replaces == b.replaces && a.people == b.people;
}

std::string shown_name(const RoomFacts& facts, const World& world, std::string_view user) {
  if (const std::string_view name = facts.name_of(user); !name.empty()) return std::string(name);
  if (std::string number = world.bridge.number_of(user); !number.empty()) return number;
  return std::string(localpart(user));
}

std::string room_name(const RoomFacts& facts, const World& world) {
  if (!facts.name.empty()) return facts.name;
  if (!facts.alias.empty()) return facts.alias;
  const auto fits = [&](const std::string& user) {
    return user != world.self && !world.is_bot(facts, user);
  };
  std::vector<std::string> users;
  std::copy_if(facts.heroes.begin(), facts.heroes.end(), std::back_inserter(users), fits);
  const std::vector<std::string> seen = others_seen(facts, world);
  if (users.empty())
    users.assign(seen.begin(), seen.begin() + std::min<ptrdiff_t>(5, std::ssize(seen)));
  std::vector<std::string> names;
  for (const std::string& user : users) names.push_back(shown_name(facts, world, user));
  for (size_t i = 0; i < names.size(); ++i) {
    // Two of one name are told apart by their ids.
    const std::string plain = names[i];
    bool twice = false;
    for (size_t k = i + 1; k < names.size(); ++k) {
      if (names[k] != plain) continue;
      names[k] += " (" + users[k] + ")";
      twice = true;
    }
    if (twice) names[i] += " (" + users[i] + ")";
  }
  const int64_t count = others_count(facts, world, seen.size());
  if (facts.membership != "invite" && count == 0) {
    return names.empty() ? "Empty room" : "Empty room (was " + joined_names(names, 0) + ")";
  }
  if (names.empty() && facts.membership == "invite" && !facts.inviter.empty()) {
    return shown_name(facts, world, facts.inviter);
  }
  const int64_t more = count - std::ssize(names);
  if (names.empty()) return std::to_string(count) + (count == 1 ? " person" : " people");
  return joined_names(names, std::max<int64_t>(more, 0));
}

}  // namespace ix::provider::matrix
