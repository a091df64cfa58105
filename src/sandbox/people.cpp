// SPDX-License-Identifier: Apache-2.0
// The company, and what its people do without a client of their own.
#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

std::string text_content(std::string_view text) {
  json::Writer writer;
  writer.begin_object().field("msgtype", "m.text").field("body", text).end_object();
  return writer.take();
}

}  // namespace

std::string Homeserver::add_user(std::string_view local_name, std::string_view password,
                                 std::string_view display_name, bool accepts_invites) {
  auto user = std::make_unique<User>();
  user->id = user_id(local_name);
  user->password = password;
  user->display_name = display_name;
  user->accepts_invites = accepts_invites;
  std::string id = user->id;
  users_[id] = std::move(user);
  return id;
}

Homeserver::User& Homeserver::ensure_ghost(const std::string& id, std::string_view display_name) {
  auto& slot = users_[id];
  if (!slot) {
    slot = std::make_unique<User>();
    slot->id = id;
    slot->display_name = display_name;
    slot->is_ghost = true;
  }
  return *slot;
}

std::string Homeserver::add_channel(std::string_view name,
                                    const std::vector<std::string>& members) {
  if (members.empty()) return {};
  const std::string& creator = members.front();
  Room& room = new_room(creator);
  post_event(room.id(), creator, "m.room.create", R"({"room_version":"12"})", "");
  set_membership(room, creator, creator, "join");
  post_event(room.id(), creator, "m.room.power_levels",
             R"({"users":{},"users_default":0,"events_default":0,"state_default":50})", "");
  post_event(room.id(), creator, "m.room.join_rules", R"({"join_rule":"public"})", "");
  post_event(room.id(), creator, "m.room.history_visibility", R"({"history_visibility":"shared"})",
             "");
  json::Writer named;
  named.begin_object().field("name", name).end_object();
  post_event(room.id(), creator, "m.room.name", named.take(), "");
  for (const std::string& member : members) {
    if (member != creator) set_membership(room, member, member, "join");
  }
  return room.id();
}

std::string Homeserver::continue_room(const std::string& old_room, const std::string& by) {
  const Room* old = room(old_room);
  if (old == nullptr) return {};
  Room& heir = new_room(by);
  json::Writer create;
  create.begin_object().field("room_version", "12").key("predecessor").begin_object();
  create.field("room_id", old_room).end_object().end_object();
  post_event(heir.id(), by, "m.room.create", create.take(), "");
  set_membership(heir, by, by, "join");
  for (const char* type : {"m.room.power_levels", "m.room.join_rules", "m.room.history_visibility",
                           "m.room.name", "m.room.topic"}) {
    if (const Event* state = old->state(type)) post_event(heir.id(), by, type, state->content, "");
  }
  return heir.id();
}

void Homeserver::close_room(const std::string& old_room, const std::string& heir,
                            const std::string& by) {
  json::Writer content;
  content.begin_object().field("body", "This room has been replaced");
  content.field("replacement_room", heir).end_object();
  post_event(old_room, by, "m.room.tombstone", content.take(), "");
}

std::string Homeserver::add_direct(const std::string& from, const std::string& to) {
  Room& room = new_room(from);
  post_event(room.id(), from, "m.room.create", R"({"room_version":"12"})", "");
  set_membership(room, from, from, "join");
  json::Writer powers;
  powers.begin_object().key("users").begin_object().field(to, 100).end_object();
  powers.field("users_default", 0).field("events_default", 0).field("state_default", 50);
  powers.end_object();
  post_event(room.id(), from, "m.room.power_levels", powers.take(), "");
  post_event(room.id(), from, "m.room.join_rules", R"({"join_rule":"invite"})", "");
  post_event(room.id(), from, "m.room.history_visibility", R"({"history_visibility":"shared"})",
             "");
  if (sms_.number_of(from)) sms_.ghost_joined(room, from);
  set_membership(room, from, to, "invite", true);
  return room.id();
}

void Homeserver::note_direct(const std::string& user, const std::string& peer,
                             const std::string& room) {
  User* owner = find_user(user);
  if (owner == nullptr) return;
  Datum& datum = owner->account_data[{std::string(), "m.direct"}];
  auto before = json::Document::parse(datum.content);
  json::Writer content;
  content.begin_object();
  bool noted = false;
  const auto write = [&](std::string_view key, json::Value rooms) {
    content.key(key).begin_array();
    for (const json::Value known : rooms.elements()) content.string(known.string());
    if (key == peer) content.string(room);
    noted |= key == peer;
    content.end_array();
  };
  if (before.ok()) {
    for (auto [key, rooms] : before->root().members()) write(key, rooms);
  }
  if (!noted) write(peer, {});
  content.end_object();
  datum = {content.take(), advance()};
}

