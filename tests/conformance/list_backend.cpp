// SPDX-License-Identifier: Apache-2.0
#include "conformance/list_backend.h"

#include <algorithm>
#include <utility>

#include "conformance/list_provider.h"

namespace ix::conformance {
namespace {
constexpr std::string_view kAddress = "http://list.test/";
}

std::string ListBackend::lacks(Can what) const {
  switch (what) {
    case Can::refuse_tokens:
      return "it has no tokens: each round lists anew";
    case Can::client_keys:
      return "its messages carry no keys of clients";
    case Can::invitations:
      return "nobody is invited: whoever is named is in";
    case Can::delivery:
      return "its carrier reports nothing";
    case Can::reactions:
      return "it has no reactions";
    case Can::item_changes:
      return "its clients cannot edit, take back or react";
    case Can::rooms:
      return "its channels are made by others, and nobody leaves one";
    case Can::typing:
      return "nobody is seen writing";
    case Can::settings:
      return "it keeps no flags, and is told of no reading";
    case Can::replies:
      return "its messages answer nothing";
    case Can::long_poll:
      return "its lists do not wait";
    case Can::reservations:
      return "it names a file's place only when it has the file";
    case Can::broken_wire:
      return "its wire is a call in this process";
    case Can::recordings:
      return "its calls are not recorded";
    case Can::several_sessions:
    case Can::remote_end:
    case Can::expiry:
      return "it has no sessions: every request carries the password";
    default:
      return {};
  }
}

provider::Factory ListBackend::factory() {
  return [](const provider::Surroundings& given) -> std::unique_ptr<provider::Provider> {
    return std::make_unique<ListProvider>(given);
  };
}

std::unique_ptr<transport::HttpClient> ListBackend::network() {
  const auto answer = [this](const transport::HttpRequest& request,
                             Millis) -> std::optional<transport::HttpResponse> {
    if (request.url.starts_with(kAddress)) return server_.answer(request);
    return transport::HttpResponse{404, {{"content-type", "text/html"}}, "<html>Not here</html>"};
  };
  return std::make_unique<LocalHttp>(answer, clock_);
}

Person ListBackend::person(const std::string& name, Account kind) {
  const std::string id = "u-" + name;
  server_.add_user(id, "key of " + name, name).limited = kind == Account::limited;
  return {"http://list.test", id, "key of " + name, id, name};
}

std::string ListBackend::direct(const Person& from, const Person& to) {
  return server_.add_room("direct", {from.id, to.id}).id;
}

std::string ListBackend::channel(const std::string& title, const std::vector<Person>& people,
                                 bool only_first_writes) {
  std::vector<std::string> ids;
  for (const Person& person : people) ids.push_back(person.id);
  ListServer::Room& room = server_.add_room("channel", ids);
  room.title = title;
  room.only_first_writes = only_first_writes;
  return room.id;
}

bool ListBackend::rename(const Person&, const std::string& route, const std::string& title) {
  ListServer::Room* room = server_.room(route);
  if (room != nullptr) room->title = title;
  return room != nullptr;
}

bool ListBackend::take_out(const Person&, const Person& whom, const std::string& route) {
  ListServer::Room* room = server_.room(route);
  return room != nullptr && std::erase(room->people, whom.id) == 1;
}

std::string ListBackend::add(const std::string& route, ListServer::Message message) {
  ListServer::Room* room = server_.room(route);
  return room == nullptr ? std::string() : server_.add(*room, std::move(message)).id;
}

std::string ListBackend::say(const Person& who, const std::string& route, const std::string& text) {
  ListServer::Message message;
  message.from = who.id;
  message.text = text;
  return add(route, std::move(message));
}

std::string ListBackend::odd(const Person& who, const std::string& route) {
  ListServer::Message message;
  message.from = who.id;
  message.kind = "poll";
  return add(route, std::move(message));
}

bool ListBackend::edit(const Person&, const std::string& route, const std::string& item,
                       const std::string& text) {
  ListServer::Message* message = server_.message(route, item);
  if (message == nullptr) return false;
  message->text = text;
  ++message->edits;
  return true;
}

bool ListBackend::remove(const Person&, const std::string& route, const std::string& item) {
  ListServer::Message* message = server_.message(route, item);
  if (message != nullptr) message->deleted = true;
  return message != nullptr;
}

bool ListBackend::read(const Person& who, const std::string& route, const std::string& item) {
  ListServer::Room* room = server_.room(route);
  if (room != nullptr) room->read[who.id] = item;
  return room != nullptr;
}

std::string ListBackend::sms(const std::string& number, const Person& to, const std::string& text) {
  ListServer::Room* room = server_.sms_room(number, to.id);
  if (room == nullptr) return {};
  ListServer::Message message;
  message.from = number;
  message.text = text;
  return add(room->id, std::move(message));
}

std::string ListBackend::call(const std::string& number, const Person& to, const Call& call) {
  ListServer::Room* room = server_.sms_room(number, to.id);
  if (room == nullptr) return {};
  ListServer::Message message;
  message.from = number;
  message.kind = "call";
  message.call = call;
  return add(room->id, std::move(message));
}

bool ListBackend::no_such_number(const std::string& number) {
  server_.unknown_numbers.insert(number);
  return true;
}

std::vector<std::string> ListBackend::texts(const Person&, const std::string& route) {
  std::vector<std::string> all;
  ListServer::Room* room = server_.room(route);
  if (room == nullptr) return all;
  for (const ListServer::Message& message : room->messages) {
    if (message.kind == "text") all.push_back(message.text);
  }
  return all;
}

}  // namespace ix::conformance
