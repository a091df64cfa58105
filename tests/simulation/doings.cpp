// SPDX-License-Identifier: Apache-2.0
#include "simulation/doings.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

struct Shown {
  std::string id;
  std::string text;
  std::string event;  // empty: not accepted yet
};

// One of the newest messages that a device shows.
std::optional<Shown> any_message(Life& life, Hand& hand, bool own) {
  std::vector<Shown> all;
  (void)each_row(hand.engine(),
                 std::string("SELECT id, text, ifnull(remote_id, '') FROM item WHERE kind = 0"
                             " AND NOT deleted AND direction = ") +
                     (own ? "1" : "0") + " ORDER BY id DESC LIMIT 12",
                 [&all](cache::Statement& row) {
                   all.push_back({ItemId{row.integer(0)}.text(), row.string(1), row.string(2)});
                 });
  if (all.empty()) return std::nullopt;
  return all[life.below(all.size())];
}

Sent* sent_of(Life& life, const std::string& text) {
  for (Sent& sent : life.phone.sent) {
    if (sent.says(text)) return &sent;
  }
  if (!life.tablet) return nullptr;
  for (Sent& sent : life.tablet->sent) {
    if (sent.says(text)) return &sent;
  }
  return nullptr;
}

// Whether it may have been stored though the call failed.
bool is_uncertain(const Status& done) {
  if (done.ok()) return false;
  const ErrorCode code = done.error().code;
  return code == ErrorCode::STORE_IO || code == ErrorCode::STORE_FULL ||
         code == ErrorCode::STORE_CORRUPT;
}

Doing doing_of(Hand& hand, const Status& done) {
  Doing doing;
  doing.device = hand.letter;
  doing.accepted = done.ok();
  doing.set_asides = hand.device.set_asides().size();
  return doing;
}

void say(Life& life, Hand& hand, const std::string& what, const Status& done) {
  life.note(hand.letter + ": " + what +
            (done.ok() ? "" : std::string(": ") + error_name(done.error().code)));
}

void edit(Life& life) {
  Hand& hand = life.either();
  const auto message = any_message(life, hand, true);
  Sent* sent = message ? sent_of(life, message->text) : nullptr;
  if (sent == nullptr) return;
  char text[48];
  std::snprintf(text, sizeof text, "%se%llu-%04zu", hand.letter.c_str(),
                static_cast<unsigned long long>(life.options.seed), ++life.edits_made);
  const Status done = hand.engine().edit(message->id, text);
  say(life, hand, "edits " + message->text + " to " + text, done);
  if (!done.ok() && !is_uncertain(done)) return;
  life.count("edits");
  sent->texts.emplace_back(text);
  life.world.promises.reworded(message->text, text);
  Doing doing = doing_of(hand, done);
  doing.text = text;
  life.doings.edits[sent->text()].push_back(std::move(doing));
  if (life.options.defect == Defect::forgotten_edits) {
    spoil(hand.device, "DELETE FROM outbox WHERE op = 2");
  }
}

void remove(Life& life) {
  Hand& hand = life.either();
  const bool own = life.chance(70);
  const auto message = any_message(life, hand, own);
  Sent* sent = message && own ? sent_of(life, message->text) : nullptr;
  if (!message || (own && sent == nullptr)) return;
  const Status done = hand.engine().remove(message->id);
  say(life, hand, "deletes " + message->text, done);
  if (!done.ok() && !is_uncertain(done)) return;
  life.count("deletions");
  Doing doing = doing_of(hand, done);
  if (own) {
    sent->deleted = true;
    doing.message = sent->text();
  } else {
    doing.event = message->event;
  }
  life.doings.deletions.push_back(std::move(doing));
}

void react(Life& life) {
  static constexpr const char* kKeys[] = {"+1", "heart"};
  Hand& hand = life.either();
  const auto message = any_message(life, hand, life.chance(40));
  if (!message) return;
  const std::string key = life.one_of(kKeys);
  // Taken back as often as not, and now and then at once.
  for (uint64_t times = 1 + life.below(3); times > 0; --times) {
    const bool on = life.chance(60);
    const Status done = hand.engine().react(message->id, key, on);
    say(life, hand, (on ? "reacts to " : "takes back a reaction to ") + message->text, done);
    if ((!done.ok() && !is_uncertain(done)) || message->event.empty()) return;
    life.count("reactions");
    life.doings.reactions[{message->event, key}].push_back(
        {hand.letter, on, done.ok(), hand.device.epoch()});
    if (!done.ok()) return;
  }
}

// What waits is given up: a message, or what was done to one.
void discard(Life& life) {
  Hand& hand = life.either();
  const auto entries = hand.engine().store().outbox_entries();
  if (!entries.ok() || entries->empty()) return;
  const OutboxEntry& entry = (*entries)[life.below(entries->size())];
  if (entry.op != OutboxOp::send) return;  // what is asked for of messages is asked for
  std::string text;
  (void)each_row(hand.engine(),
                 "SELECT text, deleted FROM item WHERE id = " + std::to_string(entry.item.value),
                 [&text](cache::Statement& row) { text = row.boolean(1) ? "" : row.string(0); });
  Sent* sent = sent_of(life, text);
  if (sent == nullptr) return;
  const Status done = hand.engine().discard(entry.id.text());
  say(life, hand, "discards " + text, done);
  if (!done.ok() && !is_uncertain(done)) return;
  life.count("messages discarded");
  (done.ok() ? sent->given_up : sent->may_be_given_up) = true;
}

