// SPDX-License-Identifier: Apache-2.0
// The position model against a reference: a backend with one true order, read in random batches
// with random limits, halves, repetitions, lost acknowledgements and back-fills in any order.
#include <algorithm>
#include <map>
#include <set>

#include "cache/contact_table.h"
#include "store/conversation_rows.h"
#include "store/sort_keys.h"
#include "store_fixture.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

constexpr const char* kRoom = "!room";
constexpr const char* kPeer = "@ann:example.org";

class Backend {
 public:
  explicit Backend(Random& random) : random_(random) {}

  void add_foreign() {
    const std::string id = "$" + std::to_string(events_.size());
    RemoteItem item = message(id, random_.below(4) == 0 ? kSelf : kPeer, time());
    if (random_.below(6) == 0) {
      item.item.kind = ItemKind::notice;
      item.item.notice = NoticeKind::joined;
    } else if (random_.below(8) == 0) {
      item.item.kind = ItemKind::call;
      Call call;
      call.outcome = random_.below(2) ? CallOutcome::missed : CallOutcome::answered;
      item.item.call = call;
    }
    events_.push_back(std::move(item));
  }
  std::string add_own(const std::string& key) {
    const std::string id = "$" + std::to_string(events_.size());
    RemoteItem item = echo(id, key);
    item.item.at_ms = time();
    events_.push_back(std::move(item));
    return id;
  }

  // What a sync from position `since` gives.
  RouteChanges batch(size_t since, size_t limit) const {
    RouteChanges out;
    out.remote_id = kRoom;
    out.route = internal_route(kPeer);
    size_t first = since;
    if (events_.size() - since > limit) {
      out.limited = true;
      first = events_.size() - limit;
    }
    if (out.limited || since == 0) {
      out.gap_token = first > 0 ? "t" + std::to_string(first) : std::string();
    }
    out.from_start = first == 0 && since == 0 && !events_.empty();
    out.items.assign(events_.begin() + static_cast<std::ptrdiff_t>(first), events_.end());
    return out;
  }
  HistoryPage history(const store::Store::Gap& gap, size_t limit) const {
    // Without a token: back from an item, which comes again itself.
    const std::string& token = gap.token;
    const size_t from =
        token.empty() ? std::stoul(gap.before.substr(1)) + 1 : std::stoul(token.substr(1));
    const size_t to = from > limit ? from - limit : 0;
    HistoryPage out;
    out.from_token = token;
    for (size_t i = from; i > to; --i) out.items.push_back(events_[i - 1]);
    out.next_token = to > 0 ? "t" + std::to_string(to) : std::string();
    return out;
  }

  const std::vector<RemoteItem>& events() const { return events_; }

 private:
  Millis time() {
    now_ += static_cast<Millis>(random_.below(100'000));
    switch (random_.below(12)) {
      case 0:
        return now_ - 3 * 86'400'000;  // a late message
      case 1:
        return now_ + 30LL * 86'400'000;
      case 2:
        return 0;
      case 3:
        return 5'000'000'000'000;
      default:
        return now_;
    }
  }

  Random& random_;
  Millis now_ = kNow - 1'000'000'000;
  std::vector<RemoteItem> events_;
};

// The definition of the sort key, written down once more in the plainest way.
std::vector<Millis> reference_keys(const std::vector<RemoteItem>& events) {
  std::vector<Millis> keys(events.size(), 0);
  std::optional<Millis> before;
  size_t keyed = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    const auto follower =
        i + 1 < events.size() ? std::optional(events[i + 1].item.at_ms) : std::nullopt;
    const Millis at = events[i].item.at_ms;
    if (!store::absurd_time(at, follower)) before = std::max(before.value_or(at), at);
    if (!before) continue;
    while (keyed < i) keys[keyed++] = *before;
    keys[i] = *before;
    keyed = i + 1;
  }
  return keys;
}

class Run {
 public:
  explicit Run(uint64_t seed, bool prunes = false)
      : random_(seed), prunes_(prunes), backend_(random_) {}

  int64_t pruned() const { return pruned_; }

