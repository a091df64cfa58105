// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sms_bridge.h"

#include "base/json_reader.h"
#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

constexpr std::string_view kGhostPrefix = "@sms_";

// What a gateway's own, simpler reading of a text makes of it.
std::optional<bool> opts_out(std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '.' || c == '!') continue;
    word += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  for (const char* out :
       {"STOP", "ARRET", "ARR\u00CAT", "ARR\u00EAT", "END", "QUIT", "CANCEL", "UNSUBSCRIBE"}) {
    if (word == out) return true;
  }
  if (word == "START" || word == "UNSTOP") return false;
  return std::nullopt;
}

}  // namespace

void SmsBridge::set_behaviour(std::string_view e164, CarrierBehaviour behaviour) {
  const std::string number(e164);
  opted_out_.erase(number);
  behaviours_[number] = behaviour;
}

CarrierBehaviour SmsBridge::behaviour_of(std::string_view e164) const {
  const auto known = behaviours_.find(e164);
  const CarrierBehaviour set = known == behaviours_.end() ? default_ : known->second;
  const auto said = opted_out_.find(e164);
  if (said == opted_out_.end()) return set;
  return said->second ? CarrierBehaviour::opted_out : CarrierBehaviour::honours_stop;
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

void SmsBridge::hear(std::string_view e164, const Event& text) {
  const CarrierBehaviour now = behaviour_of(e164);
  if (now != CarrierBehaviour::honours_stop && now != CarrierBehaviour::opted_out) return;
  auto document = json::Document::parse(text.content);
  if (!document.ok()) return;
  if (const auto out = opts_out(document->root()["body"].string())) {
    opted_out_[std::string(e164)] = *out;
  }
}

std::string SmsBridge::report_consent(const std::string& room, std::string_view e164,
                                      bool opted_out) {
  json::Writer content;
  content.begin_object().field("state", opted_out ? "opted_out" : "opted_in").end_object();
  return server_.post_event(room, ghost_of(e164), "org.interactions.consent", content.take());
}

void SmsBridge::observe(Room& room, const Event& event) {
  if (event.type != "m.room.message") return;
  if (const auto sender = number_of(event.sender)) return hear(*sender, event);
  if (event.content.find("\"m.replace\"") != std::string::npos) return;
  for (const auto& [user, member] : room.members()) {
    const auto number = member.value == "join" ? number_of(user) : std::nullopt;
    if (!number) continue;
    ++texts_carried_;
    const CarrierBehaviour behaviour = behaviour_of(*number);
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
    case CarrierBehaviour::opted_out:
      // As Twilio has it.
      content.field("status", "FAIL_PERMANENT").field("reason", "org.interactions.opted_out");
      content.field("error", "21610").field("message", "Attempt to send to unsubscribed recipient");
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
