// SPDX-License-Identifier: Apache-2.0
#include "simulation/consent.h"

#include <map>
#include <set>
#include <string>

#include "base/json_reader.h"
#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// The rooms with a number that texts where the person is, or is invited to.
std::map<std::string, std::string> sms_rooms(Life& life) {
  std::map<std::string, std::string> rooms;  // room -> number
  for (const auto& [id, room] : life.world.server.rooms()) {
    if (room->membership(kMe) != "join" && room->membership(kMe) != "invite") continue;
    for (const char* number : kNumbers) {
      if (room->is_joined(life.world.server.sms().ghost_of(number))) rooms[id] = number;
    }
  }
  return rooms;
}

void keyword_arrives(Life& life) {
  static constexpr const char* kWords[] = {"STOP", "STOP", "START", "HELP"};
  const char* number = kNumbers[life.below(kReachable)];
  const char* word = life.one_of(kWords);
  const bool gateway_cares = life.chance(70);
  life.note(std::string(word) + " arrives");
  life.world.act([&](sandbox::Homeserver& server) {
    if (gateway_cares) {
      server.sms().set_behaviour(number, sandbox::CarrierBehaviour::honours_stop);
    }
    server.post_sms(number, kMe, word);
  });
}

// One word of a room, as the backend's history has it: "2 of 0 at 1750".
std::string word_text(int64_t state, int64_t source, int64_t at_ms) {
  return std::to_string(state) + " by " + std::to_string(source) + " at " + std::to_string(at_ms);
}

using Words = std::map<std::string, std::string>;  // event -> word

// Keywords as people text them here, and own messages whose last report is an opt-out.
Words words_of(const sandbox::Room& room, const std::string& ghost, Millis erased_until) {
  Words words;
  std::map<std::string, const sandbox::Event*> own;
  std::map<std::string, bool> refused;
  for (const sandbox::Event& event : room.events()) {
    auto content = json::Document::parse(event.content);
    if (!content.ok()) continue;
    const json::Value root = content->root();
    if (event.type == "com.beeper.message_send_status") {
      refused[std::string(root["m.relates_to"]["event_id"].string())] =
          root["error"].string() == "21610";
    }
    if (event.type != "m.room.message" || event.at_ms <= erased_until) continue;
    if (event.sender == kMe) own[event.id] = &event;
    if (event.sender != ghost || !event.redacted_by.empty()) continue;
    const std::string_view body = root["body"].string();
    const int64_t state = body == "STOP" ? 2 : body == "START" ? 1 : body == "HELP" ? 4 : 0;
    if (state != 0) words[event.id] = word_text(state, 0, event.at_ms);
  }
  for (const auto& [id, event] : own) {
    if (refused[id]) words[id] = word_text(2, 1, event->at_ms);
  }
  return words;
}

bool is_redacted(const sandbox::Room& room, const std::string& id) {
  for (const sandbox::Event& event : room.events()) {
    if (event.id == id) return !event.redacted_by.empty();
  }
  return false;
}

Words stored_words(Hand& hand, const std::string& room) {
  Words words;
  (void)each_row(hand.engine(),
                 "SELECT evidence, state, source, at_ms FROM consent WHERE route ="
                 " (SELECT id FROM route WHERE remote_id = " +
                     quoted(room) + ")",
                 [&words](cache::Statement& row) {
                   words[row.string(0)] = word_text(row.integer(1), row.integer(2), row.integer(3));
                 });
  return words;
}

constexpr Action kActions[] = {{"keyword arrives", 7, keyword_arrives}};

}  // namespace

void everybody_texts_start(Life& life) {
  for (const auto& [room, number] : sms_rooms(life)) {
    life.world.act([&room = room, &number = number](sandbox::Homeserver& server) {
      server.post_message(room, server.sms().ghost_of(number), "START");
    });
  }
}

bool retry_opted_out(Life& life, Hand& hand) {
  auto entries = hand.engine().store().outbox_entries();
  if (!entries.ok()) return false;
  bool some = false;
  for (const OutboxEntry& entry : *entries) {
    if (!entry.failure || entry.failure->code != ErrorCode::OPTED_OUT) continue;
    life.count("sends after START");
    some = true;
    (void)hand.engine().retry(entry.id.text());
  }
  return some;
}

void check_consent(Life& life, Hand& hand) {
  for (const auto& [room, number] : sms_rooms(life)) {
    const auto erased = hand.erased.rooms.find(room);
    const Millis until = erased == hand.erased.rooms.end() ? 0 : erased->second;
    const Words wanted =
        words_of(*life.world.server.room(room), life.world.server.sms().ghost_of(number), until);
    const Words stored = stored_words(hand, room);
    life.count("words of consent", static_cast<int64_t>(stored.size()));
    for (const auto& [event, word] : wanted) {
      const auto found = stored.find(event);
      if (found == stored.end()) {
        life.violated("consent: " + hand.letter + " has not heard " + event + ", " + word);
      } else if (found->second != word) {
        life.violated("consent: " + hand.letter + " has heard " + found->second + " of " + event +
                      ", not " + word);
      }
    }
    Words perhaps;  // were erased, or not
    if (hand.erased.maybe.contains(room)) {
      perhaps =
          words_of(*life.world.server.room(room), life.world.server.sms().ghost_of(number), 0);
    }
    for (const auto& [event, word] : stored) {
      if (perhaps.contains(event)) continue;
      // What was heard before it was deleted stays heard.
      if (wanted.contains(event) || is_redacted(*life.world.server.room(room), event)) continue;
      life.violated("consent: " + hand.letter + " has heard " + word + " of " + event +
                    ", which says nothing");
    }
  }
  (void)each_row(hand.engine(),
                 "SELECT id FROM route WHERE consent IN (2, 3) AND merged_into IS NULL",
                 [&](cache::Statement& row) {
                   life.violated("consent: " + hand.letter + " r" + row.string(0) +
                                 " shows an opt-out that was lifted");
                 });
}

std::span<const Action> keywords() {
  return kActions;
}

}  // namespace ix::simulation
