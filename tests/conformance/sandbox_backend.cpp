// SPDX-License-Identifier: Apache-2.0
#include "conformance/sandbox_backend.h"

#include <algorithm>

namespace ix::conformance {
namespace {

std::string address_of(Account kind) {
  if (kind == Account::expiring) return "http://expiring.test";
  return kind == Account::limited ? "http://limited.test" : "http://pbx.test";
}

}  // namespace

SandboxBackend::SandboxBackend() {
  // As the fixture's Synapse is configured.
  servers_[address_of(Account::normal)] = std::make_unique<sandbox::Homeserver>(
      sandbox::HomeserverOptions{.token_lifetime_ms = 100LL * 365 * 24 * 3'600'000});
  servers_[address_of(Account::expiring)] =
      std::make_unique<sandbox::Homeserver>(sandbox::HomeserverOptions{.token_lifetime_ms = 5'000});
  servers_[address_of(Account::limited)] =
      std::make_unique<sandbox::Homeserver>(sandbox::HomeserverOptions{
          .token_lifetime_ms = 5'000, .messages_per_second = 1, .max_upload_bytes = 1024});
  for (auto& [address, server] : servers_) server->run_due(clock_.now);
}

std::string SandboxBackend::lacks(Can what) const {
  return what == Can::broken_wire ? "its wire is a call in this process"
                                  : MatrixBackend::lacks(what);
}

sandbox::Homeserver& SandboxBackend::server(Account kind) {
  return *servers_.at(address_of(kind));
}

std::unique_ptr<transport::HttpClient> SandboxBackend::network() {
  return std::make_unique<LocalHttp>([this](const transport::HttpRequest& request,
                                            Millis waited) { return answer(request, waited); },
                                     clock_);
}

std::optional<transport::HttpResponse> SandboxBackend::answer(const transport::HttpRequest& request,
                                                              Millis waited) {
  for (auto& [address, server] : servers_) {
    if (!request.url.starts_with(address + "/")) continue;
    server->run_due(clock_.now);
    return server->handle(sandbox::request_of(request), clock_.now, waited);
  }
  return transport::HttpResponse{404, {{"content-type", "text/html"}}, "<html>Not here</html>"};
}

Person SandboxBackend::person(const std::string& name, Account kind) {
  std::string user = name;
  std::transform(user.begin(), user.end(), user.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const std::string id = server(kind).add_user(user, "secret-" + user, name, false);
  return {address_of(kind), user, "secret-" + user, id, name};
}

bool SandboxBackend::take_out(const Person& who, const Person& whom, const std::string& route) {
  sandbox::Homeserver& home = server(Account::normal);
  sandbox::Room* room = home.room_to_write(route);
  if (room == nullptr) return false;
  home.set_membership(*room, who.id, whom.id, "leave");
  return true;
}

bool SandboxBackend::ban(const Person& who, const Person& whom, const std::string& route) {
  sandbox::Homeserver& home = server(Account::normal);
  sandbox::Room* room = home.room_to_write(route);
  if (room == nullptr) return false;
  home.set_membership(*room, who.id, whom.id, "ban");
  return true;
}

std::string SandboxBackend::sms(const std::string& number, const Person& to,
                                const std::string& text) {
  return server(Account::normal).post_sms(number, to.id, text);
}

std::string SandboxBackend::call(const std::string& number, const Person& to, const Call& call) {
  sandbox::Homeserver& home = server(Account::normal);
  const std::string room = home.sms_room(number, to.id);
  return room.empty() ? std::string() : home.post_call(room, home.sms().ghost_of(number), call);
}

std::string SandboxBackend::voicemail(const std::string& number, const Person& to,
                                      const std::string& recording) {
  sandbox::Homeserver& home = server(Account::normal);
  const std::string room = home.sms_room(number, to.id);
  if (room.empty()) return {};
  const std::string ghost = home.sms().ghost_of(number);
  json::Writer out;
  out.begin_object().field("call_id", "recorded").field("direction", "in");
  out.field("outcome", "voicemail").field("number", number);
  out.key("voicemail").begin_object();
  out.field("url", home.store_file(ghost, "voicemail.wav", "audio/wav", recording));
  out.field("name", "voicemail.wav").field("mime", "audio/wav");
  out.field("size", static_cast<int64_t>(recording.size())).field("duration_ms", 1000);
  out.field("transcript", "Rappelez-moi").end_object().end_object();
  return home.post_event(room, ghost, "org.interactions.call", out.take());
}

bool SandboxBackend::carrier_refuses(const std::string& number) {
  server(Account::normal).sms().set_behaviour(number, sandbox::CarrierBehaviour::refuses);
  return true;
}

bool SandboxBackend::gateway_honours_stop(const std::string& number) {
  server(Account::normal).sms().set_behaviour(number, sandbox::CarrierBehaviour::honours_stop);
  return true;
}

bool SandboxBackend::no_such_number(const std::string& number) {
  server(Account::normal).sms().set_unreachable(number);
  return true;
}

}  // namespace ix::conformance
