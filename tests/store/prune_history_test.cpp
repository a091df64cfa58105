// SPDX-License-Identifier: Apache-2.0
// Two stores read the same backend, and one of them is pruned at random moments. When both have
// read everything, nothing tells them apart.
#include <limits>
#include <set>

#include "store_fixture.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

constexpr const char* kRoom = "!room";
constexpr const char* kHeir = "!heir";
constexpr const char* kPeer = "@ann:example.org";

// A log of messages and of what was said about them, as a backend with one order keeps it. At some
// time the room is upgraded; what is said from then on is said in its heir.
class Backend {
 public:
  // What the peer has read did not fail: in one run there is the one or the other.
  explicit Backend(Random& random) : random_(random), peer_reads_(random.below(2) == 0) {}

  bool peer_reads() const { return peer_reads_; }
  bool upgraded() const { return seam_ < kNever; }
  void upgrade() {
    seam_ = log_.size();
    targets_.clear();
  }

  void add() {
    const size_t kind = random_.below(10);
    if (targets_.empty() || kind < 5) return add_message();
    const size_t target = targets_[random_.below(targets_.size())];
    const std::string id = "$" + std::to_string(log_.size());
    const Item& item = log_[target].item.item;
    Entry entry;
    entry.relation.emplace();
    entry.relation->remote_id = id;
    entry.relation->target = item.remote_id;
    entry.relation->sender = item.sender;
    if (kind == 5 || kind == 6) {
      if (item.deleted) return;
      entry.relation->text = "w" + std::to_string(log_.size() % 7) + " edited " + id;
    } else if (kind == 7) {
      entry.relation->kind = RelationChange::Kind::reaction;
      entry.relation->sender = random_.below(2) ? kPeer : kSelf;
      entry.relation->text = random_.below(2) ? "+1" : "heart";
    } else if (kind == 8) {
      if (item.direction != Direction::out || !told_.insert(target).second) return;
      entry.relation->kind = RelationChange::Kind::delivery;
      entry.relation->state =
          peer_reads_ || random_.below(3) ? ItemState::delivered : ItemState::failed;
      if (entry.relation->state == ItemState::failed) {
        entry.relation->failure = failure_of(Error(ErrorCode::CARRIER_REFUSED));
      }
    } else {
      // Takes away a message, or a reaction.
      const size_t oldest = upgraded() ? seam_ : 0;
      const size_t victim = oldest + random_.below(log_.size() - oldest);
      Entry& gone = log_[victim];
      const bool reaction = gone.relation && gone.relation->kind == RelationChange::Kind::reaction;
      if (gone.relation ? !reaction : gone.item.item.kind != ItemKind::message) return;
      entry.relation->kind = RelationChange::Kind::redaction;
      entry.relation->target = "$" + std::to_string(victim);
      gone.gone = true;
      gone.item.item.deleted = true;
      gone.item.item.text.clear();
    }
    log_.push_back(std::move(entry));
  }

  // What was said since; the last part is the newest room's.
  ChangeSet batch(size_t since, size_t limit) const {
    ChangeSet out;
    out.next_token = "token";
    const size_t end = std::min(log_.size(), seam_);
    if (since < end || !upgraded()) out.routes.push_back(part(kRoom, 0, end, since, limit));
    if (!upgraded()) return out;
    out.routes.push_back(part(kHeir, seam_, log_.size(), std::max(since, seam_), limit));
    out.routes.back().route->replaces = kRoom;
    return out;
  }

  HistoryPage history(const store::Store::Gap& gap, size_t limit) const {
    const std::string& token = gap.token;
    const bool heir = gap.remote_route == kHeir;
    const size_t begin = heir ? seam_ : 0;
    size_t from = heir ? log_.size() : std::min(log_.size(), seam_);
    if (!token.empty()) {
      from = std::stoul(token.substr(1));
    } else if (!gap.before.empty()) {
      const size_t before = std::stoul(gap.before.substr(1));
      REQUIRE((before >= begin && before < from));  // an item of that room
      from = before + 1;
    }
    const size_t to = from - begin > limit ? from - limit : begin;
    HistoryPage out;
    out.from_token = token;
    for (size_t i = from; i > to; --i) give(log_[i - 1], out.items, out.relations);
    out.next_token = to > begin ? "t" + std::to_string(to) : std::string();
    return out;
  }

