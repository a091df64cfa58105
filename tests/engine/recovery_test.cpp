// SPDX-License-Identifier: Apache-2.0
// What people see after the server forgot, lost or ended something.
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

TEST_CASE("a token that the server does not know is dropped; nothing is lost and nothing doubled") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  rig.say(room, "one");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  rig.send(general, "mine");
  const Lines before = rig.thread(general);

  rig.say(room, "two");
  forget_token(rig);
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.conversation("General") == general);
  Lines after = rig.thread(general);
  REQUIRE(after.size() == before.size() + 1);
  CHECK(after.back() == "Bob: two");
  after.pop_back();
  CHECK(after == before);
}

TEST_CASE(
    "a message told to wait leaves at once when the clock that reckoned the wait is set back") {
  RecoveryRig rig;
  rig.channel("General");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  constexpr Millis kHour = 3'600'000;
  rig.clock.wrong_by = 3 * kHour;
  rig.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    if (request.method != "PUT") return std::nullopt;
    return sandbox::json_reply(
        429, R"({"errcode":"M_LIMIT_EXCEEDED","error":"wait","retry_after_ms":700})");
  };
  rig.send(general, "mine");
  rig.clock.wrong_by = 0;
  rig.wire.instead = nullptr;
  rig.clock.now += 1000;
  REQUIRE_FALSE(rig.sync());
  rig.send(general, "after it");
  const Lines shown = rig.thread(general);
  REQUIRE(shown.size() >= 2);
  CHECK(tail(shown, 2) == Lines{"Alice: mine", "Alice: after it"});
}

TEST_CASE("a server that never takes its own tokens is asked at ever longer intervals") {
  RecoveryRig rig;
  rig.channel("General");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  rig.wire.instead = [](const sandbox::Request& request) -> sandbox::Reply {
    if (request.path.back() != "sync") return std::nullopt;
    return sandbox::error_reply(400, "M_UNKNOWN_POS", "Unknown position");
  };
  rig.wire.by_label.clear();
  const auto failed = rig.sync();
  REQUIRE(failed.has_value());
  CHECK(failed->code == ErrorCode::INVALID_CURSOR);
  CHECK(rig.wire.by_label["sync"] <= 4);
  CHECK(rig.titles() == Lines{"General"});
}

TEST_CASE("rooms left while a token was dropped do not stay joined") {
  RecoveryRig rig;
  const std::string stays = rig.channel("Stays");
  const std::string removed = rig.channel("Removed");
  const std::string banned = rig.channel("Banned");
  const std::string forgotten = rig.channel("Forgotten");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());

  rig.say(removed, "goodbye");
  rig.set_membership(removed, kBob, "leave");
  rig.say(removed, "not for Alice any more");
  rig.set_membership(banned, kBob, "ban");
  rig.set_membership(forgotten, kAlice, "leave");
  rig.forget(forgotten);
  forget_token(rig);
  REQUIRE_FALSE(rig.sync());

  CHECK(rig.reason(rig.conversation("Stays")).empty());
  CHECK(rig.reason(rig.conversation("Removed")) == "removed");
  CHECK(tail(rig.thread(rig.conversation("Removed")), 2) ==
        Lines{"Bob: goodbye", "[removed Alice]"});
  CHECK(rig.reason(rig.conversation("Banned")) == "banned");
  // Nothing tells of it any more: it is only not there.
  CHECK(rig.reason(rig.conversation("Forgotten")) == "left");

  // Whoever is let in again can write again, though the room was remembered as left.
  rig.set_membership(forgotten, kAlice, "join");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.reason(rig.conversation("Forgotten")).empty());
}

TEST_CASE(
    "a room made here a moment ago is not left because a sync from the start has not seen it") {
  RecoveryRig rig;
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  engine::RecipientInput bob;
  bob.user = kBob;
  auto opened = rig.engine().open_conversation(bob);
  REQUIRE(opened.ok());
  engine::OutgoingInput message;
  message.text = "hello";
  REQUIRE(rig.engine().send(*opened, message).ok());
  // The sync that follows the creation is one from the start.
  forget_token(rig);
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.reason(rig.conversation("Bob")).empty());
  CHECK(times_of(rig.thread(rig.conversation("Bob")), "Alice: hello") == 1);
}

TEST_CASE("after a restored backup nothing that was shown goes away and nothing new is missed") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  rig.say(room, "before the backup");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  const size_t backup = rig.backup();

  // What the server will have forgotten: others' words and an accepted one of our own.
  for (int i = 0; i < 5; ++i) rig.say(room, "lost " + std::to_string(i));
  rig.send(general, "my lost word");
  const Lines before = rig.thread(general);
  CHECK(before.back() == "Alice: my lost word");

  rig.restore(backup);
  // These happen before this device comes back, at positions that it believes it has seen.
  rig.say(room, "after the backup 1");
  rig.say(room, "after the backup 2");
  REQUIRE_FALSE(rig.sync());
  Lines after = rig.thread(general);
  CHECK(times_of(after, "Bob: lost 3") == 1);
  CHECK(times_of(after, "Alice: my lost word") == 1);
  CHECK(tail(after, 2) == Lines{"Bob: after the backup 1", "Bob: after the backup 2"});
  CHECK(after.size() == before.size() + 2);

  rig.send(general, "and on");
  CHECK(rig.thread(general).back() == "Alice: and on");
}

