// SPDX-License-Identifier: Apache-2.0
// What the person does with what is there: reads, sets flags, scrolls back.
#include <interactions/row_block.h>

#include "simulation/action.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// A conversation of the list; empty: there is none.
std::string any_conversation(Life& life, Hand& hand) {
  auto page = hand.engine().reader().conversations(Filter::preset(Preset::all), {}, 100);
  if (!page.ok() || page->count(IX_TABLE_CONVERSATION) == 0) return {};
  const auto* row = page->row<ix_row_conversation>(
      IX_TABLE_CONVERSATION, static_cast<uint32_t>(life.below(page->count(IX_TABLE_CONVERSATION))));
  return std::string(page->text_or_empty(row->id));
}

// Whichever device: a flag, or all of a conversation read.
void set_something(Life& life) {
  Hand& hand = life.either();
  const std::string conversation = any_conversation(life, hand);
  if (conversation.empty()) return;
  if (life.chance(50)) {
    const bool done = hand.engine().mark_read(conversation, {}).ok();
    if (done) note_read(hand, conversation);
    return life.note(hand.letter + ": read " + conversation + (done ? "" : ": refused"));
  }
  static constexpr RouteFlag kFlags[] = {RouteFlag::muted, RouteFlag::pinned, RouteFlag::archived,
                                         RouteFlag::marked_unread};
  const RouteFlag flag = life.one_of(kFlags);
  const bool on = life.chance(60);
  const bool done = hand.engine().set_flag(conversation, flag, on).ok();
  life.note(hand.letter + ": flag " + std::to_string(static_cast<int>(flag)) +
            (on ? " on " : " off ") + conversation + (done ? "" : ": refused"));
}

void fill_a_gap(Life& life) {
  const std::string gap = first_gap(life.phone.device);
  if (!gap.empty()) (void)life.phone.engine().fill_history(gap);
}

constexpr Action kActions[] = {
    {"read or flag", 12, set_something},
    {"scroll back", 4, fill_a_gap, [](Life& life) { return life.signed_in; }},
};

}  // namespace

std::span<const Action> reading() {
  return kActions;
}

}  // namespace ix::simulation
