// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/room_facts.h"

#include <algorithm>
#include <cstdlib>

#include "base/ascii.h"
#include "model/room.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

std::string name_in(json::Value content, const char* key) {
  return bounded(content[key].string(), kMaxName);
}

std::string id_in(json::Value value) {
  const std::string_view id = value.string();
  return id.size() <= kMaxId ? std::string(id) : std::string();
}

void apply_create(RoomFacts& facts, json::Value event, std::string_view self) {
  const json::Value content = event["content"];
  facts.type = name_in(content, "type");
  facts.is_creator = event["sender"].string() == self;
  for (const json::Value creator : content["additional_creators"].elements()) {
    if (creator.string() == self) facts.is_creator = true;
  }
  facts.creator_rules = creators_rule(content["room_version"].string());
  const std::string_view made_as = content[kMadeAs].string();
  if (made_as == kMadeChannel || made_as == kMadeGroup) {
    facts.made_as = made_as;
    facts.made_with = {id_in(event["sender"])};
    for (const json::Value user : content[kMadeWith].elements()) {
      const bool fits = facts.made_with.size() <= kMostInvited && is_user_id(user.string());
      if (fits) facts.made_with.push_back(id_in(user));
    }
  }
  const std::string key = id_in(content[kMadeKey]);
  if (!key.empty() && event["sender"].string() == self) facts.create_key = key;
  const std::string predecessor = id_in(content["predecessor"]["room_id"]);
  if (is_room_id(predecessor)) facts.predecessor = predecessor;
}

void apply_powers(RoomFacts& facts, json::Value content, std::string_view self) {
  if (!content.is_object()) return;
  facts.has_powers = true;
  const auto own = content["users"][self].integer();
  facts.own_power = own ? *own : content["users_default"].integer_or(0);
  const auto needed = content["events"]["m.room.message"].integer();
  facts.send_power = needed ? *needed : content["events_default"].integer_or(0);
}

// A word only when somebody else ended it.
std::string how_ended(std::string_view before, std::string_view now, json::Value event,
                      std::string_view self) {
  if (now == "ban") return "banned";
  if (now != "leave" || event["sender"].string() == self) return {};
  if (before == "invite") return "invite_withdrawn";
  return "removed";
}

void apply_member(RoomFacts& facts, json::Value event, std::string_view self) {
  const std::string_view user = event["state_key"].string();
  const json::Value content = event["content"];
  const std::string_view membership = content["membership"].string();
  if (!is_user_id(user) || membership.empty() || membership.size() > 16) return;
  RoomMember& member = facts.members[std::string(user)];
  if (user == self) facts.ended = how_ended(member.membership, membership, event, self);
  member.membership = std::string(membership);
  const std::string name = name_in(content, "displayname");
  // Who leaves often takes the name along; notices still speak of them.
  if (!name.empty() || membership == "join" || membership == "invite") member.name = name;
  if (user == self && membership == "invite") {
    facts.inviter = id_in(event["sender"]);
    facts.direct_invite = content["is_direct"].boolean();
  }
}

void apply_bridge(RoomFacts& facts, json::Value content) {
  if (!content["protocol"].is_object()) return;
  facts.bridged = true;
  facts.bridge_protocol = id_in(content["protocol"]["id"]);
  const std::string_view own = content["org.interactions.own_number"].string();
  const std::string_view network = content["network"]["id"].string();
  if (is_e164(own)) {
    facts.bridge_own_number = std::string(own);
  } else if (is_e164(network)) {
    facts.bridge_own_number = std::string(network);
  }
  if (const std::string bot = id_in(content["bridgebot"]); is_user_id(bot)) facts.bridge_bot = bot;
}

}  // namespace

// Room versions are names; those that count are numbers.
bool creators_rule(std::string_view version) {
  if (version.starts_with("org.matrix.hydra.")) return true;
  if (version.empty() || version.size() > 6) return false;
  const bool digits = std::all_of(version.begin(), version.end(), ascii::is_digit);
  return digits && std::atoi(std::string(version).c_str()) >= 12;
}

void RoomFacts::apply_state(json::Value event, std::string_view self) {
  const std::string_view kind = event["type"].string();
  const json::Value content = event["content"];
  if (kind == "m.room.member") return apply_member(*this, event, self);
  // Both have a state key of their own for each channel they bridge.
  if (kind == "m.bridge" || kind == "uk.half-shot.bridge") return apply_bridge(*this, content);
  if (!event["state_key"].string("-").empty()) return;
  if (kind == "m.room.create") {
    apply_create(*this, event, self);
  } else if (kind == "m.room.name") {
    name = name_in(content, "name");
  } else if (kind == "m.room.canonical_alias") {
    alias = id_in(content["alias"]);
  } else if (kind == "m.room.topic") {
    topic = bounded(content["topic"].string(), kMaxTopic);
  } else if (kind == "m.room.power_levels") {
    apply_powers(*this, content, self);
  } else if (kind == "m.room.encryption") {
    encrypted = true;  // there is no way back
  } else if (kind == "m.room.tombstone") {
    if (const std::string to = id_in(content["replacement_room"]); is_room_id(to)) {
      replacement = to;
      upgrader = id_in(event["sender"]);
    }
  } else if (kind == "org.interactions.create") {
    if (event["sender"].string() == self) create_key = id_in(content["key"]);
  }
}

void RoomFacts::apply_summary(json::Value summary) {
  if (const auto count = summary["m.joined_member_count"].integer()) joined = *count;
  if (const auto count = summary["m.invited_member_count"].integer()) invited = *count;
  if (!summary["m.heroes"].is_array()) return;
  heroes.clear();
  for (const json::Value hero : summary["m.heroes"].elements()) {
    if (is_user_id(hero.string()) && heroes.size() < 10) heroes.emplace_back(hero.string());
  }
}

void RoomFacts::trim(const std::vector<std::string>& keep, std::string_view self) {
  const auto wanted = [&](const std::string& user) {
    return user == self || std::find(heroes.begin(), heroes.end(), user) != heroes.end() ||
           std::find(keep.begin(), keep.end(), user) != keep.end();
  };
  for (auto at = members.begin(); at != members.end() && members.size() > kMaxMembers;) {
    at = wanted(at->first) ? std::next(at) : members.erase(at);
  }
}

void RoomFacts::pass(std::string event, std::string item) {
  passed.emplace_back(std::move(event), std::move(item));
  if (passed.size() > kMaxPassed) passed.erase(passed.begin());
}

std::string RoomFacts::marked(std::string event) const {
  const auto found = std::find_if(passed.rbegin(), passed.rend(),
                                  [&](const auto& one) { return one.first == event; });
  if (found != passed.rend()) return found->second;
  return event;
}

bool RoomFacts::made_direct() const {
  return !create_key.empty() || (direct_invite && is_user_id(inviter));
}

std::string_view RoomFacts::name_of(std::string_view user_id) const {
  const auto found = members.find(user_id);
  return found == members.end() ? std::string_view() : std::string_view(found->second.name);
}

std::string_view RoomFacts::membership_of(std::string_view user_id) const {
  const auto found = members.find(user_id);
  return found == members.end() ? std::string_view() : std::string_view(found->second.membership);
}

}  // namespace ix::provider::matrix