// The device's clock is wrong by this, or the server's by as much the other way: seen from here it
// is the same.
void with_a_wrong_clock(Millis wrong_by) {
  CAPTURE(wrong_by);
  RecoveryRig rig;
  const std::string one = rig.channel("One");
  const std::string two = rig.channel("Two");
  rig.say(two, "second");
  rig.clock.now += 60'000;
  rig.say(one, "third, so One stands first");
  const Millis said = rig.clock.now;
  rig.clock.wrong_by = wrong_by;
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"One", "Two"});
  // The server's time of an item is what is shown.
  const std::string first = rig.conversation("One");
  CHECK(rig.at_ms(first) == said);

  // Words of our own count by the same clock: they neither sink nor pin their conversation.
  rig.clock.now += 60'000;
  rig.send(rig.conversation("Two"), "mine");
  CHECK(rig.titles() == Lines{"Two", "One"});
  CHECK(rig.at_ms(rig.conversation("Two")) > rig.at_ms(first));
  rig.clock.now += 60'000;
  rig.say(one, "later");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"One", "Two"});
  engine::OutgoingInput message;
  message.text = "not sent yet";
  rig.clock.now += 60'000;
  REQUIRE(rig.engine().send(rig.conversation("Two"), message).ok());
  CHECK(rig.titles() == Lines{"Two", "One"});
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.thread(rig.conversation("Two")).back() == "Alice: not sent yet");
}

TEST_CASE("with a clock that is hours wrong the order and the times shown are sane") {
  with_a_wrong_clock(0);
  with_a_wrong_clock(5 * 3'600'000);
  with_a_wrong_clock(-5 * 3'600'000);
  with_a_wrong_clock(400LL * 24 * 3'600'000);
}

TEST_CASE("one message from far in the future pins neither its place nor its conversation") {
  RecoveryRig rig;
  const std::string one = rig.channel("One");
  const std::string two = rig.channel("Two");
  rig.say(one, "before");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const Millis right = rig.clock.now;
  rig.clock.now += 300LL * 24 * 3'600'000;  // another server's clock, say
  rig.ask([one](sandbox::Homeserver& server) {
    return server.post_message(one, kBob, "from the future");
  });
  rig.clock.now = right + 60'000;
  REQUIRE_FALSE(rig.sync());
  rig.clock.now += 60'000;
  rig.say(two, "now");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.titles() == Lines{"Two", "One"});
  rig.say(one, "after");
  REQUIRE_FALSE(rig.sync());
  CHECK(tail(rig.thread(rig.conversation("One")), 3) ==
        Lines{"Bob: before", "Bob: from the future", "Bob: after"});
}

TEST_CASE("a catch-up of a hundred thousand messages is bounded, and its holes can be filled") {
  RecoveryRig rig;
  constexpr int kRooms = 20;
  constexpr int kEach = 5'000;
  std::vector<std::string> rooms;
  for (int i = 0; i < kRooms; ++i) rooms.push_back(rig.channel("Room " + std::to_string(i)));
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  for (const std::string& room : rooms) {
    rig.ask([room](sandbox::Homeserver& server) {
      for (int k = 0; k < kEach; ++k) {
        server.post_message(room, k % 2 == 0 ? kBob : "@carol:pbx.test", std::to_string(k));
      }
      return std::string();
    });
  }
  rig.wire.by_label.clear();
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.wire.by_label["sync"] <= 2);
  CHECK(rig.wire.by_label["history"] == 0);  // nobody looked at a hole yet
  const std::string room = rig.conversation("Room 7");
  const Lines thread = rig.thread(room);
  CHECK(thread.size() < 40);
  CHECK(times_of(thread, "[gap]") == 1);
  CHECK(tail(thread, 1) == Lines{"carol: 4999"});
  CHECK(rig.unread(room) == 20);  // at least: the row says that it is a lower bound
  CHECK(rig.unread_is_lower_bound(room));

  // One page a step.
  rig.wire.by_label.clear();
  REQUIRE_FALSE(rig.fill(room));
  CHECK(rig.wire.by_label["history"] == (kEach - 20 + 49) / 50);
  CHECK(rig.unread(room) == kEach);
  CHECK_FALSE(rig.unread_is_lower_bound(room));
  const Lines newest = rig.thread(room);
  for (size_t i = 0; i < newest.size(); ++i) {
    const size_t number = kEach - newest.size() + i;
    CHECK(newest[i] == (number % 2 == 0 ? "Bob: " : "carol: ") + std::to_string(number));
  }
}

