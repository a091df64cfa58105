// SPDX-License-Identifier: Apache-2.0
// Profiles, the directory, account data, and the way to phone numbers.
#include <algorithm>

#include "sandbox/homeserver.h"

namespace ix::sandbox {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace

Reply Homeserver::profile(Exchange& call) {
  const User* user = find_user(call.arguments[0]);
  if (user == nullptr) return error_reply(404, "M_NOT_FOUND", "Profile was not found");
  json::Writer writer;
  writer.begin_object();
  if (!user->display_name.empty()) writer.field("displayname", user->display_name);
  writer.end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::user_directory(Exchange& call) {
  const std::string wanted = lower(call.body["search_term"].string());
  const int64_t limit = call.body["limit"].integer_or(10);
  int64_t found = 0;
  bool limited = false;
  json::Writer writer;
  writer.begin_object().key("results").begin_array();
  for (const auto& [id, user] : users_) {
    // As Synapse: the searcher is not found, nor are users of an application service.
    if (user->is_ghost || user.get() == call.user || wanted.empty()) continue;
    if (lower(user->display_name).find(wanted) == std::string::npos &&
        lower(id).find(wanted) == std::string::npos) {
      continue;
    }
    if (found++ == limit) {
      limited = true;
      break;
    }
    writer.begin_object().field("user_id", id).field("display_name", user->display_name);
    writer.end_object();
  }
  writer.end_array().field("limited", limited).end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::put_account_data(Exchange& call) {
  if (call.arguments[0] != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Cannot add account data for other users.");
  }
  const bool of_room = call.arguments.size() > 2;
  const std::string room(of_room ? call.arguments[1] : std::string_view());
  const std::string type(call.arguments.back());
  // As Synapse: these have endpoints of their own.
  if ((of_room && type == "m.fully_read") || (!of_room && type == "m.push_rules")) {
    return error_reply(405, "M_BAD_JSON", "Cannot set " + type + " through this API.");
  }
  call.user->account_data[{room, type}] = {call.body.is_object() ? call.body.dump() : "{}",
                                           advance()};
  return json_reply(200, "{}");
}

Reply Homeserver::get_account_data(Exchange& call) {
  if (call.arguments[0] != call.user->id) {
    return error_reply(403, "M_FORBIDDEN", "Cannot get account data for other users.");
  }
  const bool of_room = call.arguments.size() > 2;
  const std::string room(of_room ? call.arguments[1] : std::string_view());
  const auto found = call.user->account_data.find({room, std::string(call.arguments.back())});
  if (found == call.user->account_data.end()) {
    return error_reply(404, "M_NOT_FOUND", "Account data not found");
  }
  return json_reply(200, found->second.content);
}

Reply Homeserver::thirdparty_protocols(Exchange&) {
  json::Writer writer;
  writer.begin_object().key("sms").begin_object();
  writer.key("user_fields").begin_array().string("phone").end_array();
  writer.key("location_fields").begin_array().end_array();
  writer.field("icon", "");
  writer.key("field_types").begin_object().key("phone").begin_object();
  writer.field("regexp", "\\+[0-9]{7,15}").field("placeholder", "+16135550123");
  writer.end_object().end_object();
  writer.key("instances").begin_array().begin_object();
  writer.field("desc", "SMS").field("network_id", sms_.own_number());
  writer.key("fields").begin_object().end_object().end_object().end_array();
  writer.end_object().end_object();
  return json_reply(200, writer.take());
}

Reply Homeserver::thirdparty_user(Exchange& call) {
  if (call.arguments[0] != "sms") return error_reply(404, "M_NOT_FOUND", "Unknown protocol");
  const std::string phone(call.request.parameter("phone"));
  json::Writer writer;
  writer.begin_array();
  if (sms_.knows(phone)) {
    writer.begin_object().field("userid", sms_.ghost_of(phone)).field("protocol", "sms");
    writer.key("fields").begin_object().field("phone", phone).end_object().end_object();
  }
  writer.end_array();
  return json_reply(200, writer.take());
}

}  // namespace ix::sandbox
