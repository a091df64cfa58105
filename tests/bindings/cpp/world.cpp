// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

namespace scenario {
namespace {

constexpr auto kPatience = std::chrono::seconds(60);

std::string environment(const char* name, std::string otherwise = {}) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : std::move(otherwise);
}

}  // namespace

void stop(const std::string& why) {
  throw std::runtime_error(why);
}

World World::make(std::string folder, bool needs_server) {
  World world;
  world.folder = std::move(folder);
  world.number = environment("IX_NUMBER", "+14165550177");
  world.silent = environment("IX_SILENT");
  world.server = environment("IX_SERVER");
  world.user = environment("IX_USER");
  world.password = environment("IX_PASSWORD");
  if (world.server.empty() && needs_server) {
    world.sandbox = ixn::Sandbox::start().or_throw();
    world.server = world.sandbox.url();
    const auto first = world.sandbox.sign_in(0);
    if (!first) stop("nobody can sign in to the sandbox");
    world.user = first->user;
    world.password = first->password;
  }
  return world;
}

std::string World::account(std::string_view name) const {
  return folder + "/" + std::string(name);
}

std::string World::colleague(const ixn::Client& client, std::string_view name) {
  const ixn::Page account = client.account().or_throw();
  const std::string_view own = account.accounts()[0].user_id;
  return "@" + std::string(name) + std::string(own.substr(own.find(':')));
}

Session Session::open(const World& world, const ixn::Config& config) {
  const std::string folder = world.account();
  ixn::Config here = config;
  here.folder = folder;
  return Session(ixn::Client::open(here).or_throw());
}

Session Session::signed_in(const World& world, const ixn::Config& config) {
  Session session = open(world, config);
  session.sign_in(world);
  session.sync();
  return session;
}

void Session::sign_in(const World& world) {
  complete(client_.sign_in({.server = world.server, .user = world.user, .password = world.password})
               .or_throw());
}

void Session::poll(int32_t timeout_ms) {
  const ixn::Events events = client_.poll(timeout_ms).or_throw();
  for (const ixn::Event& event : events) {
    kinds_.push_back(event.kind);
    if (event.kind == IX_EVENT_OPERATION_COMPLETED)
      ended_.push_back({event.operation, event.error});
  }
}

std::optional<ixn::Error> Session::end_of(ixn::Operation operation) {
  std::optional<ixn::Error> error;
  until("an operation to end", [&] {
    const auto found = std::find_if(ended_.begin(), ended_.end(), [&](const Ended& ended) {
      return ended.operation == operation;
    });
    if (found == ended_.end()) return false;
    error = found->error;
    return true;
  });
  return error;
}

void Session::complete(ixn::Operation operation) {
  if (auto error = end_of(operation)) throw ixn::Exception(*error);
}

void Session::until(const char* what, const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) stop(std::string("waited in vain for ") + what);
    poll(500);
  }
}

bool Session::seen(ix_event_kind kind) const {
  return std::find(kinds_.begin(), kinds_.end(), kind) != kinds_.end();
}

}  // namespace scenario