TEST_CASE("a deactivated account is signed out, keeps what it had, and cannot sign in again") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  rig.say(room, "one");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  rig.ask([](sandbox::Homeserver& server) {
    server.deactivate(kAlice);
    return std::string();
  });
  const auto ended = rig.sync();
  REQUIRE(ended.has_value());
  CHECK(ended->code == ErrorCode::SIGNED_OUT);
  CHECK(rig.thread(rig.conversation("General")).back() == "Bob: one");
  // Written now, it waits for a sign-in; nothing is lost.
  engine::OutgoingInput message;
  message.text = "still here";
  REQUIRE(rig.engine().send(rig.conversation("General"), message).ok());
  const auto refused = rig.sign_in();
  REQUIRE(refused.has_value());
  CHECK(refused->code == ErrorCode::SIGN_IN_REFUSED);
  CHECK(refused->server_code == "M_USER_DEACTIVATED");
  CHECK(rig.thread(rig.conversation("General")).back() == "Alice: still here (waits)");
}

enum class When { at_once, later, on_a_new_device, followed_by_more };

// The unread count after Alice read up to something that shows nowhere.
int unread_after(bool reaction, When when) {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string message = rig.say(room, "one");
  const std::string hidden = rig.ask([room, message, reaction](sandbox::Homeserver& server) {
    if (reaction) return server.post_reaction(room, kBob, message, "+1");
    return server.post_event(room, kBob, "m.room.guest_access", R"({"guest_access":"x"})", "");
  });
  if (when == When::followed_by_more) rig.say(room, "two");
  if (when == When::later) {
    REQUIRE_FALSE(rig.sync());
    CHECK(rig.unread(rig.conversation("General")) == 1);
  }
  rig.ask([room, hidden](sandbox::Homeserver& server) {
    server.mark_read(room, kAlice, hidden);
    return std::string();
  });
  if (when == When::on_a_new_device) forget_token(rig);
  REQUIRE_FALSE(rig.sync());
  return rig.unread(rig.conversation("General"));
}

TEST_CASE("a read marker on a reaction, or on what else is not shown, reads what is before it") {
  for (const bool reaction : {true, false}) {
    CAPTURE(reaction);
    CHECK(unread_after(reaction, When::at_once) == 0);
    CHECK(unread_after(reaction, When::later) == 0);
    CHECK(unread_after(reaction, When::on_a_new_device) == 0);
    CHECK(unread_after(reaction, When::followed_by_more) == 1);
  }
}

TEST_CASE("a text that its author deleted is in no file once the next sync has ended") {
  constexpr const char* kWord = "zanzibarquux";
  RecoveryRig rig;
  const auto holds_it = [&rig] {
    bool found = false;
    for (const auto& file :
         std::filesystem::directory_iterator(rig.engine().store().database().folder())) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      found = found || bytes.find(kWord) != std::string::npos;
    }
    return found;
  };
  const std::string room = rig.channel("General");
  const std::string event = rig.say(room, std::string("the word is ") + kWord);
  rig.say(room, "something else");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  CHECK(holds_it());
  rig.ask([&](sandbox::Homeserver& server) { return server.post_redaction(room, kBob, event); });
  REQUIRE_FALSE(rig.sync());
  CHECK_FALSE(holds_it());
  CHECK(rig.thread(rig.conversation("General")).back() == "Bob: something else");
}

TEST_CASE("a damaged database: what had left is not sent again, what waited leaves once") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  for (int i = 0; i < 80; ++i) rig.say(room, "line " + std::to_string(i));
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  const std::string general = rig.conversation("General");
  // The server takes the first one, and its answer is lost; then others write a lot.
  bool left = false;
  rig.wire.instead = [&](const sandbox::Request& request) -> sandbox::Reply {
    if (request.method == "PUT") (void)rig.server().handle(request, rig.clock.now);
    left = left || request.method == "PUT";
    if (!left) return std::nullopt;
    return sandbox::error_reply(502, "M_UNKNOWN", "Bad gateway");
  };
  engine::OutgoingInput message;
  message.text = "had left";
  REQUIRE(rig.engine().send(general, message).ok());
  (void)rig.sync();
  rig.wire.instead = nullptr;
  for (int i = 80; i < 200; ++i) rig.say(room, "line " + std::to_string(i));
  message.text = "waited";
  REQUIRE(rig.engine().send(general, message).ok());
  REQUIRE(rig.engine().store().outbox_entries()->size() == 2);

  rig.restart([](const std::string& folder) {
    std::fstream file(folder + "/cache.db", std::ios::binary | std::ios::in | std::ios::out);
    file.write(std::string(4096, '\0').c_str(), 4096);
  });
  REQUIRE(rig.engine().store().set_aside());
  CHECK(rig.engine().store().set_aside()->unsent == 2);
  CHECK(rig.conversation("General") == general);
  REQUIRE_FALSE(rig.sync());  // still signed in
  REQUIRE_FALSE(rig.fill(general));
  const Lines shown = rig.thread(general);
  CHECK(rig.engine().store().outbox_entries()->empty());
  CHECK(times_of(shown, "Alice: had left") + times_of(shown, "me: had left") == 1);
  CHECK(times_of(shown, "Alice: waited") + times_of(shown, "me: waited") == 1);
  CHECK(times_of(shown, "Bob: line 3") == 1);
  CHECK(shown.size() >= 202);
}

}  // namespace
}  // namespace ix::testing
