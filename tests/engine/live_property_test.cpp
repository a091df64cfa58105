// SPDX-License-Identifier: Apache-2.0
// Random histories with gaps, merges, splits, sends and typing: after any number of them the steps
// of a take give exactly the page, and whoever heard of nothing has the page already.
#include <doctest/doctest.h>

#include <cstdlib>

#include "live_rig.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

using engine::LiveKind;
using Kind = RelationChange::Kind;

class RandomLife {
 public:
  explicit RandomLife(uint64_t seed) : random_(seed) {
    for (size_t i = 0; i < kRooms; ++i) rig_.ingest(batch(i, true));
    for (const uint32_t window : {3u, 40u}) {
      for (int i = 0; i < 3; ++i) rig_.follow(live(LiveKind::thread, some_conversation(), window));
      rig_.follow(live(LiveKind::outbox, {}, window));
      rig_.follow(live(LiveKind::conversations, {}, window));
    }
    // Shorter than the list, so that rows come in from below; and lists that rows leave.
    const Filter filters[] = {
        Filter(), Filter::preset(Preset::unread), Filter::preset(Preset::archived),
        take(Filter::any_of({Filter::flag(FilterFlag::unread), Filter::flag(FilterFlag::failed),
                             Filter::flag(FilterFlag::draft)}))};
    for (const Filter& filter : filters) {
      for (const uint32_t window : {5u, 8u}) {
        engine::LiveQuery query = live(LiveKind::conversations, {}, window);
        query.filter = filter;
        rig_.follow(query);
      }
    }
    for (int i = 0; i < 2; ++i) rig_.follow(live(LiveKind::conversation, some_conversation()));
    rig_.follow(live(LiveKind::counts));
    rig_.follow(live(LiveKind::typing));
    rig_.follow(live(LiveKind::typing, some_conversation()));
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      CAPTURE(i);
      step();
      if (below(3) == 0) look();
    }
    look();
    for (const auto& [id, list] : rig_.lists) (void)rig_.take(id);
    counts_are_those_of_lists();
    for (const Finding& one : take(rig_.f->check())) {
      const std::string what = std::string(store_check_name(one.check)) + " " + one.first;
      FAIL_CHECK(what);
    }
  }

 private:
  static constexpr size_t kRooms = 12;
  static constexpr const char* kPeers[kRooms] = {
      "@a:example.org", "@b:example.org", "+15145550101",   "+15145550102",
      "+15145550103",   "Channel",        "@c:example.org", "@d:example.org",
      "+15145550104",   "+15145550105",   "Second channel", "Third channel"};

  uint64_t below(uint64_t end) { return random_.below(end); }
  std::string room(size_t i) const { return "!room" + std::to_string(i); }
  ConversationId some_conversation() { return rig_.f.route_of(room(below(kRooms))); }
  std::string sender(size_t i) const {
    const std::string peer = kPeers[i];
    return peer.starts_with('@') ? peer : "@peer" + std::to_string(i) + ":example.org";
  }
  std::string some_item(size_t i) { return room(i) + "$" + std::to_string(below(counts_[i] + 4)); }
  RemoteItem new_item(size_t i) {
    const std::string id = room(i) + "$" + std::to_string(counts_[i]++);
    const Millis at = kNow - 3'600'000 + static_cast<Millis>(below(3'600'000));
    RemoteItem out = message(id, below(4) == 0 ? kSelf : sender(i), at, "words " + id);
    if (below(6) == 0) {
      out.item.kind = ItemKind::call;
      out.item.call.emplace();
      out.item.call->outcome = below(2) ? CallOutcome::missed : CallOutcome::answered;
    }
    if (below(5) == 0) out.item.reply_to = some_item(i);
    return out;
  }
  RouteChanges batch(size_t i, bool first) {
    std::vector<RemoteItem> items;
    for (uint64_t n = below(3) + 1; n > 0; --n) items.push_back(new_item(i));
    RouteChanges out = changes(room(i), std::move(items));
    if (first) {
      const std::string peer = kPeers[i];
      out.route = peer.starts_with('@')   ? internal_route(peer)
                  : peer.starts_with('+') ? sms_route(peer)
                                          : channel_route(peer);
    }
    if (below(3) == 0) {
      out.limited = true;
      out.gap_token = "t" + std::to_string(below(1'000'000));
    }
    return out;
  }

  void step() {
    const size_t i = below(kRooms);
    switch (below(16)) {
      case 0:
      case 1:
        return rig_.ingest(batch(i, false));
      case 2:
        return fill();
      case 3:
      case 4:
        return relate(i);
      case 5:
        return marker(i);
      case 6:
        return people();
      case 7:
        return send();
      case 8:
      case 9:
        return outbox();
      case 10:
        return type(i);
      case 11:
      case 12:
        return change();
      case 13:
      case 14:
        return set();
      default:
        return resubscribe();
    }
  }

  void fill() {
    const auto gaps = rig_.f.gaps();
    if (gaps.empty()) return;
    const ItemId id = gaps[below(gaps.size())];
    const auto gap = take(rig_.f->gap(id));
    size_t i = 0;
    while (room(i) != gap.remote_route) ++i;
    std::vector<RemoteItem> items;
    for (uint64_t n = below(4); n > 0; --n) items.push_back(new_item(i));
    if (below(3) == 0) items.push_back(message(some_item(i), sender(i)));
    const std::string next = below(3) == 0 ? "" : "t" + std::to_string(below(1'000'000));
    HistoryPage history = page(gap.token, std::move(items), next);
    if (below(3) == 0) history.relations.push_back(some_relation(i));
    rig_.touched(rig_.f->fill_gap(id, history));
  }

  RelationChange some_relation(size_t i) {
    const std::string id = room(i) + "%" + std::to_string(below(60));
    const std::string target =
        below(5) == 0 ? room(i) + "%" + std::to_string(below(60)) : some_item(i);
    switch (below(5)) {
      case 0:
        return relation(Kind::edit, id + "e", target, sender(i), "edited " + id);
      case 1:
        return relation(Kind::redaction, id + "x", target, sender(i));
      case 2:
        return delivery(id + "d", target, below(3) == 0 ? ItemState::failed : ItemState::delivered);
      default: {
        RelationChange out =
            relation(Kind::reaction, id, target, below(3) == 0 ? kSelf : sender(below(kRooms)),
                     below(2) ? "+1" : "heart");
        out.own = out.sender == kSelf;
        return out;
      }
    }
  }
  void relate(size_t i) {
    RouteChanges out = changes(room(i), {});
    for (uint64_t n = below(3) + 1; n > 0; --n) out.relations.push_back(some_relation(i));
    rig_.ingest(std::move(out));
  }
  void marker(size_t i) {
    RouteChanges out = changes(room(i), {});
    if (below(2)) out.own_read = some_item(i);
    if (below(2)) out.peer_read = {some_item(i)};
    rig_.ingest(std::move(out));
  }

  void set() {
    const ConversationId where = some_conversation();
    switch (below(4)) {
      case 0:
        return rig_.touched(rig_.f->mark_read(where, {}));
      case 1:
        return draft(where);
      default:
        return rig_.touched(
            rig_.f->set_flag(where, static_cast<RouteFlag>(below(kRouteFlagCount)), below(2) != 0));
    }
  }

  // Half of them answer an item, which may be deleted, edited or another's later.
  void draft(ConversationId where) {
    const auto items = rig_.f.column(
        "SELECT i.id FROM item AS i JOIN route AS r ON r.id = i.route WHERE i.remote_id <> '' AND"
        " r.conversation = (SELECT conversation FROM route WHERE id = " +
        std::to_string(where.value) + ") ORDER BY i.id");
    ItemId answers;
    if (!items.empty() && below(2)) answers = ItemId{std::stoll(items[below(items.size())])};
    rig_.touched(rig_.f->set_draft(where, below(3) ? "to be said" : "", 100, answers));
  }

  void people() {
    if (!contacts_.empty() && below(2)) {
      const size_t at = below(contacts_.size());
      const ContactId id = contacts_[at];
      contacts_.erase(contacts_.begin() + static_cast<std::ptrdiff_t>(at));
      return rig_.touched(rig_.f->remove_contact(id));
    }
    Contact contact;
    contact.source = "host";
    contact.source_id = std::to_string(below(4));
    contact.name = "Person " + std::to_string(below(100));
    for (const std::string peer : kPeers) {
      if (below(2) == 0) continue;
      if (peer.starts_with('@')) contact.users.push_back(peer);
      if (peer.starts_with('+')) contact.numbers.push_back(peer);
    }
    store::Touched touched;
    const ContactId id = take(rig_.f->put_contact(contact, touched));
    rig_.subscriptions.notify(touched);
    if (std::find(contacts_.begin(), contacts_.end(), id) == contacts_.end()) {
      contacts_.push_back(id);
    }
  }

  void send() {
    store::Touched touched;
    const auto item =
        rig_.f->send(some_conversation(), text("sent " + std::to_string(below(9))), touched);
    if (item.ok()) rig_.subscriptions.notify(touched);
  }
  // Any item that is there: many are refused.
  void change() {
    const auto ids = rig_.f.column("SELECT id FROM item ORDER BY id DESC LIMIT 20");
    if (ids.empty()) return;
    const ItemId item{std::stoll(ids[below(ids.size())])};
    switch (below(4)) {
      case 0:
        return rig_.touched(rig_.f->edit_item(item, "mine " + std::to_string(below(5)), {}));
      case 1:
        return rig_.touched(rig_.f->delete_item(item, {}));
      default:
        return rig_.touched(
            rig_.f->react_to_item(item, below(2) ? "+1" : "heart", below(2) != 0, {}));
    }
  }
  void outbox() {
    const auto entries = take(rig_.f->outbox_entries());
    if (entries.empty()) return;
    const OutboxEntry& entry = entries[below(entries.size())];
    switch (below(8)) {
      case 6:
        return rig_.touched(rig_.f->end_wait(entry.id));
      case 7:
        return rig_.touched(rig_.f->did_not_leave(entry.id));
      case 0:
        // What failed is first queued again.
        if (entry.state != OutboxState::queued) return;
        return rig_.touched(rig_.f->begin_attempt(entry.id, "process", 1));
      case 1: {
        const size_t i = room_of(entry.route);
        // What has not been accepted itself waits.
        if (!entry.lane.empty() && entry.target.empty()) return;
        return rig_.touched(
            rig_.f->attempt_accepted(entry.id, room(i) + "$" + std::to_string(counts_[i]++)));
      }
      case 2:
        return rig_.touched(rig_.f->attempt_failed(entry.id, Error(ErrorCode::SERVER_ERROR),
                                                   OutboxState::failed, 0));
      case 3:
        return rig_.touched(rig_.f->retry(entry.id));
      case 4:
        return rig_.touched(rig_.f->discard(entry.id));
      default:
        return rig_.touched(
            rig_.f->set_waiting(entry.id, below(2) ? WaitingFor::network : WaitingFor::sign_in));
    }
  }
  size_t room_of(RouteId route) {
    for (size_t i = 0; i < kRooms; ++i) {
      if (rig_.f.route_of(room(i)) == route) return i;
    }
    return 0;
  }

  void type(size_t i) {
    if (below(4) == 0) {
      rig_.f.clock.now += engine::Typing::kHolds / 2;
      return rig_.subscriptions.notify_typing(rig_.typing.expire());
    }
    std::vector<Typist> who;
    for (uint64_t n = below(3); n > 0; --n) who.push_back({sender(n), "Name"});
    rig_.subscriptions.notify_typing(rig_.typing.told({{room(i), std::move(who)}}));
  }

  void resubscribe() {
    if (below(4) != 0) return;
    const auto old =
        std::next(rig_.lists.begin(), static_cast<std::ptrdiff_t>(below(rig_.lists.size())));
    const engine::LiveQuery query = old->second.query;
    rig_.subscriptions.cancel(old->first);
    waiting_.erase(old->first);
    rig_.lists.erase(old);
    rig_.follow(query);
  }

  // Some of those that heard something take; those that heard nothing must have the page.
  void look() {
    for (const engine::SubscriptionId id : rig_.told()) {
      if (rig_.lists.count(id) != 0) waiting_.insert(id);
    }
    for (const auto& [id, list] : rig_.lists) {
      CAPTURE(id);
      const auto kind = static_cast<int>(list.query.kind);
      CAPTURE(kind);
      if (waiting_.count(id) == 0) {
        const query::Page now = rig_.truth(list.query);
        CHECK(list.rows == rows_of(rig_.table(list.query.kind), now));
      } else if (below(2)) {
        waiting_.erase(id);
        (void)rig_.take(id);
      }
    }
  }

  void counts_are_those_of_lists() {
    const query::Page presets = take(rig_.reader.presets());
    REQUIRE(presets.count(IX_TABLE_PRESET) == kPresetCount + 1);
    for (uint32_t i = 0; i < presets.count(IX_TABLE_PRESET); ++i) {
      const auto& row = *presets.row<ix_row_preset>(IX_TABLE_PRESET, i);
      if (row.preset < 0) {
        const Filter quiet = take(
            Filter::any_of({Filter::flag(FilterFlag::muted), Filter::flag(FilterFlag::archived)}));
        const ListCounts loud = take(rig_.reader.counts(take(Filter::none_of(quiet))));
        CHECK(row.unread_items == loud.unread_items);
        CHECK(row.unread_items == take(rig_.reader.badge()));
        continue;
      }
      const ListCounts counts =
          take(rig_.reader.counts(Filter::preset(static_cast<Preset>(row.preset))));
      CHECK(row.conversations == counts.conversations);
      CHECK(row.unread_conversations == counts.unread_conversations);
      CHECK(row.unread_items == counts.unread_items);
      CHECK((row.flags != 0) == counts.lower_bound);
    }
  }

  SeededRandom random_;
  LiveRig rig_;
  size_t counts_[kRooms] = {};
  std::vector<ContactId> contacts_;
  std::set<engine::SubscriptionId> waiting_;
};

}  // namespace

// IX_LIVE_SEED=N runs that one alone.
TEST_CASE("random lives: the steps of each take give the page, and nothing goes untold") {
  const char* only = std::getenv("IX_LIVE_SEED");
  const uint64_t first = only ? std::strtoull(only, nullptr, 10) : 1;
  const uint64_t last = only ? first : last_seed(60);
  for (uint64_t seed = first; seed <= last; ++seed) {
    CAPTURE(seed);
    RandomLife(seed).run(120);
  }
}

}  // namespace ix::testing
