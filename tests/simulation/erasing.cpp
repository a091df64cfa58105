// SPDX-License-Identifier: Apache-2.0
#include "simulation/erasing.h"

#include <interactions/row_block.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

namespace fs = std::filesystem;

// A saved person may have a number, be a colleague, or both: then two routes are one conversation.
void save_contact(Life& life) {
  Hand& hand = life.either();
  Contact contact;
  contact.source_id = std::to_string(life.below(4));
  contact.name = "Contact " + contact.source_id;
  const uint64_t what = 1 + life.below(3);
  if ((what & 1) != 0) contact.numbers.push_back(kNumbers[life.below(kReachable)]);
  if ((what & 2) != 0) contact.users.push_back(life.one_of(kColleagues));
  const bool done = hand.engine().put_contact(contact).ok();
  life.note(hand.letter + ": saves a contact" + (done ? "" : ", refused"));
}

struct Person {
  std::string id;
  bool external = false;
};

std::vector<Person> people_of(Hand& hand) {
  std::vector<Person> out;
  const auto page = hand.engine().reader().contacts({}, {}, 100);
  if (!page.ok()) return out;
  for (uint32_t i = 0; i < page->count(IX_TABLE_CONTACT); ++i) {
    const auto* row = page->row<ix_row_contact>(IX_TABLE_CONTACT, i);
    out.push_back({std::string(page->text_or_empty(row->id)),
                   row->kind == static_cast<int32_t>(ContactKind::external)});
  }
  return out;
}

void remove_contact(Life& life) {
  Hand& hand = life.either();
  std::vector<Person> people = people_of(hand);
  std::erase_if(people, [](const Person& person) { return !person.external; });
  if (people.empty()) return;
  const bool done = hand.engine().remove_contact(people[life.below(people.size())].id).ok();
  life.note(hand.letter + ": removes a contact" + (done ? "" : ", refused"));
}

// What a device holds of one person.
struct Holdings {
  std::string routes;  // as SQL lists them
  int64_t unsent = 0;
  std::map<std::string, Millis> rooms;  // the newest that the backend has told of each
  std::set<std::string> items, texts, files;
  std::set<std::string> events;  // as the backend told them
};

int64_t count_of(Hand& hand, const std::string& sql) {
  int64_t count = 0;
  (void)each_row(hand.engine(), sql, [&count](cache::Statement& row) { count = row.integer(0); });
  return count;
}

int64_t unsent_of(Hand& hand, const std::string& routes) {
  return count_of(
      hand, "SELECT count(*) FROM outbox WHERE op = 0 AND wanted AND route IN (" + routes + ")");
}

Holdings holdings_of(Hand& hand, const std::string& contact) {
  Holdings out;
  const std::string own = "SELECT id FROM route WHERE contact = " + contact.substr(1);
  const std::string routes =
      "(" + own + " UNION SELECT id FROM route WHERE merged_into IN (" + own + "))";
  (void)each_row(hand.engine(), "SELECT id, ifnull(remote_id, '') FROM route WHERE id IN " + routes,
                 [&out](cache::Statement& row) {
                   out.routes += (out.routes.empty() ? "" : ",") + row.string(0);
                   if (!row.text(1).empty()) out.rooms[row.string(1)] = 0;
                 });
  (void)each_row(hand.engine(),
                 "SELECT i.id, i.text, i.remote_id, i.at_ms, r.remote_id, i.ord IS NOT NULL"
                 " FROM item AS i JOIN route AS r ON r.id = i.route WHERE i.route IN " +
                     routes,
                 [&out](cache::Statement& row) {
                   out.items.insert(ItemId{row.integer(0)}.text());
                   // An edit says the same everywhere.
                   if (row.text(1).size() > 6) out.texts.insert(row.string(1));
                   if (row.text(2).empty() || row.text(4).empty() || !row.boolean(5)) return;
                   out.events.insert(row.string(2));
                   Millis& newest = out.rooms[row.string(4)];
                   newest = std::max(newest, row.integer(3));
                 });
  (void)each_row(hand.engine(),
                 "SELECT a.name FROM attachment AS a JOIN item AS i ON i.id = a.item WHERE i.route"
                 " IN " +
                     routes + " UNION SELECT hint FROM outgoing_file WHERE route IN " + routes,
                 [&out](cache::Statement& row) { out.files.insert(row.string(0)); });
  out.unsent = unsent_of(hand, out.routes);
  return out;
}

