// SPDX-License-Identifier: Apache-2.0
// What the user does to messages: edits, deletes, reacts; and what a broken connection makes of it.
#include <utility>

#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

std::string last(Chat& chat) {
  const Texts all = chat.messages();
  return all.empty() ? std::string() : all.back();
}

// Ann with the whole core, her own message accepted and its echo seen; Bob looks on with his.
struct Scene {
  explicit Scene(Stage& given) : stage(given), chat(given), bob(given, chat.bob) {}

  bool begins(const std::string& text) {
    if (!chat.begins("hello") || bob.sign_in()) return false;
    mine = chat.sends(text);
    return chat.sees_outbox({}) && placed(text) && bob_sees(chat.ann.name + ": " + text);
  }
  // The remote id of an own message, once its echo came.
  bool placed(const std::string& text) {
    return chat.device.sees([&] {
      const auto item = chat.device.engine().store().item(*ItemId::parse(mine));
      if (item.ok() && item->ord && item->text == text) remote = item->remote_id;
      return !remote.empty();
    });
  }
  bool bob_sees(const std::string& line) {
    return bob.sees([&] {
      const auto all = bob.messages(bob.conversation(chat.ann.name));
      return std::find(all.begin(), all.end(), line) != all.end();
    });
  }
  std::string bobs_message() {
    return chat.device.item(chat.conversation(), chat.bob.name + ": hello");
  }
  engine::Engine& engine() { return chat.device.engine(); }
  Texts messages() { return chat.messages(); }
  std::string last() { return ix::conformance::last(chat); }
  Marks marks() { return stage.backend.marks(chat.bob, chat.route, remote); }
  bool settles() { return chat.sees_outbox({}); }

  Stage& stage;
  Chat chat;
  Device bob;
  std::string mine;    // the item here
  std::string remote;  // and at the backend
};

void edited(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("at noon"));
  IX_EXPECT(scene.engine().edit(scene.mine, "at one").ok());
  IX_EXPECT_EQ(scene.last(), "me: at one (edited)");  // at once
  IX_EXPECT(scene.engine().edit(scene.mine, "at two").ok());
  IX_EXPECT(scene.settles());
  IX_EXPECT_EQ(scene.last(), "me: at two (edited)");
  IX_EXPECT(scene.bob_sees(scene.chat.ann.name + ": at two (edited)"));
  IX_EXPECT_EQ(scene.marks().edits, 1);
  // Somebody who comes later reads the same.
  Device other(stage, scene.chat.ann);
  IX_EXPECT_EQ(code_of(other.sign_in()), ErrorCode::OK);
  IX_EXPECT(other.sees(
      [&] { return other.messages(other.conversation(scene.chat.bob.name)) == scene.messages(); }));
}

void edit_has_its_key(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  auto sent = talk.ann.send(talk.route, "at noon");
  IX_EXPECT(sent.ok());
  const provider::Edit edit{*sent, "at one", stage.unique("the-edit")};
  auto first = talk.ann.edit(talk.route, edit);
  auto second = talk.ann.edit(talk.route, edit);
  IX_EXPECT(first.ok() && second.ok());
  IX_EXPECT_EQ(*second, *first);
  std::vector<RelationChange> said;
  IX_EXPECT(talk.ann.sees([&] {
    said = talk.ann.seen(talk.route).relations;
    std::erase_if(said, [&](const RelationChange& one) { return one.target != *sent; });
    return !said.empty();
  }));
  IX_EXPECT_EQ(said.size(), 1u);
  IX_EXPECT_EQ(said.front().kind, RelationChange::Kind::edit);
  IX_EXPECT_EQ(said.front().key, edit.key);
  IX_EXPECT_EQ(said.front().remote_id, *first);
  IX_EXPECT_EQ(said.front().text, "at one");
}

void removed(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("wrong window"));
  IX_EXPECT(scene.engine().edit(scene.mine, "still wrong").ok());
  IX_EXPECT(scene.settles());
  IX_EXPECT(scene.engine().remove(scene.mine).ok());
  IX_EXPECT_EQ(scene.last(), "[deleted]");
  IX_EXPECT(scene.settles());
  IX_EXPECT(scene.bob_sees("[deleted]"));
  IX_EXPECT(scene.marks().deleted);
  // What it said is nowhere any more, in no edit either.
  for (const std::string& text : scene.chat.held()) {
    IX_EXPECT(text.find("wrong") == std::string::npos);
  }
  IX_EXPECT_EQ(scene.last(), "[deleted]");
  // Nor does what is left of the edits look like messages to who never saw them.
  Device other(stage, scene.chat.ann);
  IX_EXPECT_EQ(code_of(other.sign_in()), ErrorCode::OK);
  IX_EXPECT(other.sees([&] { return !other.conversation(scene.chat.bob.name).empty(); }));
  IX_EXPECT_EQ(other.messages(other.conversation(scene.chat.bob.name)), scene.messages());
}

