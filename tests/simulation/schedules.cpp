// SPDX-License-Identifier: Apache-2.0
// Messages that are given a time, and another one.
#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

Millis some_time(Life& life) {
  return life.world.clock.wall_ms() + static_cast<Millis>(1 + life.below(40 * 60)) * 1000;
}

void schedule(Life& life) {
  engine::RecipientInput to;
  to.user = life.one_of(kColleagues);
  life.count("messages with a time");
  send(life, life.phone, life.phone.engine().open_conversation(to), false, some_time(life));
}

std::vector<OutboxEntry> with_a_time(Hand& hand) {
  auto entries = hand.engine().store().outbox_entries();
  if (!entries.ok()) return {};
  std::erase_if(*entries, [](const OutboxEntry& one) {
    return one.op != OutboxOp::send || one.send_at_ms == 0 || !one.wanted;
  });
  return entries.take();
}

void tell(Life& life, Hand& hand, const OutboxEntry& entry, Millis at_ms) {
  const auto item = hand.engine().store().item(entry.item);
  if (!item.ok()) return;
  const Status done = hand.engine().reschedule(entry.id.text(), at_ms);
  life.note("another time for " + item->text + (done.ok() ? "" : " refused"));
  const bool refused = !done.ok() && (done.error().code == ErrorCode::CANNOT_SEND ||
                                      done.error().code == ErrorCode::NOT_FOUND);
  // Files without words have nothing to be known by.
  if (item->text.empty()) return;
  if (!refused) life.world.promises.give(item->text, at_ms, done.ok());
}

bool has_a_time(Life& life) {
  return life.phone.device.running() && !with_a_time(life.phone).empty();
}

void reschedule(Life& life) {
  const auto entries = with_a_time(life.phone);
  const OutboxEntry& entry = entries[life.below(entries.size())];
  life.count("messages with another time");
  // Of files that were sent together one alone goes at another time.
  (void)each_row(life.phone.engine(),
                 "SELECT hint FROM outgoing_file WHERE item = " + std::to_string(entry.item.value),
                 [&life](cache::Statement& row) {
                   PickedFile* file = picked_by_name(life.phone, row.string(0));
                   if (file != nullptr) file->another_time = true;
                 });
  tell(life, life.phone, entry, life.chance(30) ? 0 : some_time(life));
}

constexpr Action kActions[] = {
    {"message with a time", 5, schedule},
    {"another time", 4, reschedule, has_a_time},
};

}  // namespace

bool send_what_has_a_time(Life& life, Hand& hand) {
  const auto entries = with_a_time(hand);
  for (const OutboxEntry& entry : entries) {
    const bool asks = entry.failure && entry.failure->code == ErrorCode::SCHEDULE_MISSED;
    if (asks) life.count("times missed");
    tell(life, hand, entry, 0);
  }
  return !entries.empty();
}

std::span<const Action> schedules() {
  return kActions;
}

}  // namespace ix::simulation
