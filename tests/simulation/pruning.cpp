// SPDX-License-Identifier: Apache-2.0
// History that leaves the device, at once or by the account's rules, and what must not change by
// it. That it comes back as it was is seen at the end, next to a device that never pruned.
#include <interactions/row_block.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "simulation/action.h"
#include "simulation/cache_query.h"
#include "simulation/life.h"

namespace ix::simulation {
namespace {

// Of a channel that nobody ever opened what is unread goes, too, but for the newest.
#define IX_NEVER_OPENED \
  "(r.kind = 2 AND r.read_ord = -4611686018427387904 AND r.read_parked = '')"

struct Placed {
  int64_t ord = 0;
  bool gap = false;
  bool unread = false;
};

struct Snapshot {
  std::vector<std::string> kept;                        // as text: what no pruning may touch
  std::map<int64_t, std::map<int64_t, Placed>> routes;  // route -> id -> where it stands
};

Snapshot look(engine::Engine& engine) {
  Snapshot out;
  const auto keep = [&](const char* sql, int columns) {
    (void)each_row(engine, sql, [&, columns](cache::Statement& row) {
      std::string line;
      for (int i = 0; i < columns; ++i) line += row.string(i) + "|";
      out.kept.push_back(std::move(line));
    });
  };
  keep(
      "SELECT 'conversation ' || c.id, iif(" IX_NEVER_OPENED
      ", '', c.unread || ' ' || c.unread_lower_bound), c.preview_item, c.activity_ms, c.presets"
      " FROM conversation AS c JOIN route AS r ON r.id = c.id",
      5);
  keep("SELECT 'entry ' || id, route, item, state, attempts FROM outbox", 5);
  keep("SELECT 'unsent ' || id, route, state, text FROM item WHERE ord IS NULL", 4);
  (void)each_row(engine,
                 "SELECT i.route, i.id, i.ord, i.kind = 4, i.counts AND i.ord > r.read_ord"
                 " AND NOT " IX_NEVER_OPENED
                 " FROM item AS i JOIN route AS r ON r.id = i.route WHERE i.ord IS NOT NULL",
                 [&out](cache::Statement& row) {
                   out.routes[row.integer(0)][row.integer(1)] = {row.integer(2), row.boolean(3),
                                                                 row.boolean(4)};
                 });
  return out;
}

// Each item that went lies below a gap: nothing that stayed stands between the two.
int64_t check_route(Life& life, const std::map<int64_t, Placed>& before,
                    const std::map<int64_t, Placed>& after) {
  std::map<int64_t, bool> places;  // ord -> whether a gap stands there now
  for (const auto& [id, item] : after) places[item.ord] = item.gap;
  int64_t gone = 0;
  for (const auto& [id, item] : before) {
    if (item.gap || after.contains(id)) continue;
    ++gone;
    const std::string name = ItemId{id}.text();
    if (item.unread) life.violated("prune: " + name + " was unread");
    const auto above = places.lower_bound(item.ord);
    if (above == places.end() || !above->second) {
      life.violated("prune: " + name + " went and left no gap");
    }
  }
  return gone;
}

Retention some_rules(Life& life) {
  Retention rules;
  switch (life.below(4)) {
    case 0:
      rules.max_age_ms = static_cast<Millis>(1 + life.below(30)) * kMinute;
      break;
    case 1:
      rules.max_route_bytes = static_cast<int64_t>(100 + life.below(3000));
      break;
    case 2:
      rules.max_total_bytes = static_cast<int64_t>(500 + life.below(10'000));
      break;
    default:
      rules.max_route_items = static_cast<int64_t>(1 + life.below(15));
      break;
  }
  return rules;
}

// What is unread stays, so most of the time there is little to take: the person has read it all.
void read_everything(Hand& hand) {
  const auto page = hand.engine().reader().conversations(Filter::preset(Preset::all), {}, 100);
  if (!page.ok()) return;
  for (uint32_t i = 0; i < page->count(IX_TABLE_CONVERSATION); ++i) {
    const auto* row = page->row<ix_row_conversation>(IX_TABLE_CONVERSATION, i);
    const std::string conversation(page->text_or_empty(row->id));
    if (hand.engine().mark_read(conversation, {}).ok()) note_read(hand, conversation);
  }
}

void prune_now(Life& life) {
  engine::Engine& engine = life.phone.engine();
  if (life.chance(70)) read_everything(life.phone);
  const Snapshot before = look(engine);
  const auto went = engine.prune(some_rules(life), engine::kPruneNow);
  if (life.options.defect == Defect::gapless_prune) {
    spoil(life.phone.device, "DELETE FROM item WHERE kind = 4");
  }
  const Snapshot after = look(engine);
  // A process that dies on the way has pruned a part.
  if (life.phone.device.died()) return;
  int64_t gone = 0;
  for (const auto& [route, items] : before.routes) {
    const auto now = after.routes.find(route);
    gone += check_route(life, items,
                        now == after.routes.end() ? std::map<int64_t, Placed>() : now->second);
  }
  for (const std::string& line : before.kept) {
    if (std::find(after.kept.begin(), after.kept.end(), line) != after.kept.end()) continue;
    life.violated("prune: it changed " + line);
  }
  life.note("pruned " + std::to_string(gone) + (went.ok() ? "" : " and failed"));
  life.count("items pruned", gone);
  if (went.ok() && *went != gone) {
    life.violated("prune: " + std::to_string(gone) + " items went and it says " +
                  std::to_string(*went));
  }
}

// The library applies them by itself from then on.
void set_rules(Life& life) {
  const Retention rules = life.chance(25) ? Retention() : some_rules(life);
  const bool done = life.phone.engine().prune(rules, engine::kPruneSet).ok();
  life.note(std::string("rules of retention") + (done ? "" : ": refused"));
}

constexpr Action kActions[] = {
    {"prunes", 3, prune_now},
    {"sets retention", 2, set_rules},
};

}  // namespace

std::span<const Action> pruning() {
  return kActions;
}

}  // namespace ix::simulation