void removed_twice(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  auto sent = talk.ann.send(talk.route, "wrong window");
  IX_EXPECT(sent.ok());
  for (const char* key : {"once", "once", "again"}) {
    IX_EXPECT_EQ(code_of(talk.ann.remove(talk.route, {{*sent}, stage.unique(key)})), ErrorCode::OK);
  }
  IX_EXPECT(stage.backend.marks(talk.bob, talk.route, *sent).deleted);
}

void not_allowed(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  // She has no say there.
  const std::string news =
      stage.backend.channel(stage.unique("News"), {talk.bob, talk.ann.person()});
  const std::string id = stage.backend.say(talk.bob, news, "it is so");
  auto refused = talk.ann.remove(news, {{id}, stage.unique("key")});
  IX_EXPECT_EQ(code_of(refused), ErrorCode::REFUSED);
  IX_EXPECT_EQ(refused.error().retry, RetryAdvice::never);
  IX_EXPECT(!stage.backend.marks(talk.bob, news, id).deleted);
}

void refusal_is_undone(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("hi"));
  Device& ann = scene.chat.device;
  const std::string title = stage.unique("News");
  const std::string news = stage.backend.channel(title, {scene.chat.bob, scene.chat.ann});
  IX_EXPECT(!stage.backend.say(scene.chat.bob, news, "it is so").empty());
  const std::string line = scene.chat.bob.name + ": it is so";
  IX_EXPECT(ann.sees([&] { return !ann.item(ann.conversation(title), line).empty(); }));
  const std::string item = ann.item(ann.conversation(title), line);
  IX_EXPECT(scene.engine().remove(item).ok());
  IX_EXPECT_EQ(ann.messages(ann.conversation(title)), Texts{"[deleted]"});
  IX_EXPECT(scene.chat.sees_outbox({"failed IX_ERROR_REFUSED"}));
  IX_EXPECT_EQ(ann.messages(ann.conversation(title)), Texts{line});
}

void reacted(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("lunch?"));
  Device& ann = scene.chat.device;
  IX_EXPECT(scene.engine().react(scene.mine, "+1", true).ok());
  IX_EXPECT_EQ(ann.reactions(scene.mine), Texts{"+1 1*"});
  IX_EXPECT(scene.engine().react(scene.mine, "+1", true).ok());
  IX_EXPECT(scene.settles());
  IX_EXPECT(stage.backend.react(scene.chat.bob, scene.chat.route, scene.remote));
  IX_EXPECT(ann.sees([&] { return ann.reactions(scene.mine) == Texts{"+1 2*"}; }));
  IX_EXPECT_EQ(scene.marks().reactions.size(), 2u);
  IX_EXPECT(scene.engine().react(scene.mine, "+1", false).ok());
  IX_EXPECT_EQ(ann.reactions(scene.mine), Texts{"+1 1"});
  IX_EXPECT(scene.settles());
  IX_EXPECT_EQ(scene.marks().reactions, Texts{scene.chat.bob.id + " +1"});
  // And once more.
  IX_EXPECT(scene.engine().react(scene.mine, "+1", true).ok());
  IX_EXPECT(scene.settles());
  IX_EXPECT_EQ(ann.reactions(scene.mine), Texts{"+1 2*"});
  IX_EXPECT_EQ(scene.marks().reactions.size(), 2u);
}

void reaction_is_there_once(Stage& stage) {
  Talk talk(stage);
  IX_EXPECT(talk.begins());
  const std::string id = talk.says("lunch?");
  auto first = talk.ann.react(talk.route, {id, "+1", stage.unique("first")});
  auto second = talk.ann.react(talk.route, {id, "+1", stage.unique("second")});
  IX_EXPECT_EQ(code_of(first), ErrorCode::OK);
  IX_EXPECT_EQ(code_of(second), ErrorCode::OK);
  IX_EXPECT_EQ(*second, *first);
  IX_EXPECT_EQ(stage.backend.marks(talk.bob, talk.route, id).reactions.size(), 1u);
}

