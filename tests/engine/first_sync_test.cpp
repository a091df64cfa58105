// SPDX-License-Identifier: Apache-2.0
// The first sync of an account with many rooms.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr int kRooms = 1'000;

// Rooms with a few messages each: a reply of several megabytes.
void fill_company(RecoveryRig& rig) {
  for (int i = 0; i < kRooms; ++i) {
    const std::string room = rig.channel("Room " + std::to_string(i));
    for (int k = 0; k < 3; ++k) rig.say(room, "message " + std::to_string(k));
  }
}

bool has_no_doubles(RecoveryRig& rig) {
  const std::vector<std::string> titles = rig.titles();
  return std::set<std::string>(titles.begin(), titles.end()).size() == titles.size();
}

TEST_CASE("the list can be used before the first sync of many rooms has finished") {
  RecoveryRig rig;
  fill_company(rig);
  REQUIRE_FALSE(rig.sign_in());
  engine::LiveQuery all;
  all.window = 50;
  REQUIRE(rig.engine().subscribe(all).ok());
  const int before = rig.list_events();

  std::vector<size_t> sizes;
  bool early_thread = false;
  int told_early = 0;
  rig.wire.between_pieces = [&] {
    CHECK(rig.token().empty());
    auto page = rig.engine().reader().conversations(Filter::preset(Preset::all), {}, 1000);
    REQUIRE(page.ok());
    sizes.push_back(page->count(IX_TABLE_CONVERSATION));
    if (sizes.back() == 0 || early_thread) return;
    early_thread = true;
    told_early = rig.list_events() - before;
    // Complete rows, not only names: title, preview and thread of what is there.
    const std::string one = rig.conversation(rig.titles().front());
    CHECK(rig.thread(one).back() == "Bob: message 2");
    CHECK(rig.unread(one) == 3);
  };
  REQUIRE_FALSE(rig.sync());
  rig.wire.between_pieces = nullptr;
  CHECK(early_thread);
  CHECK(told_early > 0);
  CHECK(std::is_sorted(sizes.begin(), sizes.end()));
  // It grew many times on the way, not at once at the end.
  CHECK(std::set<size_t>(sizes.begin(), sizes.end()).size() >= 5);
  CHECK(rig.titles().size() == kRooms);
  CHECK(rig.titles().front() == "Room 999");
  CHECK_FALSE(rig.token().empty());
}

TEST_CASE("a first sync that breaks off is begun again and doubles nothing") {
  RecoveryRig rig;
  fill_company(rig);
  REQUIRE_FALSE(rig.sign_in());
  rig.wire.cut_after = 800'000;
  const auto broken = rig.sync();
  REQUIRE(broken.has_value());
  CHECK(broken->code == ErrorCode::UNREACHABLE);
  CHECK(rig.token().empty());
  const size_t kept = rig.titles().size();
  CHECK(kept > 0);
  CHECK(kept < kRooms);

  // What has arrived is usable now, also for writing, and stays when the process ends.
  const std::string early = rig.titles().back();
  const std::string room = rig.conversation(early);
  engine::OutgoingInput message;
  message.text = "while it loads";
  REQUIRE(rig.engine().send(room, message).ok());
  rig.restart();
  rig.wire.cut_after = 0;
  CHECK(rig.titles().size() == kept);
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles().size() == kRooms);
  CHECK(has_no_doubles(rig));
  CHECK(rig.conversation(early) == room);
  const std::vector<std::string> thread = rig.thread(room);
  CHECK(std::count(thread.begin(), thread.end(), "Bob: message 0") == 1);
  CHECK(std::count(thread.begin(), thread.end(), "Alice: while it loads") == 1);
  CHECK(thread.back() == "Alice: while it loads");
}

}  // namespace
}  // namespace ix::testing
