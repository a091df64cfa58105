// SPDX-License-Identifier: Apache-2.0
// A MatrixProvider on a scripted network, and a memory that takes its change sets as a store would.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "provider/matrix/matrix_provider.h"
#include "support/fake_http.h"

namespace ix::test {

class MapMemory final : public provider::Memory {
 public:
  std::string route(std::string_view remote_id) override;
  std::string account(std::string_view key) override;
  std::string newest_item(std::string_view remote_id) override;
  std::vector<std::string> present_routes() override { return present; }
  void take(const ChangeSet& changes);

  std::vector<std::string> present;
  std::map<std::string, std::string, std::less<>> newest;
  std::map<std::string, std::string, std::less<>> routes;
  std::map<std::string, std::string, std::less<>> accounts;
};

class FixedClock final : public Clock {
 public:
  Millis wall_ms() override { return now; }
  Millis steady_ms() override { return now; }
  Millis now = 1'700'000'000'000;
};

// Signed in as @ann:pbx.test at http://hs.test.
struct MatrixRig {
  explicit MatrixRig(provider::matrix::MatrixConfig config = {});
  ~MatrixRig();

  // One round of changes: the bridge's protocols are asked for once, the reply to /sync is given.
  Result<ChangeSet> sync(const std::string& reply);
  // The same from its parts: `rooms` and `account` are the members of "rooms" and the events of
  // "account_data". The change set is taken into memory.
  ChangeSet sync_ok(const std::string& rooms, const std::string& account = "");

  FakeHttp http;
  MapMemory memory;
  FixedClock clock;
  Logger log;
  provider::matrix::MatrixProvider provider;
  std::string protocols;  // reply to /thirdparty/protocols
  std::string since;
  bool asked_protocols = false;
};

// A room's changes in a set; fails the test when absent.
const RouteChanges& room_in(const ChangeSet& changes, std::string_view id);
const PersonChange* person_in(const ChangeSet& changes, std::string_view id);

// For replies that are too small to be cut.
Status no_part(const ChangeSet&);

// Pieces of realistic JSON. Quotes are written as ' to keep them readable.
std::string js(std::string text);
std::string member(const std::string& user, const std::string& membership,
                   const std::string& name = "", const std::string& sender = "");
std::string state(const std::string& type, const std::string& content, const std::string& key = "",
                  const std::string& sender = "@ann:pbx.test");
std::string text_event(const std::string& id, const std::string& sender, const std::string& body,
                       Millis at = 1'699'000'000'000);
std::string event(const std::string& id, const std::string& type, const std::string& sender,
                  const std::string& content, const std::string& more = "");
std::string join(const std::string& id, const std::string& state_events,
                 const std::string& timeline_events, const std::string& more = "",
                 const std::string& timeline_more = "");
std::string direct(const std::string& content);

}  // namespace ix::test
