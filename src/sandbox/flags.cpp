// SPDX-License-Identifier: Apache-2.0
// Tags of rooms and push rules: the part that says what is pinned and what is mute.
#include <algorithm>

#include "sandbox/homeserver.h"

namespace ix::sandbox {

Reply Homeserver::get_tags(Exchange& call) {
  if (call.arguments[0] != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Cannot get tags for other users.");
  }
  const auto found = call.user->account_data.find({std::string(call.arguments[1]), "m.tag"});
  const bool none = found == call.user->account_data.end();
  return json_reply(200, none ? R"({"tags":{}})" : found->second.content);
}

Reply Homeserver::change_tag(Exchange& call) {
  if (call.arguments[0] != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Cannot add tags for other users.");
  }
  const bool adds = call.request.method == "PUT";
  const std::string_view tag = call.arguments[2];
  auto& stored = call.user->account_data[{std::string(call.arguments[1]), "m.tag"}];
  auto before = json::Document::parse(stored.content.empty() ? "{}" : stored.content);
  json::Writer content;
  content.begin_object().key("tags").begin_object();
  if (before.ok()) {
    for (auto [name, value] : before->root()["tags"].members()) {
      if (name != tag) content.key(name).raw(value.dump());
    }
  }
  if (adds) content.key(tag).raw(call.body.is_object() ? call.body.dump() : "{}");
  content.end_object().end_object();
  stored = {content.take(), advance()};
  return json_reply(200, "{}");
}

Reply Homeserver::put_push_rule(Exchange& call) {
  const std::string id(call.arguments[0]);
  // As Synapse: without an absolute place the newest rule stands first.
  if (!call.body["actions"].is_array()) {
    return error_reply(400, "M_MISSING_PARAM", "No actions found");
  }
  if (id.starts_with('.')) {
    return error_reply(400, "M_INVALID_PARAM", "cannot add new rule_ids that start with '.'");
  }
  auto& rules = call.user->push_rules;
  std::erase_if(rules, [&id](const auto& rule) { return rule.first == id; });
  rules.emplace(rules.begin(), id, call.body.dump());
  write_push_rules(*call.user);
  return json_reply(200, "{}");
}

Reply Homeserver::delete_push_rule(Exchange& call) {
  const std::string id(call.arguments[0]);
  const auto gone =
      std::erase_if(call.user->push_rules, [&id](const auto& rule) { return rule.first == id; });
  if (gone == 0) return error_reply(404, "M_NOT_FOUND", "Push rule not found.");
  write_push_rules(*call.user);
  return json_reply(200, "{}");
}

void Homeserver::write_push_rules(User& user) {
  json::Writer content;
  content.begin_object().key("global").begin_object().key("override").begin_array();
  for (const auto& [id, text] : user.push_rules) {
    auto rule = json::Document::parse(text);
    if (!rule.ok()) continue;
    content.begin_object().field("rule_id", id).field("default", false).field("enabled", true);
    for (const char* part : {"conditions", "actions"}) {
      const json::Value value = rule->root()[part];
      content.key(part).raw(value.is_array() ? value.dump() : "[]");
    }
    content.end_object();
  }
  content.end_array().end_object().end_object();
  user.account_data[{std::string(), "m.push_rules"}] = {content.take(), advance()};
}

}  // namespace ix::sandbox
