// SPDX-License-Identifier: Apache-2.0
// An engine without its files for a while.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

// Files of the folder that this process has open.
std::vector<std::string> open_files(const std::string& folder) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    const std::string target = std::filesystem::read_symlink(entry.path(), ignored).string();
    if (target.rfind(folder, 0) == 0) found.push_back(target);
  }
  return found;
}

struct Suspended {
  Suspended() {
    room = rig.channel("General");
    rig.say(room, "one");
    REQUIRE_FALSE(rig.sign_in());
    REQUIRE_FALSE(rig.sync());
    general = rig.conversation("General");
    folder = rig.engine().store().database().folder();
  }
  int64_t times(const std::string& text) {
    const auto lines = rig.thread(general);
    return std::count(lines.begin(), lines.end(), "Alice: " + text) +
           std::count(lines.begin(), lines.end(), "me: " + text);
  }
  Result<std::string> queue(const std::string& text) {
    engine::OutgoingInput message;
    message.text = text;
    return rig.engine().send(general, message);
  }

  RecoveryRig rig;
  std::string room;
  std::string general;
  std::string folder;
};

TEST_CASE("suspended: no file is open, calls say so, and everything goes on afterwards") {
  Suspended s;
  engine::Engine& engine = s.rig.engine();
  CHECK_FALSE(open_files(s.folder).empty());
  REQUIRE(s.queue("before").ok());
  REQUIRE(engine.suspend().ok());
  CHECK(open_files(s.folder).empty());
  CHECK(engine.suspend().ok());
  const auto sent = s.queue("meanwhile");
  REQUIRE_FALSE(sent.ok());
  CHECK(sent.error().code == ErrorCode::SUSPENDED);
  CHECK(engine.sync().error().code == ErrorCode::SUSPENDED);
  CHECK(engine.open_for_calls().error().code == ErrorCode::SUSPENDED);
  CHECK(engine.reader().account().error().code == ErrorCode::SUSPENDED);
  CHECK(engine.store().account().error().code == ErrorCode::SUSPENDED);
  CHECK(engine.hint_foreground(true).ok());
  CHECK(engine.step(0));
  CHECK(open_files(s.folder).empty());
  REQUIRE(engine.resume().ok());
  CHECK(engine.resume().ok());
  REQUIRE_FALSE(s.rig.sync());
  CHECK(s.times("before") == 1);
  CHECK(engine.store().outbox_entries()->empty());
}

TEST_CASE("suspended while a message is on its way: it is there once, the operation has its end") {
  Suspended s;
  REQUIRE(s.queue("on its way").ok());
  int arrived = 0;
  s.rig.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (request.method != "PUT") return std::nullopt;
    if (arrived++ > 0) return std::nullopt;
    // The server has it, and before its answer is read the app goes to the background.
    (void)s.rig.server().handle(request, s.rig.clock.now);
    return sandbox::error_reply(502, "M_UNKNOWN", "Bad gateway");
  };
  const auto sync = s.rig.engine().sync();
  REQUIRE(sync.ok());
  for (int steps = 0; arrived == 0 && steps < 100; ++steps) s.rig.engine().step(0);
  REQUIRE(arrived == 1);
  REQUIRE(s.rig.engine().suspend().ok());
  auto events = s.rig.engine().events().poll(0);
  REQUIRE(events.ok());
  int completions = 0;
  for (const engine::Event& event : *events) {
    if (event.operation != *sync) continue;
    ++completions;
    REQUIRE(event.error);
    CHECK(event.error->code == ErrorCode::SUSPENDED);
  }
  CHECK(completions == 1);
  REQUIRE(s.rig.engine().resume().ok());
  s.rig.clock.now += 60'000;
  REQUIRE_FALSE(s.rig.sync());
  CHECK(s.times("on its way") == 1);
}

TEST_CASE("a hundred times: what is sent in between is there once, in order") {
  Suspended s;
  for (int i = 0; i < 100; ++i) {
    REQUIRE(s.queue("message " + std::to_string(i)).ok());
    if (i % 3 == 0) (void)s.rig.engine().sync();
    for (int steps = 0; steps < i % 5; ++steps) s.rig.engine().step(0);
    REQUIRE(s.rig.engine().suspend().ok());
    REQUIRE(open_files(s.folder).empty());
    REQUIRE(s.rig.engine().resume().ok());
  }
  REQUIRE_FALSE(s.rig.sync());
  for (int i = 0; i < 100; ++i) CHECK(s.times("message " + std::to_string(i)) == 1);
  CHECK(s.rig.engine().store().check()->empty());
}

TEST_CASE("subscriptions stay, and are told when the files are back") {
  Suspended s;
  engine::LiveQuery query;
  query.window = 10;
  const auto list = s.rig.engine().subscribe(query);
  REQUIRE(list.ok());
  REQUIRE(s.rig.engine().take(*list).ok());
  (void)s.rig.list_events();
  REQUIRE(s.rig.engine().suspend().ok());
  CHECK(s.rig.engine().take(*list).error().code == ErrorCode::SUSPENDED);
  s.rig.say(s.room, "two");
  const int before = s.rig.list_events();
  REQUIRE(s.rig.engine().resume().ok());
  CHECK(s.rig.list_events() == before + 1);
  REQUIRE_FALSE(s.rig.sync());
  const auto changes = s.rig.engine().take(*list);
  REQUIRE(changes.ok());
  CHECK(changes->count(IX_TABLE_CHANGE) > 0);
}

TEST_CASE("resuming where another process has the account: still suspended, and again later") {
  Suspended s;
  REQUIRE(s.rig.engine().suspend().ok());
  {
    SystemFileSystem files;
    auto other = files.lock(s.folder + "/lock");
    REQUIRE(other.ok());
    const Status resumed = s.rig.engine().resume();
    REQUIRE_FALSE(resumed.ok());
    CHECK(resumed.error().code == ErrorCode::STORE_IN_USE);
    CHECK(s.queue("meanwhile").error().code == ErrorCode::SUSPENDED);
  }
  REQUIRE(s.rig.engine().resume().ok());
  CHECK(s.queue("now").ok());
}

}  // namespace
}  // namespace ix::testing
