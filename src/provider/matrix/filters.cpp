// SPDX-License-Identifier: Apache-2.0
// What is asked of the server, and what it may keep to itself.
#include "base/json_writer.h"
#include "provider/matrix/matrix_provider.h"

namespace ix::provider::matrix {
namespace {

void strings(json::Writer& out, const char* key, std::initializer_list<const char*> values) {
  out.key(key).begin_array();
  for (const char* value : values) out.string(value);
  out.end_array();
}

// Timeline events of other types are asked for, so that what is not understood still shows as a
// notice. Those left out here would never show, but would use up the limit.
void timeline_types(json::Writer& out) {
  strings(
      out, "not_types",
      {"m.call.candidates", "m.call.negotiate", "m.call.select_answer", "m.key.verification.*"});
}

// Members are loaded lazily, and again with every batch that needs them: then only a few names
// must be kept with a room, however large it is.
void lazy_members(json::Writer& out) {
  out.field("lazy_load_members", true).field("include_redundant_members", true);
}

}  // namespace

std::string sync_filter(int timeline_limit, bool include_left) {
  json::Writer out;
  out.begin_object();
  out.key("presence").begin_object();
  strings(out, "not_types", {"*"});
  out.end_object();
  out.key("account_data").begin_object();
  strings(out, "types", {"m.direct", "m.push_rules"});
  out.end_object();
  out.key("room").begin_object();
  if (include_left) out.field("include_leave", true);
  out.key("timeline").begin_object().field("limit", timeline_limit);
  lazy_members(out);
  timeline_types(out);
  out.end_object();
  out.key("state").begin_object();
  lazy_members(out);
  strings(out, "types",
          {"m.room.create", "m.room.member", "m.room.name", "m.room.topic",
           "m.room.canonical_alias", "m.room.power_levels", "m.room.encryption", "m.room.tombstone",
           "m.bridge", "uk.half-shot.bridge", "org.interactions.create"});
  out.end_object();
  out.key("ephemeral").begin_object();
  strings(out, "types", {"m.receipt", "m.typing"});
  out.end_object();
  out.key("account_data").begin_object();
  strings(out, "types", {"m.fully_read", "m.tag", kMarkedUnread, kMarkedUnreadUnstable});
  out.end_object();
  out.end_object().end_object();
  return out.take();
}

std::string history_filter() {
  json::Writer out;
  out.begin_object();
  lazy_members(out);
  timeline_types(out);
  out.end_object();
  return out.take();
}

// Who comes and goes in one room, and nothing else.
std::string arrival_filter(std::string_view room) {
  json::Writer out;
  const auto nothing_of = [&out](const char* key) {
    out.key(key).begin_object();
    strings(out, "not_types", {"*"});
    out.end_object();
  };
  const auto members_of = [&out](const char* key) {
    out.key(key).begin_object();
    strings(out, "types", {"m.room.member"});
    out.end_object();
  };
  out.begin_object();
  nothing_of("presence");
  nothing_of("account_data");
  out.key("room").begin_object();
  out.key("rooms").begin_array().string(room).end_array();
  members_of("timeline");
  members_of("state");
  nothing_of("ephemeral");
  nothing_of("account_data");
  out.end_object().end_object();
  return out.take();
}

}  // namespace ix::provider::matrix
