// SPDX-License-Identifier: Apache-2.0
// What is offered to be notified: what, when, and each once.
#include <interactions/page.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/recovery_rig.h"
#include "query/reader.h"
#include "store/store_fixture.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

constexpr const char* kNumber = "+15145550101";

// A store after its first sync, and a host that asks.
class Host {
 public:
  Host() {
    ChangeSet nothing;
    nothing.next_token = "s1";
    f.ingest(nothing);
  }

  // Remote ids of what is offered after the cursor, which moves on.
  std::string ask(uint32_t limit = 100) {
    query::Reader reader(f->database());
    const query::Page page = take(reader.notifications(cursor, limit));
    cursor = page.text_or_empty(page.header().cursor);
    REQUIRE_FALSE(cursor.empty());
    more = page.header().more == IX_MORE_LOCAL;
    std::string out;
    for (uint32_t i = 0; i < page.count(IX_TABLE_NOTIFICATION); ++i) {
      const auto* row = page.row<ix_row_notification>(IX_TABLE_NOTIFICATION, i);
      const auto* item = page.row<ix_row_item>(IX_TABLE_ITEM, row->item);
      const std::string id(page.text_or_empty(item->id).substr(1));
      const auto found = f.rows(
          "SELECT i.remote_id, 'r' || r.conversation FROM item i"
          " JOIN route r ON r.id = i.route WHERE i.id = " +
              id,
          2);
      const std::string& text = found.front();
      CHECK(text.substr(text.find('|') + 1) == page.text_or_empty(row->conversation));
      out += (out.empty() ? "" : " ") + text.substr(0, text.find('|'));
    }
    return out;
  }
  void done() {
    const auto place = query::notification_place(cursor);
    REQUIRE(place.ok());
    ix::testing::done(f->notifications_done(*place));
  }

  StoreFixture f;
  std::string cursor;
  bool more = false;
};

RemoteItem call(const std::string& remote_id, CallOutcome outcome) {
  RemoteItem out = message(remote_id);
  out.item.kind = ItemKind::call;
  out.item.call = Call{};
  out.item.call->outcome = outcome;
  return out;
}

TEST_CASE("what others send is offered once; a cursor and an acknowledgement outlive the process") {
  Host host;
  CHECK(host.ask().empty());
  const auto touched =
      host.f.ingest(changes("!a", {message("$1"), message("$mine", kSelf)}, sms_route(kNumber)));
  CHECK(touched.notifications);
  CHECK_FALSE(host.f.ingest(changes("!a", {message("$mine2", kSelf)})).notifications);
  host.f.ingest(changes("!b", {message("$2")}, internal_route("@ann:example.org")));
  CHECK(host.ask() == "$1 $2");
  CHECK(host.ask().empty());
  host.f.open();
  CHECK(host.ask().empty());

  // Without the cursor: what was not acknowledged.
  host.cursor.clear();
  CHECK(host.ask() == "$1 $2");
  host.done();
  host.f.ingest(changes("!a", {message("$3")}));
  host.f.open();
  host.cursor.clear();
  CHECK(host.ask() == "$3");
}

TEST_CASE("the limit cuts, and nothing is passed over") {
  Host host;
  host.f.ingest(changes("!a", {message("$1"), message("$2"), message("$3")}, sms_route(kNumber)));
  CHECK(host.ask(2) == "$1 $2");
  CHECK(host.more);
  host.f.ingest(changes("!a", {message("$4")}));
  CHECK(host.ask(2) == "$3 $4");
  CHECK_FALSE(host.more);
}

TEST_CASE("what is muted, read, deleted or no news is not offered, then or later") {
  Host host;
  StoreFixture& f = host.f;
  f.ingest(changes("!a", {message("$a")}, channel_route("General")));
  const ConversationId a = f.route_of("!a");
  host.ask();
  take(f->set_flag(a, RouteFlag::muted, true));
  f.ingest(changes("!a", {message("$muted")}));
  CHECK(host.ask().empty());
  take(f->set_flag(a, RouteFlag::muted, false));
  CHECK(host.ask().empty());

  RemoteItem notice = message("$notice");
  notice.item.kind = ItemKind::notice;
  f.ingest(changes("!a", {notice, call("$answered", CallOutcome::answered), message("$read")}));
  take(f->mark_read(a, {}));
  CHECK(host.ask().empty());
  take(f->set_flag(a, RouteFlag::marked_unread, true));
  CHECK(host.ask().empty());

  // Read on another device, in the batch that brings it.
  RouteChanges elsewhere = changes("!a", {message("$there"), message("$new")});
  elsewhere.own_read = "$there";
  f.ingest(elsewhere);
  RouteChanges deletes = changes("!a", {message("$gone")});
  deletes.relations = {relation(RelationChange::Kind::redaction, "$x", "$gone")};
  f.ingest(deletes);
  CHECK(host.ask() == "$new");
}