  void step() {
    switch (random_.below(prunes_ ? 8 : 7)) {
      case 0:
      case 1:
        for (uint64_t i = random_.below(6); i > 0; --i) backend_.add_foreign();
        break;
      case 2:
        send();
        break;
      case 3:
      case 4:
        sync();
        break;
      case 5:
        fill();
        break;
      case 6:
        mark_read();
        break;
      default:
        prune();
        break;
    }
    check_honest();
  }

  void finish() {
    // As the product does: an unsettled send is settled before anything else of its lane.
    backend_.add_foreign();
    sync();
    for (int guard = 0; !fixture_.gaps().empty(); ++guard) {
      REQUIRE(guard < 3000);
      fill();
    }
    const auto& events = backend_.events();
    std::vector<std::string> expected;
    const std::vector<Millis> keys = reference_keys(events);
    for (size_t i = 0; i < events.size(); ++i) {
      expected.push_back(events[i].item.remote_id + "|" + std::to_string(keys[i]));
    }
    CHECK(fixture_.column("SELECT remote_id || '|' || sort_key FROM item WHERE ord IS NOT NULL"
                          " ORDER BY ord") == expected);
    CHECK(fixture_.number("SELECT count(*) FROM item WHERE ord IS NULL") ==
          static_cast<int64_t>(unsent_));
    CHECK(fixture_.number("SELECT begins FROM route") == 1);
    // The marker of an item that was not known when it came counts from when it was.
    int64_t unread = 0;
    for (size_t i = 0; i < events.size(); ++i) {
      if (static_cast<int64_t>(i) > marker_ && counts_as_unread(events[i].item)) ++unread;
    }
    if (marker_ >= 0) CHECK(fixture_.number("SELECT unread FROM route") == unread);
    check_row();
  }

 private:
  void send() {
    if (backend_.events().empty() || since_ == 0) return;
    const auto id = fixture_.route_of(kRoom);
    store::Touched touched;
    const ItemId item = take(fixture_->send(id, text("own"), touched));
    const auto heads = take(fixture_->lane_heads());
    OutboxEntry entry;
    for (const OutboxEntry& one : take(fixture_->outbox_entries())) {
      if (one.item == item) entry = one;
    }
    if (random_.below(5) == 0) {
      ++unsent_;
      return;
    }
    take(fixture_->begin_attempt(entry.id, "process", 1));
    const std::string remote_id = backend_.add_own(entry.key);
    switch (random_.below(3)) {
      case 0:
        take(fixture_->attempt_accepted(entry.id, remote_id));
        break;
      case 1:  // the acknowledgement is lost
        take(fixture_->attempt_failed(entry.id, Error(ErrorCode::TIMEOUT), OutboxState::queued, 0));
        break;
      default:  // the echo comes first
        sync();
        take(fixture_->attempt_accepted(entry.id, remote_id));
        break;
    }
  }

  void sync() {
    const size_t limit = 1 + random_.below(6);
    RouteChanges batch = backend_.batch(since_, limit);
    if (random_.below(3) == 0 && !batch.items.empty()) {
      // The process dies in the middle; maybe more has happened when it asks again.
      RouteChanges half = batch;
      half.items.resize(random_.below(half.items.size()) + 1);
      ingest(half);
      if (random_.below(2)) {
        for (uint64_t i = random_.below(4); i > 0; --i) backend_.add_foreign();
        batch = backend_.batch(since_, 1 + random_.below(6));
      }
    }
    ingest(batch);
    since_ = backend_.events().size();
    if (random_.below(3) == 0) {
      const auto before = fixture_.dump();
      ingest(batch);
      CHECK(fixture_.dump() == before);
    }
  }

  void fill() {
    const auto gaps = fixture_.gaps();
    if (gaps.empty()) return;
    const ItemId gap = gaps[random_.below(gaps.size())];
    const store::Store::Gap stored = take(fixture_->gap(gap));
    CHECK(stored.remote_route == kRoom);
    const HistoryPage page = backend_.history(stored, 1 + random_.below(5));
    take(fixture_->fill_gap(gap, page));
    if (random_.below(3) == 0) {
      const auto before = fixture_.dump();
      take(fixture_->fill_gap(gap, page));
      CHECK(fixture_.dump() == before);
    }
  }

