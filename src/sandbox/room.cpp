// SPDX-License-Identifier: Apache-2.0
#include "sandbox/room.h"

#include <limits>

#include "base/json_reader.h"

namespace ix::sandbox {
namespace {

void read_levels(json::Value object, std::map<std::string, int64_t>& into) {
  for (auto [key, value] : object.members()) into[std::string(key)] = value.integer_or(0);
}

}  // namespace

const Event* Room::find(std::string_view event_id) const {
  const auto found = by_id_.find(event_id);
  if (found != by_id_.end()) return &events_[found->second];
  const auto index = events_.find_in_backlog(event_id);
  return index ? &events_[*index] : nullptr;
}

Event* Room::find(std::string_view event_id) {
  return const_cast<Event*>(std::as_const(*this).find(event_id));
}

const Event* Room::state(std::string_view type, std::string_view key) const {
  const auto found = state_.find({std::string(type), std::string(key)});
  return found == state_.end() ? nullptr : &events_[found->second];
}

std::string_view Room::membership(std::string_view user) const {
  const auto found = members_.find(std::string(user));
  return found == members_.end() ? std::string_view() : std::string_view(found->second.value);
}

void Room::append(Event event) {
  if (event.state_key) {
    note_state(event);
    state_[{event.type, *event.state_key}] = events_.size();
    state_indices_.push_back(events_.size());
  }
  by_id_[event.id] = events_.size();
  events_.push_back(std::move(event));
}

void Room::note_state(const Event& event) {
  auto parsed = json::Document::parse(event.content);
  if (!parsed.ok()) return;
  const json::Value content = parsed->root();
  if (event.type == "m.room.member") {
    Membership& member = members_[*event.state_key];
    const std::string_view value = content["membership"].string("leave");
    if (member.value != value) member.changed_at = event.position;
    member.value = value;
    if (value == "invite") {
      member.is_direct = content["is_direct"].boolean();
      member.inviter = event.sender;
    }
  } else if (event.type == "m.room.power_levels") {
    Powers powers;
    read_levels(content["users"], powers.users);
    read_levels(content["events"], powers.events);
    read_levels(content, powers.actions);
    powers.users_default = content["users_default"].integer_or(0);
    powers.events_default = content["events_default"].integer_or(0);
    powers.state_default = content["state_default"].integer_or(50);
    powers_ = std::move(powers);
  } else if (event.type == "m.room.join_rules") {
    join_rule_ = content["join_rule"].string("invite");
  }
}

int64_t Room::power(std::string_view user) const {
  if (user == creator_) return std::numeric_limits<int64_t>::max();
  const auto found = powers_.users.find(std::string(user));
  return found == powers_.users.end() ? powers_.users_default : found->second;
}

bool Room::may_send(std::string_view user, std::string_view type, bool is_state) const {
  const auto found = powers_.events.find(std::string(type));
  const int64_t needed = found != powers_.events.end() ? found->second
                         : is_state                    ? powers_.state_default
                                                       : powers_.events_default;
  return power(user) >= needed;
}

bool Room::may(std::string_view user, std::string_view action, int64_t default_level) const {
  const auto found = powers_.actions.find(std::string(action));
  return power(user) >= (found == powers_.actions.end() ? default_level : found->second);
}

void write_event(json::Writer& writer, const Room& room, const Event& event, const Reader& reader,
                 bool with_room_id) {
  writer.begin_object();
  writer.field("type", event.type);
  writer.field("sender", event.sender);
  writer.key("content").raw(event.content);
  if (event.state_key) writer.field("state_key", *event.state_key);
  writer.field("event_id", event.id);
  writer.field("origin_server_ts", event.at_ms);
  if (with_room_id) writer.field("room_id", room.id());
  writer.key("unsigned").begin_object();
  writer.field("age", reader.now - event.at_ms);
  if (!event.transaction_id.empty() && event.sender == reader.user &&
      event.device_id == reader.device) {
    writer.field("transaction_id", event.transaction_id);
  }
  if (const Event* redaction = event.redacted_by.empty() ? nullptr : room.find(event.redacted_by)) {
    writer.key("redacted_because");
    write_event(writer, room, *redaction, reader, true);
  }
  writer.end_object();
  writer.end_object();
}

void write_stripped(json::Writer& writer, const Event& event) {
  writer.begin_object();
  writer.field("type", event.type);
  writer.field("state_key", event.state_key.value_or(""));
  writer.field("sender", event.sender);
  writer.key("content").raw(event.content);
  writer.end_object();
}

}  // namespace ix::sandbox
