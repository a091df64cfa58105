// SPDX-License-Identifier: Apache-2.0
// What the user sets for a conversation, as the person's other device shows it.
#include "conformance/scenes.h"

namespace ix::conformance {
namespace {

struct Shown {
  bool muted = false;
  bool pinned = false;
  bool archived = false;
  bool marked_unread = false;
  int unread = -1;
};

Shown shown(Device& device, const std::string& conversation) {
  Shown out;
  const auto id = ConversationId::parse(conversation);
  if (!id) return out;
  auto page = device.engine().reader().conversation(*id);
  if (!page.ok()) return out;
  const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, 0);
  out.muted = (row->flags & IX_CONVERSATION_MUTED) != 0;
  out.pinned = (row->flags & IX_CONVERSATION_PINNED) != 0;
  out.archived = (row->flags & IX_CONVERSATION_ARCHIVED) != 0;
  out.marked_unread = (row->flags & IX_CONVERSATION_MARKED_UNREAD) != 0;
  out.unread = row->unread;
  return out;
}

// Ann's two devices; both show what Bob said.
struct Pair {
  explicit Pair(Stage& stage) : chat(stage), tablet(stage, chat.ann) {}
  bool begins(const std::string& text) {
    const bool begun = chat.begins(text) && !tablet.sign_in() &&
                       tablet.sees([this] { return !tablet.conversation(chat.bob.name).empty(); });
    // Kept: what is archived is in no list that has the title.
    mine = chat.conversation();
    other = tablet.conversation(chat.bob.name);
    return begun;
  }
  Status set(RouteFlag flag, bool on) { return chat.device.engine().set_flag(mine, flag, on); }
  Shown here() { return shown(chat.device, mine); }
  Shown there() { return shown(tablet, other); }

  Chat chat;
  Device tablet;
  std::string mine;   // the conversation's id here
  std::string other;  // and there
};

void flag_elsewhere(Stage& stage, RouteFlag flag, bool Shown::*field) {
  Pair pair(stage);
  IX_EXPECT(pair.begins("hello"));
  IX_EXPECT(pair.set(flag, true).ok());
  IX_EXPECT(pair.here().*field);  // at once, before any sync
  IX_EXPECT_EQ(code_of(pair.chat.device.sync()), ErrorCode::OK);
  IX_EXPECT(pair.tablet.sees([&] { return pair.there().*field; }));
  IX_EXPECT(pair.set(flag, false).ok());
  IX_EXPECT_EQ(code_of(pair.chat.device.sync()), ErrorCode::OK);
  IX_EXPECT(pair.tablet.sees([&] { return !(pair.there().*field); }));
  IX_EXPECT(!(pair.here().*field));
}

void muted(Stage& stage) {
  flag_elsewhere(stage, RouteFlag::muted, &Shown::muted);
}
void pinned(Stage& stage) {
  flag_elsewhere(stage, RouteFlag::pinned, &Shown::pinned);
}
void archived(Stage& stage) {
  flag_elsewhere(stage, RouteFlag::archived, &Shown::archived);
}
void marked_unread(Stage& stage) {
  flag_elsewhere(stage, RouteFlag::marked_unread, &Shown::marked_unread);
}

void read_here(Stage& stage) {
  Pair pair(stage);
  IX_EXPECT(!pair.chat.says("one").empty());
  IX_EXPECT(pair.begins("two"));
  IX_EXPECT_EQ(pair.there().unread, 2);
  IX_EXPECT(pair.chat.device.engine().mark_read(pair.mine, {}).ok());
  IX_EXPECT_EQ(pair.here().unread, 0);
  IX_EXPECT_EQ(code_of(pair.chat.device.sync()), ErrorCode::OK);
  IX_EXPECT(pair.tablet.sees([&] { return pair.there().unread == 0; }));
  // What comes afterwards is unread again, on both.
  IX_EXPECT(!pair.chat.says("three").empty());
  IX_EXPECT(pair.chat.sees("three"));
  IX_EXPECT_EQ(pair.here().unread, 1);
  IX_EXPECT(pair.tablet.sees([&] { return pair.there().unread == 1; }));
}

void restart_before_it_leaves(Stage& stage) {
  Pair pair(stage);
  IX_EXPECT(pair.begins("hello"));
  IX_EXPECT(pair.set(RouteFlag::pinned, true).ok());
  IX_EXPECT(pair.set(RouteFlag::muted, true).ok());
  IX_EXPECT(pair.set(RouteFlag::muted, false).ok());
  pair.chat.device.restart();
  IX_EXPECT(pair.here().pinned);
  IX_EXPECT_EQ(code_of(pair.chat.device.sync()), ErrorCode::OK);
  IX_EXPECT(pair.here().pinned);
  IX_EXPECT(pair.tablet.sees([&] { return pair.there().pinned; }));
  IX_EXPECT(!pair.there().muted);
}

}  // namespace

std::vector<Case> setting_cases() {
  return {
      {"setting", "muted here is muted on the other device", {Can::settings}, muted},
      {"setting", "pinned here is pinned on the other device", {Can::settings}, pinned},
      {"setting", "archived here is archived on the other device", {Can::settings}, archived},
      {"setting", "marked unread here and there", {Can::settings}, marked_unread},
      {"setting", "read here is read on the other device", {Can::settings}, read_here},
      {"setting",
       "what was set before a restart leaves after it",
       {Can::settings},
       restart_before_it_leaves},
  };
}

}  // namespace ix::conformance
