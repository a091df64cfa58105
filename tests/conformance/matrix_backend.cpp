// SPDX-License-Identifier: Apache-2.0
#include "conformance/matrix_backend.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/text.h"

namespace ix::conformance {
namespace {

using provider::matrix::escaped;

std::string text_content(const std::string& text) {
  json::Writer out;
  out.begin_object().field("msgtype", "m.text").field("body", text).end_object();
  return out.take();
}

}  // namespace

std::string MatrixBackend::lacks(Can what) const {
  return what == Can::several_files ? "a message carries one file" : "";
}

provider::Factory MatrixBackend::factory() {
  return [](const provider::Surroundings& given) -> std::unique_ptr<provider::Provider> {
    return std::make_unique<provider::matrix::MatrixProvider>(given.http, given.memory, given.clock,
                                                              given.log);
  };
}

MatrixBackend::Reply MatrixBackend::ask(const std::string& server, const std::string& method,
                                        const std::string& path, const std::string& token,
                                        const std::string& body) {
  if (!http_) http_ = network();
  transport::HttpRequest request;
  request.method = method;
  request.url = server + path;
  request.bearer = Secret(token);
  if (method != "GET") {
    request.body = body;
    request.headers = {{"Content-Type", "application/json"}};
  }
  std::optional<Result<transport::HttpResponse>> answer;
  http_->start(std::move(request), [&answer](Result<transport::HttpResponse> response) {
    answer = std::move(response);
  });
  for (int steps = 0; !answer && steps < 600; ++steps) http_->run(50);
  Reply reply;
  if (!answer || !answer->ok()) return reply;
  auto document = json::Document::parse((*answer)->body);
  reply.status = (*answer)->status;
  if (document.ok()) reply.document = document.take();
  return reply;
}

const std::string& MatrixBackend::token_of(const Person& who) {
  std::string& token = tokens_[who.server + who.id];
  if (!token.empty()) return token;
  json::Writer body;
  body.begin_object().field("type", "m.login.password").key("identifier").begin_object();
  body.field("type", "m.id.user").field("user", who.user).end_object();
  body.field("password", who.password).end_object();
  token = ask(who.server, "POST", "/_matrix/client/v3/login", {}, body.take()).text("access_token");
  return token;
}

MatrixBackend::Reply MatrixBackend::ask_as(const Person& who, const std::string& method,
                                           const std::string& path, const std::string& body) {
  return ask(who.server, method, "/_matrix/client/v3/" + path, token_of(who), body);
}

std::string MatrixBackend::post(const Person& who, const std::string& route,
                                const std::string& type, const std::string& content) {
  const std::string path = "rooms/" + escaped(route) + "/send/" + escaped(type) + "/far-side-" +
                           std::to_string(++transactions_);
  return ask_as(who, "PUT", path, content).text("event_id");
}

bool MatrixBackend::note_direct(const Person& who, const Person& peer, const std::string& route) {
  const std::string path = "user/" + escaped(who.id) + "/account_data/m.direct";
  const Reply known = ask_as(who, "GET", path);
  json::Writer out;
  out.begin_object();
  if (known.ok()) {
    for (const auto [key, value] : known.document.root().members()) {
      if (key != peer.id) out.key(key).raw(value.dump());
    }
  }
  out.key(peer.id).begin_array();
  for (const json::Value room : known.document.root()[peer.id].elements()) {
    out.string(room.string());
  }
  out.string(route).end_array().end_object();
  return ask_as(who, "PUT", path, out.take()).ok();
}

bool MatrixBackend::set_numbers(const Person& who, const std::string& e164) {
  json::Writer out;
  out.begin_object().key("numbers").begin_array().begin_object();
  out.field("e164", e164).field("sms", true).field("mms", false);
  out.end_object().end_array().end_object();
  return ask_as(who, "PUT", "user/" + escaped(who.id) + "/account_data/org.interactions.numbers",
                out.take())
      .ok();
}

std::string MatrixBackend::invite(const Person& from, const Person& to) {
  json::Writer body;
  // Not trusted_private_chat, where the one invited has equal power and cannot be taken out.
  body.begin_object().field("preset", "private_chat").field("is_direct", true);
  body.key("invite").begin_array().string(to.id).end_array().end_object();
  const std::string room = ask_as(from, "POST", "createRoom", body.take()).text("room_id");
  return !room.empty() && note_direct(from, to, room) ? room : std::string();
}

std::string MatrixBackend::direct(const Person& from, const Person& to) {
  std::string room = invite(from, to);
  const bool joined = !room.empty() && ask_as(to, "POST", "join/" + escaped(room)).ok();
  return joined && note_direct(to, from, room) ? room : std::string();
}

bool MatrixBackend::withdraw(const Person& from, const Person& to, const std::string& route) {
  return take_out(from, to, route);
}

std::string MatrixBackend::channel(const std::string& title, const std::vector<Person>& people,
                                   bool only_first_writes) {
  json::Writer body;
  body.begin_object().field("preset", "private_chat").field("name", title);
  if (only_first_writes) {
    body.key("power_level_content_override").begin_object().field("events_default", 50);
    body.end_object();
  }
  body.key("invite").begin_array();
  for (size_t i = 1; i < people.size(); ++i) body.string(people[i].id);
  body.end_array().end_object();
  const std::string room = ask_as(people[0], "POST", "createRoom", body.take()).text("room_id");
  for (size_t i = 1; i < people.size() && !room.empty(); ++i) {
    if (!ask_as(people[i], "POST", "join/" + escaped(room)).ok()) return {};
  }
  return room;
}

bool MatrixBackend::rename(const Person& who, const std::string& route, const std::string& title) {
  json::Writer body;
  body.begin_object().field("name", title).end_object();
  return ask_as(who, "PUT", "rooms/" + escaped(route) + "/state/m.room.name", body.take()).ok();
}

bool MatrixBackend::take_out(const Person& who, const Person& whom, const std::string& route) {
  json::Writer body;
  body.begin_object().field("membership", "leave").end_object();
  return ask_as(who, "PUT", "rooms/" + escaped(route) + "/state/m.room.member/" + escaped(whom.id),
                body.take())
      .ok();
}

std::string MatrixBackend::address(const std::string& alias, const Person& of) {
  return "#" + alias + of.id.substr(of.id.find(':'));
}

bool MatrixBackend::ban(const Person& who, const Person& whom, const std::string& route) {
  json::Writer body;
  body.begin_object().field("user_id", whom.id).end_object();
  return ask_as(who, "POST", "rooms/" + escaped(route) + "/ban", body.take()).ok();
}

std::string MatrixBackend::say(const Person& who, const std::string& route,
                               const std::string& text) {
  return post(who, route, "m.room.message", text_content(text));
}

std::string MatrixBackend::reply(const Person& who, const std::string& route,
                                 const std::string& item, const std::string& text) {
  json::Writer out;
  out.begin_object().field("msgtype", "m.text").field("body", text);
  out.key("m.relates_to").begin_object().key("m.in_reply_to").begin_object();
  out.field("event_id", item).end_object().end_object().end_object();
  return post(who, route, "m.room.message", out.take());
}

std::string MatrixBackend::odd(const Person& who, const std::string& route) {
  json::Writer out;
  out.begin_object().field("msgtype", "org.example.odd").field("body", "").end_object();
  return post(who, route, "m.room.message", out.take());
}

bool MatrixBackend::edit(const Person& who, const std::string& route, const std::string& item,
                         const std::string& text) {
  json::Writer out;
  out.begin_object().field("msgtype", "m.text").field("body", "* " + text);
  out.key("m.new_content").raw(text_content(text));
  out.key("m.relates_to").begin_object().field("rel_type", "m.replace").field("event_id", item);
  out.end_object().end_object();
  return !post(who, route, "m.room.message", out.take()).empty();
}

bool MatrixBackend::remove(const Person& who, const std::string& route, const std::string& item) {
  return ask_as(who, "PUT",
                "rooms/" + escaped(route) + "/redact/" + escaped(item) + "/far-side-" +
                    std::to_string(++transactions_))
      .ok();
}

bool MatrixBackend::react(const Person& who, const std::string& route, const std::string& item) {
  json::Writer out;
  out.begin_object().key("m.relates_to").begin_object().field("rel_type", "m.annotation");
  out.field("event_id", item).field("key", "+1").end_object().end_object();
  return !post(who, route, "m.reaction", out.take()).empty();
}

bool MatrixBackend::type(const Person& who, const std::string& route) {
  return ask_as(who, "PUT", "rooms/" + escaped(route) + "/typing/" + escaped(who.id),
                R"({"typing":true,"timeout":30000})")
      .ok();
}

bool MatrixBackend::read(const Person& who, const std::string& route, const std::string& item) {
  json::Writer out;
  out.begin_object().field("m.fully_read", item).field("m.read", item).end_object();
  return ask_as(who, "POST", "rooms/" + escaped(route) + "/read_markers", out.take()).ok();
}

bool MatrixBackend::end_sessions(const Person& whom) {
  const bool ended = ask_as(whom, "POST", "logout/all").ok();
  tokens_.erase(whom.server + whom.id);
  return ended;
}

std::vector<std::string> MatrixBackend::texts(const Person& who, const std::string& route) {
  const Reply reply = ask_as(who, "GET", "rooms/" + escaped(route) + "/messages?dir=b&limit=100");
  std::vector<std::string> all;
  for (const json::Value event : reply.document.root()["chunk"].elements()) {
    if (event["type"].string() == "m.room.message") {
      all.emplace_back(event["content"]["body"].string());
    }
  }
  std::reverse(all.begin(), all.end());
  return all;
}

Marks MatrixBackend::marks(const Person& who, const std::string& route, const std::string& item) {
  const Reply reply = ask_as(who, "GET", "rooms/" + escaped(route) + "/messages?dir=b&limit=100");
  Marks marks;
  for (const json::Value event : reply.document.root()["chunk"].elements()) {
    const json::Value relates = event["content"]["m.relates_to"];
    if (event["event_id"].string() == item) {
      marks.deleted = event["unsigned"]["redacted_because"].is_object();
    } else if (relates["event_id"].string() == item) {
      if (relates["rel_type"].string() == "m.replace") ++marks.edits;
      if (relates["rel_type"].string() == "m.annotation") {
        marks.reactions.push_back(std::string(event["sender"].string()) + " " +
                                  std::string(relates["key"].string()));
      }
    }
  }
  std::sort(marks.reactions.begin(), marks.reactions.end());
  return marks;
}

}  // namespace ix::conformance
