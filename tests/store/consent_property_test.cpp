// SPDX-License-Identifier: Apache-2.0
// The same events in any order, in any batches, live or as history, once or many times, give the
// same ledger; and it is the one that a look at all of them at once gives.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "store_fixture.h"
#include "support/sanitized.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kPeers[] = {"+14165550142", "+14165550143"};
constexpr const char* kOwns[] = {"+16135550100", "+18005550100"};
constexpr const char* kGhost = "@sms";

struct Room {
  const char* id;
  const char* own;
  const char* peer;
};
// Two rooms of one pair, one of the same peer and another own number, one of another peer.
constexpr Room kRooms[] = {{"!a", kOwns[0], kPeers[0]},
                           {"!b", kOwns[0], kPeers[0]},
                           {"!c", kOwns[1], kPeers[0]},
                           {"!d", kOwns[0], kPeers[1]}};

struct Event {
  size_t room = 0;
  std::optional<RemoteItem> item;
  std::optional<RelationChange> relation;
  Millis at = 0;
};

RouteChange route_of(const Room& room) {
  RouteChange route = sms_route(room.peer);
  route.own_number = room.own;
  return route;
}

// What people, carriers and gateways say over a while; few times, so that many are the same.
class Story {
 public:
  explicit Story(Random& random) : random_(random) {
    const size_t count = 6 + random_.below(14);
    for (size_t i = 0; i < count; ++i) add(i);
  }
  const std::vector<Event>& events() const { return events_; }

  // By looking at all of them: the word that is newest, with what was reported above it.
  std::string state(const Room& room) const {
    std::pair<Millis, int> in{-1, 0};
    std::pair<Millis, int> out{-1, 0};
    std::pair<Millis, int> report{-1, 0};
    for (const Event& event : events_) {
      const Room& its = kRooms[event.room];
      if (std::string(its.own) != room.own || std::string(its.peer) != room.peer) continue;
      const auto at = [&event](bool reported, bool says_out) {
        return std::pair<Millis, int>(event.at, 2 * int{reported} + int{says_out});
      };
      if (event.item && event.item->item.direction == Direction::in) {
        const std::string& text = event.item->item.text;
        if (text == "STOP" || text == "arrêt") out = std::max(out, at(false, true));
        if (text == "START") in = std::max(in, at(false, false));
      } else if (event.relation && event.relation->kind == RelationChange::Kind::consent) {
        const bool says_out = event.relation->consent == ConsentState::opted_out;
        auto& which = says_out ? report : in;
        which = std::max(which, at(true, says_out));
      } else if (event.item && failed_.contains(event.item->item.remote_id)) {
        report = std::max(report, at(true, true));
      }
    }
    out = std::max(out, report);
    if (report.first >= 0 && report > in) return "refused";
    if (out.first >= 0 && out > in) return "opted_out";
    return in.first >= 0 ? "opted_in" : "unknown";
  }

 private:
  void add(size_t number) {
    const std::string id = "$" + std::to_string(number);
    Event event;
    event.room = random_.below(std::size(kRooms));
    event.at = kNow + static_cast<Millis>(random_.below(8)) * 1000;
    switch (random_.below(8)) {
      case 0:
      case 1:
        event.item = message(id, kGhost, event.at, random_.below(2) ? "STOP" : "arrêt");
        break;
      case 2:
      case 3:
        event.item = message(id, kGhost, event.at, "START");
        break;
      case 4:
        event.item = message(id, kGhost, event.at, random_.below(2) ? "HELP" : "Stop by later");
        break;
      case 5:
        event.relation = relation(RelationChange::Kind::consent, id, "");
        event.relation->consent =
            random_.below(2) ? ConsentState::opted_out : ConsentState::opted_in;
        event.relation->at_ms = event.at;
        break;
      default: {
        event.item = message(id, kSelf, event.at, "hello");
        Event report;
        report.room = event.room;
        report.relation = delivery(id + "r", id, ItemState::failed);
        // Said twice, or as a delivery after all.
        const uint64_t outcome = random_.below(4);
        if (outcome == 0) report.relation->failure = failure_of(Error(ErrorCode::CARRIER_REFUSED));
        if (outcome > 0) report.relation->failure = failure_of(Error(ErrorCode::OPTED_OUT));
        if (outcome > 0) failed_.insert(id);
        if (outcome == 1) {
          Event late = report;
          late.relation = delivery(id + "d", id, ItemState::delivered);
          events_.push_back(std::move(late));
          failed_.erase(id);
        }
        events_.push_back(std::move(report));
      }
    }
    events_.push_back(std::move(event));
  }

  Random& random_;
  std::vector<Event> events_;
  std::set<std::string> failed_;
};

class Teller {
 public:
  explicit Teller(Random& random) : random_(random) {
    for (const Room& room : kRooms) store.ingest(changes(room.id, {}, ::route_of(room)));
  }