void on_another_device(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("lunch?"));
  Device tablet(stage, scene.chat.ann);
  IX_EXPECT_EQ(code_of(tablet.sign_in()), ErrorCode::OK);
  const auto there = [&] {
    return tablet.item(tablet.conversation(scene.chat.bob.name), "me: lunch?");
  };
  IX_EXPECT(tablet.sees([&] { return !there().empty(); }));
  const std::string item = there();
  // Both at once; one of them makes it.
  IX_EXPECT(scene.engine().react(scene.mine, "+1", true).ok());
  IX_EXPECT(tablet.engine().react(item, "+1", true).ok());
  IX_EXPECT(scene.settles());
  IX_EXPECT(tablet.sees([&] { return tablet.outbox().empty(); }));
  IX_EXPECT_EQ(scene.marks().reactions, Texts{scene.chat.ann.id + " +1"});
  IX_EXPECT_EQ(tablet.reactions(item), Texts{"+1 1*"});
  // Taken back on the one, it is gone on the other.
  IX_EXPECT(tablet.engine().react(item, "+1", false).ok());
  IX_EXPECT(tablet.sees([&] { return tablet.outbox().empty(); }));
  Device& phone = scene.chat.device;
  IX_EXPECT(phone.sees([&] { return phone.reactions(scene.mine).empty(); }));
}

enum class Doing { edit, remove, react };

bool does(Scene& scene, Doing what) {
  engine::Engine& engine = scene.engine();
  const Status done = what == Doing::edit     ? engine.edit(scene.mine, "at one")
                      : what == Doing::remove ? engine.remove(scene.mine)
                                              : engine.react(scene.mine, "+1", true);
  return done.ok();
}

// It is done, and once.
void check_done(Stage& stage, Scene& scene, Doing what) {
  IX_EXPECT(scene.settles());
  const Marks marks = scene.marks();
  IX_EXPECT_EQ(marks.edits, what == Doing::edit ? 1 : 0);
  IX_EXPECT_EQ(marks.deleted, what == Doing::remove);
  IX_EXPECT_EQ(marks.reactions.size(), what == Doing::react ? 1u : 0u);
  const std::string line = what == Doing::edit     ? "me: at one (edited)"
                           : what == Doing::remove ? "[deleted]"
                                                   : "me: at noon";
  IX_EXPECT_EQ(scene.last(), line);
  if (what == Doing::react) {
    IX_EXPECT_EQ(scene.chat.device.reactions(scene.mine), Texts{"+1 1*"});
  }
}

template <Doing kWhat>
void lost_answer(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("at noon"));
  scene.chat.device.meddling.next_change = SendFault::answer_lost;
  IX_EXPECT(does(scene, kWhat));
  check_done(stage, scene, kWhat);
  IX_EXPECT_EQ(scene.chat.device.meddling.faults, 1);
}

template <Doing kWhat>
void lost_request(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("at noon"));
  scene.chat.device.meddling.next_change = SendFault::request_lost;
  IX_EXPECT(does(scene, kWhat));
  check_done(stage, scene, kWhat);
}

template <Doing kWhat>
void death(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("at noon"));
  scene.chat.device.meddling.next_change = SendFault::answer_held;
  IX_EXPECT(does(scene, kWhat));
  Device& ann = scene.chat.device;
  IX_EXPECT(ann.runs_until([&] { return !ann.meddling.held.empty(); }));
  ann.restart();
  check_done(stage, scene, kWhat);
}

template <Doing kWhat>
void sign_out(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("at noon"));
  scene.chat.device.meddling.next_change = SendFault::answer_held;
  IX_EXPECT(does(scene, kWhat));
  Device& ann = scene.chat.device;
  IX_EXPECT(ann.runs_until([&] { return !ann.meddling.held.empty(); }));
  IX_EXPECT_EQ(code_of(ann.sign_out()), ErrorCode::OK);
  ann.meddling.held.clear();
  IX_EXPECT_EQ(code_of(ann.sign_in()), ErrorCode::OK);
  check_done(stage, scene, kWhat);
}

template <Doing kWhat>
void while_away(Stage& stage) {
  Scene scene(stage);
  IX_EXPECT(scene.begins("at noon"));
  IX_EXPECT(does(scene, kWhat));
  scene.chat.device.restart();
  check_done(stage, scene, kWhat);
}

void edited_while_sent(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_held;
  const std::string item = chat.sends("at noon");
  IX_EXPECT(chat.device.runs_until([&] { return !chat.device.meddling.held.empty(); }));
  IX_EXPECT(chat.device.engine().edit(item, "at one").ok());
  IX_EXPECT_EQ(last(chat), "me: at one (edited) (sending)");
  chat.device.meddling.release();
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(last(chat), "me: at one (edited)");
  const auto sent = chat.device.engine().store().item(*ItemId::parse(item));
  IX_EXPECT(sent.ok());
  IX_EXPECT_EQ(stage.backend.marks(chat.bob, chat.route, sent->remote_id).edits, 1);
  const auto held = chat.held();
  IX_EXPECT_EQ(held.at(1), "at noon");
}

void rewritten(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  const std::string item = chat.sends("at noon");
  IX_EXPECT(chat.device.engine().edit(item, "at one").ok());
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), (Texts{"hello", "at one"}));
  IX_EXPECT_EQ(last(chat), "me: at one");
}

