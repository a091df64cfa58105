// SPDX-License-Identifier: Apache-2.0
// One message comes in: from the change set to what a screen has taken.
#include <filesystem>

#include "bench/floor.h"
#include "bench/measure.h"
#include "engine/subscriptions.h"

namespace ix::bench {
namespace {

// The same rows, words and counts included, as bare statements in one commit.
class FloorArrival {
 public:
  explicit FloorArrival(const std::string& path) : floor_(path, FloorWriter::Synchronous::normal) {
    route_ = floor_.prepare(
        "UPDATE route SET head_ord = head_ord + 1, activity_ms = ?2, last_inbound_ms = ?2,"
        " unread = unread + 1, last_item = (SELECT max(id) + 1 FROM item) WHERE remote_id = ?1"
        " RETURNING id, conversation, head_ord");
    item_ = floor_.prepare(
        "INSERT INTO item (route, ord, sort_key, remote_id, kind, direction, sender, sender_name,"
        " at_ms, state, text, counts) VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6, ?3, 0, ?7, 1)");
    conversation_ = floor_.prepare(
        "UPDATE conversation SET activity_ms = ?2, unread = unread + 1, preview_item = (SELECT"
        " max(id) FROM item) WHERE id = ?1");
    token_ = floor_.prepare("UPDATE account SET sync_token = ?1, last_sync_ms = ?2 WHERE id = 1");
  }

  void take(const ChangeSet& set) {
    const RouteChanges& changes = set.routes.front();
    const Item& item = changes.items.front().item;
    floor_.begin();
    (void)route_->bind(1, std::string_view(changes.remote_id)).bind(2, item.at_ms).step();
    const int64_t route = route_->integer(0);
    const int64_t conversation = route_->integer(1);
    const int64_t ord = route_->integer(2);
    route_->reset();
    item_->bind(1, route).bind(2, ord).bind(3, item.at_ms);
    item_->bind(4, std::string_view(item.remote_id)).bind(5, std::string_view(item.sender));
    item_->bind(6, std::string_view(item.sender_name)).bind(7, std::string_view(item.text)).run();
    floor_.add_words(route, item.at_ms, item.text);
    conversation_->bind(1, conversation).bind(2, item.at_ms).run();
    token_->bind(1, std::string_view(set.next_token)).bind(2, item.at_ms).run();
    floor_.commit();
  }

 private:
  FloorWriter floor_;
  std::unique_ptr<FloorStatement> route_, item_, conversation_, token_;
};

// An open screen: the list, the counts and the thread of the busiest conversation, which takes
// whatever it is told of.
class Screen {
 public:
  explicit Screen(const std::string& folder)
      : store_(folder),
        reader_(store_->database()),
        typing_(clock_),
        live_(reader_, events_, typing_) {
    const Plan busiest{0, Peer::channel, 0, 0, 0};
    follow(engine::LiveKind::conversations, 50);
    follow(engine::LiveKind::counts, 0);
    engine::LiveQuery thread;
    thread.kind = engine::LiveKind::thread;
    Floor connection(folder + "/cache.db");
    thread.conversation = ConversationId{connection.number(
        "SELECT conversation FROM route WHERE remote_id = '" + busiest.remote_id() + "'")};
    thread.window = 50;
    (void)must(live_.subscribe(thread));
    show();
  }

  // The number of changes that were shown.
  uint32_t take(const ChangeSet& set) {
    must(store_->ingest(set, [this](const store::Touched& touched) { live_.notify(touched); }));
    return show();
  }

 private:
  void follow(engine::LiveKind kind, uint32_t window) {
    engine::LiveQuery query;
    query.kind = kind;
    query.window = window;
    (void)must(live_.subscribe(query));
  }
  uint32_t show() {
    uint32_t changes = 0;
    for (const engine::Event& event : must(events_.poll(0))) {
      if (event.kind != engine::EventKind::subscription_changed) continue;
      changes += must(live_.take(event.subscription)).count(IX_TABLE_CHANGE);
    }
    return changes;
  }

  SystemClock clock_;
  OpenStore store_;
  query::Reader reader_;
  engine::EventQueue events_;
  engine::Typing typing_;
  engine::Subscriptions live_;
};

// A message from somebody else in the busiest conversation, which is followed, or in one of the
// fifty at the top of the list.
ChangeSet arrival(const Generator& generator, int turn) {
  const size_t rank = turn % 2 == 0 ? 0 : static_cast<size_t>(turn) % 50;
  const Plan& plan = generator.plans()[rank];
  ChangeSet set;
  set.next_token = "live" + std::to_string(turn);
  RouteChanges& changes = set.routes.emplace_back();
  changes.remote_id = plan.remote_id();
  Item& item = changes.items.emplace_back().item;
  item = plan.item(0).item;
  item.kind = ItemKind::message;
  item.call.reset();
  item.direction = Direction::in;
  item.state = ItemState::received;
  item.remote_id = "$live" + std::to_string(turn) + "xJqvZbTmWcRkLsNdPgHfQaYu";
  item.sender = "@colleague1:example.org";
  item.sender_name = "Amélie Bouchard";
  item.at_ms = kNewest + turn * Millis{1000};
  item.text = kMessage;
  return set;
}

}  // namespace

void measure_live(const Setup& setup, Report& report) {
  const std::string sdk_folder = setup.scratch + "/sdk";
  const std::string small_folder = setup.scratch + "/small";
  const std::string floor_folder = setup.scratch + "/floor";
  copy_account(setup.data, sdk_folder);
  copy_account(setup.small, small_folder);
  copy_account(setup.data, floor_folder);
  {
    const Generator generator(setup.scale);
    const Generator small_generator(Scale::small());
    FloorArrival floor(floor_folder + "/cache.db");
    Screen screen(sdk_folder);
    Screen small(small_folder);
    const auto shown = [](uint32_t changes) {
      if (changes < 2) give_up("a message came in and the screen did not change");
    };
    report.add(interleaved(
        "a message in: stored, list, thread and counts taken", setup.writes, 3,
        [&](int turn) { floor.take(arrival(generator, turn)); },
        [&](int turn) { shown(screen.take(arrival(generator, turn))); }));
    report.add(interleaved(
        "a message in, large account / small one", setup.writes, 1.5,
        [&](int turn) { shown(small.take(arrival(small_generator, turn))); },
        [&](int turn) { shown(screen.take(arrival(generator, setup.writes + 1 + turn))); }));
  }
  for (const auto& folder : {sdk_folder, small_folder, floor_folder}) {
    std::filesystem::remove_all(folder);
  }
}

}  // namespace ix::bench