  // Everything once at least, in some order.
  void tell(const std::vector<Event>& events) {
    std::vector<size_t> order;
    for (size_t i = 0; i < events.size(); ++i) {
      order.push_back(i);
      if (random_.below(3) == 0) order.push_back(random_.below(events.size()));
    }
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_.below(i)]);
    for (size_t at = 0; at < order.size();) {
      const size_t size = 1 + random_.below(4);
      std::map<size_t, RouteChanges> batch;
      for (; at < order.size() && batch.size() < size; ++at) {
        const Event& event = events[order[at]];
        RouteChanges& changes = batch[event.room];
        if (event.item) changes.items.push_back(*event.item);
        if (event.relation) changes.relations.push_back(*event.relation);
      }
      for (auto& [room, changes] : batch) give(room, std::move(changes));
    }
    while (!history_.empty()) tell_history();
  }

  // What does not depend on local ids.
  std::vector<std::string> ledger() {
    auto out = store.rows(
        "SELECT peer, own, state, source, at_ms, keyword, evidence FROM consent"
        " ORDER BY peer, own, at_ms, source, evidence",
        7);
    for (const std::string& row :
         store.rows("SELECT remote_id, consent, can_send, cannot_send_reason FROM route"
                    " ORDER BY remote_id",
                    4)) {
      out.push_back(row);
    }
    return out;
  }
  std::string state(const Room& room) {
    const int64_t state =
        store.number("SELECT consent FROM route WHERE remote_id = '" + std::string(room.id) + "'");
    return consent_state_name(static_cast<ConsentState>(state));
  }

  StoreFixture store;

 private:
  void give(size_t room, RouteChanges changes) {
    changes.remote_id = kRooms[room].id;
    // One in three is not told live: a gap holds it.
    if (random_.below(3) == 0 && !changes.items.empty()) {
      const std::string token = "t" + std::to_string(++gaps_);
      RouteChanges jump;
      jump.remote_id = changes.remote_id;
      jump.items.push_back(message("$gap" + std::to_string(gaps_), kGhost, kNow, "something else"));
      jump.limited = true;
      jump.gap_token = token;
      store.ingest(jump);
      HistoryPage page;
      page.from_token = token;
      page.items.assign(changes.items.rbegin(), changes.items.rend());
      page.relations = changes.relations;
      rooms_.emplace(token, changes.remote_id);
      history_.emplace(token, std::move(page));
      return;
    }
    if (random_.below(4) == 0) store.ingest(changes);
    store.ingest(changes);
    if (random_.below(5) == 0 && !history_.empty()) tell_history();
  }

  void tell_history() {
    auto next = history_.begin();
    std::advance(next, static_cast<ptrdiff_t>(random_.below(history_.size())));
    const auto gap =
        store.column("SELECT id FROM item WHERE kind = 4 AND gap_token = '" + next->first + "'");
    // A page ends where it meets what is stored: one that would lose something by that comes live,
    // as does one whose gap another one took in.
    bool known = gap.empty();
    for (const RemoteItem& one : next->second.items) {
      known = known || store.number("SELECT count(*) FROM item WHERE remote_id = '" +
                                    one.item.remote_id + "'") > 0;
    }
    if (known) {
      RouteChanges changes;
      changes.items.assign(next->second.items.rbegin(), next->second.items.rend());
      changes.relations = next->second.relations;
      changes.remote_id = rooms_.at(next->first);
      store.ingest(changes);
    } else {
      HistoryPage page = next->second;
      // It goes on below, so that the gap stays and nothing counts as the start.
      page.next_token = next->first + "x";
      take(store->fill_gap(ItemId{std::stoll(gap.front())}, page));
    }
    history_.erase(next);
  }

  Random& random_;
  std::map<std::string, HistoryPage> history_;
  std::map<std::string, std::string> rooms_;  // by token
  int gaps_ = 0;
};

}  // namespace

TEST_CASE("any order, any batches, any repetition: one ledger") {
  std::map<std::string, int> seen;
  for (uint64_t seed = 1; seed <= last_seed(60); ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    const Story story(random);
    std::vector<std::string> first;
    for (int turn = 0; turn < 3; ++turn) {
      CAPTURE(turn);
      Teller teller(random);
      teller.tell(story.events());
      const auto ledger = teller.ledger();
      if (turn == 0) first = ledger;
      REQUIRE(ledger == first);
      for (const Room& room : kRooms) {
        CAPTURE(room.id);
        REQUIRE(teller.state(room) == story.state(room));
        ++seen[story.state(room)];
      }
      REQUIRE(take(teller.store->check()).empty());
    }
  }
  // The cases that it is about came up.
  for (const char* state : {"unknown", "opted_in", "opted_out", "refused"}) {
    CHECK(seen[state] > enough(20));
  }
}
