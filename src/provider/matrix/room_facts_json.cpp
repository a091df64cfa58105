// SPDX-License-Identifier: Apache-2.0
// Room facts as the text that is kept with the route.
#include "base/json_writer.h"
#include "provider/matrix/room_facts.h"

namespace ix::provider::matrix {
namespace {

// Absent members are left out: most rooms have few of them, and there are thousands of rooms.
void put(json::Writer& out, const char* name, const std::string& text) {
  if (!text.empty()) out.field(name, text);
}
void put(json::Writer& out, const char* name, bool flag) {
  if (flag) out.field(name, true);
}
void put(json::Writer& out, const char* name, int64_t value) {
  if (value != 0) out.field(name, value);
}

void put_calls(json::Writer& out, const RoomFacts& facts) {
  if (facts.calls.empty()) return;
  out.key("calls").begin_object();
  for (const auto& [id, call] : facts.calls) {
    out.key(id).begin_array().string(call.event).string(call.sender).integer(call.started_ms);
    out.integer(call.answered_ms).end_array();
  }
  out.end_object();
}

std::vector<json::Value> list(json::Value array) {
  std::vector<json::Value> out;
  for (const json::Value value : array.elements()) out.push_back(value);
  return out;
}

}  // namespace

std::string RoomFacts::to_json() const {
  json::Writer out;
  out.begin_object();
  put(out, "membership", membership);
  put(out, "ended", ended);
  put(out, "type", type);
  put(out, "name", name);
  put(out, "alias", alias);
  put(out, "topic", topic);
  if (!heroes.empty()) {
    out.key("heroes").begin_array();
    for (const std::string& hero : heroes) out.string(hero);
    out.end_array();
  }
  if (joined) out.field("joined", *joined);
  if (invited) out.field("invited", *invited);
  if (!members.empty()) {
    out.key("members").begin_object();
    for (const auto& [user, member] : members) {
      out.key(user).begin_array().string(member.membership).string(member.name).end_array();
    }
    out.end_object();
  }
  put(out, "bridged", bridged);
  put(out, "bridge_protocol", bridge_protocol);
  put(out, "bridge_own_number", bridge_own_number);
  put(out, "bridge_bot", bridge_bot);
  put(out, "inviter", inviter);
  put(out, "direct_invite", direct_invite);
  put(out, "create_key", create_key);
  put(out, "made_as", made_as);
  if (!made_with.empty()) {
    out.key("made_with").begin_array();
    for (const std::string& user : made_with) out.string(user);
    out.end_array();
  }
  put(out, "is_creator", is_creator);
  put(out, "creator_rules", creator_rules);
  put(out, "has_powers", has_powers);
  put(out, "own_power", own_power);
  put(out, "send_power", send_power);
  put(out, "encrypted", encrypted);
  put(out, "predecessor", predecessor);
  put(out, "replacement", replacement);
  put(out, "upgrader", upgrader);
  put_calls(out, *this);
  if (!passed.empty()) {
    out.key("passed").begin_array();
    for (const auto& [event, item] : passed) {
      out.begin_array().string(event).string(item).end_array();
    }
    out.end_array();
  }
  out.end_object();
  return out.take();
}

RoomFacts RoomFacts::from_json(std::string_view json) {
  RoomFacts facts;
  if (json.empty()) return facts;
  auto document = json::Document::parse(std::string(json));
  if (!document.ok()) return facts;
  const json::Value root = document->root();
  const auto text = [&root](const char* key) { return std::string(root[key].string()); };
  facts.membership = text("membership");
  facts.ended = text("ended");
  facts.type = text("type");
  facts.name = text("name");
  facts.alias = text("alias");
  facts.topic = text("topic");
  for (const json::Value hero : root["heroes"].elements()) facts.heroes.emplace_back(hero.string());
  facts.joined = root["joined"].integer();
  facts.invited = root["invited"].integer();
  for (auto [user, value] : root["members"].members()) {
    const auto fields = list(value);
    if (fields.size() != 2) continue;
    facts.members[std::string(user)] = {std::string(fields[0].string()),
                                        std::string(fields[1].string())};
  }
  facts.bridged = root["bridged"].boolean();
  facts.bridge_protocol = text("bridge_protocol");
  facts.bridge_own_number = text("bridge_own_number");
  facts.bridge_bot = text("bridge_bot");
  facts.inviter = text("inviter");
  facts.direct_invite = root["direct_invite"].boolean();
  facts.create_key = text("create_key");
  facts.made_as = text("made_as");
  for (const json::Value user : root["made_with"].elements()) {
    facts.made_with.emplace_back(user.string());
  }
  facts.is_creator = root["is_creator"].boolean();
  facts.creator_rules = root["creator_rules"].boolean();
  facts.has_powers = root["has_powers"].boolean();
  facts.own_power = root["own_power"].integer_or(0);
  facts.send_power = root["send_power"].integer_or(0);
  facts.encrypted = root["encrypted"].boolean();
  facts.predecessor = text("predecessor");
  facts.replacement = text("replacement");
  facts.upgrader = text("upgrader");
  for (const json::Value value : root["passed"].elements()) {
    const auto fields = list(value);
    if (fields.size() == 2) {
      facts.pass(std::string(fields[0].string()), std::string(fields[1].string()));
    }
  }
  for (auto [id, value] : root["calls"].members()) {
    const auto fields = list(value);
    if (fields.size() != 4) continue;
    facts.calls[std::string(id)] = {std::string(fields[0].string()),
                                    std::string(fields[1].string()), fields[2].integer_or(0),
                                    fields[3].integer_or(0)};
  }
  return facts;
}

}  // namespace ix::provider::matrix
