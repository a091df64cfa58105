// SPDX-License-Identifier: Apache-2.0
// What others do.
#include <algorithm>

#include "simulation/action.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

void others_talk(Life& life) {
  const auto rooms = life.my_rooms();
  const std::string& room = rooms[life.below(rooms.size())];
  const std::string peer = life.peer_in(room);
  if (peer.empty()) return;
  // A few, or enough to make the next sync jump.
  const uint64_t count = life.chance(25) ? 20 + life.below(90) : 1 + life.below(4);
  life.note(std::to_string(count) + " messages from others");
  life.world.act([&](sandbox::Homeserver& server) {
    for (uint64_t i = 0; i < count; ++i) {
      life.posted.push_back({room, peer, server.post_message(room, peer, life.next_text())});
    }
  });
}

void others_change(Life& life) {
  const Posted& target = life.posted[life.below(life.posted.size())];
  const uint64_t how = life.below(3);
  life.note(how == 0 ? "an edit" : how == 1 ? "a reaction" : "a redaction");
  life.world.act([&](sandbox::Homeserver& server) {
    if (how == 0) server.post_edit(target.room, target.sender, target.event, "edited");
    if (how == 1) server.post_reaction(target.room, target.sender, target.event, "+1");
    if (how == 2) server.post_redaction(target.room, target.sender, target.event);
  });
}

void sms_arrives(Life& life) {
  const char* number = kNumbers[life.below(kReachable)];
  life.note("an SMS arrives");
  life.world.act(
      [&](sandbox::Homeserver& server) { server.post_sms(number, kMe, life.next_text()); });
}

void call_arrives(Life& life) {
  const std::string& room = life.channels[life.below(life.channels.size())];
  Call call;
  call.number = kNumbers[life.below(kReachable)];
  const Millis now = life.world.clock.true_wall_ms();
  if (!life.call_times.is_free(call.number, now)) return;
  life.call_times.note(call.number, now);
  call.id = "call-" + std::to_string(++life.others_sent);
  call.outcome = life.chance(50) ? CallOutcome::missed : CallOutcome::answered;
  call.started_ms = now;
  life.note("a call record arrives");
  life.world.act(
      [&](sandbox::Homeserver& server) { server.post_call(room, life.peer_in(room), call); });
}

void colleague_invites(Life& life) {
  const char* colleague = life.one_of(kColleagues);
  life.note("a colleague opens a room");
  life.world.act([&](sandbox::Homeserver& server) {
    const std::string room = server.add_direct(colleague, kMe);
    server.post_message(room, colleague, life.next_text());
  });
}

void read_elsewhere(Life& life) {
  const auto rooms = life.my_rooms();
  const std::string& room = rooms[life.below(rooms.size())];
  life.note("read on another device");
  life.world.act([&](sandbox::Homeserver& server) {
    const auto& events = server.room(room)->events();
    const size_t back = life.below(std::min<size_t>(events.size(), 5));
    server.mark_read(room, kMe, events[events.size() - 1 - back].id);
  });
}

constexpr Action kActions[] = {
    {"others talk", 18, others_talk},
    {"others change", 8, others_change, [](Life& life) { return !life.posted.empty(); }},
    {"SMS arrives", 6, sms_arrives},
    {"call record arrives", 4, call_arrives},
    {"colleague invites", 3, colleague_invites},
    {"read elsewhere", 4, read_elsewhere},
};

}  // namespace

std::span<const Action> others() {
  return kActions;
}

}  // namespace ix::simulation
