// SPDX-License-Identifier: Apache-2.0
// Events that are about other events.
#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

// What the content of an event says of another one.
struct Relation {
  std::string kind;
  std::string target;
  std::string key;
  bool operator==(const Relation&) const = default;
};

Relation relation_of(json::Value content) {
  const json::Value relates = content["m.relates_to"];
  return {std::string(relates["rel_type"].string()), std::string(relates["event_id"].string()),
          std::string(relates["key"].string())};
}

// Parsed only where the text can be one.
Relation relation_of(const Event& event, std::string_view target) {
  if (event.content.find(target) == std::string::npos) return {};
  const auto content = json::Document::parse(event.content);
  return content.ok() ? relation_of(content->root()) : Relation();
}

}  // namespace

Reply Homeserver::relation_problem(const Room& room, const Exchange& call,
                                   std::string_view type) const {
  const Relation relation = relation_of(call.body);
  if (relation.kind.empty()) return std::nullopt;
  const Event* target = room.find(relation.target);
  if (target == nullptr) {
    return error_reply(400, "M_UNKNOWN", "Can't send relation to unknown event");
  }
  if (relation.kind != "m.annotation") return std::nullopt;
  const auto& events = room.events();
  for (size_t i = events.count_up_to(target->position); i < events.size(); ++i) {
    const Event& event = events[i];
    if (event.type == type && event.sender == call.user->id &&
        relation_of(event, relation.target) == relation) {
      return error_reply(400, "M_DUPLICATE_ANNOTATION", "Can't send same reaction twice");
    }
  }
  return std::nullopt;
}

// Newest first, and all at once.
Reply Homeserver::relations(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const std::string_view target = call.arguments[1];
  const Event* parent = room->find(target);
  if (parent == nullptr) return error_reply(404, "M_NOT_FOUND", "Unknown parent event.");
  const auto& events = room->events();
  const size_t first = events.count_up_to(parent->position);
  const Reader reader{call.user->id, call.device->id, now_};
  json::Writer writer;
  writer.begin_object().key("chunk").begin_array();
  for (size_t i = events.size(); i > first; --i) {
    const Event& event = events[i - 1];
    const Relation relation = relation_of(event, target);
    if (relation.target != target || relation.kind != call.arguments[2] ||
        event.type != call.arguments[3]) {
      continue;
    }
    write_event(writer, *room, event, reader, true);
  }
  writer.end_array().end_object();
  return json_reply(200, writer.take());
}

}  // namespace ix::sandbox
