// SPDX-License-Identifier: Apache-2.0
#include "simulation/rooms.h"

#include <algorithm>
#include <cstdio>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

constexpr size_t kMostMade = 6;  // each is one more room to catch up with

bool is_uncertain(const Error& error) {
  return error.code == ErrorCode::STORE_IO || error.code == ErrorCode::STORE_FULL ||
         error.code == ErrorCode::STORE_CORRUPT;
}

Hand& hand_of(Life& life, const std::string& letter) {
  return life.tablet && life.tablet->letter == letter ? *life.tablet : life.phone;
}

void make(Life& life, Hand& hand, engine::RoomInput input) {
  MadeRoom made;
  made.device = hand.letter;
  made.name = input.room.name;
  if (input.room.kind == RouteKind::group) made.people = people_key(input.room.people);
  made.invited = input.room.people;
  made.set_asides = hand.device.set_asides().size();
  const auto conversation = hand.engine().create_room(std::move(input));
  life.note(hand.letter + ": makes " + made.name + made.people +
            (conversation.ok() ? "" : std::string(": ") + error_name(conversation.error().code)));
  if (!conversation.ok() && !is_uncertain(conversation.error())) return;
  life.count(made.people.empty() ? "channels made" : "groups made");
  made.accepted = conversation.ok();
  if (!made.accepted) made.invited.clear();
  if (conversation.ok()) made.conversation = *conversation;
  life.own_rooms.made.push_back(made);
  if (life.options.defect == Defect::forgotten_creations) {
    spoil(hand.device, "DELETE FROM outbox WHERE op = 5");
  }
  if (!conversation.ok()) return;
  for (uint64_t n = life.below(3); n > 0; --n) send(life, hand, conversation, false);
}

void make_channel(Life& life) {
  if (life.own_rooms.made.size() >= kMostMade) return;
  Hand& hand = life.either();
  char name[48];
  std::snprintf(name, sizeof name, "room%llu-%zu",
                static_cast<unsigned long long>(life.options.seed), life.own_rooms.made.size());
  engine::RoomInput input;
  input.room.name = name;
  if (life.chance(50)) input.room.people.emplace_back(life.one_of(kColleagues));
  make(life, hand, std::move(input));
}

// Perhaps the same group as before, perhaps on the other device.
void make_group(Life& life) {
  Hand& hand = life.either();
  engine::RoomInput input;
  input.room.kind = RouteKind::group;
  const uint64_t left_out = life.below(2);
  for (uint64_t i = 0; i < 3; ++i) {
    if (i != left_out) input.room.people.emplace_back(kColleagues[i]);
  }
  make(life, hand, std::move(input));
}

MadeRoom* any_made(Life& life, Hand& hand) {
  std::vector<MadeRoom*> own;
  for (MadeRoom& made : life.own_rooms.made) {
    if (made.device == hand.letter && made.accepted) own.push_back(&made);
  }
  return own.empty() ? nullptr : own[life.below(own.size())];
}

void write_there(Life& life) {
  Hand& hand = life.either();
  if (const MadeRoom* made = any_made(life, hand)) send(life, hand, made->conversation, false);
}

void invite(Life& life) {
  Hand& hand = life.either();
  MadeRoom* made = any_made(life, hand);
  if (made == nullptr || !made->people.empty()) return;
  const std::string user = life.one_of(kColleagues);
  const Status done = hand.engine().invite(made->conversation, user);
  life.note(hand.letter + ": invites " + user + " to " + made->name +
            (done.ok() ? "" : std::string(": ") + error_name(done.error().code)));
  if (!done.ok()) return;
  life.count("invitations made");
  made->invited.push_back(user);
}

void wish(Life& life, Hand& hand, const std::string& lobby, bool in, const Status& done) {
  life.note(hand.letter + (in ? ": joins " : ": leaves ") + lobby +
            (done.ok() ? "" : std::string(": ") + error_name(done.error().code)));
  if (!done.ok() && !is_uncertain(done.error())) return;
  life.count(in ? "channels joined" : "channels left");
  life.own_rooms.wishes[lobby].push_back(
      {hand.letter, in, done.ok(), hand.device.set_asides().size()});
}

bool is_joining(Hand& hand, const std::string& address) {
  bool found = false;
  (void)each_row(hand.engine(), "SELECT 1 FROM outbox WHERE op = 6 AND text = " + quoted(address),
                 [&found](cache::Statement&) { found = true; });
  return found;
}

// Now and then at once there and back.
void come_or_go(Life& life) {
  Hand& hand = life.either();
  const std::string lobby = life.own_rooms.lobbies[life.below(life.own_rooms.lobbies.size())];
  const std::string address = "#" + lobby + ":pbx.test";
  for (uint64_t times = 1 + life.below(3); times > 0; --times) {
    std::string conversation;
    (void)each_row(
        hand.engine(),
        "SELECT conversation FROM route WHERE remote_id = " + quoted(life.own_rooms.rooms[lobby]) +
            " AND state = 1",
        [&](cache::Statement& row) { conversation = ConversationId{row.integer(0)}.text(); });
    // A join whose answer was lost is asked for again, whatever became of the room meanwhile.
    const bool comes = is_joining(hand, address);
    if (!conversation.empty() && !comes && life.chance(60)) {
      wish(life, hand, lobby, false, hand.engine().leave_room(conversation));
    } else {
      // By address where it is not known, else by the room itself, whose conversation it stays.
      const auto joined =
          hand.engine().join_room(conversation.empty() ? address : life.own_rooms.rooms[lobby]);
      wish(life, hand, lobby, true, joined.ok() ? Status() : Status(joined.error()));
    }
  }
}