bool anything_sent(Life& life) {
  return !life.phone.sent.empty() || (life.tablet && !life.tablet->sent.empty());
}

constexpr Action kActions[] = {
    {"edits", 10, edit, anything_sent},
    {"deletes", 5, remove, anything_sent},
    {"reacts", 8, react},
    {"discards", 2, discard, anything_sent},
};

// --- what the server has of a message
// With a file the body is a caption, or no more than its name.
std::string words_of(json::Value content) {
  const std::string_view body = content["body"].string();
  return content["url"].exists() && body == content["filename"].string() ? std::string()
                                                                         : std::string(body);
}

struct Truth {
  std::string room;
  std::string original;
  std::string sender;
  std::string text;  // after its edits
  bool deleted = false;
  Millis at_ms = 0;
  std::map<std::string, std::string> reactions;  // event of the reaction -> "<key> <sender>"
};

std::map<std::string, Truth> truths(const sandbox::Homeserver& server) {
  std::map<std::string, Truth> all;
  for (const auto& [id, room] : server.rooms()) {
    for (const sandbox::Event& event : room->events()) {
      auto content = json::Document::parse(event.content);
      if (!content.ok()) continue;
      const json::Value root = content->root();
      const json::Value relates = root["m.relates_to"];
      const auto target = all.find(std::string(relates["event_id"].string()));
      if (relates["rel_type"].string() == "m.replace") {
        if (target != all.end() && target->second.sender == event.sender) {
          target->second.text = words_of(root["m.new_content"]);
        }
      } else if (event.type == "m.reaction") {
        if (target == all.end()) continue;
        target->second.reactions[event.id] =
            std::string(relates["key"].string()) + " " + event.sender;
      } else if (event.type == "m.room.message") {
        const std::string body = words_of(root);
        all[event.id] = {id, body, event.sender, body, !event.redacted_by.empty(), event.at_ms, {}};
      }
    }
  }
  // What is deleted says nothing.
  for (auto& [id, truth] : all) {
    if (truth.deleted) truth.text.clear();
  }
  return all;
}