TEST_CASE("a call is offered when it is missed, whether it came so or ended so") {
  Host host;
  host.f.ingest(changes("!a", {call("$1", CallOutcome::missed), call("$2", CallOutcome::ongoing)},
                        sms_route(kNumber)));
  CHECK(host.ask() == "$1");
  RelationChange ended = relation(RelationChange::Kind::edit, "$end", "$2", "@ann:example.org");
  ended.call = Call{};
  ended.call->outcome = CallOutcome::missed;
  RouteChanges batch = changes("!a", {});
  batch.relations = {ended};
  host.f.ingest(batch);
  CHECK(host.ask() == "$2");
  host.f.ingest(batch);
  CHECK(host.ask().empty());
}

TEST_CASE("a missed call that the host reported itself is no news, whoever tells of it again") {
  Host host;
  CallReport report;
  report.call_id = "c1";
  report.number = kNumber;
  report.phase = CallPhase::ended;
  report.outcome = CallOutcome::missed;
  report.at_ms = kNow;
  store::Touched touched;
  take(host.f->report_call(report, touched));
  REQUIRE(host.f.number("SELECT sum(unread) FROM conversation") == 1);
  CHECK(host.ask().empty());
  RemoteItem record = call("$1", CallOutcome::missed);
  record.item.call->id = "c1";
  record.item.call->number = kNumber;
  host.f.ingest(changes("!a", {record}, sms_route(kNumber)));
  REQUIRE(host.f.number("SELECT sum(unread) FROM conversation") == 1);
  CHECK(host.ask().empty());
}

TEST_CASE("history is not offered: first sync, gaps, what a channel held, old rooms") {
  StoreFixture first;
  first.ingest(changes("!a", {message("$1")}, sms_route(kNumber)));
  CHECK(first.number("SELECT unread FROM conversation") == 1);
  CHECK(first.number("SELECT count(*) FROM notification") == 0);

  Host host;
  StoreFixture& f = host.f;
  f.ingest(changes("!a", {message("$1")}, sms_route(kNumber)));
  f.ingest(limited("!a", {message("$5")}, "t4"));
  CHECK(host.ask() == "$1 $5");
  take(f->fill_gap(f.gaps().front(), page("t4", {message("$4"), message("$3")}, "t2")));
  CHECK(host.ask().empty());

  f.ingest(changes("!c", {message("$c1"), message("$c2")}, channel_route("General")));
  CHECK(host.ask().empty());
  f.ingest(changes("!c", {message("$c3")}));
  CHECK(host.ask() == "$c3");

  // A room that the backend tells of late, or that a stranger wrote in just now.
  f.ingest(changes("!d",
                   {message("$old", "@ann:example.org", kNow - 2 * kDay),
                    message("$new", "@ann:example.org", kNow - 1000)},
                   internal_route("@ann:example.org")));
  CHECK(host.ask() == "$new");
  // In a room that is known a late message is news all the same.
  f.ingest(changes("!d", {message("$late", "@ann:example.org", kNow - 9 * kDay)}));
  CHECK(host.ask() == "$late");
}

