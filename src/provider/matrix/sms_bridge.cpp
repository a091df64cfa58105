// SPDX-License-Identifier: Apache-2.0
#include "provider/matrix/sms_bridge.h"

#include <algorithm>

#include "base/json_writer.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr size_t kMaxBots = 16;
constexpr std::string_view kPlace = "{phone}";

void add_bot(SmsBridge& bridge, std::string_view user_id) {
  if (!is_user_id(user_id) || bridge.is_bot(user_id) || bridge.bots.size() >= kMaxBots) return;
  bridge.bots.emplace_back(user_id);
}

bool takes_phone(json::Value protocol) {
  for (const json::Value field : protocol["user_fields"].elements()) {
    if (field.string() == "phone") return true;
  }
  return false;
}

}  // namespace

std::string SmsBridge::number_of(std::string_view user_id) const {
  if (user_id.size() > kMaxId || !user_id.starts_with(prefix) || !user_id.ends_with(suffix) ||
      user_id.size() <= prefix.size() + suffix.size()) {
    return {};
  }
  std::string number = "+";
  number += user_id.substr(prefix.size(), user_id.size() - prefix.size() - suffix.size());
  return is_e164(number) ? number : std::string();
}

bool SmsBridge::is_bot(std::string_view user_id) const {
  return std::find(bots.begin(), bots.end(), user_id) != bots.end();
}

std::string SmsBridge::ghost_of(std::string_view e164) const {
  return prefix + std::string(e164.substr(1)) + suffix;
}

void SmsBridge::learn(std::string_view e164, std::string_view user_id) {
  if (!is_e164(e164) || !is_user_id(user_id)) return;
  const std::string_view digits = e164.substr(1);
  const size_t at = user_id.find(digits);
  // A prefix that is only "@" would take every user with a numeric name for a ghost.
  if (at == std::string_view::npos || at < 2 || at + digits.size() > user_id.find(':')) return;
  prefix = std::string(user_id.substr(0, at));
  suffix = std::string(user_id.substr(at + digits.size()));
}

std::string SmsBridge::to_json() const {
  json::Writer out;
  out.begin_object().field("protocol", protocol).field("prefix", prefix).field("suffix", suffix);
  out.key("bots").begin_array();
  for (const std::string& bot : bots) out.string(bot);
  out.end_array().end_object();
  return out.take();
}

SmsBridge default_bridge(std::string_view ghost_prefix, std::string_view server) {
  SmsBridge bridge;
  bridge.prefix = "@" + std::string(ghost_prefix);
  bridge.suffix = ":" + std::string(server);
  return bridge;
}

SmsBridge bridge_from_json(std::string_view json, SmsBridge fallback) {
  auto document = json::Document::parse(std::string(json));
  if (!document.ok() || !document->root().is_object()) return fallback;
  const json::Value root = document->root();
  fallback.protocol = std::string(root["protocol"].string());
  const std::string_view prefix = root["prefix"].string();
  const std::string_view suffix = root["suffix"].string();
  if (prefix.size() >= 2 && suffix.size() >= 2) {
    fallback.prefix = std::string(prefix);
    fallback.suffix = std::string(suffix);
  }
  for (const json::Value bot : root["bots"].elements()) add_bot(fallback, bot.string());
  return fallback;
}

bool is_protocols(json::Value root) {
  if (!root.is_object()) return false;
  for (auto [key, protocol] : root.members()) {
    if (!protocol.is_object()) return false;
  }
  return true;
}

SmsBridge bridge_from_protocols(json::Value protocols, SmsBridge fallback) {
  std::string_view name;
  json::Value found;
  for (auto [key, protocol] : protocols.members()) {
    if (key.empty() || key.size() > kMaxId || !takes_phone(protocol)) continue;
    if (found.exists() && key > name) continue;
    name = key;
    found = protocol;
  }
  fallback.protocol = std::string(name);
  for (const json::Value instance : found["instances"].elements()) {
    add_bot(fallback, instance["bot_user_id"].string());
    const std::string_view ghosts = instance["org.interactions.ghosts"].string();
    const size_t place = ghosts.find(kPlace);
    if (place == std::string_view::npos || place < 2 || !is_user_id(ghosts)) continue;
    fallback.prefix = std::string(ghosts.substr(0, place));
    fallback.suffix = std::string(ghosts.substr(place + kPlace.size()));
  }
  return fallback;
}

}  // namespace ix::provider::matrix
