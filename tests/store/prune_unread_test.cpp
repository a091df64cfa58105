// SPDX-License-Identifier: Apache-2.0
// Retention and what is unread: routes that nobody ever opened, and counts that stay right.
#include "store_fixture.h"
#include "support/retention.h"

namespace ix::testing {
namespace {

constexpr const char* kRoom = "!room";
constexpr const char* kAnn = "@ann:example.org";

std::string id_of(int number) {
  return "$" + std::to_string(number);
}

// A room with $1 to `count`, a second apart, from its start.
struct Room : StoreFixture {
  Room(RouteChange route, int count, const std::string& sender = kAnn) {
    RouteChanges batch = changes(kRoom, {}, std::move(route));
    for (int i = 1; i <= count; ++i) batch.items.push_back(line(i, sender, kNow - 1'000'000));
    batch.from_start = true;
    ingest(batch);
  }
  static RemoteItem line(int number, const std::string& sender = kAnn, Millis from = kNow) {
    return message(id_of(number), sender, from + number * 1000);
  }
  static RemoteItem notice(int number) {
    RemoteItem out = line(number);
    out.item.kind = ItemKind::notice;
    out.item.notice = NoticeKind::joined;
    out.item.text.clear();
    return out;
  }
  void read_up_to(int number) {
    RouteChanges batch = changes(kRoom, {});
    batch.own_read = id_of(number);
    ingest(batch);
  }
  // Items from `newest` down to `oldest`, as history gives them.
  HistoryPage back(int newest, int oldest, const std::string& sender = kAnn) {
    std::vector<RemoteItem> items;
    for (int i = newest; i >= oldest; --i) items.push_back(line(i, sender, kNow - 1'000'000));
    return page("", std::move(items), "");
  }
  std::string shown() { return order(kRoom); }
  std::string unread() {
    return rows("SELECT unread, unread_lower_bound FROM conversation", 2).at(0);
  }
  bool in_unread_list() {
    return number("SELECT count(*) FROM conversation WHERE presets & 64") == 1;
  }
};

}  // namespace

TEST_CASE("a channel that nobody ever opened keeps to the rules, and says that more is unread") {
  Room f(channel_route("General"), 9);
  CHECK(f.unread() == "9|0");
  store::Touched touched;
  SUBCASE("by count") {
    CHECK(f.prune(keep(3), &touched) == 6);
  }
  SUBCASE("by age") {
    Retention rules;
    rules.max_age_ms = 1'000'000 - 6'500;
    CHECK(f.prune(rules, &touched) == 6);
  }
  SUBCASE("by bytes") {
    Retention rules;
    rules.max_route_bytes = 3 * (2 + 16 + 16 + 5);
    CHECK(f.prune(rules, &touched) == 6);
  }
  CHECK(touched.conversations.size() == 1);
  CHECK(f.shown() == "- $7 $8 $9");
  CHECK(f.unread() == "3|1");
  CHECK(f.in_unread_list());
  CHECK(take(f->check()).empty());
  // Fetched again, it is as unread as before, and nobody is told of it.
  f.write("DELETE FROM notification");
  take(f->fill_gap(f.gaps().at(0), f.back(6, 1)));
  CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9");
  CHECK(f.unread() == "9|0");
  CHECK(f.number("SELECT count(*) FROM notification") == 0);
  CHECK(take(f->check()).empty());
}

TEST_CASE("a channel that nobody opened stays unread, whatever came after its last message") {
  Room f(channel_route("General"), 5);
  RouteChanges batch = changes(kRoom, {Room::line(6, kSelf)});
  for (int i = 7; i <= 12; ++i) batch.items.push_back(Room::notice(i));
  f.ingest(batch);
  CHECK(f.prune(keep(1)) == 9);
  CHECK(f.shown() == "- $5 $6 - $12");
  CHECK(f.unread() == "1|1");
  CHECK(f.in_unread_list());
  CHECK(take(f->check()).empty());
}

TEST_CASE("a message to a person that nobody has read stays") {
  RouteChange group;
  group.kind = RouteKind::group;
  for (const RouteChange& route : {internal_route(kAnn), sms_route("+16135550123"), group}) {
    Room f(route, 9);
    CHECK(f.prune(keep(1)) == 0);
    CHECK(f.unread() == "9|0");
  }
}

TEST_CASE("of what is unread the newest thousand stay") {
  SUBCASE("a number that nobody answers") {
    Room f(sms_route("+16135550123"), 1'250);
    CHECK(f.prune(keep(10)) == 250);
    CHECK(f.unread() == "1000|1");
    CHECK(f.shown().starts_with("- $251 "));
    CHECK(take(f->check()).empty());
    CHECK(f.prune(keep(10)) == 0);
    take(f->fill_gap(f.gaps().at(0), f.back(250, 1)));
    CHECK(f.unread() == "1250|0");
  }
  SUBCASE("a channel that was opened once") {
    Room f(channel_route("General"), 1'250);
    f.read_up_to(100);
    CHECK(f.unread() == "1150|0");
    CHECK(f.prune(keep(10)) == 249);
    CHECK(f.shown().starts_with("- $100 - $251 "));
    CHECK(f.unread() == "1000|1");
    CHECK(take(f->check()).empty());
    // What comes back above the marker is unread, what comes back below it is not.
    take(f->fill_gap(f.gaps().at(1), f.back(250, 100)));
    CHECK(f.unread() == "1150|0");
    take(f->fill_gap(f.gaps().at(0), f.back(99, 1)));
    CHECK(f.unread() == "1150|0");
    CHECK(take(f->check()).empty());
  }
}

TEST_CASE("own messages that nobody answers go, and nothing is unread for it") {
  Room f(sms_route("+16135550123"), 9, kSelf);
  int gone = 6;
  SUBCASE("nothing was ever read") {}
  SUBCASE("the marker stands below them") {
    f.read_up_to(2);
    gone = 5;
  }
  CHECK(f.prune(keep(3)) == gone);
  CHECK(f.unread() == "0|0");
  CHECK(take(f->check()).empty());
  while (!f.gaps().empty()) take(f->fill_gap(f.gaps().back(), f.back(6, 1, kSelf)));
  CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9");
  CHECK(f.unread() == "0|0");
  // Whoever writes now is unread.
  f.ingest(changes(kRoom, {Room::line(10)}));
  CHECK(f.unread() == "1|0");
  CHECK(take(f->check()).empty());
}

TEST_CASE("an own message whose edit is under way does not keep what is unread unknown") {
  Room f(sms_route("+16135550123"), 5, kSelf);
  RouteChanges more = changes(kRoom, {Room::notice(6), Room::notice(7)});
  f.ingest(more);
  const ItemId last{f.number("SELECT id FROM item WHERE remote_id = '$5'")};
  store::ChangeLimits able;
  able.able.sms.edits = true;
  take(f->edit_item(last, "otherwise", able));
  CHECK(f.unread() == "0|0");
  // The list shows $5, so it stays in the midst of what goes.
  CHECK(f.prune(keep(1)) == 5);
  CHECK(f.unread() == "0|0");
  CHECK(take(f->check()).empty());
}

TEST_CASE("what a gap above the marker hides stays unknown when more goes") {
  Room f(sms_route("+16135550123"), 3, kSelf);
  f.ingest(
      limited(kRoom, {Room::line(20, kSelf), Room::line(21, kSelf), Room::line(22, kSelf)}, "t20"));
  CHECK(f.unread() == "0|1");
  CHECK(f.prune(keep(1)) == 5);
  CHECK(f.shown() == "- $22");
  CHECK(f.unread() == "0|1");
  // $19 is one that nobody knew of.
  std::vector<RemoteItem> old = {Room::line(21, kSelf), Room::line(20, kSelf), Room::line(19)};
  take(f->fill_gap(f.gaps().at(0), page("", old, "")));
  CHECK(f.unread() == "1|0");
  CHECK(take(f->check()).empty());
}

TEST_CASE("a channel that was opened, and read, is pruned as any other") {
  Room f(channel_route("General"), 9);
  f.read_up_to(9);
  CHECK(f.prune(keep(3)) == 6);
  CHECK(f.unread() == "0|0");
}

}  // namespace ix::testing
