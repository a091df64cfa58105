// SPDX-License-Identifier: Apache-2.0
#include "conformance/list_server.h"

#include <algorithm>
#include <utility>

namespace ix::conformance {
namespace {

std::string refusal(std::string_view why, Millis wait = 0) {
  json::Writer out;
  out.begin_object().field("ok", false).field("why", why);
  if (wait > 0) out.field("wait_ms", wait);
  out.end_object();
  return out.take();
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

ListServer::User& ListServer::add_user(const std::string& id, const std::string& key,
                                       const std::string& name) {
  User& user = users_[id];
  user.id = id;
  user.key = key;
  user.name = name;
  return user;
}

ListServer::Room& ListServer::add_room(const std::string& kind,
                                       const std::vector<std::string>& people) {
  const std::string id = "room" + std::to_string(++last_id_);
  Room& room = rooms_[id];
  room.id = id;
  room.kind = kind;
  room.people = people;
  return room;
}

ListServer::Room* ListServer::room(const std::string& id) {
  const auto found = rooms_.find(id);
  return found == rooms_.end() ? nullptr : &found->second;
}

ListServer::Message* ListServer::message(const std::string& room_id, const std::string& id) {
  Room* where = room(room_id);
  if (where == nullptr) return nullptr;
  for (Message& one : where->messages) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

ListServer::Room* ListServer::sms_room(const std::string& number, const std::string& user) {
  if (unknown_numbers.contains(number)) return nullptr;
  for (auto& [id, room] : rooms_) {
    if (room.number == number && holds(room.people, user)) return &room;
  }
  Room& made = add_room("sms", {user});
  made.number = number;
  return &made;
}

ListServer::Message& ListServer::add(Room& room, Message message) {
  message.id = "m" + std::to_string(++last_id_);
  message.at = ++clock_.now;
  room.messages.push_back(std::move(message));
  return room.messages.back();
}

transport::HttpResponse ListServer::answer(const transport::HttpRequest& request) {
  if (request.url.find("/files") != std::string::npos) return answer_file(request);
  auto asked = json::Document::parse(request.body);
  std::string body = asked.ok() ? reply_to(asked->root()) : refusal("not_json");
  return {200, {{"content-type", "application/json"}}, std::move(body)};
}

transport::HttpResponse ListServer::answer_file(const transport::HttpRequest& request) {
  std::string who;
  std::string key;
  std::string mime;
  for (const auto& [name, value] : request.headers) {
    if (name == "X-User") who = value;
    if (name == "X-Key") key = value;
    if (name == "Content-Type") mime = value;
  }
  const auto told = [](std::string body) {
    return transport::HttpResponse{200, {{"content-type", "application/list"}}, std::move(body)};
  };
  const auto user = users_.find(who);
  if (user == users_.end() || user->second.key != key) return told(refusal("bad_key"));
  if (request.method == "POST") {
    const size_t most = user->second.limited ? kLimitedFile : kMostFile;
    if (request.body.size() > most) return told(refusal("too_big"));
    const std::string path = "/files/" + std::to_string(++last_id_) + ".bin";
    files_[path] = {mime, request.body};
    json::Writer out;
    out.begin_object().field("ok", true).field("uri", path).end_object();
    return told(out.take());
  }
  const auto found = files_.find(request.url.substr(request.url.find("/files")));
  if (found == files_.end()) return told(refusal("no_file"));
  const File& file = found->second;
  return {200,
          {{"content-type", file.mime}, {"content-length", std::to_string(file.bytes.size())}},
          file.bytes};
}

std::string ListServer::reply_to(Asked asked) {
  const auto found = users_.find(asked["user"].string());
  if (found == users_.end() || found->second.key != asked["key"].string())
    return refusal("bad_key");
  User& user = found->second;
  const std::string_view what = asked["do"].string();
  if (what == "hello") {
    json::Writer out;
    out.begin_object().field("ok", true).field("id", user.id).field("name", user.name);
    out.end_object();
    return out.take();
  }
  if (what == "limits") {
    json::Writer out;
    const size_t most = user.limited ? kLimitedFile : kMostFile;
    out.begin_object().field("ok", true).field("file", static_cast<int64_t>(most)).end_object();
    return out.take();
  }
  if (what == "rooms") return rooms_of(user);
  if (what == "list") return list(user, asked);
  if (what == "post") return post(user, asked);
  if (what == "people") return people(asked);
  if (what == "open") return open(user, asked);
  return refusal("what?");
}

std::string ListServer::rooms_of(const User& user) {
  json::Writer out;
  out.begin_object().field("ok", true).key("rooms").begin_array();
  for (const auto& [id, room] : rooms_) {
    if (!holds(room.people, user.id)) continue;
    out.begin_object().field("id", id).field("kind", room.kind).field("title", room.title);
    out.field("number", room.number);
    out.field("may_write", !room.only_first_writes || room.people[0] == user.id);
    for (const std::string& other : room.people) {
      if (other != user.id && room.kind == "direct") {
        out.field("peer", other).field("peer_name", users_.at(other).name);
      }
    }
    for (const auto& [reader, message] : room.read) {
      out.field(reader == user.id ? "read" : "peer_read", message);
    }
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

ListServer::Room* ListServer::room_of(const User& user, Asked asked) {
  Room* found = room(std::string(asked["room"].string()));
  return found != nullptr && holds(found->people, user.id) ? found : nullptr;
}

std::string ListServer::list(const User& user, Asked asked) {
  Room* found = room_of(user, asked);
  if (found == nullptr) return refusal("no_room");
  auto end = found->messages.end();
  const std::string_view before = asked["before"].string();
  if (!before.empty()) {
    end = std::find_if(found->messages.begin(), end,
                       [before](const Message& one) { return one.id == before; });
    if (end == found->messages.end()) return refusal("no_message");
  } else if (found->stale.erase(user.id) > 0 && end != found->messages.begin()) {
    --end;
  }
  const auto limit = std::clamp<int64_t>(asked["limit"].integer_or(20), 1, 100);
  const auto begin = end - std::min<int64_t>(limit, end - found->messages.begin());
  json::Writer out;
  out.begin_object().field("ok", true).field("all", begin == found->messages.begin());
  out.key("items").begin_array();
  out.begin_object().end_object();  // a hole in its database
  for (auto one = begin; one != end; ++one) {
    out.begin_object().field("id", one->id).field("kind", one->kind).field("at", one->at);
    const auto sender = users_.find(one->from);
    out.field("from", one->from).field("text", one->deleted ? std::string() : one->text);
    out.field("name", sender == users_.end() ? found->number : sender->second.name);
    out.field("edits", one->edits).field("deleted", one->deleted);
    if (!one->files.empty()) out.key("files").raw(one->files);
    if (one->kind == "call") {
      out.field("outcome", call_outcome_name(one->call.outcome)).field("call", one->call.id);
      out.field("incoming", one->call.direction == Direction::in);
      out.field("lasted", one->call.duration_ms).field("began", one->call.started_ms);
    }
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

std::string ListServer::post(User& user, Asked asked) {
  Room* found = room_of(user, asked);
  if (found == nullptr) return refusal("no_room");
  if (found->only_first_writes && found->people[0] != user.id) return refusal("read_only");
  if (asked["text"].string().size() > kMostText) return refusal("too_long");
  if (user.limited) {
    constexpr Millis kEach = 1'000;
    if (user.free_from > clock_.now + kEach) {
      return refusal("slow_down", user.free_from - clock_.now - kEach);
    }
    user.free_from = std::max(user.free_from, clock_.now) + kEach;
  }
  Message message;
  message.from = user.id;
  message.text = std::string(asked["text"].string());
  if (asked["files"].is_array()) message.files = asked["files"].dump();
  json::Writer out;
  out.begin_object().field("ok", true).field("id", add(*found, std::move(message)).id).end_object();
  found->stale.insert(user.id);
  return out.take();
}

std::string ListServer::people(Asked asked) {
  json::Writer out;
  out.begin_object().field("ok", true).key("people").begin_array();
  for (const auto& [id, user] : users_) {
    if (user.name.find(asked["text"].string()) == std::string::npos) continue;
    out.begin_object().field("id", id).field("name", user.name).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

std::string ListServer::open(const User& user, Asked asked) {
  const std::string number(asked["number"].string());
  const std::string peer(asked["peer"].string());
  Room* made = nullptr;
  if (!number.empty()) made = sms_room(number, user.id);
  if (users_.contains(peer)) made = &add_room("direct", {user.id, peer});
  if (made == nullptr) return refusal("nobody");
  json::Writer out;
  out.begin_object().field("ok", true).field("id", made->id).end_object();
  return out.take();
}

}  // namespace ix::conformance