TEST_CASE("a host that never asks costs no more than the newest ten thousand") {
  Host host;
  host.f.ingest(changes("!a", {message("$0")}, sms_route(kNumber)));
  std::vector<RemoteItem> many;
  for (int i = 1; i <= 10'050; ++i) many.push_back(message("$" + std::to_string(i)));
  host.f.ingest(changes("!a", std::move(many)));
  CHECK(host.f.number("SELECT count(*) FROM notification") == 10'000);
  CHECK(host.ask(1) == "$51");
}

// Rooms of a backend; what a device reads of them in whatever pieces.
struct Room {
  std::string id;
  RouteChange route;
  std::vector<RemoteItem> events;
  size_t read = 0;  // by the device
};

class Life {
 public:
  explicit Life(uint64_t seed) : random_(seed) {
    rooms_ = {{"!sms", sms_route(kNumber), {}, 0},
              {"!ann", internal_route("@ann:example.org"), {}, 0},
              {"!chan", channel_route("General"), {}, 0}};
  }

  void step() {
    Room& room = rooms_[random_.below(rooms_.size())];
    switch (random_.below(9)) {
      case 0:
      case 1:
        say(room);
        break;
      case 2:
      case 3:
        sync(room, 1 + random_.below(4));
        break;
      case 4:
        fill();
        break;
      case 5:
        set(room);
        break;
      case 6:
        join_or_part();
        break;
      case 7:
        host_.f.open();
        break;
      default:
        ask();
        break;
    }
  }
  void ask() {
    // What has come and is still to be told, by the rule and by nothing the library kept for it.
    std::string expected;
    for (const std::string& id : news_) {
      const int64_t tell = host_.f.number(
          "SELECT count(*) FROM item i JOIN route r ON r.id = i.route"
          " JOIN conversation c ON c.id = r.conversation WHERE i.remote_id = '" +
          id + "' AND i.counts AND i.ord > r.read_ord AND NOT c.muted");
      if (tell == 0) continue;
      expected += (expected.empty() ? "" : " ") + id;
      const bool once = told_.insert(id).second;
      REQUIRE(once);
    }
    news_.clear();
    // With a cursor of its own, or trusting the acknowledgement.
    if (random_.below(2) == 0) host_.cursor.clear();
    REQUIRE(host_.ask() == expected);
    host_.done();
  }
  size_t told() const { return told_.size(); }

 private:
  void say(Room& room) {
    for (uint64_t i = 1 + random_.below(4); i > 0; --i) {
      const std::string id = "$" + std::to_string(next_++);
      RemoteItem item = message(id, random_.below(4) == 0 ? kSelf : "@ann:example.org");
      if (random_.below(6) == 0) {
        item.item.kind = ItemKind::notice;
      } else if (random_.below(6) == 0) {
        item = call(id, random_.below(2) ? CallOutcome::missed : CallOutcome::answered);
      }
      room.events.push_back(std::move(item));
    }
  }
  // The newest `limit` of what the device has not read; now and then a part comes twice.
  void sync(Room& room, size_t limit) {
    if (room.events.empty()) return;
    size_t first = random_.below(4) == 0 && room.read > 0 ? room.read - 1 : room.read;
    RouteChanges batch = changes(room.id, {}, room.route);
    if (room.events.size() - first > limit) {
      first = room.events.size() - limit;
      batch.limited = true;
      batch.gap_token = "t" + std::to_string(first);
    }
    const bool channel_first = room.read == 0 && room.route.kind == RouteKind::channel;
    for (size_t i = first; i < room.events.size(); ++i) {
      const Item& item = room.events[i].item;
      if (i >= room.read && !channel_first && counts_as_unread(item)) {
        news_.push_back(item.remote_id);
      }
      batch.items.push_back(room.events[i]);
    }
    room.read = room.events.size();
    host_.f.ingest(batch);
  }
  void fill() {
    const auto gaps = host_.f.gaps();
    if (gaps.empty()) return;
    const auto gap = take(host_.f->gap(gaps[random_.below(gaps.size())]));
    for (const Room& room : rooms_) {
      if (room.id != gap.remote_route) continue;
      const size_t from = std::stoul(gap.token.substr(1));
      const size_t to = from > 2 ? from - 2 : 0;
      std::vector<RemoteItem> items;
      for (size_t i = from; i > to; --i) items.push_back(room.events[i - 1]);
      take(host_.f->fill_gap(
          gap.id, page(gap.token, items, to > 0 ? "t" + std::to_string(to) : std::string())));
    }
  }
  void set(Room& room) {
    if (host_.f.column("SELECT id FROM route WHERE remote_id = '" + room.id + "'").empty()) return;
    const ConversationId id = take(host_.f->resolve_conversation(host_.f.route_of(room.id)));
    if (random_.below(2) == 0) {
      take(host_.f->mark_read(id, {}));
    } else {
      take(host_.f->set_flag(id, RouteFlag::muted, random_.below(3) == 0));
    }
  }
  void join_or_part() {
    if (contact_) {
      take(host_.f->remove_contact(contact_));
      contact_ = {};
      return;
    }
    Contact ann;
    ann.source = "host";
    ann.source_id = "1";
    ann.name = "Ann";
    ann.numbers = {kNumber};
    ann.users = {"@ann:example.org"};
    store::Touched touched;
    contact_ = take(host_.f->put_contact(ann, touched));
  }

  SeededRandom random_;
  Host host_;
  std::vector<Room> rooms_;
  std::vector<std::string> news_;  // since the last time it was asked, as it came
  std::set<std::string> told_;
  ContactId contact_;
  int next_ = 0;
};

TEST_CASE("random lives: every foreign unread item that comes in live is offered exactly once") {
  size_t told = 0;
  for (uint64_t seed = 1; seed <= last_seed(40); ++seed) {
    CAPTURE(seed);
    Life life(seed);
    for (int i = 0; i < 120; ++i) life.step();
    life.ask();
    told += life.told();
  }
  CHECK(told > static_cast<size_t>(enough(400)));
}

TEST_CASE("an event says that there is something to ask, and not for what the first sync brings") {
  RecoveryRig rig;
  const std::string room = rig.channel("General");
  rig.say(room, "before");
  REQUIRE_FALSE(rig.sign_in());
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.notification_events() == 0);
  rig.say(room, "one");
  rig.say(room, "two");
  REQUIRE_FALSE(rig.sync());
  CHECK(rig.notification_events() == 1);
  const auto page = rig.engine().reader().notifications({}, 10);
  REQUIRE(page.ok());
  REQUIRE(page->count(IX_TABLE_ITEM) == 2);
  CHECK(page->text_or_empty(page->row<ix_row_item>(IX_TABLE_ITEM, 0)->text) == "one");
  CHECK(page->text_or_empty(page->row<ix_row_notification>(IX_TABLE_NOTIFICATION, 1)->title) ==
        "General");
  REQUIRE(rig.engine().notifications_done(page->text_or_empty(page->header().cursor)).ok());
  rig.restart();
  REQUIRE_FALSE(rig.sync());
  const auto after = rig.engine().reader().notifications({}, 10);
  REQUIRE(after.ok());
  CHECK(after->count(IX_TABLE_NOTIFICATION) == 0);
  CHECK(rig.engine().notifications_done("n1.nonsense").error().code == ErrorCode::INVALID_CURSOR);
}

}  // namespace
}  // namespace ix::testing