void never_seen(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::request_lost;
  const std::string item = chat.sends("wrong window");
  IX_EXPECT(chat.device.runs_until([&] { return chat.device.meddling.faults == 1; }));
  IX_EXPECT(chat.device.engine().remove(item).ok());
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT_EQ(chat.held(), Texts{"hello"});
  IX_EXPECT_EQ(chat.messages(), chat.from_bob({"hello"}));
}

void deleted_where_it_left(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  chat.device.meddling.next = SendFault::answer_lost;
  const std::string item = chat.sends("wrong window");
  IX_EXPECT(chat.device.runs_until([&] { return chat.device.meddling.faults == 1; }));
  IX_EXPECT(chat.device.engine().remove(item).ok());
  IX_EXPECT(chat.sees_outbox({}));
  for (const std::string& text : chat.held()) IX_EXPECT(text != "wrong window");
  IX_EXPECT_EQ(chat.messages(), (Texts{chat.bob.name + ": hello", "[deleted]"}));
}

void what_there_is(Stage& stage) {
  Chat chat(stage);
  IX_EXPECT(chat.begins("hello"));
  const ItemChanges able = Caller(stage, chat.ann).provider().capabilities().changes;
  const std::string theirs = chat.device.item(chat.conversation(), chat.bob.name + ": hello");
  IX_EXPECT_EQ(code_of(chat.device.engine().react(theirs, "+1", true)),
               able.chat.reactions ? ErrorCode::OK : ErrorCode::NOT_SUPPORTED);
  // What has not left can be rewritten everywhere.
  const std::string mine = chat.sends("at noon");
  IX_EXPECT(chat.device.engine().edit(mine, "at one").ok());
  IX_EXPECT(chat.sees_outbox({}));
  IX_EXPECT(chat.device.sees([&] { return last(chat) == "me: at one"; }));
  IX_EXPECT_EQ(code_of(chat.device.engine().edit(mine, "at two")),
               able.chat.edits ? ErrorCode::OK : ErrorCode::NOT_SUPPORTED);
  IX_EXPECT_EQ(code_of(chat.device.engine().remove(mine)),
               able.chat.deletions ? ErrorCode::OK : ErrorCode::NOT_SUPPORTED);
}

}  // namespace

std::vector<Case> doing_cases() {
  const std::vector<Can> needs = {Can::item_changes};
  return {
      {"doing", "where there is none of it, it is refused at once", {}, what_there_is},
      {"doing", "an edit shows at once and everywhere, the last one only", needs, edited},
      {"doing", "an edit has its key, and the same one twice is one", needs, edit_has_its_key},
      {"doing", "an edit of what is being sent follows it", needs, edited_while_sent},
      {"doing", "an edit of what has not left rewrites it", needs, rewritten},
      {"doing", "what is deleted is gone everywhere, its edits too", needs, removed},
      {"doing", "deleted twice is deleted", needs, removed_twice},
      {"doing", "what has not left is deleted unseen", needs, never_seen},
      {"doing", "what may have left is deleted where it did", needs, deleted_where_it_left},
      {"doing", "what one may not delete is refused for good", needs, not_allowed},
      {"doing", "a refused deletion shows what there is again", needs, refusal_is_undone},
      {"doing", "a reaction counts oneself, there and back", needs, reacted},
      {"doing", "a reaction is there once however often", needs, reaction_is_there_once},
      {"doing", "two devices react as one person", needs, on_another_device},
      {"doing", "an edit whose answer is lost is one", needs, lost_answer<Doing::edit>},
      {"doing", "a deletion whose answer is lost is one", needs, lost_answer<Doing::remove>},
      {"doing", "a reaction whose answer is lost is one", needs, lost_answer<Doing::react>},
      {"doing", "an edit whose request is lost is not lost", needs, lost_request<Doing::edit>},
      {"doing", "nor is such a deletion", needs, lost_request<Doing::remove>},
      {"doing", "nor such a reaction", needs, lost_request<Doing::react>},
      {"doing", "a death before an edit's answer", needs, death<Doing::edit>},
      {"doing", "a death before a deletion's answer", needs, death<Doing::remove>},
      {"doing", "a death before a reaction's answer", needs, death<Doing::react>},
      {"doing", "a sign-out before an edit's answer", needs, sign_out<Doing::edit>},
      {"doing", "a sign-out before a deletion's answer", needs, sign_out<Doing::remove>},
      {"doing", "a sign-out before a reaction's answer", needs, sign_out<Doing::react>},
      {"doing", "an edit before a restart leaves after it", needs, while_away<Doing::edit>},
      {"doing", "so does a deletion", needs, while_away<Doing::remove>},
      {"doing", "so does a reaction", needs, while_away<Doing::react>},
  };
}

}  // namespace ix::conformance