  size_t size() const { return log_.size(); }
  // A new message, of which the caller tells who has read it. Its id.
  std::string add_read() {
    add_message();
    return "$" + std::to_string(targets_.back());
  }

 private:
  struct Entry {
    RemoteItem item;
    std::optional<RelationChange> relation;
    bool gone = false;
  };

  // A room holds [begin, end) of the log.
  RouteChanges part(const char* room, size_t begin, size_t end, size_t since, size_t limit) const {
    RouteChanges out;
    out.remote_id = room;
    out.route = sms_route("+16135550123");
    size_t first = since;
    if (end - since > limit) {
      out.limited = true;
      first = end - limit;
    }
    if (first > begin && (out.limited || since == begin)) {
      out.gap_token = "t" + std::to_string(first);
    }
    out.from_start = first == begin && since == begin && end > begin;
    for (size_t i = first; i < end; ++i) give(log_[i], out.items, out.relations);
    return out;
  }

  static void give(const Entry& entry, std::vector<RemoteItem>& items,
                   std::vector<RelationChange>& relations) {
    if (!entry.relation) {
      items.push_back(entry.item);
    } else if (!entry.gone) {
      relations.push_back(*entry.relation);
    }
  }

  void add_message() {
    const std::string id = "$" + std::to_string(log_.size());
    now_ += static_cast<Millis>(random_.below(100'000));
    const Millis at = random_.below(8) ? now_ : now_ - 3 * 86'400'000;
    Entry entry;
    entry.item = message(id, random_.below(3) ? kPeer : kSelf, at,
                         "w" + std::to_string(log_.size() % 7) + " line " + id);
    if (random_.below(9) == 0) {
      entry.item.item.kind = ItemKind::notice;
      entry.item.item.notice = NoticeKind::joined;
      entry.item.item.text.clear();
    }
    targets_.push_back(log_.size());
    log_.push_back(std::move(entry));
  }

  Random& random_;
  const bool peer_reads_;
  Millis now_ = kNow - 1'000'000'000;
  static constexpr size_t kNever = std::numeric_limits<size_t>::max();
  std::vector<Entry> log_;
  size_t seam_ = kNever;         // where the heir's part begins
  std::vector<size_t> targets_;  // messages and notices of the newest room
  std::set<size_t> told_;        // of which it is known whether they arrived
};

void same(const std::vector<std::string>& got, const std::vector<std::string>& wanted) {
  REQUIRE(got.size() == wanted.size());
  for (size_t i = 0; i < got.size(); ++i) CHECK(got[i] == wanted[i]);
}

class Twins {
 public:
  Twins(uint64_t seed, bool upgrades) : random_(seed), backend_(random_), upgrades_(upgrades) {}

  void step() {
    const uint64_t kind = random_.below(8);
    if (upgrades_ && !backend_.upgraded() && backend_.size() > 20 && random_.below(10) == 0) {
      backend_.upgrade();
    }
    if (kind < 3) {
      for (uint64_t i = random_.below(8); i > 0; --i) backend_.add();
    } else if (kind < 5) {
      sync();
    } else if (kind == 5) {
      fill(random_.below(2) ? pruned_ : whole_);
    } else if (kind == 6) {
      prune();
    } else {
      read();
    }
  }

  void finish() {
    backend_.add();
    sync();
    for (StoreFixture* one : {&whole_, &pruned_}) {
      for (int guard = 0; !one->gaps().empty(); ++guard) {
        REQUIRE(guard < 3000);
        fill(*one);
      }
      CHECK(take((*one)->check()).empty());
    }
    same(thread(pruned_), thread(whole_));
    same(said(pruned_), said(whole_));
    same(list(pruned_), list(whole_));
    same(offered(pruned_), offered(whole_));
    for (int word = 0; word < 7; ++word) same(found(pruned_, word), found(whole_, word));
  }

  int64_t pruned_items() const { return items_; }
  int64_t prunes() const { return prunes_; }

 private:
  void sync() {
    const ChangeSet batch = backend_.batch(since_, 1 + random_.below(9));
    whole_.ingest(batch);
    pruned_.ingest(batch);
    since_ = backend_.size();
  }

  void fill(StoreFixture& one) {
    const auto gaps = one.gaps();
    if (gaps.empty()) return;
    const ItemId gap = gaps[random_.below(gaps.size())];
    const HistoryPage page = backend_.history(take(one->gap(gap)), 1 + random_.below(6));
    take(one->fill_gap(gap, page));
    if (random_.below(3) == 0) {
      const auto before = one.dump();
      take(one->fill_gap(gap, page));
      CHECK(one.dump() == before);
    }
  }

  void prune() {
    Retention rules;
    switch (random_.below(4)) {
      case 0:
        rules.max_route_bytes = 50 + static_cast<int64_t>(random_.below(900));
        break;
      case 1:
        rules.max_age_ms = 1'000'000'000 - static_cast<Millis>(random_.below(5'000'000));
        break;
      default:
        rules.max_route_items = 1 + static_cast<int64_t>(random_.below(9));
        break;
    }
    const auto before = list(pruned_);
    items_ += pruned_.prune(rules);
    ++prunes_;
    CHECK(list(pruned_) == before);
    CHECK(take(pruned_->check()).empty());
  }

  // Here, or by the peer.
  void read() {
    const bool by_peer = backend_.peer_reads() && random_.below(2) == 0;
    const std::string id = backend_.add_read();
    ChangeSet batch = backend_.batch(since_, 9);
    since_ = backend_.size();
    if (by_peer) {
      batch.routes.back().peer_read = {id};
    } else {
      batch.routes.back().own_read = id;
    }
    whole_.ingest(batch);
    pruned_.ingest(batch);
  }

  static std::vector<std::string> thread(StoreFixture& one) {
    return one.rows(
        "SELECT remote_id, kind, direction, sender, at_ms, state, text, edited AND NOT deleted, "
        "deleted, sort_key,"
        " counts, ifnull(failure_code, 0) FROM item WHERE ord IS NOT NULL ORDER BY ord",
        12);
  }
  static std::vector<std::string> said(StoreFixture& one) {
    return one.rows(
        "SELECT target, key, sender FROM reaction WHERE NOT withdrawn ORDER BY target, key, sender,"
        " remote_id",
        3);
  }
  // What lists and counts show.
  static std::vector<std::string> list(StoreFixture& one) {
    return one.rows(
        "SELECT c.title, c.activity_ms, i.remote_id, c.unread, c.unread_lower_bound, c.presets,"
        " r.last_inbound_ms, r.last_used_ms FROM conversation AS c JOIN route AS r"
        " ON r.conversation = c.id LEFT JOIN item AS i ON i.id = c.preview_item",
        8);
  }
  static std::vector<std::string> offered(StoreFixture& one) {
    return one.column(
        "SELECT i.remote_id FROM notification AS n JOIN item AS i ON i.id = n.item"
        " JOIN route AS r ON r.id = i.route WHERE i.ord > r.read_ord AND i.counts ORDER BY seq");
  }
  static std::vector<std::string> found(StoreFixture& one, int word) {
    return one.column(
        "SELECT remote_id FROM item WHERE id IN (SELECT rowid & 1073741823 FROM"
        " item_search WHERE item_search MATCH 'w" +
        std::to_string(word) + "') ORDER BY ord");
  }

  SeededRandom random_;
  Backend backend_;
  const bool upgrades_;
  StoreFixture whole_;
  StoreFixture pruned_;
  size_t since_ = 0;
  int64_t items_ = 0;
  int64_t prunes_ = 0;
};

void compare_twins(bool upgrades) {
  int64_t items = 0;
  int64_t prunes = 0;
  for (uint64_t seed = 1; seed <= last_seed(30); ++seed) {
    CAPTURE(seed);
    Twins twins(seed, upgrades);
    for (int i = 0; i < 60; ++i) twins.step();
    twins.finish();
    items += twins.pruned_items();
    prunes += twins.prunes();
  }
  MESSAGE("prunes: ", prunes, ", items: ", items);
  CHECK(items > enough(500));
}

TEST_CASE("pruned at any moment and fetched again is never having been pruned") {
  compare_twins(false);
}

TEST_CASE("pruned at any moment and fetched again across an upgraded room") {
  compare_twins(true);
}

}  // namespace
}  // namespace ix::testing