constexpr Action kActions[] = {
    {"makes a channel", 4, make_channel}, {"makes a group", 2, make_group},
    {"writes there", 6, write_there},     {"invites", 3, invite},
    {"comes or goes", 5, come_or_go},
};

// --- what the server has
struct Made {
  std::string id;
  std::string name;
  std::string people;  // of a group, as it was made
};

std::vector<Made> made_at(const sandbox::Homeserver& server) {
  std::vector<Made> all;
  for (const auto& [id, room] : server.rooms()) {
    const sandbox::Event* create = room->state("m.room.create");
    if (create == nullptr || create->sender != kMe) continue;
    const auto content = json::Document::parse(create->content);
    if (!content.ok() || !content->root()["org.interactions.kind"].exists()) continue;
    Made made;
    made.id = id;
    std::vector<std::string> people;
    for (const json::Value user : content->root()["org.interactions.people"].elements()) {
      people.emplace_back(user.string());
    }
    made.people = people_key(std::move(people));
    if (const sandbox::Event* name = room->state("m.room.name")) {
      made.name = json::Document::parse(name->content)->root()["name"].string();
    }
    all.push_back(std::move(made));
  }
  return all;
}

bool certain(Life& life, const std::string& device, size_t set_asides) {
  return hand_of(life, device).device.set_asides().size() == set_asides;
}

int64_t shown(Hand& hand, const std::string& condition) {
  int64_t rows = 0;
  (void)each_row(hand.engine(),
                 "SELECT count(*) FROM route JOIN conversation AS c ON c.id ="
                 " route.conversation WHERE merged_into IS NULL AND " +
                     condition,
                 [&rows](cache::Statement& row) { rows = row.integer(0); });
  return rows;
}

void check_invited(Life& life, const MadeRoom& made, const std::string& room) {
  for (const std::string& user : made.invited) {
    const std::string_view membership = life.world.server.room(room)->membership(user);
    if (membership == "join" || membership == "invite") continue;
    life.violated("membership: " + user + " was invited to " + made.name + made.people +
                  " and is not in it");
  }
}

void check_channel(Life& life, const MadeRoom& made, const std::vector<Made>& there) {
  std::vector<std::string> rooms;
  for (const Made& one : there) {
    if (one.name == made.name) rooms.push_back(one.id);
  }
  life.count("channels checked");
  if (rooms.size() > 1) {
    life.violated("no double: " + made.name + " was made " + std::to_string(rooms.size()) +
                  " times");
  }
  if (!made.accepted || !certain(life, made.device, made.set_asides)) return;
  if (rooms.empty()) return life.violated("no loss: " + made.name + " was never made");
  check_invited(life, made, rooms.front());
  const int64_t rows = shown(hand_of(life, made.device), "c.title = " + quoted(made.name));
  if (rows == 1) return;
  life.violated("no double: " + made.name + " is " + std::to_string(rows) +
                " conversations on its device");
}

void check_group(Life& life, const MadeRoom& made, const std::vector<Made>& there) {
  size_t devices = 0;
  bool sure = true;
  for (const char* letter : {"s", "t"}) {
    bool asked = false;
    for (const MadeRoom& one : life.own_rooms.made) {
      if (one.people != made.people || one.device != letter) continue;
      asked = true;
      sure = sure && certain(life, one.device, one.set_asides);
    }
    devices += asked ? 1 : 0;
  }
  std::vector<std::string> rooms;
  for (const Made& one : there) {
    if (one.people == made.people) rooms.push_back(one.id);
  }
  life.count("groups checked");
  if (!sure) return;
  if (rooms.size() > devices) {
    life.violated("no double: a group was made " + std::to_string(rooms.size()) + " times by " +
                  std::to_string(devices) + " devices");
  }
  if (!made.accepted) return;
  if (rooms.empty()) return life.violated("no loss: a group was never made");
  if (rooms.size() == 1) check_invited(life, made, rooms.front());
}

void check_lobby(Life& life, const std::string& lobby, const std::vector<Wish>& wishes) {
  for (const Wish& one : wishes) {
    // Which of two devices asked last is the network's to say.
    const bool sure = one.accepted && one.device == wishes.front().device &&
                      certain(life, one.device, one.set_asides);
    if (!sure) return;
  }
  life.count("memberships checked");
  const bool in = life.world.server.room(life.own_rooms.rooms[lobby])->is_joined(kMe);
  if (in == wishes.back().in) return;
  life.violated("membership: " + lobby + " was " + (in ? "left" : "joined") +
                " last and the server says otherwise");
}

}  // namespace

void check_rooms(Life& life) {
  const std::vector<Made> there = made_at(life.world.server);
  for (const MadeRoom& made : life.own_rooms.made) {
    made.people.empty() ? check_channel(life, made, there) : check_group(life, made, there);
  }
  for (const auto& [lobby, wishes] : life.own_rooms.wishes) check_lobby(life, lobby, wishes);
}

std::span<const Action> rooms() {
  return kActions;
}

}  // namespace ix::simulation
