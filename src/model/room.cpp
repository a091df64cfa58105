// SPDX-License-Identifier: Apache-2.0
#include "model/room.h"

#include <algorithm>

#include "base/json_reader.h"
#include "base/json_writer.h"

namespace ix {

std::string NewRoom::to_json() const {
  json::Writer out;
  out.begin_object().field("kind", static_cast<int64_t>(kind));
  if (!name.empty()) out.field("name", name);
  if (!topic.empty()) out.field("topic", topic);
  if (!alias.empty()) out.field("alias", alias);
  out.key("people").begin_array();
  for (const std::string& user : people) out.string(user);
  out.end_array().end_object();
  return out.take();
}

Result<NewRoom> NewRoom::from_json(std::string_view json) {
  IX_TRY(const auto document, json::Document::parse(std::string(json)));
  const json::Value root = document.root();
  NewRoom room;
  const auto kind = static_cast<RouteKind>(root["kind"].integer_or(-1));
  if (kind != RouteKind::channel && kind != RouteKind::group) {
    return Error(ErrorCode::INTERNAL, "what was to be made is neither channel nor group");
  }
  room.kind = kind;
  room.name = root["name"].string();
  room.topic = root["topic"].string();
  room.alias = root["alias"].string();
  for (const json::Value user : root["people"].elements()) {
    room.people.emplace_back(user.string());
  }
  return room;
}

std::string people_key(std::vector<std::string> people) {
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::string key;
  for (const std::string& user : people) key += (key.empty() ? "" : " ") + user;
  return key;
}

const char* member_state_name(MemberState state) {
  switch (state) {
    case MemberState::joined:
      return "joined";
    case MemberState::invited:
      return "invited";
    case MemberState::asked:
      return "asked";
  }
  return "unknown";
}

const char* member_role_name(MemberRole role) {
  switch (role) {
    case MemberRole::member:
      return "member";
    case MemberRole::moderator:
      return "moderator";
    case MemberRole::admin:
      return "admin";
  }
  return "unknown";
}

}  // namespace ix