std::string Homeserver::direct_room(const std::string& one, const std::string& other) const {
  const Room* newest = nullptr;
  for (const auto& [id, room] : rooms_) {
    const auto present = [&](const std::string& user) {
      const std::string_view membership = room->membership(user);
      return membership == "join" || membership == "invite";
    };
    if (room->members().size() != 2 || !present(one) || !present(other)) continue;
    if (newest == nullptr || newest->events().front().position < room->events().front().position) {
      newest = room.get();
    }
  }
  return newest == nullptr ? std::string() : newest->id();
}

std::string Homeserver::post_event(const std::string& room, const std::string& sender,
                                   std::string_view type, std::string_view content,
                                   std::optional<std::string_view> state_key) {
  Room* target = find_room(room);
  if (target == nullptr) return {};
  Event event;
  event.type = type;
  event.sender = sender;
  if (state_key) event.state_key = std::string(*state_key);
  event.content = content;
  return append(*target, std::move(event)).id;
}

std::string Homeserver::post_message(const std::string& room, const std::string& sender,
                                     std::string_view text) {
  return post_event(room, sender, "m.room.message", text_content(text));
}

std::string Homeserver::post_edit(const std::string& room, const std::string& sender,
                                  const std::string& target, std::string_view text) {
  json::Writer content;
  content.begin_object().field("msgtype", "m.text").field("body", "* " + std::string(text));
  content.key("m.new_content").raw(text_content(text));
  content.key("m.relates_to").begin_object().field("rel_type", "m.replace");
  content.field("event_id", target).end_object().end_object();
  return post_event(room, sender, "m.room.message", content.take());
}

std::string Homeserver::post_reaction(const std::string& room, const std::string& sender,
                                      const std::string& target, std::string_view key) {
  json::Writer content;
  content.begin_object().key("m.relates_to").begin_object();
  content.field("rel_type", "m.annotation").field("event_id", target).field("key", key);
  content.end_object().end_object();
  return post_event(room, sender, "m.reaction", content.take());
}

std::string Homeserver::post_redaction(const std::string& room, const std::string& sender,
                                       const std::string& target) {
  Room* where = find_room(room);
  if (where == nullptr) return {};
  json::Writer content;
  content.begin_object().field("redacts", target).end_object();
  Event event;
  event.sender = sender;
  event.content = content.take();
  return apply_redaction(*where, std::move(event), target).id;
}

std::string Homeserver::post_call(const std::string& room, const std::string& sender,
                                  const ix::Call& call) {
  json::Writer content;
  content.begin_object().field("call_id", call.id);
  content.field("direction", call.direction == Direction::in ? "in" : "out");
  content.field("outcome", call_outcome_name(call.outcome));
  content.field("duration_ms", call.duration_ms).field("started_ms", call.started_ms);
  if (!call.number.empty()) content.field("number", call.number);
  content.end_object();
  return post_event(room, sender, "org.interactions.call", content.take());
}

std::string Homeserver::sms_room(std::string_view from_e164, const std::string& to) {
  const std::string ghost = sms_.ghost_of(from_e164);
  if (!sms_.provide_ghost(ghost)) return {};
  const Room* newest = nullptr;
  for (const auto& [id, room] : rooms_) {
    const std::string_view peer = room->membership(to);
    const bool shared = room->is_joined(ghost) && (peer == "join" || peer == "invite");
    if (shared && (newest == nullptr ||
                   newest->events().front().position < room->events().front().position)) {
      newest = room.get();
    }
  }
  return newest != nullptr ? newest->id() : add_direct(ghost, to);
}

std::string Homeserver::post_sms(std::string_view from_e164, const std::string& to,
                                 std::string_view text) {
  const std::string room = sms_room(from_e164, to);
  return room.empty() ? std::string() : post_message(room, sms_.ghost_of(from_e164), text);
}

void Homeserver::add_backlog(const std::string& room, Backlog backlog) {
  Room* target = find_room(room);
  if (target == nullptr) return;
  position_ += static_cast<StreamPosition>(backlog.count);
  target->add_backlog(std::move(backlog));
}

void Homeserver::name_ghost(std::string_view e164, std::string_view name) {
  ensure_ghost(sms_.ghost_of(e164), name).display_name = name;
}

void Homeserver::set_typing(const std::string& room, const std::string& user, bool is_typing) {
  Room* target = find_room(room);
  if (target == nullptr) return;
  const bool changed =
      is_typing ? target->typing.insert(user).second : target->typing.erase(user) != 0;
  if (changed) target->typing_changed = advance();
}

void Homeserver::forget_room(const std::string& user, const std::string& room) {
  if (User* const known = find_user(user)) known->forgotten.insert(room);
}

void Homeserver::mark_read(const std::string& room, const std::string& user,
                           const std::string& event) {
  if (Room* target = find_room(room)) put_receipt(*target, user, event, false);
}

void Homeserver::set_account_data(const std::string& user, const std::string& type,
                                  std::string content) {
  if (User* owner = find_user(user)) {
    owner->account_data[{std::string(), type}] = {std::move(content), advance()};
  }
}

}  // namespace ix::sandbox
