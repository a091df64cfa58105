// SPDX-License-Identifier: Apache-2.0
// What the scenarios stand on: a server with a person who signs in, and a client of hers.
#pragma once

#include <functional>
#include <interactions/cpp/sandbox.hpp>
#include <interactions/interactions.hpp>
#include <optional>
#include <string>
#include <vector>

namespace scenario {

namespace ixn = interactions;

// Where the scenario happens. The sandbox, if there is one, ends with it.
struct World {
  std::string folder;  // empty, of this scenario alone
  std::string server, user, password, number, silent;
  ixn::Sandbox sandbox;

  // From the environment, or from a sandbox that is started in this process.
  static World make(std::string folder, bool needs_server);
  std::string account(std::string_view name = "account") const;
  // The id of a colleague, as ours with another local name.
  static std::string colleague(const ixn::Client& client, std::string_view name);
};

// How scenarios open an account; the folder is set by Session.
inline ixn::Config on_demand() {
  ixn::Config config;
  config.sync_mode = IX_SYNC_ON_DEMAND;
  config.credentials = IX_CREDENTIALS_FILE;
  return config;
}
inline ixn::Config continuous() {
  ixn::Config config = on_demand();
  config.sync_mode = IX_SYNC_CONTINUOUS;
  return config;
}

// One client and its event queue, polled by the thread that asks for something.
class Session {
 public:
  explicit Session(ixn::Client client) : client_(std::move(client)) {}
  // Opened on the folder `account`.
  static Session open(const World& world, const ixn::Config& config = on_demand());
  // And signed in and synchronised.
  static Session signed_in(const World& world, const ixn::Config& config = on_demand());

  const ixn::Client* operator->() const { return &client_; }
  const ixn::Client& client() const { return client_; }

  // Polls until the operation is complete; what it ended with.
  std::optional<ixn::Error> end_of(ixn::Operation operation);
  // The same, and throws.
  void complete(ixn::Operation operation);
  void sign_in(const World& world);
  void sync() { complete(client_.sync().or_throw()); }
  // Polls until the condition holds; it is asked first and after each batch.
  void until(const char* what, const std::function<bool()>& condition);
  // Whether an event of this kind has come.
  bool seen(ix_event_kind kind) const;
  // Takes what is queued, and waits for no more.
  void drain() { poll(0); }

 private:
  void poll(int32_t timeout_ms);

  struct Ended {
    ixn::Operation operation;
    std::optional<ixn::Error> error;
  };

  ixn::Client client_;
  std::vector<ix_event_kind> kinds_;
  std::vector<Ended> ended_;
};

// Says why the scenario cannot go on.
[[noreturn]] void stop(const std::string& why);

}  // namespace scenario