std::string joined(const std::map<std::string, std::string>& parts) {
  std::string out;
  for (const auto& [id, part] : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

// Whether one of the devices has erased the room: what was on its way there went along. Or the
// person has left it, and hears no more of it.
bool is_out_of_sight(Life& life, const std::string& room) {
  return !life.world.server.room(room)->is_joined(kMe) || life.phone.erased.rooms.contains(room) ||
         (life.tablet && life.tablet->erased.rooms.contains(room));
}

Hand& hand_of(Life& life, const std::string& letter) {
  return life.tablet && life.tablet->letter == letter ? *life.tablet : life.phone;
}

const std::pair<const std::string, Truth>* at_server(const std::map<std::string, Truth>& all,
                                                     const Sent& sent) {
  for (const auto& one : all) {
    if (one.second.sender == kMe && !one.second.deleted && sent.says(one.second.original)) {
      return &one;
    }
  }
  return nullptr;
}

// What one device may have made of a message by its edits.
void add_wanted(const std::vector<Doing>& edits, const std::string& device,
                std::vector<std::string>& wanted) {
  std::vector<std::string> own;
  for (const Doing& one : edits) {
    if (one.device != device) continue;
    if (one.accepted) own.clear();
    own.push_back(one.text);
  }
  wanted.insert(wanted.end(), own.begin(), own.end());
}

void check_edits(Life& life, const std::map<std::string, Truth>& all) {
  for (const auto& [message, edits] : life.doings.edits) {
    const Sent* sent = sent_of(life, message);
    const auto* there = at_server(all, *sent);
    if (there == nullptr || sent->deleted || sent->erased) continue;
    if (is_out_of_sight(life, there->second.room)) continue;
    bool certain = false;
    bool lost = false;
    for (const Doing& one : edits) {
      certain |= one.accepted;
      lost |= hand_of(life, one.device).device.set_asides().size() != one.set_asides;
    }
    if (!certain || lost) continue;
    std::vector<std::string> wanted;
    for (const char* device : {"s", "t"}) add_wanted(edits, device, wanted);
    life.count("edits checked");
    if (std::find(wanted.begin(), wanted.end(), there->second.text) != wanted.end()) continue;
    life.violated("no loss: " + message + " was edited to " + wanted.back() +
                  " and the server has " + there->second.text);
  }
}

bool has_failed_removal(Hand& hand, const std::string& event) {
  bool found = false;
  (void)each_row(hand.engine(),
                 "SELECT 1 FROM outbox WHERE op = 3 AND state = 3 AND target = " + quoted(event),
                 [&found](cache::Statement&) { found = true; });
  return found;
}

void check_deletions(Life& life, const std::map<std::string, Truth>& all) {
  for (const Doing& one : life.doings.deletions) {
    Hand& hand = hand_of(life, one.device);
    if (!one.accepted || hand.device.set_asides().size() != one.set_asides) continue;
    if (!one.message.empty()) {
      const Sent* sent = sent_of(life, one.message);
      const auto* there = at_server(all, *sent);
      if (there == nullptr || is_out_of_sight(life, there->second.room)) continue;
      life.violated("no loss: " + one.message + " was deleted and the server has it");
      continue;
    }
    const auto there = all.find(one.event);
    if (there == all.end() || there->second.deleted) continue;
    if (is_out_of_sight(life, there->second.room) || has_failed_removal(hand, one.event)) continue;
    life.violated("no loss: the deletion of " + there->second.original +
                  " is neither done nor"
                  " refused");
  }
}

void check_reactions(Life& life, const std::map<std::string, Truth>& all) {
  for (const auto& [slot, wishes] : life.doings.reactions) {
    const auto there = all.find(slot.first);
    if (there == all.end() || there->second.deleted) continue;
    if (is_out_of_sight(life, there->second.room)) continue;
    // To delete a message is to take back what waits to be said of it.
    const auto deletes = [&slot = slot](const Doing& one) { return one.event == slot.first; };
    if (std::any_of(life.doings.deletions.begin(), life.doings.deletions.end(), deletes)) continue;
    bool certain = true;
    for (const ReactionWish& one : wishes) {
      certain &= one.accepted && one.device == wishes.front().device &&
                 hand_of(life, one.device).device.epoch() == one.epoch;
    }
    if (!certain) continue;
    bool found = false;
    for (const auto& [id, said] : there->second.reactions) {
      found |= said == slot.second + " " + kMe;
    }
    life.count("reactions checked");
    if (found == wishes.back().on) continue;
    life.violated("no loss: a reaction to " + there->second.original + " was " +
                  (found ? "taken back and is there" : "put there and is not"));
  }
}

// Nothing but what was not allowed has failed.
void check_failed(Life& life, Hand& hand) {
  (void)each_row(
      hand.engine(),
      "SELECT op, target, failure_code, failure_message FROM outbox WHERE op > 1"
      " AND state IN (2, 3)",
      [&](cache::Statement& row) {
        const bool refused = row.integer(2) == static_cast<int64_t>(ErrorCode::REFUSED);
        if (row.integer(0) == 3 && refused) return life.count("deletions refused");
        if (row.integer(0) > 4 && row.text(3).starts_with("given up")) {
          return life.violated("no loss: " + hand.letter + " gave up on what it should not");
        }
        if (row.text(3).starts_with("given up")) return life.count("doings given up");
        life.violated("no loss: " + hand.letter + " " + row.string(1) +
                      ": what was done to it failed although everything works: " + row.string(3));
      });
}

}  // namespace

void check_shown(Life& life, Hand& hand) {
  const auto all = truths(life.world.server);
  std::map<std::string, std::map<std::string, std::string>> reactions;
  (void)each_row(
      hand.engine(),
      "SELECT target, remote_id, key || ' ' || sender FROM reaction WHERE NOT withdrawn",
      [&](cache::Statement& row) { reactions[row.string(0)][row.string(1)] = row.string(2); });
  (void)each_row(
      hand.engine(),
      "SELECT remote_id, text, deleted FROM item WHERE kind = 0 AND remote_id IS NOT NULL",
      [&](cache::Statement& row) {
        const auto truth = all.find(row.string(0));
        if (truth == all.end()) return;
        if (!life.world.server.room(truth->second.room)->is_joined(kMe)) return;  // hears no more
        const auto wrong = [&](const std::string& what) {
          life.violated("one truth: " + hand.letter + " " + truth->second.original + what);
        };
        if (row.boolean(2) != truth->second.deleted) {
          return wrong(row.boolean(2) ? " is shown as deleted and is not"
                                      : " is not shown as"
                                        " deleted and is");
        }
        if (row.text(1) != truth->second.text) {
          wrong(" is shown as \"" + row.string(1) + "\" and is \"" + truth->second.text + "\"");
        }
        if (truth->second.deleted) return;
        if (reactions[row.string(0)] != truth->second.reactions) {
          wrong(" has the reactions [" + joined(reactions[row.string(0)]) + "] and should have [" +
                joined(truth->second.reactions) + "]");
        }
      });
  check_failed(life, hand);
}

void check_doings(Life& life) {
  const auto all = truths(life.world.server);
  for (const auto& [id, truth] : all) {
    std::map<std::string, int> own;
    for (const auto& [event, said] : truth.reactions) {
      if (said.ends_with(kMe) && ++own[said] == 2) {
        life.violated("no double: the reaction " + said + " to " + truth.original +
                      " is there"
                      " twice");
      }
    }
  }
  check_edits(life, all);
  check_deletions(life, all);
  check_reactions(life, all);
}

std::span<const Action> doings() {
  return kActions;
}

}  // namespace ix::simulation