// The words of the person in the bytes of some file of the account.
void check_files(Life& life, Hand& hand, const Holdings& held) {
  // While a reader keeps the log, or when the disk was full, they go at the next idle.
  if (count_of(hand, "SELECT asked - done FROM forgetting") != 0) return;
  life.count("files read after an erase");
  for (const auto& file : fs::directory_iterator(hand.device.folder())) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const std::string& text : held.texts) {
      if (bytes.find(text) == std::string::npos) continue;
      life.violated("erase: " + text + " is still in " + file.path().filename().string());
      return;
    }
  }
}

// The backend's record of the call is not told again.
bool record_is_erased(const sandbox::Homeserver& server, const Holdings& held,
                      const HostCall& call) {
  return std::any_of(held.rooms.begin(), held.rooms.end(), [&](const auto& room) {
    const sandbox::Event* record = server.room(room.first)->find(call.record);
    return record != nullptr && record->at_ms <= room.second;
  });
}

void note_erased(Life& life, Hand& hand, const Holdings& held, bool certain) {
  for (const auto& [room, newest] : held.rooms) {
    Millis& until = hand.erased.rooms[room];
    until = std::max(until, newest);
  }
  // Where the process died on the way, nobody knows whether it did.
  for (const auto& [room, newest] : held.rooms) {
    if (!certain) hand.erased.maybe.insert(room);
  }
  if (certain) hand.erased.events.insert(held.events.begin(), held.events.end());
  for (Sent& sent : hand.sent) {
    for (const std::string& text : sent.texts) sent.erased |= held.texts.contains(text);
  }
  for (PickedFile& file : hand.files.picked) file.erased |= held.files.contains(file.name);
  for (HostCall& call : hand.calls) {
    call.erased |=
        held.items.contains(call.item) || record_is_erased(life.world.server, held, call);
  }
}

void check_rest(Life& life, Hand& hand, const Holdings& held, int64_t others) {
  if (count_of(hand, "SELECT count(*) FROM item WHERE route IN (" + held.routes + ")") != 0 ||
      unsent_of(hand, held.routes) != 0) {
    life.violated("erase: items of the person are still there");
  }
  if (count_of(hand, "SELECT count(*) FROM item") != others) {
    life.violated("erase: items of others went, too");
  }
}

void erase(Life& life) {
  Hand& hand = life.either();
  const std::vector<Person> people = people_of(hand);
  if (people.empty()) return;
  const std::string contact = people[life.below(people.size())].id;
  const Holdings held = holdings_of(hand, contact);
  const int64_t all = count_of(hand, "SELECT count(*) FROM item");
  const int64_t others = all - static_cast<int64_t>(held.items.size());
  if (life.options.defect == Defect::kept_copy) {
    fs::copy_file(hand.device.folder() + "/cache.db", hand.device.folder() + "/cache.db.old",
                  fs::copy_options::overwrite_existing);
  }
  const bool force = life.chance(50);
  const bool forces = force || life.options.defect == Defect::forced_erase;
  const Status done = hand.engine().erase_contact(contact, forces);
  life.note(hand.letter + ": erases a contact with " + std::to_string(held.items.size()) +
            " items" + (done.ok() ? "" : std::string(": ") + error_name(done.error().code)));
  if (hand.device.died()) return note_erased(life, hand, held, false);
  if (!done.ok()) {
    if (count_of(hand, "SELECT count(*) FROM item") != all) {
      life.violated("erase: it was refused, and items went");
    }
    return;
  }
  if (held.unsent > 0 && !force) life.violated("erase: unsent messages went without a question");
  life.count("items erased", static_cast<int64_t>(held.items.size()));
  note_erased(life, hand, held, true);
  check_rest(life, hand, held, others);
  check_files(life, hand, held);
}

constexpr Action kActions[] = {
    {"saves a contact", 3, save_contact},
    {"removes a contact", 1, remove_contact},
    {"erases a contact", 3, erase},
};

}  // namespace

void check_erased(Life& life, Hand& hand) {
  if (life.options.defect == Defect::remembered_person && !hand.erased.events.empty()) {
    const std::string sql = "INSERT INTO item (route, remote_id, kind, text) SELECT min(id), " +
                            quoted(*hand.erased.events.begin()) + ", 0, 'I remember' FROM route";
    spoil(hand.device, sql.c_str());
  }
  (void)each_row(hand.engine(), "SELECT remote_id FROM item WHERE remote_id IS NOT NULL",
                 [&](cache::Statement& row) {
                   if (!hand.erased.events.contains(row.string(0))) return;
                   life.violated("erase: " + hand.letter + " " + row.string(0) + " came back");
                 });
}

std::span<const Action> erasing() {
  return kActions;
}

}  // namespace ix::simulation
