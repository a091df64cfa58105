// SPDX-License-Identifier: Apache-2.0
// Making rooms, and who is in them.
#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

std::string power_levels(std::string_view preset, json::Value invited, json::Value overrides) {
  json::Writer writer;
  writer.begin_object();
  writer.field("users_default", 0).field("events_default", 0).field("state_default", 50);
  writer.field("ban", 50).field("kick", 50).field("redact", 50);
  writer.field("invite", preset == "public_chat" ? 50 : 0);
  // Room version 12: the creator stands above all levels and must not be listed.
  if (!overrides["users"].exists()) {
    writer.key("users").begin_object();
    if (preset == "trusted_private_chat") {
      for (json::Value user : invited.elements()) writer.field(user.string(), 100);
    }
    writer.end_object();
  }
  for (auto [key, value] : overrides.members()) writer.key(key).raw(value.dump());
  writer.end_object();
  return writer.take();
}

std::string one_field(std::string_view name, std::string_view value) {
  json::Writer writer;
  writer.begin_object().field(name, value).end_object();
  return writer.take();
}

}  // namespace

Room& Homeserver::new_room(const std::string& creator) {
  auto room = std::make_unique<Room>(next_id('!', 43), creator);
  Room& added = *room;
  rooms_.emplace(added.id(), std::move(room));
  return added;
}

void Homeserver::set_membership(Room& room, const std::string& sender, const std::string& user,
                                std::string_view membership, bool is_direct) {
  User* subject = find_user(user);
  json::Writer content;
  content.begin_object().field("membership", membership);
  if (subject != nullptr && !subject->display_name.empty() && membership != "leave") {
    content.field("displayname", subject->display_name);
  }
  if (is_direct) content.field("is_direct", true);
  content.end_object();
  Event event;
  event.type = "m.room.member";
  event.sender = sender;
  event.state_key = user;
  event.content = content.take();
  append(room, std::move(event));
  if (membership == "invite" && subject != nullptr) plan_join(room, *subject);
  if (membership == "join" && subject != nullptr) {
    subject->forgotten.erase(room.id());
    sms_.ghost_joined(room, user);
  }
}

void Homeserver::plan_join(Room& room, User& user) {
  if (!user.is_ghost && !user.accepts_invites) return;
  // A colleague's own client is at work there: only those who never signed in answer by themselves.
  if (!user.devices.empty()) return;
  later(now_ + options_.join_delay_ms, [this, &room, id = user.id] {
    if (room.membership(id) == "invite") set_membership(room, id, id, "join");
  });
}

Reply Homeserver::create_room(Exchange& call) {
  const json::Value body = call.body;
  if (body["room_alias_name"].type() == json::Type::null) {
    return error_reply(500, "M_UNKNOWN", "Internal server error");
  }
  if (Reply problem = alias_problem(body["room_alias_name"])) return problem;
  const std::string& creator = call.user->id;
  for (json::Value user : body["invite"].elements()) {
    const std::string_view id = user.string();
    if (id.empty() || id[0] != '@' || id.find(':') == std::string_view::npos) {
      return error_reply(400, "M_INVALID_PARAM", "Invalid user_id");
    }
  }
  std::string_view preset = body["preset"].string();
  if (preset.empty()) {
    preset = body["visibility"].string() == "public" ? "public_chat" : "private_chat";
  }
  Room& room = new_room(creator);
  const auto put = [&](std::string_view type, std::string content, std::string_view key = {}) {
    Event event;
    event.type = type;
    event.sender = creator;
    event.state_key = std::string(key);
    event.content = std::move(content);
    append(room, std::move(event));
  };
  json::Writer create;
  create.begin_object().field("room_version", "12");
  for (auto [key, value] : body["creation_content"].members()) {
    if (key != "room_version" && key != "creator") create.key(key).raw(value.dump());
  }
  create.end_object();
  put("m.room.create", create.take());
  set_membership(room, creator, creator, "join");
  put("m.room.power_levels",
      power_levels(preset, body["invite"], body["power_level_content_override"]));
  put("m.room.join_rules", one_field("join_rule", preset == "public_chat" ? "public" : "invite"));
  put("m.room.history_visibility", one_field("history_visibility", "shared"));
  if (preset != "public_chat") {
    put("m.room.guest_access", one_field("guest_access", "can_join"));
  }
  for (json::Value state : body["initial_state"].elements()) {
    const json::Value content = state["content"];
    put(state["type"].string(), content.is_object() ? content.dump() : "{}",
        state["state_key"].string());
  }
  if (const std::string_view local = body["room_alias_name"].string(); !local.empty()) {
    add_alias(local, room.id());
    if (room.state("m.room.canonical_alias") == nullptr) {
      put("m.room.canonical_alias",
          one_field("alias", "#" + std::string(local) + ":" + options_.name));
    }
  }
  if (body["name"].is_string()) put("m.room.name", one_field("name", body["name"].string()));
  if (body["topic"].is_string()) put("m.room.topic", one_field("topic", body["topic"].string()));
  for (json::Value user : body["invite"].elements()) {
    const std::string id(user.string());
    if (find_user(id) == nullptr) sms_.provide_ghost(id);
    set_membership(room, creator, id, "invite", body["is_direct"].boolean());
  }
  return json_reply(200, one_field("room_id", room.id()));
}

