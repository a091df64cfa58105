// SPDX-License-Identifier: Apache-2.0
#include "sandbox/homeserver.h"

#include <algorithm>

#include "base/random.h"

namespace ix::sandbox {

// Path after /_matrix/client/VERSION or /_matrix/media/VERSION; "*" stands for any one segment.
struct Homeserver::Endpoint {
  const char* method;
  std::vector<std::string_view> path;
  Handler handler;
  bool is_open = false;  // needs no sign-in
  bool is_media = false;
  bool takes_file = false;  // its body is no JSON
};

const std::vector<Homeserver::Endpoint>& Homeserver::endpoints() {
  using H = Homeserver;
  static const std::vector<Endpoint> table = {
      {"GET", {"login"}, &H::login_flows, true},
      {"POST", {"login"}, &H::login, true},
      {"POST", {"refresh"}, &H::refresh, true},
      {"POST", {"logout"}, &H::logout},
      {"POST", {"logout", "all"}, &H::logout_all},
      {"GET", {"account", "whoami"}, &H::whoami},
      {"GET", {"sync"}, &H::sync},
      {"POST", {"user", "*", "filter"}, &H::put_filter},
      {"GET", {"user", "*", "filter", "*"}, &H::get_filter},
      {"GET", {"profile", "*"}, &H::profile, true},
      {"GET", {"profile", "*", "displayname"}, &H::profile, true},
      {"POST", {"user_directory", "search"}, &H::user_directory},
      {"PUT", {"user", "*", "account_data", "*"}, &H::put_account_data},
      {"GET", {"user", "*", "account_data", "*"}, &H::get_account_data},
      {"PUT", {"user", "*", "rooms", "*", "account_data", "*"}, &H::put_account_data},
      {"GET", {"user", "*", "rooms", "*", "account_data", "*"}, &H::get_account_data},
      {"GET", {"user", "*", "rooms", "*", "tags"}, &H::get_tags},
      {"PUT", {"user", "*", "rooms", "*", "tags", "*"}, &H::change_tag},
      {"DELETE", {"user", "*", "rooms", "*", "tags", "*"}, &H::change_tag},
      {"PUT", {"pushrules", "global", "override", "*"}, &H::put_push_rule},
      {"DELETE", {"pushrules", "global", "override", "*"}, &H::delete_push_rule},
      {"GET", {"thirdparty", "protocols"}, &H::thirdparty_protocols},
      {"GET", {"thirdparty", "user", "*"}, &H::thirdparty_user},
      {"POST", {"createRoom"}, &H::create_room},
      {"GET", {"directory", "room", "*"}, &H::find_alias},
      {"POST", {"join", "*"}, &H::join},
      {"POST", {"rooms", "*", "join"}, &H::join},
      {"POST", {"rooms", "*", "invite"}, &H::invite},
      {"POST", {"rooms", "*", "leave"}, &H::leave},
      {"POST", {"rooms", "*", "forget"}, &H::forget},
      {"GET", {"joined_rooms"}, &H::joined_rooms},
      {"GET", {"rooms", "*", "joined_members"}, &H::members},
      {"GET", {"rooms", "*", "members"}, &H::members},
      {"PUT", {"rooms", "*", "send", "*", "*"}, &H::send},
      {"PUT", {"rooms", "*", "redact", "*", "*"}, &H::redact},
      {"PUT", {"rooms", "*", "state", "*"}, &H::put_state},
      {"PUT", {"rooms", "*", "state", "*", "*"}, &H::put_state},
      {"GET", {"rooms", "*", "state"}, &H::get_state},
      {"GET", {"rooms", "*", "state", "*"}, &H::get_state},
      {"GET", {"rooms", "*", "state", "*", "*"}, &H::get_state},
      {"GET", {"rooms", "*", "messages"}, &H::messages},
      {"GET", {"rooms", "*", "relations", "*", "*", "*"}, &H::relations},
      {"GET", {"rooms", "*", "context", "*"}, &H::context},
      {"GET", {"rooms", "*", "event", "*"}, &H::get_event},
      {"POST", {"rooms", "*", "read_markers"}, &H::read_markers},
      {"POST", {"rooms", "*", "receipt", "*", "*"}, &H::receipt},
      {"PUT", {"rooms", "*", "typing", "*"}, &H::typing},
      {"GET", {"media", "config"}, &H::media_config},
      {"GET", {"media", "download", "*", "*"}, &H::media_download},
      {"GET", {"media", "download", "*", "*", "*"}, &H::media_download},
      {"GET", {"media", "thumbnail", "*", "*"}, &H::media_thumbnail},
      {"GET", {"config"}, &H::media_config, false, true},
      {"POST", {"create"}, &H::media_create, false, true},
      {"POST", {"upload"}, &H::media_upload, false, true, true},
      {"PUT", {"upload", "*", "*"}, &H::media_put, false, true, true},
  };
  return table;
}

transport::HttpResponse json_reply(int status, std::string body) {
  transport::HttpResponse response;
  response.status = status;
  response.headers.emplace_back("content-type", "application/json");
  response.body = std::move(body);
  return response;
}

transport::HttpResponse error_reply(int status, std::string_view code, std::string_view message) {
  json::Writer writer;
  writer.begin_object().field("errcode", code).field("error", message).end_object();
  return json_reply(status, writer.take());
}

Homeserver::Homeserver(HomeserverOptions options)
    : options_(std::move(options)), media_(options_.max_media_bytes), sms_(*this) {}
Homeserver::~Homeserver() = default;

Reply Homeserver::handle(const Request& request, Millis now, Millis waited_ms) {
  run_due(now);
  return dispatch(request, waited_ms);
}

Reply Homeserver::dispatch(const Request& request, Millis waited_ms) {
  Exchange call(request, waited_ms);
  const auto& path = request.path;
  if (path == std::vector<std::string>{"_matrix", "client", "versions"}) return versions(call);
  const bool is_api = path.size() > 3 && path[0] == "_matrix" &&
                      (path[2] == "v3" || path[2] == "v1" || path[2] == "r0");
  const bool is_media = is_api && path[1] == "media";
  const bool is_client = is_api && path[1] == "client";
  bool other_method = false;
  for (const Endpoint& endpoint : endpoints()) {
    if (!(endpoint.is_media ? is_media : is_client)) continue;
    if (endpoint.path.size() != path.size() - 3) continue;
    call.arguments.clear();
    bool fits = true;
    for (size_t i = 0; i < endpoint.path.size() && fits; ++i) {
      if (endpoint.path[i] == "*") {
        call.arguments.push_back(path[i + 3]);
      } else {
        fits = endpoint.path[i] == path[i + 3];
      }
    }
    if (!fits) continue;
    if (endpoint.method != request.method) {
      other_method = true;
      continue;
    }
    if (!endpoint.is_open) {
      if (Reply refusal = authenticate(call)) return refusal;
    }
    std::optional<json::Document> document;
    if (request.method != "GET" && !request.body.empty() && !endpoint.takes_file) {
      auto parsed = json::Document::parse(request.body);
      if (!parsed.ok()) return error_reply(400, "M_NOT_JSON", "Content not JSON.");
      document = parsed.take();
      call.body = document->root();
      if (!call.body.is_object()) {
        return error_reply(400, "M_BAD_JSON", "Content must be a JSON object.");
      }
    }
    return (this->*endpoint.handler)(call);
  }
  return error_reply(other_method ? 405 : 404, "M_UNRECOGNIZED", "Unrecognized request");
}

Reply Homeserver::authenticate(Exchange& call) {
  call.token = call.request.bearer.empty() ? std::string(call.request.parameter("access_token"))
                                           : call.request.bearer;
  if (call.token.empty()) return error_reply(401, "M_MISSING_TOKEN", "Missing access token");
  const auto found = tokens_.find(call.token);
  const bool known = found != tokens_.end();
  const bool expired = known && found->second.expires_ms != 0 && found->second.expires_ms <= now_;
  if (!known || expired || found->second.ended_softly) {
    json::Writer writer;
    writer.begin_object().field("errcode", "M_UNKNOWN_TOKEN");
    writer.field("error", expired ? "Access token has expired" : "Invalid access token passed.");
    writer.field("soft_logout", known).end_object();
    return json_reply(401, writer.take());
  }
  Token& token = found->second;
  call.user = token.user;
  call.device = token.user->devices.at(token.device).get();
  if (!token.used_refresh.empty()) {
    refresh_tokens_.erase(token.used_refresh);
    token.used_refresh.clear();
  }
  return std::nullopt;
}

std::optional<Millis> Homeserver::next_due() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

void Homeserver::later(Millis at, std::function<void()> work) {
  due_.emplace(at, std::move(work));
}

void Homeserver::run_due(Millis now) {
  now_ = now;
  while (!due_.empty() && due_.begin()->first <= now) {
    const auto work = std::move(due_.begin()->second);
    due_.erase(due_.begin());
    work();
  }
}

std::string Homeserver::next_id(char sigil, size_t length) {
  static constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  SeededRandom mixer(++id_counter_);
  std::string id(1, sigil);
  while (id.size() <= length) id += kAlphabet[mixer.next() % 64];
  return id;
}

Homeserver::User* Homeserver::find_user(std::string_view id) {
  const auto found = users_.find(std::string(id));
  return found == users_.end() ? nullptr : found->second.get();
}

Room* Homeserver::find_room(std::string_view id) {
  const auto found = rooms_.find(std::string(id));
  return found == rooms_.end() ? nullptr : found->second.get();
}

const Room* Homeserver::room(std::string_view id) const {
  const auto found = rooms_.find(std::string(id));
  return found == rooms_.end() ? nullptr : found->second.get();
}

Room* Homeserver::joined_room(Exchange& call, Reply& problem) {
  Room* room = find_room(call.arguments[0]);
  if (room != nullptr && room->is_joined(call.user->id)) return room;
  problem = error_reply(403, "M_FORBIDDEN",
                        "User " + call.user->id + " not in room " + std::string(call.arguments[0]));
  return nullptr;
}

bool Homeserver::is_signed_in(std::string_view user) const {
  const auto found = users_.find(std::string(user));
  return found != users_.end() && !found->second->devices.empty();
}

std::string Homeserver::user_id(std::string_view local_name) const {
  return "@" + std::string(local_name) + ":" + options_.name;
}

const Event& Homeserver::append(Room& room, Event event) {
  event.position = advance();
  event.id = next_id('$', 43);
  event.at_ms = now_;
  room.append(std::move(event));
  sms_.observe(room, room.events().back());
  if (observer_) observer_(room, room.events().back());
  return room.events().back();
}

}  // namespace ix::sandbox
