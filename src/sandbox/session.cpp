// SPDX-License-Identifier: Apache-2.0
// Signing in and out.
#include "sandbox/homeserver.h"

namespace ix::sandbox {

Reply Homeserver::versions(Exchange&) {
  return json_reply(200, R"({"versions":["v1.1","v1.6","v1.11","v1.12"],"unstable_features":{}})");
}

Reply Homeserver::login_flows(Exchange&) {
  return json_reply(200, R"({"flows":[{"type":"m.login.password"}]})");
}

Reply Homeserver::login(Exchange& call) {
  if (call.body["type"].string() != "m.login.password") {
    return error_reply(400, "M_UNKNOWN", "Unknown login type");
  }
  const json::Value identifier = call.body["identifier"];
  std::string name(identifier.is_object() ? identifier["user"].string()
                                          : call.body["user"].string());
  if (name.empty()) return error_reply(400, "M_INVALID_PARAM", "User identifier is missing");
  if (name[0] != '@') name = user_id(name);
  User* user = find_user(name);
  if (user != nullptr && user->deactivated) {
    return error_reply(403, "M_USER_DEACTIVATED", "This account has been deactivated");
  }
  if (user == nullptr || user->is_ghost || user->password != call.body["password"].string()) {
    return error_reply(403, "M_FORBIDDEN", "Invalid username or password");
  }
  std::string device(call.body["device_id"].string());
  if (device.empty()) device = next_id('D', 9);
  // A new sign-in of a device ends the earlier tokens of that device, not what it sent.
  std::erase_if(tokens_, [&](const auto& entry) {
    return entry.second.user == user && entry.second.device == device;
  });
  auto& slot = user->devices[device];
  if (!slot) slot = std::make_unique<Device>();
  slot->id = device;
  return issue(*user, device, call.body["refresh_token"].boolean(), {}, true);
}

transport::HttpResponse Homeserver::issue(User& user, const std::string& device, bool refreshable,
                                          const std::string& used_refresh, bool is_login) {
  Token token;
  token.user = &user;
  token.device = device;
  const std::string access = "syt" + next_id('_', 24);
  json::Writer writer;
  writer.begin_object();
  if (is_login) {
    writer.field("user_id", user.id).field("device_id", device);
    writer.field("home_server", options_.name);
  }
  writer.field("access_token", access);
  if (refreshable) {
    token.expires_ms = now_ + options_.token_lifetime_ms;
    const std::string refresh_token = "syr" + next_id('_', 24);
    refresh_tokens_[refresh_token] = token;
    writer.field("refresh_token", refresh_token).field("expires_in_ms", options_.token_lifetime_ms);
  }
  writer.end_object();
  token.used_refresh = used_refresh;
  tokens_[access] = token;
  return json_reply(200, writer.take());
}

Reply Homeserver::refresh(Exchange& call) {
  const std::string old(call.body["refresh_token"].string());
  const auto found = refresh_tokens_.find(old);
  if (found == refresh_tokens_.end()) {
    return error_reply(401, "M_UNKNOWN_TOKEN", "refresh token isn't valid anymore");
  }
  const Token token = found->second;
  // The old token stays usable until the new access token was used: a lost reply loses nothing.
  return issue(*token.user, token.device, true, old, false);
}

void Homeserver::end_device(User& user, const std::string& device) {
  const auto belongs = [&](const auto& entry) {
    return entry.second.user == &user && entry.second.device == device;
  };
  std::erase_if(tokens_, belongs);
  std::erase_if(refresh_tokens_, belongs);
  user.devices.erase(device);
}

Reply Homeserver::logout(Exchange& call) {
  end_device(*call.user, std::string(call.device->id));
  return json_reply(200, "{}");
}

Reply Homeserver::logout_all(Exchange& call) {
  while (!call.user->devices.empty()) {
    end_device(*call.user, std::string(call.user->devices.begin()->first));
  }
  return json_reply(200, "{}");
}

Reply Homeserver::whoami(Exchange& call) {
  json::Writer writer;
  writer.begin_object().field("user_id", call.user->id).field("device_id", call.device->id);
  writer.field("is_guest", false).end_object();
  return json_reply(200, writer.take());
}

void Homeserver::deactivate(const std::string& id) {
  User* user = find_user(id);
  if (user == nullptr) return;
  end_sessions(id, false);
  user->deactivated = true;
  for (const auto& [room_id, room] : rooms_) {
    if (room->is_joined(id)) set_membership(*room, id, id, "leave");
  }
}

void Homeserver::end_sessions(const std::string& id, bool soft) {
  User* user = find_user(id);
  if (user == nullptr) return;
  if (soft) {
    for (auto& [name, token] : tokens_) token.ended_softly |= token.user == user;
    std::erase_if(refresh_tokens_, [&](const auto& entry) { return entry.second.user == user; });
    return;
  }
  while (!user->devices.empty()) end_device(*user, std::string(user->devices.begin()->first));
}

}  // namespace ix::sandbox
