// SPDX-License-Identifier: Apache-2.0
// Retention of a route whose room was upgraded: its history lies in several rooms, and comes back
// from each of them.
#include "cache/migrations.h"
#include "store_fixture.h"
#include "support/retention.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";

RemoteItem line(int number) {
  return message("$" + std::to_string(number), kAnn, kNow - 1'000'000 + number * 1000);
}

RouteChange heir_of(const std::string& room) {
  RouteChange route = channel_route("General");
  route.replaces = room;
  return route;
}

// $1 to $4 in !old, $5 to $9 in !new, which continues it; all read.
struct Upgraded : StoreFixture {
  Upgraded() {
    say("!old", 1, 4, channel_route("General"), true);
    say("!new", 5, 9, heir_of("!old"), true);
    read("!new", 9);
    REQUIRE(shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9");
  }
  void say(const std::string& room, int first, int last, std::optional<RouteChange> route = {},
           bool from_start = false) {
    RouteChanges batch = changes(room, {}, std::move(route));
    for (int i = first; i <= last; ++i) batch.items.push_back(line(i));
    batch.from_start = from_start;
    ingest(batch);
  }
  void read(const std::string& room, int number) {
    RouteChanges batch = changes(room, {});
    batch.own_read = "$" + std::to_string(number);
    ingest(batch);
  }
  std::string shown(const std::string& room = "!new") { return order(room); }
  // The gaps of the thread, oldest first: whose history they are, and the item they are read from.
  std::vector<std::string> holes() {
    std::vector<std::string> out;
    for (const ItemId id : gaps_by_place()) {
      const auto gap = take(store().gap(id));
      CHECK(gap.token.empty());
      out.push_back(gap.remote_route + " " + (gap.before.empty() ? "newest" : gap.before));
    }
    return out;
  }
  // The nth hole gets items from `newest` down to `oldest`, the room's first.
  void fill(size_t hole, int newest, int oldest, const std::string& next = "") {
    std::vector<RemoteItem> items;
    for (int i = newest; i >= oldest; --i) items.push_back(line(i));
    take(store().fill_gap(gaps_by_place().at(hole), page("", items, next)));
  }
  bool begins() { return number("SELECT begins FROM route WHERE remote_id = '!new'") == 1; }
  bool well() {
    return take(store().check()).empty() &&
           column("SELECT id FROM item WHERE ord IS NOT NULL ORDER BY sort_key, ord") ==
               column("SELECT id FROM item WHERE ord IS NOT NULL ORDER BY ord");
  }

 private:
  std::vector<ItemId> gaps_by_place() {
    std::vector<ItemId> out;
    for (const std::string& id : column("SELECT id FROM item WHERE kind = 4 ORDER BY ord")) {
      out.push_back(ItemId{std::stoll(id)});
    }
    return out;
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("history of all rooms of an upgraded route goes, and comes back from each of them") {
  Upgraded f;
  CHECK(f.prune(keep(2)) == 7);
  CHECK(f.shown() == "- - $8 $9");
  CHECK(f.holes() == Lines{"!old newest", "!new $8"});
  CHECK_FALSE(f.begins());
  CHECK(f.number("SELECT unread FROM conversation") == 0);
  CHECK(f.number("SELECT unread_lower_bound FROM conversation") == 0);
  CHECK(f.well());
  CHECK(f.prune(keep(2)) == 0);
  SUBCASE("the newer room first") {
    f.fill(1, 7, 5);
    CHECK(f.shown() == "- $5 $6 $7 $8 $9");
    CHECK_FALSE(f.begins());
    CHECK(f.holes() == Lines{"!old newest"});
    f.fill(0, 4, 1);
  }
  SUBCASE("the older room first") {
    f.fill(0, 4, 1);
    CHECK(f.shown() == "$1 $2 $3 $4 - $8 $9");
    CHECK(f.begins());
    f.fill(0, 7, 5);
  }
  CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9");
  CHECK(f.begins());
  CHECK(f.number("SELECT unread FROM conversation") == 0);
  CHECK(f.well());
}

TEST_CASE("of an upgraded route the older room goes first, and the newer one joins later") {
  Upgraded f;
  CHECK(f.prune(keep(7)) == 2);
  CHECK(f.holes() == Lines{"!old $3"});
  CHECK(f.prune(keep(5)) == 2);
  CHECK(f.shown() == "- $5 $6 $7 $8 $9");
  CHECK(f.holes() == Lines{"!old newest"});  // $5 says nothing to that room
  CHECK(f.prune(keep(4)) == 1);
  CHECK(f.shown() == "- - $6 $7 $8 $9");
  CHECK(f.holes() == Lines{"!old newest", "!new $6"});
  CHECK(f.prune(keep(3)) == 1);
  CHECK(f.holes() == Lines{"!old newest", "!new $7"});
  CHECK(f.well());
  f.fill(1, 6, 5);
  f.fill(0, 4, 1);
  CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9");
}

TEST_CASE("what an earlier room said after the upgrade comes back from that room") {
  Upgraded f;
  f.say("!old", 10, 11);
  f.say("!new", 12, 13);
  f.read("!new", 13);
  CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11 $12 $13");
  CHECK(f.prune(keep(1)) == 12);
  CHECK(f.holes() == Lines{"!old newest", "!new $13"});
  f.fill(1, 12, 12, "t");
  take(f->fill_gap(f.gaps().back(), page("t", {line(9), line(8), line(7), line(6), line(5)}, "")));
  std::vector<RemoteItem> old = {line(11), line(10), line(4), line(3), line(2), line(1)};
  take(f->fill_gap(f.gaps().front(), page("", old, "")));
  // The rooms one after the other, as a device that comes now reads them.
  CHECK(f.shown() == "$1 $2 $3 $4 $10 $11 $5 $6 $7 $8 $9 $12 $13");
  CHECK(f.number("SELECT unread FROM conversation") == 0);
  CHECK(take(f->check()).empty());
}

TEST_CASE("a chain of three rooms, the last of which was a conversation of its own for a while") {
  Upgraded f;
  f.say("!newest", 10, 12, channel_route("General"), true);
  f.read("!newest", 12);
  CHECK(f.number("SELECT count(*) FROM conversation") == 2);
  f.ingest(changes("!newest", {}, heir_of("!new")));
  CHECK(f.number("SELECT count(*) FROM conversation") == 1);
  CHECK(f.prune(keep(1)) == 11);
  CHECK(f.shown("!newest") == "- - - $12");
  CHECK(f.holes() == Lines{"!old newest", "!new newest", "!newest $12"});
  f.fill(1, 9, 5);
  f.fill(1, 11, 10);
  f.fill(0, 4, 1);
  CHECK(f.shown("!newest") == "$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11 $12");
  CHECK(f.number("SELECT unread FROM conversation") == 0);
  CHECK(f.well());
}

TEST_CASE("a chain that became one route later keeps its rooms apart") {
  Upgraded f;
  f.say("!zero", 20, 22, channel_route("General"), true);
  f.read("!zero", 22);
  // !old and !new stand above !zero now.
  RouteChange known = heir_of("!zero");
  f.ingest(changes("!new", {}, known));
  CHECK(f.number("SELECT count(*) FROM conversation") == 1);
  CHECK(f.shown() == "$20 $21 $22 $1 $2 $3 $4 $5 $6 $7 $8 $9");
  f.read("!new", 9);
  CHECK(f.prune(keep(1)) == 11);
  CHECK(f.holes() == Lines{"!zero newest", "!old newest", "!new $9"});
}

TEST_CASE("a room whose history is longer than what was taken pushes the earlier one down") {
  Upgraded f;
  CHECK(f.prune(keep(2)) == 7);
  f.fill(0, 4, 1);
  CHECK(f.shown() == "$1 $2 $3 $4 - $8 $9");
  // Three were taken; the server has found two more since.
  std::vector<RemoteItem> more = {line(7), line(6), line(5), line(103), line(102)};
  const ItemId gap = f.gaps().front();
  take(f->fill_gap(gap, page("", more, "t")));
  CHECK(f.shown() == "$1 $2 $3 $4 - $102 $103 $5 $6 $7 $8 $9");
  CHECK(take(f->check()).empty());
  take(f->fill_gap(gap, page("t", {line(101)}, "")));
  CHECK(f.shown() == "$1 $2 $3 $4 $101 $102 $103 $5 $6 $7 $8 $9");
  CHECK(f.number("SELECT unread FROM conversation") == 0);
  CHECK(take(f->check()).empty());
}

TEST_CASE(
    "the start of the newer room is not the start of the route while an older one has a hole") {
  Upgraded f;
  CHECK(f.prune(keep(5)) == 4);
  CHECK(f.shown() == "- $5 $6 $7 $8 $9");
  // The whole room once more, as a sync from the beginning tells it.
  f.say("!new", 5, 9, {}, true);
  CHECK(f.shown() == "- $5 $6 $7 $8 $9");
  CHECK_FALSE(f.begins());
  CHECK(take(f->check()).empty());
}

TEST_CASE("what a peer has read is read, also in a room that comes back before the marker does") {
  StoreFixture f;
  const RouteChange route = sms_route("+16135550123");
  RouteChange heir = route;
  heir.replaces = "!old";
  f.ingest(changes("!old", {message("$1", kSelf), message("$2", kSelf)}, route));
  RouteChanges next = changes("!new", {message("$3", kSelf), message("$4", kSelf)}, heir);
  next.peer_read = {"$3"};
  f.ingest(next);
  const auto states = [&f] {
    return f.column("SELECT remote_id || ' ' || state FROM item WHERE kind = 0 ORDER BY ord");
  };
  const auto before = states();
  CHECK(before == Lines{"$1 5", "$2 5", "$3 5", "$4 3"});
  CHECK(f.prune(keep(1)) == 3);
  take(f->fill_gap(f.gaps().at(0), page("", {message("$2", kSelf), message("$1", kSelf)}, "")));
  take(f->fill_gap(f.gaps().at(0), page("", {message("$3", kSelf)}, "")));
  CHECK(states() == before);
}

TEST_CASE(
    "items of an upgraded route that an earlier version stored stay: nobody noted their room") {
  Upgraded f;
  f.say("!other", 1, 4, internal_route(kAnn), true);
  f.read("!other", 4);
  f.write(
      "DROP INDEX route_alias_room; ALTER TABLE item DROP COLUMN room;"
      " ALTER TABLE route_alias DROP COLUMN room;");
  for (const char* step : cache::kLaterMigrations) {
    if (std::string_view(step).find("route_alias_room") != std::string_view::npos) f.write(step);
  }
  f.say("!new", 10, 12);
  f.read("!new", 12);
  CHECK(f.prune(keep(1)) == 2 + 3);
  CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9 - $12");
  CHECK(f.holes() == Lines{"!other $4", "!new $12"});
  CHECK(f.order("!other") == "- $4");
}

TEST_CASE("an own message keeps its room when the backend takes it") {
  Upgraded f;
  store::Touched touched;
  const ItemId mine = take(f->send(f.route_of("!new"), text("mine"), touched));
  const OutboxEntry entry = take(f->outbox_entries()).at(0);
  take(f->begin_attempt(entry.id, "process", 1));
  SUBCASE("known by its key") {
    f.ingest(changes("!new", {echo("$10", take(f->item(mine)).key, "mine")}));
  }
  SUBCASE("not known by a key: its echo looked like another device's") {
    f.ingest(changes("!new", {message("$10", kSelf, kNow, "mine")}));
    take(f->attempt_accepted(entry.id, "$10"));
  }
  CHECK(f.number("SELECT room FROM item WHERE remote_id = '$10'") == 1);
  CHECK(take(f->item(mine)).remote_id == "$10");
}

}  // namespace ix::testing
