// SPDX-License-Identifier: Apache-2.0
// Flags and read markers, in both directions.
#include "provider/matrix/flags.h"

#include "base/json_writer.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

// The room that a rule is about, and nothing but that room; empty: another kind of rule.
std::string_view room_of(json::Value rule) {
  const json::Value conditions = rule["conditions"];
  if (!conditions.is_array() || conditions.size() != 1) return {};
  for (const json::Value condition : conditions.elements()) {
    const bool by_room =
        condition["kind"].string() == "event_match" && condition["key"].string() == "room_id";
    if (by_room && is_room_id(condition["pattern"].string())) return condition["pattern"].string();
  }
  return {};
}

bool is_silent(json::Value rule) {
  if (!rule["actions"].is_array() || !rule["enabled"].boolean(true)) return false;
  for (const json::Value action : rule["actions"].elements()) {
    if (!action.is_string()) continue;
    if (action.string() == "notify" || action.string() == "coalesce") return false;
  }
  return true;
}

std::string mute_rule(std::string_view room) {
  json::Writer out;
  out.begin_object().key("conditions").begin_array().begin_object();
  out.field("kind", "event_match").field("key", "room_id").field("pattern", room);
  out.end_object().end_array();
  out.key("actions").begin_array().end_array();
  out.end_object();
  return out.take();
}

}  // namespace

MutedRooms muted_in(json::Value push_rules) {
  MutedRooms rooms;
  for (const json::Value rule : push_rules["global"]["override"].elements()) {
    const std::string_view room = room_of(rule);
    if (!room.empty() && is_silent(rule)) rooms.emplace(room);
  }
  return rooms;
}

std::string muted_to_json(const MutedRooms& rooms) {
  json::Writer out;
  out.begin_array();
  for (const std::string& room : rooms) out.string(room);
  out.end_array();
  return out.take();
}

MutedRooms muted_from_json(std::string_view json) {
  MutedRooms rooms;
  auto document = json::Document::parse(std::string(json));
  if (!document.ok()) return rooms;
  for (const json::Value room : document->root().elements()) rooms.emplace(room.string());
  return rooms;
}

FlagChanges flags_in(json::Value room_account_data, bool all_there) {
  FlagChanges flags;
  if (all_there) flags.pinned = flags.archived = flags.marked_unread = false;
  bool stable = false;
  for (const json::Value event : room_account_data["events"].elements()) {
    const std::string_view type = event["type"].string();
    const json::Value content = event["content"];
    if (!content.is_object()) continue;
    if (type == "m.tag") {
      flags.pinned = content["tags"][kPinnedTag].is_object();
      flags.archived = content["tags"][kArchivedTag].is_object();
    } else if (type == kMarkedUnread) {
      stable = true;
      flags.marked_unread = content["unread"].boolean();
    } else if (type == kMarkedUnreadUnstable && !stable) {
      flags.marked_unread = content["unread"].boolean();
    }
  }
  return flags;
}

CallId MatrixProvider::mark_read(std::string remote_id, std::string item, Done<void> done) {
  const CallId call = begin();
  json::Writer body;
  body.begin_object().field("m.fully_read", item);
  body.field(config_.private_read_receipts ? "m.read.private" : "m.read", item).end_object();
  ask(call,
      request("POST", "/_matrix/client/v3/rooms/" + escaped(remote_id) + "/read_markers", "read",
              body.take()),
      Asked::anything, [this, call, done](Result<json::Document> reply) {
        finish<void>(call, done, reply.ok() ? Status() : Status(reply.error()));
      });
  return call;
}

CallId MatrixProvider::set_flag(std::string remote_id, RouteFlag flag, bool on, Done<void> done) {
  const CallId call = begin();
  const std::string room = escaped(remote_id);
  const std::string mine =
      "/_matrix/client/v3/user/" + escaped(session_.user_id) + "/rooms/" + room;
  const char* method = on ? "PUT" : "DELETE";
  std::string path;
  std::string body = "{}";
  switch (flag) {
    case RouteFlag::muted:
      path = "/_matrix/client/v3/pushrules/global/override/" + room;
      body = mute_rule(remote_id);
      break;
    case RouteFlag::pinned:
      path = mine + "/tags/" + escaped(kPinnedTag);
      break;
    case RouteFlag::archived:
      path = mine + "/tags/" + escaped(kArchivedTag);
      break;
    case RouteFlag::marked_unread:
      method = "PUT";
      path = mine + "/account_data/" + kMarkedUnread;
      body = on ? R"({"unread":true})" : R"({"unread":false})";
      break;
  }
  const bool removes = std::string_view(method) == "DELETE";
  auto asked = removes ? request(method, path, "flag") : request(method, path, "flag", body);
  ask(call, std::move(asked), Asked::anything,
      [this, call, removes, done](Result<json::Document> reply) {
        const bool gone = !reply.ok() && removes && reply.error().code == ErrorCode::NOT_FOUND;
        finish<void>(call, done, reply.ok() || gone ? Status() : Status(reply.error()));
      });
  return call;
}

}  // namespace ix::provider::matrix
