// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sms_bridge.h"

#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

constexpr std::string_view kGhostPrefix = "@sms_";

}  // namespace

void SmsBridge::set_behaviour(std::string_view e164, CarrierBehaviour behaviour) {
  behaviours_[std::string(e164)] = behaviour;
}

void SmsBridge::set_unreachable(std::string_view e164) {
  unreachable_[std::string(e164)] = true;
}

void SmsBridge::set_reachable(std::string_view e164) {
  unreachable_.erase(std::string(e164));
}

bool SmsBridge::knows(std::string_view e164) const {
  if (e164.size() < 8 || e164.size() > 16 || e164[0] != '+') return false;
  for (const char c : e164.substr(1)) {
    if (c < '0' || c > '9') return false;
  }
  return unreachable_.find(e164) == unreachable_.end();
}

std::string SmsBridge::bot() const {
  return server_.user_id("smsbot");
}

std::string SmsBridge::ghost_of(std::string_view e164) const {
  return server_.user_id("sms_" + std::string(e164.substr(1)));
}

std::optional<std::string> SmsBridge::number_of(std::string_view user_id) const {
  if (!user_id.starts_with(kGhostPrefix)) return std::nullopt;
  const size_t colon = user_id.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return "+" + std::string(user_id.substr(kGhostPrefix.size(), colon - kGhostPrefix.size()));
}

bool SmsBridge::provide_ghost(const std::string& user_id) {
  const auto number = number_of(user_id);
  if (!number || !knows(*number)) return false;
  server_.ensure_ghost(user_id, *number);
  return true;
}

void SmsBridge::ghost_joined(Room& room, const std::string& ghost) {
  const auto number = number_of(ghost);
  if (!number) return;
  // Bridge information as MSC2346 shapes it: the unstable type first, as bridges write both.
  for (const char* type : {"uk.half-shot.bridge", "m.bridge"}) {
    if (room.state(type, "sms." + number->substr(1)) != nullptr) continue;
    json::Writer content;
    content.begin_object();
    content.field("bridgebot", bot());
    content.field("creator", bot());
    content.key("protocol").begin_object().field("id", "sms").field("displayname", "SMS");
    content.end_object();
    content.key("network").begin_object().field("id", own_number_);
    content.field("displayname", own_number_).end_object();
    content.key("channel").begin_object().field("id", *number).field("displayname", *number);
    content.end_object();
    content.end_object();
    Event state;
    state.type = type;
    state.sender = ghost;
    state.state_key = "sms." + number->substr(1);
    state.content = content.take();
    server_.append(room, std::move(state));
  }
}

void SmsBridge::observe(Room& room, const Event& event) {
  if (event.type != "m.room.message" || number_of(event.sender)) return;
  if (event.content.find("\"m.replace\"") != std::string::npos) return;
  for (const auto& [user, member] : room.members()) {
    const auto number = member.value == "join" ? number_of(user) : std::nullopt;
    if (!number) continue;
    ++texts_carried_;
    const auto known = behaviours_.find(*number);
    const CarrierBehaviour behaviour = known == behaviours_.end() ? default_ : known->second;
    if (behaviour == CarrierBehaviour::silent) continue;
    server_.later(server_.now() + report_delay_ms_,
                  [this, id = room.id(), ghost = user, event_id = event.id, behaviour] {
                    report(id, ghost, event_id, behaviour);
                  });
  }
}

void SmsBridge::report(const std::string& room, const std::string& ghost, const std::string& event,
                       CarrierBehaviour behaviour) {
  json::Writer content;
  content.begin_object();
  content.key("m.relates_to").begin_object().field("rel_type", "m.reference");
  content.field("event_id", event).end_object();
  content.field("network", "sms");
  switch (behaviour) {
    case CarrierBehaviour::refuses:
      content.field("status", "FAIL_PERMANENT").field("reason", "com.beeper.unsupported_event");
      content.field("message", "the carrier refused the message");
      break;
    case CarrierBehaviour::fails_for_now:
      content.field("status", "FAIL_RETRIABLE").field("reason", "m.event_not_handled");
      content.field("message", "the carrier did not answer");
      break;
    default:
      content.field("status", "SUCCESS");
      content.key("delivered_to_users").begin_array().string(ghost).end_array();
  }
  content.end_object();
  server_.post_event(room, ghost, "com.beeper.message_send_status", content.take());
}

}  // namespace ix::sandbox