Reply Homeserver::alias_problem(json::Value alias) const {
  const std::string_view local = alias.string();
  if (local.empty()) return std::nullopt;
  if (local.find_first_of(" \t\n") != std::string_view::npos) {
    return error_reply(400, "M_UNKNOWN", "Invalid characters in room alias");
  }
  if (local.find(':') != std::string_view::npos) {
    return error_reply(400, "M_UNKNOWN", "':' is not permitted in the room alias name.");
  }
  if (!aliases_.contains("#" + std::string(local) + ":" + options_.name)) return std::nullopt;
  return error_reply(400, "M_ROOM_IN_USE", "Room alias already taken");
}

bool Homeserver::add_alias(std::string_view local, const std::string& room) {
  return aliases_.emplace("#" + std::string(local) + ":" + options_.name, room).second;
}

Reply Homeserver::find_alias(Exchange& call) {
  const auto found = aliases_.find(std::string(call.arguments[0]));
  if (found == aliases_.end()) {
    return error_reply(404, "M_NOT_FOUND",
                       "Room alias " + std::string(call.arguments[0]) + " not found");
  }
  json::Writer writer;
  writer.begin_object().field("room_id", found->second).key("servers").begin_array();
  writer.string(options_.name).end_array().end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::join(Exchange& call) {
  std::string id(call.arguments[0]);
  if (id.empty() || (id[0] != '#' && id[0] != '!')) {
    return error_reply(400, "M_UNKNOWN", id + " was not legal room ID or room alias");
  }
  if (id[0] == '#') {
    const auto found = aliases_.find(id);
    if (found == aliases_.end()) {
      return error_reply(404, "M_NOT_FOUND", "Room alias " + id + " not found");
    }
    id = found->second;
  }
  Room* room = find_room(id);
  // As Synapse: where nobody is in, there is nobody to ask.
  bool anybody = false;
  if (room != nullptr) {
    for (const auto& [member, its] : room->members()) anybody = anybody || its.value == "join";
  }
  if (!anybody) {
    return error_reply(404, "M_UNKNOWN",
                       "Can't join remote room because no servers that are in the room have been "
                       "provided.");
  }
  const std::string& user = call.user->id;
  const std::string_view membership = room->membership(user);
  if (membership != "join") {
    if (membership == "ban") {
      return error_reply(403, "M_BAD_STATE", "Cannot join user who was banned");
    }
    if (membership != "invite" && room->join_rule() != "public") {
      return error_reply(403, "M_FORBIDDEN", "You are not invited to this room.");
    }
    set_membership(*room, user, user, "join");
  }
  return json_reply(200, one_field("room_id", room->id()));
}

Reply Homeserver::invite(Exchange& call) {
  const std::string user(call.body["user_id"].string());
  if (user.empty()) return error_reply(400, "M_MISSING_PARAM", "Missing params: ['user_id']");
  if (user[0] != '@') {
    return error_reply(400, "M_INVALID_PARAM", "Expected UserID string to start with '@'");
  }
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  if (room->is_joined(user)) {
    return error_reply(403, "M_FORBIDDEN", user + " is already in the room.");
  }
  if (room->membership(user) == "ban") {
    return error_reply(403, "M_BAD_STATE", "Cannot invite user who was banned");
  }
  if (!room->may(call.user->id, "invite", 0)) {
    return error_reply(403, "M_FORBIDDEN", "You don't have permission to invite users");
  }
  if (find_user(user) == nullptr) sms_.provide_ghost(user);
  if (room->membership(user) != "invite") set_membership(*room, call.user->id, user, "invite");
  return json_reply(200, "{}");
}

Reply Homeserver::leave(Exchange& call) {
  Room* room = find_room(call.arguments[0]);
  if (room == nullptr) return error_reply(404, "M_UNKNOWN", "Not a known room");
  const std::string_view membership = room->membership(call.user->id);
  if (membership.empty() || membership == "ban") {
    return error_reply(403, "M_FORBIDDEN", call.user->id + " not in room " + room->id() + ".");
  }
  if (membership != "leave") set_membership(*room, call.user->id, call.user->id, "leave");
  return json_reply(200, "{}");
}

Reply Homeserver::forget(Exchange& call) {
  const Room* room = find_room(call.arguments[0]);
  if (room != nullptr && room->is_joined(call.user->id)) {
    return error_reply(400, "M_UNKNOWN", "User is still in the room");
  }
  forget_room(call.user->id, std::string(call.arguments[0]));
  return json_reply(200, "{}");
}

Reply Homeserver::joined_rooms(Exchange& call) {
  json::Writer writer;
  writer.begin_object().key("joined_rooms").begin_array();
  for (const auto& [id, room] : rooms_) {
    if (room->is_joined(call.user->id)) writer.string(id);
  }
  writer.end_array().end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::members(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  json::Writer writer;
  if (call.request.path.back() == "joined_members") {
    writer.begin_object().key("joined").begin_object();
    for (const auto& [id, member] : room->members()) {
      if (member.value != "join") continue;
      const User* user = find_user(id);
      writer.key(id).begin_object();
      writer.field("display_name", user ? user->display_name : std::string()).end_object();
    }
    writer.end_object().end_object();
    return json_reply(200, writer.take());
  }
  const Reader reader{call.user->id, call.device->id, now_};
  const std::string_view left_out = call.request.parameter("not_membership");
  writer.begin_object().key("chunk").begin_array();
  for (const auto& [id, member] : room->members()) {
    if (!left_out.empty() && member.value == left_out) continue;
    if (const Event* event = room->state("m.room.member", id)) {
      write_event(writer, *room, *event, reader, true);
    }
  }
  writer.end_array().end_object();
  return json_reply(200, writer.take());
}

}  // namespace ix::sandbox
