// SPDX-License-Identifier: Apache-2.0
// What the user does to messages, through the whole engine and the sandbox.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"

namespace ix::testing {
namespace {

constexpr Millis kHour = 3'600'000;

struct Scene : RecoveryRig {
  Scene() {
    room = channel("General");
    event = say(room, "at noon");
    REQUIRE_FALSE(sign_in());
    REQUIRE_FALSE(sync());
    general = conversation("General");
    RecoveryRig::send(general, "my words");
  }
  // The item that the thread shows with these words.
  std::string item(const std::string& words) {
    auto page = engine().reader().thread(*ConversationId::parse(general), {}, 100);
    REQUIRE(page.ok());
    for (uint32_t i = 0; i < page->count(IX_TABLE_ITEM); ++i) {
      const auto* row = page->row<ix_row_item>(IX_TABLE_ITEM, i);
      if (page->text_or_empty(row->text) == words) return std::string(page->text_or_empty(row->id));
    }
    return {};
  }
  uint32_t flags(const std::string& id) {
    auto page = engine().reader().item(*ItemId::parse(id));
    REQUIRE(page.ok());
    return page->row<ix_row_item>(IX_TABLE_ITEM, 0)->flags &
           (IX_ITEM_CHANGE_PENDING | IX_ITEM_CHANGE_FAILED | IX_ITEM_EDITED);
  }
  std::vector<OutboxEntry> outbox() { return *engine().store().outbox_entries(); }

  std::string room;
  std::string event;
  std::string general;
};

// Every such request is answered with an error page.
auto broken(const char* what) {
  return [what](const sandbox::Request& request) -> sandbox::Reply {
    const bool it = std::find(request.path.begin(), request.path.end(), what) != request.path.end();
    if (!it) return std::nullopt;
    return transport::HttpResponse{502, {{"content-type", "text/html"}}, "<html>no</html>"};
  };
}

TEST_CASE("an edit that could not be made for a day is given up, and nothing waited for it") {
  Scene scene;
  const std::string item = scene.item("my words");
  scene.wire.instead = broken("m.room.message");
  REQUIRE(scene.engine().edit(item, "better words").ok());
  CHECK(scene.flags(item) == (IX_ITEM_CHANGE_PENDING | IX_ITEM_EDITED));
  for (int hours = 0; hours < 23; ++hours) {
    (void)scene.sync();
    scene.clock.now += kHour;
  }
  CHECK(scene.flags(item) == (IX_ITEM_CHANGE_PENDING | IX_ITEM_EDITED));
  scene.clock.now += 2 * kHour;
  (void)scene.sync();
  CHECK(scene.flags(item) == IX_ITEM_CHANGE_FAILED);
  CHECK(scene.item("my words") == item);
  REQUIRE(scene.outbox().size() == 1);
  CHECK(scene.outbox().front().state == OutboxState::failed);
  CHECK(scene.outbox().front().failure->message.starts_with("given up after a day of trying: "));
  // The user may have it tried again.
  scene.wire.instead = nullptr;
  REQUIRE(scene.engine().retry(scene.outbox().front().id.text()).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.flags(item) == IX_ITEM_EDITED);
  CHECK(scene.outbox().empty());
}

TEST_CASE("a clock that jumps gives nothing up") {
  Scene scene;
  scene.wire.instead = broken("redact");
  REQUIRE(scene.engine().remove(scene.item("my words")).ok());
  (void)scene.sync();
  scene.clock.wrong_by = 365 * 24 * kHour;
  scene.clock.now += 10'000;
  (void)scene.sync();
  CHECK(scene.outbox().front().state == OutboxState::queued);
  scene.clock.wrong_by = 0;
  scene.wire.instead = nullptr;
  (void)scene.engine().hint_foreground(true);
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.outbox().empty());
}

TEST_CASE("a deletion that fails for now holds no message, and no message holds it") {
  Scene scene;
  scene.wire.instead = broken("redact");
  REQUIRE(scene.engine().remove(scene.item("my words")).ok());
  scene.send(scene.general, "more words");
  CHECK(scene.thread(scene.general).back() == "Alice: more words");
  // A refused message stays in front of what is sent, and of nothing else.
  scene.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    if (request.path.size() < 3 || request.path[request.path.size() - 3] != "send") {
      return std::nullopt;
    }
    return sandbox::error_reply(403, "M_FORBIDDEN", "no");
  };
  scene.send(scene.general, "refused words");
  scene.clock.now += kHour;
  REQUIRE_FALSE(scene.sync());
  REQUIRE(scene.outbox().size() == 1);
  CHECK(scene.outbox().front().op == OutboxOp::send);
}

TEST_CASE("what one may not delete comes back, and says why") {
  Scene scene;
  const std::string item = scene.item("at noon");
  REQUIRE(scene.engine().remove(item).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.flags(item) == IX_ITEM_CHANGE_FAILED);
  CHECK(scene.item("at noon") == item);
  REQUIRE(scene.outbox().size() == 1);
  CHECK(scene.outbox().front().failure->code == ErrorCode::REFUSED);
  REQUIRE(scene.engine().discard(scene.outbox().front().id.text()).ok());
  CHECK(scene.flags(item) == 0);
}

TEST_CASE("a text that was deleted here is in no file once the next sync has ended") {
  constexpr const char* kWord = "zanzibarquux";
  Scene scene;
  scene.send(scene.general, std::string("the word is ") + kWord);
  const auto holds_it = [&scene] {
    for (const auto& file :
         std::filesystem::directory_iterator(scene.engine().store().database().folder())) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      if (bytes.find(kWord) != std::string::npos) return true;
    }
    return false;
  };
  CHECK(holds_it());
  REQUIRE(scene.engine().remove(scene.item(std::string("the word is ") + kWord)).ok());
  REQUIRE_FALSE(scene.sync());
  CHECK_FALSE(holds_it());
  CHECK(scene.thread(scene.general).back() == "[deleted]");
}

TEST_CASE("a sign-out with wiping asks about what is done to messages, too") {
  Scene scene;
  REQUIRE(scene.engine().edit(scene.item("my words"), "better words").ok());
  CHECK(scene.engine().sign_out(engine::kSignOutWipe).error().code == ErrorCode::UNSENT_ITEMS);
  REQUIRE_FALSE(scene.sync());
  CHECK(scene.engine().sign_out(engine::kSignOutWipe).ok());
}

}  // namespace
}  // namespace ix::testing
