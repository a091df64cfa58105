// SPDX-License-Identifier: Apache-2.0
#include "simulation/notices.h"

#include <interactions/page.h>

#include <string>
#include <vector>

#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// What the check of an offer needs to know of its item.
struct Offered {
  std::string event, room, sender;
  bool muted = false;
};

Offered facts_of(Hand& hand, const std::string& item) {
  Offered out;
  (void)each_row(hand.engine(),
                 "SELECT i.remote_id, r.remote_id, i.sender, c.muted FROM item AS i"
                 " JOIN route AS r ON r.id = i.route JOIN conversation AS c ON c.id ="
                 " r.conversation WHERE i.id = " +
                     item.substr(1),
                 [&out](cache::Statement& row) {
                   out = {row.string(0), row.string(1), row.string(2), row.boolean(3)};
                 });
  return out;
}

// A power loss or a damaged file takes along what was acknowledged and read shortly before it. A
// host's own cursor stays good but after a power loss, which may take back what it counts.
void note_epoch(Hand& hand) {
  Notices& known = hand.notices;
  if (known.power_losses != hand.device.power_losses()) known.cursor.clear();
  known.power_losses = hand.device.power_losses();
  if (known.epoch == hand.device.epoch()) return;
  known.epoch = hand.device.epoch();
  for (auto& [event, acknowledged] : known.shown) acknowledged = false;
  known.read.clear();
}

// Its event.
std::string show(Life& life, Hand& hand, const std::string& item) {
  Notices& known = hand.notices;
  const Offered offered = facts_of(hand, item);
  const std::string name = hand.letter + " " + offered.event;
  const auto wrong = [&](const std::string& what) { life.violated("notify: " + name + what); };
  const auto [at, first] = known.shown.try_emplace(offered.event, false);
  life.count(first ? "items notified" : "items notified again");
  if (at->second) wrong(" is offered once more");
  if (offered.sender == kMe) wrong(" is our own");
  if (offered.muted) wrong(" is of a muted conversation");
  if (known.read.contains(offered.event)) wrong(" was read here");
  return offered.event;
}

// All that is offered, as events. Not acknowledged: the process ends first, or the host is slow.
std::vector<std::string> ask(Life& life, Hand& hand, bool acknowledge) {
  Notices& known = hand.notices;
  std::vector<std::string> shown;
  std::string cursor = known.cursor;
  for (bool more = true; more;) {
    const uint32_t limit = 1 + static_cast<uint32_t>(life.below(20));
    const auto page = hand.engine().reader().notifications(cursor, limit);
    if (!page.ok()) return {};
    for (uint32_t i = 0; i < page->count(IX_TABLE_NOTIFICATION); ++i) {
      const auto* row = page->row<ix_row_notification>(IX_TABLE_NOTIFICATION, i);
      const auto* item = page->row<ix_row_item>(IX_TABLE_ITEM, row->item);
      shown.push_back(show(life, hand, std::string(page->text_or_empty(item->id))));
    }
    cursor = page->text_or_empty(page->header().cursor);
    more = page->header().more == IX_MORE_LOCAL;
  }
  if (!shown.empty()) life.note(hand.letter + ": notified of " + std::to_string(shown.size()));
  bool settled = known.keeps_cursor;
  if (known.keeps_cursor) known.cursor = cursor;
  if (acknowledge) {
    const bool forgets = life.options.defect == Defect::forgotten_acknowledgement;
    settled |= forgets || hand.engine().notifications_done(cursor).ok();
  }
  if (settled) {
    for (const std::string& event : shown) known.shown[event] = true;
  }
  return shown;
}

int64_t index_of(const sandbox::Room& room, const std::string& event) {
  for (size_t i = room.events().size(); i > 0; --i) {
    if (room.events()[i - 1].id == event) return static_cast<int64_t>(i - 1);
  }
  return -1;
}

// What was offered at the end has not been read, here or anywhere.
void check_unread(Life& life, Hand& hand, const std::string& event) {
  for (const auto& [id, room] : life.world.server.rooms()) {
    const int64_t place = index_of(*room, event);
    if (place < 0) continue;
    const auto receipt = room->receipts.find(kMe);
    if (receipt == room->receipts.end()) return;
    if (index_of(*room, receipt->second.event_id) < place) return;
    return life.violated("notify: " + hand.letter + " " + event + " was read on another device");
  }
}

bool is_muted(Hand& hand, const std::string& room) {
  bool muted = false;
  (void)each_row(hand.engine(),
                 "SELECT c.muted FROM route AS r JOIN conversation AS c ON c.id = r.conversation"
                 " WHERE r.remote_id = " +
                     quoted(room),
                 [&muted](cache::Statement& row) { muted = row.boolean(0); });
  return muted;
}

void check_news(Life& life, Hand& hand, const std::string& event, const std::string& room) {
  const bool wanted = !is_muted(hand, room);
  if (hand.notices.shown.contains(event) == wanted) return;
  life.violated("notify: " + hand.letter + " " + event +
                (wanted ? " is news and was not offered" : " is muted and was offered"));
}

}  // namespace

void look_for_news(Life& life, Hand& hand) {
  if (!hand.device.running() || hand.device.died() || !hand.device.take_news()) return;
  note_epoch(hand);
  if (life.options.defect == Defect::forgotten_markers) {
    spoil(hand.device, "UPDATE route SET read_ord = -4611686018427387904");
  }
  ask(life, hand, life.chance(80));
}

void note_read(Hand& hand, const std::string& conversation) {
  note_epoch(hand);
  (void)each_row(hand.engine(),
                 "SELECT i.remote_id FROM item AS i JOIN route AS r ON r.id = i.route WHERE"
                 " i.ord IS NOT NULL AND i.remote_id IS NOT NULL AND r.conversation = " +
                     conversation.substr(1),
                 [&hand](cache::Statement& row) { hand.notices.read.insert(row.string(0)); });
}

void check_notices(Life& life, const std::vector<Hand*>& hands) {
  for (Hand* hand : hands) {
    note_epoch(*hand);
    for (const std::string& event : ask(life, *hand, true)) check_unread(life, *hand, event);
  }
  std::map<std::string, std::string> news;  // event -> room
  life.world.act([&](sandbox::Homeserver& server) {
    for (const std::string& room : life.channels) {
      news[server.post_message(room, life.peer_in(room), life.next_text())] = room;
    }
  });
  for (Hand* hand : hands) {
    (void)hand->device.run_until(hand->engine().sync(), 600'000);
    ask(life, *hand, true);
    for (const auto& [event, room] : news) check_news(life, *hand, event, room);
  }
}

}  // namespace ix::simulation
