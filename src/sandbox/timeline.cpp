// SPDX-License-Identifier: Apache-2.0
// Sending into rooms and reading them backwards.
#include <algorithm>
#include <charconv>

#include "sandbox/homeserver.h"
#include "sandbox/sync_filter.h"

namespace ix::sandbox {
namespace {

std::string event_reply(std::string_view event_id) {
  json::Writer writer;
  writer.begin_object().field("event_id", event_id).end_object();
  return writer.take();
}

// "s12" and "t12" both mean the place just after position 12.
std::optional<StreamPosition> position_of(std::string_view token) {
  if (token.size() < 2 || (token[0] != 's' && token[0] != 't')) return std::nullopt;
  StreamPosition position = 0;
  const char* end = token.data() + token.size();
  const auto [stop, code] = std::from_chars(token.data() + 1, end, position);
  if (code != std::errc() || stop != end || position < 0) return std::nullopt;
  return position;
}

}  // namespace

Reply Homeserver::message_limit(User& user) {
  if (options_.messages_per_second <= 0) return std::nullopt;
  const Millis each = 1'000 / options_.messages_per_second;
  const Millis used_until = std::max(user.messages_until, now_) + each;
  const Millis wait = used_until - now_ - 2 * options_.messages_per_second * each;
  if (wait <= 0) {
    user.messages_until = used_until;
    return std::nullopt;
  }
  json::Writer writer;
  writer.begin_object().field("errcode", "M_LIMIT_EXCEEDED").field("error", "Too Many Requests");
  writer.field("retry_after_ms", wait).end_object();
  transport::HttpResponse response = json_reply(429, writer.take());
  response.headers.emplace_back("retry-after", std::to_string((wait + 999) / 1'000));
  return response;
}

Reply Homeserver::send(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const std::string type(call.arguments[1]);
  const std::string transaction(call.arguments[2]);
  const std::string slot = room->id() + "|" + type + "|" + transaction;
  if (const auto sent = call.device->sent.find(slot); sent != call.device->sent.end()) {
    return json_reply(200, event_reply(sent->second));
  }
  if (!room->may_send(call.user->id, type, false)) {
    return error_reply(403, "M_FORBIDDEN", "You don't have permission to post that to the room.");
  }
  if (call.request.body.size() > options_.max_event_bytes) {
    return error_reply(413, "M_TOO_LARGE", "event too large");
  }
  if (type == "m.room.message") {
    for (const char* key : {"body", "msgtype"}) {
      const json::Value value = call.body[key];
      if (value.is_string()) continue;
      const std::string what = value.exists() ? "' not a string type" : "' not in content";
      return error_reply(400, "M_UNKNOWN", "'" + std::string(key) + what);
    }
  }
  if (Reply limited = message_limit(*call.user)) return limited;
  if (Reply refused = relation_problem(*room, call, type)) return refused;
  Event event;
  event.type = type;
  event.sender = call.user->id;
  event.content = call.body.is_object() ? call.body.dump() : "{}";
  event.device_id = call.device->id;
  event.transaction_id = transaction;
  const std::string id = append(*room, std::move(event)).id;
  call.device->sent[slot] = id;
  return json_reply(200, event_reply(id));
}

const Event& Homeserver::apply_redaction(Room& room, Event redaction, const std::string& target) {
  redaction.type = "m.room.redaction";
  const Event& added = append(room, std::move(redaction));
  if (Event* redacted = room.find(target)) {
    redacted->content = "{}";
    redacted->redacted_by = added.id;
  }
  return room.events().back();
}

Reply Homeserver::redact(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const std::string target(call.arguments[1]);
  const std::string slot = room->id() + "|redact|" + std::string(call.arguments[2]);
  if (const auto sent = call.device->sent.find(slot); sent != call.device->sent.end()) {
    return json_reply(200, event_reply(sent->second));
  }
  const Event* redacted = room->find(target);
  if (redacted == nullptr) return error_reply(404, "M_NOT_FOUND", "Could not find event");
  if (redacted->sender != call.user->id && !room->may(call.user->id, "redact", 50)) {
    return error_reply(403, "M_FORBIDDEN", "You don't have permission to redact events");
  }
  json::Writer content;
  content.begin_object();
  for (auto [key, value] : call.body.members()) {
    if (key != "redacts") content.key(key).raw(value.dump());
  }
  content.field("redacts", target).end_object();
  Event event;
  event.sender = call.user->id;
  event.content = content.take();
  event.device_id = call.device->id;
  event.transaction_id = call.arguments[2];
  const std::string id = apply_redaction(*room, std::move(event), target).id;
  call.device->sent[slot] = id;
  return json_reply(200, event_reply(id));
}

Reply Homeserver::put_state(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const std::string type(call.arguments[1]);
  const std::string key(call.arguments.size() > 2 ? call.arguments[2] : std::string_view());
  if (!room->may_send(call.user->id, type, true)) {
    return error_reply(403, "M_FORBIDDEN", "You don't have permission to post that to the room.");
  }
  std::string content = call.body.is_object() ? call.body.dump() : "{}";
  const Event* current = room->state(type, key);
  if (current != nullptr && current->content == content && current->sender == call.user->id) {
    return json_reply(200, event_reply(current->id));
  }
  Event event;
  event.type = type;
  event.sender = call.user->id;
  event.state_key = key;
  event.content = std::move(content);
  return json_reply(200, event_reply(append(*room, std::move(event)).id));
}

Reply Homeserver::get_state(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  if (call.arguments.size() == 1) {
    const Reader reader{call.user->id, call.device->id, now_};
    json::Writer writer;
    writer.begin_array();
    for (const size_t index : room->state_indices()) {
      const Event& event = room->events()[index];
      if (room->state(event.type, *event.state_key) == &event) {
        write_event(writer, *room, event, reader, true);
      }
    }
    writer.end_array();
    return json_reply(200, writer.take());
  }
  const Event* state = room->state(
      call.arguments[1], call.arguments.size() > 2 ? call.arguments[2] : std::string_view());
  if (state == nullptr) return error_reply(404, "M_NOT_FOUND", "Event not found.");
  if (call.request.parameter("format") != "event") return json_reply(200, state->content);
  json::Writer writer;
  write_event(writer, *room, *state, Reader{call.user->id, call.device->id, now_}, true);
  return json_reply(200, writer.take());
}

Reply Homeserver::messages(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const bool backwards = call.request.parameter("dir", "b") != "f";
  const std::string_view from = call.request.parameter("from");
  StreamPosition start = backwards ? position_ : 0;
  if (!from.empty()) {
    const auto parsed = position_of(from);
    if (!parsed || *parsed > position_) {
      return error_reply(400, "M_UNKNOWN", "Invalid stream token");
    }
    start = *parsed;
  }
  StreamPosition stop = backwards ? 0 : position_;
  if (const auto to = position_of(call.request.parameter("to"))) stop = *to;
  const auto filter = SyncFilter::parse(call.request.parameter("filter"));
  const std::string limit_text(call.request.parameter("limit", "10"));
  const size_t limit = static_cast<size_t>(std::clamp(std::atoi(limit_text.c_str()), 1, 1000));

  std::vector<const Event*> chunk;
  const auto take = [&](const Event& event) {
    if (filter.messages.allows(event.type)) chunk.push_back(&event);
    return chunk.size() < limit;
  };
  const auto& events = room->events();
  if (backwards) {
    for (size_t i = events.count_up_to(start); i > 0; --i) {
      if (events.position_at(i - 1) <= stop || !take(events[i - 1])) break;
    }
  } else {
    for (size_t i = events.count_up_to(start); i < events.size(); ++i) {
      if (events.position_at(i) > stop || !take(events[i])) break;
    }
  }
  const Reader reader{call.user->id, call.device->id, now_};
  json::Writer writer;
  writer.begin_object();
  writer.field("start", from.empty() ? "t" + std::to_string(start) : std::string(from));
  writer.key("chunk").begin_array();
  for (const Event* event : chunk) write_event(writer, *room, *event, reader, true);
  writer.end_array();
  // As Synapse: the last page is empty and has no end; a page with events always has one.
  if (!chunk.empty()) {
    const StreamPosition end = chunk.back()->position - (backwards ? 1 : 0);
    writer.field("end", "t" + std::to_string(end));
  }
  writer.end_object();
  return json_reply(200, writer.take());
}

// Without the state and the filter, which no caller of ours looks at.
Reply Homeserver::context(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const Event* event = room->find(call.arguments[1]);
  if (event == nullptr) return error_reply(404, "M_NOT_FOUND", "Event not found.");
  const auto& events = room->events();
  const size_t at = events.count_up_to(event->position);  // of the event, and those before it
  const std::string limit_text(call.request.parameter("limit", "10"));
  const size_t limit = static_cast<size_t>(std::clamp(std::atoi(limit_text.c_str()), 0, 1000));
  const size_t before = std::min(limit / 2, at - 1);
  const size_t after = std::min(limit - limit / 2, events.size() - at);
  const Reader reader{call.user->id, call.device->id, now_};
  json::Writer writer;
  writer.begin_object();
  const auto put_all = [&](const char* name, size_t count, auto index) {
    writer.key(name).begin_array();
    for (size_t i = 0; i < count; ++i) write_event(writer, *room, events[index(i)], reader, true);
    writer.end_array();
  };
  put_all("events_before", before, [at](size_t i) { return at - 2 - i; });
  writer.key("event");
  write_event(writer, *room, *event, reader, true);
  put_all("events_after", after, [at](size_t i) { return at + i; });
  const auto token_at = [&](size_t index) {
    return "t" + std::to_string(events.position_at(index));
  };
  const StreamPosition start = events.position_at(at - 1 - before) - 1;
  writer.field("start", "t" + std::to_string(start)).field("end", token_at(at - 1 + after));
  writer.end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::get_event(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const Event* event = room->find(call.arguments[1]);
  if (event == nullptr) return error_reply(404, "M_NOT_FOUND", "Event not found.");
  json::Writer writer;
  write_event(writer, *room, *event, {call.user->id, call.device->id, now_}, true);
  return json_reply(200, writer.take());
}

bool Homeserver::put_receipt(Room& room, const std::string& user, const std::string& event,
                             bool is_private) {
  const Event* target = room.find(event);
  if (target == nullptr) return false;
  Receipt& receipt = room.receipts[user];
  const Event* before = receipt.event_id.empty() ? nullptr : room.find(receipt.event_id);
  // A receipt that moves backwards is ignored.
  if (before != nullptr && before->position >= target->position) return true;
  receipt = {event, is_private, now_, advance()};
  return true;
}

Reply Homeserver::read_markers(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  if (const json::Value full = call.body["m.fully_read"]; full.is_string()) {
    json::Writer content;
    content.begin_object().field("event_id", full.string()).end_object();
    auto& stored = call.user->account_data[{room->id(), "m.fully_read"}];
    // As Synapse: a marker never moves backwards.
    auto before = json::Document::parse(stored.content.empty() ? "{}" : stored.content);
    const std::string_view id = before.ok() ? before->root()["event_id"].string() : "";
    const Event* old = id.empty() ? nullptr : room->find(id);
    const Event* target = room->find(full.string());
    if (!old || (target && target->position > old->position)) stored = {content.take(), advance()};
  }
  for (const char* type : {"m.read", "m.read.private"}) {
    const json::Value read = call.body[type];
    if (read.is_string()) {
      put_receipt(*room, call.user->id, std::string(read.string()),
                  type == std::string_view("m.read.private"));
    }
  }
  return json_reply(200, "{}");
}

Reply Homeserver::receipt(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  const std::string_view type = call.arguments[1];
  if (type != "m.read" && type != "m.read.private") {
    return error_reply(400, "M_INVALID_PARAM", "Receipt type must be m.read or m.read.private");
  }
  put_receipt(*room, call.user->id, std::string(call.arguments[2]), type == "m.read.private");
  return json_reply(200, "{}");
}

Reply Homeserver::typing(Exchange& call) {
  Reply problem;
  Room* room = joined_room(call, problem);
  if (room == nullptr) return problem;
  if (call.arguments[1] != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Cannot set typing state for other users");
  }
  set_typing(room->id(), call.user->id, call.body["typing"].boolean());
  if (room->typing.count(call.user->id) != 0) {
    // As Synapse: without a word from its client the state ends by itself.
    const Millis timeout = std::clamp<Millis>(call.body["timeout"].integer_or(30'000), 0, 120'000);
    later(now_ + timeout,
          [this, id = room->id(), user = call.user->id] { set_typing(id, user, false); });
  }
  return json_reply(200, "{}");
}

}  // namespace ix::sandbox
