// SPDX-License-Identifier: Apache-2.0
// What the person writes, on the phone and on the tablet.
#include <cstdio>
#include <utility>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

void send_to_colleague(Life& life, Hand& hand) {
  engine::RecipientInput to;
  to.user = life.one_of(kColleagues);
  send(life, hand, hand.engine().open_conversation(to), false);
}

void send_sms(Life& life, Hand& hand) {
  engine::RecipientInput to;
  const uint64_t which = life.below(10) == 0 ? kReachable : life.below(kReachable);
  to.number = kNumbers[which];
  send(life, hand, hand.engine().open_conversation(to), which == kReachable);
}

void send_to_channel(Life& life, Hand& hand) {
  const std::string& room = life.channels[life.below(life.channels.size())];
  std::string conversation;
  (void)each_row(
      hand.engine(), "SELECT conversation FROM route WHERE remote_id = " + quoted(room),
      [&](cache::Statement& row) { conversation = ConversationId{row.integer(0)}.text(); });
  if (conversation.empty()) return;
  for (uint64_t n = 1 + life.below(3); n > 0; --n) send(life, hand, conversation, false);
}

// The same person writes on the other device, perhaps in the same conversation at the same time.
void tablet_writes(Life& life) {
  if (!life.tablet_ready()) return;
  life.note("on the tablet:");
  const uint64_t where = life.below(3);
  if (where == 0) return send_to_colleague(life, *life.tablet);
  if (where == 1) return send_sms(life, *life.tablet);
  send_to_channel(life, *life.tablet);
}

// A disk without room refuses what is sent then; what it has taken stays.
void fill_the_disk(Life& life) {
  Device& device = life.phone.device;
  life.world.faults.count(Fault::disk_full);
  life.note("! the disk is full");
  device.vfs().set_disk_full(true);
  send_to_channel(life, life.phone);
  device.run_for(static_cast<Millis>(life.below(3000)));
  device.vfs().set_disk_full(false);
  life.note("the disk has room again");
}

bool has_tablet(Life& life) {
  return life.tablet.has_value();
}

constexpr Action kActions[] = {
    {"send to colleague", 20, [](Life& life) { send_to_colleague(life, life.phone); }},
    {"send SMS", 14, [](Life& life) { send_sms(life, life.phone); }},
    {"send to channel", 14, [](Life& life) { send_to_channel(life, life.phone); }},
    {"tablet writes", 20, tablet_writes, has_tablet},
    {"disk full", 2, fill_the_disk},
};

}  // namespace

void send(Life& life, Hand& hand, const Result<std::string>& conversation, bool may_fail,
          Millis send_at_ms) {
  if (!conversation.ok()) {
    life.note(std::string("open refused: ") + error_name(conversation.error().code));
    return;
  }
  char text[48];
  std::snprintf(text, sizeof text, "%s%llu-%04zu", hand.letter.c_str(),
                static_cast<unsigned long long>(life.options.seed), hand.sent.size());
  Sent sent;
  sent.texts = {text};
  sent.may_fail = may_fail;
  engine::OutgoingInput input;
  input.text = sent.text();
  input.send_at_ms = send_at_ms;
  sent.timed = send_at_ms > 0;
  if (sent.timed) life.world.promises.give(sent.text(), send_at_ms, true);
  const auto item = hand.engine().send(*conversation, input);
  sent.accepted = item.ok();
  if (!item.ok() && item.error().code == ErrorCode::OPTED_OUT)
    life.count("sends refused: opted out");
  life.note("send " + sent.text() + (item.ok() ? " accepted" : " refused: ") +
            (item.ok() ? "" : error_name(item.error().code)));
  hand.sent.push_back(std::move(sent));
}

std::span<const Action> sends() {
  return kActions;
}

}  // namespace ix::simulation