  void mark_read() {
    if (backend_.events().empty()) return;
    const auto index = static_cast<int64_t>(random_.below(backend_.events().size()));
    if (index <= marker_) return;  // markers of the backend go forward
    marker_ = index;
    RouteChanges batch;
    batch.remote_id = kRoom;
    batch.route = internal_route(kPeer);
    batch.own_read = "$" + std::to_string(index);
    ingest(batch);
  }

  void prune() {
    Retention rules;
    rules.max_route_items = 1 + static_cast<int64_t>(random_.below(8));
    const auto shown = "SELECT unread || unread_lower_bound || last_item || activity_ms FROM route";
    const auto before = fixture_.column(shown);
    pruned_ += fixture_.prune(rules);
    CHECK(fixture_.column(shown) == before);
    CHECK(take(fixture_->check()).empty());
    const auto dump = fixture_.dump();
    CHECK(fixture_.prune(rules) == 0);
    CHECK(fixture_.dump() == dump);
  }

  void ingest(const RouteChanges& batch) { fixture_.ingest(batch); }

  // What is stored stands in the true order, and wherever something is missing there is a gap.
  void check_honest() {
    int64_t last = -1;
    bool gap = false;
    for (const std::string& one :
         fixture_.column("SELECT CASE WHEN kind = 4 THEN '-' ELSE remote_id END FROM item"
                         " WHERE ord IS NOT NULL ORDER BY ord")) {
      if (one == "-") {
        CHECK_FALSE(gap);
        gap = true;
        continue;
      }
      const int64_t index = std::stoll(one.substr(1));
      CHECK(index > last);
      if (index != last + 1) CHECK(gap);
      gap = false;
      last = index;
    }
    CHECK(fixture_.number("SELECT count(*) FROM route r WHERE unread <> (SELECT count(*) FROM item"
                          " WHERE route = r.id AND counts = 1 AND ord > r.read_ord)") == 0);
    CHECK(fixture_.number("SELECT count(*) FROM route r WHERE unread_lower_bound <> EXISTS (SELECT"
                          " 1 FROM item WHERE route = r.id AND kind = 4 AND ord > r.read_ord)") ==
          0);
    check_sorted();
  }

  void check_sorted() {
    CHECK(fixture_.column("SELECT id FROM item WHERE ord IS NOT NULL ORDER BY sort_key, ord") ==
          fixture_.column("SELECT id FROM item WHERE ord IS NOT NULL ORDER BY ord"));
  }

  void check_row() {
    const auto before = fixture_.dump();
    auto lease =
        take(fixture_->database().write(cache::Priority::command, cache::Durability::normal));
    store::Touched touched;
    done(store::refresh_conversation(lease.connection(), RouteId{1}, touched));
    done(lease.commit());
    CHECK(fixture_.dump() == before);
  }

  SeededRandom random_;
  const bool prunes_;
  int64_t pruned_ = 0;
  StoreFixture fixture_;
  Backend backend_;
  size_t since_ = 0;
  size_t unsent_ = 0;
  int64_t marker_ = -1;
};

TEST_CASE("any way of reading gives the one true order") {
  for (uint64_t seed = 1; seed <= last_seed(300); ++seed) {
    CAPTURE(seed);
    Run run(seed);
    for (int i = 0; i < 30; ++i) run.step();
    run.finish();
  }
}

TEST_CASE("what was pruned comes back in the one true order") {
  int64_t pruned = 0;
  for (uint64_t seed = 1; seed <= last_seed(30); ++seed) {
    CAPTURE(seed);
    Run run(seed, true);
    for (int i = 0; i < 40; ++i) run.step();
    run.finish();
    pruned += run.pruned();
  }
  MESSAGE("items pruned: ", pruned);
  CHECK(pruned > enough(100));
}

}  // namespace
}  // namespace ix::testing
