// SPDX-License-Identifier: Apache-2.0
// What becomes of items: edited, taken back, read; and those that are no messages.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

void edited(Stage& stage) {
  Chat chat(stage);
  const std::string id = chat.says("Meet at noon");
  IX_EXPECT(chat.begins("ok?"));
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, id, "Meet at one"));
  IX_EXPECT(chat.sees("Meet at one (edited)"));
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, id, "Meet at two"));
  IX_EXPECT(chat.sees("Meet at two (edited)"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"Meet at two (edited)", "ok?"}));
}

void edited_before_first_sight(Stage& stage) {
  Chat chat(stage);
  const std::string id = chat.says("Meet at noon");
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, id, "Meet at one"));
  IX_EXPECT(chat.begins("ok?"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"Meet at one (edited)", "ok?"}));
}

void own_edited_elsewhere(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  const std::string id = stage.backend.say(chat.ann, chat.route, "at noon");
  IX_EXPECT(stage.backend.edit(chat.ann, chat.route, id, "at one"));
  IX_EXPECT(chat.device.sees([&] {
    return chat.messages() == Texts{chat.bob.name + ": hello", "me: at one (edited)"};
  }));
}

void taken_back(Stage& stage) {
  Chat chat(stage);
  const std::string id = chat.says("wrong window");
  IX_EXPECT(chat.begins("sorry"));
  IX_EXPECT(stage.backend.remove(chat.bob, chat.route, id));
  const Texts wanted{"[deleted]", chat.bob.name + ": sorry"};
  IX_EXPECT(chat.device.sees([&] { return chat.messages() == wanted; }));
}

void edit_then_taken_back(Stage& stage) {
  Chat chat(stage);
  const std::string id = chat.says("wrong window");
  IX_EXPECT(chat.begins("sorry"));
  IX_EXPECT(stage.backend.edit(chat.bob, chat.route, id, "still wrong"));
  IX_EXPECT(stage.backend.remove(chat.bob, chat.route, id));
  const Texts wanted{"[deleted]", chat.bob.name + ": sorry"};
  IX_EXPECT(chat.device.sees([&] { return chat.messages() == wanted; }));
  chat.device.restart();
  IX_EXPECT_EQ(code_of(chat.device.sync()), ErrorCode::OK);
  IX_EXPECT_EQ(chat.messages(), wanted);
}

void reaction(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  const std::string id = chat.says("lunch?");
  IX_EXPECT(stage.backend.react(chat.bob, chat.route, id));
  IX_EXPECT(!chat.says("anybody?").empty());
  IX_EXPECT(chat.sees("anybody?"));
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"hello", "lunch?", "anybody?"}));
  IX_EXPECT_EQ(chat.device.unread(chat.conversation()), 3);
}

void typing(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  const Texts before = chat.device.thread(chat.conversation());
  IX_EXPECT(stage.backend.type(chat.bob, chat.route));
  for (int rounds = 0; rounds < 3; ++rounds) {
    IX_EXPECT_EQ(code_of(chat.device.sync()), ErrorCode::OK);
  }
  IX_EXPECT_EQ(chat.device.thread(chat.conversation()), before);
  IX_EXPECT_EQ(chat.device.unread(chat.conversation()), 1);
}

void unread(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  IX_EXPECT(!chat.says("two").empty());
  IX_EXPECT(chat.sees("two"));
  IX_EXPECT_EQ(chat.device.unread(chat.conversation()), 2);
}

void read_elsewhere(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("one"));
  const std::string id = chat.says("two");
  IX_EXPECT(!chat.says("three").empty());
  IX_EXPECT(chat.sees("three"));
  IX_EXPECT_EQ(chat.device.unread(chat.conversation()), 3);
  IX_EXPECT(stage.backend.read(chat.ann, chat.route, id));
  IX_EXPECT(chat.device.sees([&] { return chat.device.unread(chat.conversation()) == 1; }));
}

void read_by_peer(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.sends("did you see it?");
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT(stage.backend.read(chat.bob, chat.route, chat.says("yes")));
  const Texts wanted{chat.bob.name + ": hello", "me: did you see it? (read)",
                     chat.bob.name + ": yes"};
  IX_EXPECT(chat.device.sees([&] { return chat.messages() == wanted; }));
}

void calls(Stage& stage) {
  Device device(stage, stage.person("Ann"));
  const Person ann = device.person();
  IX_EXPECT_EQ(code_of(device.sign_in()), ErrorCode::OK);
  const std::string number = stage.number();
  const Millis now = stage.backend.clock().wall_ms();
  Call call;
  call.id = stage.unique("answered-");
  call.number = number;
  call.duration_ms = 61'000;
  call.started_ms = now - 100'000;
  IX_EXPECT(!stage.backend.call(number, ann, call).empty());
  IX_EXPECT(device.sees([&] { return !device.titles().empty(); }));
  call.id = stage.unique("missed-");
  call.outcome = CallOutcome::missed;
  call.duration_ms = 0;
  call.started_ms = now - 10'000;
  IX_EXPECT(!stage.backend.call(number, ann, call).empty());
  const auto lines = [&] {
    Texts all;
    for (const std::string& line : device.thread(device.open(number, {}))) {
      if (line.starts_with("[call")) all.push_back(line);
    }
    return all;
  };
  IX_EXPECT(device.sees([&] { return lines() == Texts{"[call answered]", "[call missed]"}; }));
  IX_EXPECT_EQ(device.unread(device.open(number, {})), 1);
}

void odd_item(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("before"));
  IX_EXPECT(!stage.backend.odd(chat.bob, chat.route).empty());
  IX_EXPECT(!chat.says("after").empty());
  IX_EXPECT(chat.sees("after"));
  const Texts all = chat.device.thread(chat.conversation());
  IX_EXPECT(all.size() >= 3);
  IX_EXPECT_EQ(Texts(all.end() - 3, all.end()),
               (Texts{chat.bob.name + ": before", "[unsupported]", chat.bob.name + ": after"}));
}

void strange_texts(Stage& stage) {
  Chat chat(stage);
  const Texts texts{"عربي نص", "e\u0301\u0302 👩‍👩‍👧‍👦", "a\tb\nc",
                    std::string(1'500, 'x')};
  for (const std::string& text : texts) IX_EXPECT(!chat.says(text).empty());
  IX_EXPECT(chat.begins("end"));
  Texts wanted = texts;
  wanted.emplace_back("end");
  IX_EXPECT_EQ(chat.messages(), chat.from_bob(wanted));
}

}  // namespace

std::vector<Case> item_cases() {
  return {
      {"item", "an edit shows the new text", {Can::edits}, edited},
      {"item", "an edit before the first sight, too", {Can::edits}, edited_before_first_sight},
      {"item", "one's own edit on another device", {Can::edits}, own_edited_elsewhere},
      {"item", "what is taken back loses its text", {Can::deletions}, taken_back},
      {"item",
       "edited and taken back is taken back",
       {Can::edits, Can::deletions},
       edit_then_taken_back},
      {"item", "a reaction is no item", {Can::reactions}, reaction},
      {"item", "somebody's typing is not stored", {Can::typing}, typing},
      {"item", "what others write is unread", {}, unread},
      {"item", "what another device read is read", {Can::read_markers}, read_elsewhere},
      {"item", "what the peer read is told", {Can::peer_reads}, read_by_peer},
      {"item", "calls answered and missed", {Can::calls}, calls},
      {"item", "an unknown kind stands in its place", {Can::other_kinds}, odd_item},
      {"item", "texts of all scripts arrive", {}, strange_texts},
  };
}

}  // namespace ix::conformance
