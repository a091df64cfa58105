// SPDX-License-Identifier: Apache-2.0
// Gaps, echoes and markers, one situation at a time.
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";

RouteChanges first_batch(std::vector<RemoteItem> items) {
  RouteChanges out = changes("!r", std::move(items), internal_route(kAnn));
  out.from_start = true;
  return out;
}

TEST_CASE("the first batch begins at 1; what is below it is a gap unless it is the start") {
  StoreFixture f;
  SUBCASE("limited") {
    RouteChanges batch = limited("!r", {message("$5"), message("$6")}, "t5");
    batch.route = internal_route(kAnn);
    f.ingest(batch);
    CHECK(f.order("!r") == "- $5 $6");
  }
  SUBCASE("not limited, with a token") {
    RouteChanges batch = changes("!r", {message("$5"), message("$6")}, internal_route(kAnn));
    batch.gap_token = "t5";
    f.ingest(batch);
    CHECK(f.order("!r") == "- $5 $6");
    CHECK(f.number("SELECT begins FROM route") == 0);
  }
  SUBCASE("from the start") {
    f.ingest(first_batch({message("$5"), message("$6")}));
    CHECK(f.order("!r") == "$5 $6");
    CHECK(f.number("SELECT begins FROM route") == 1);
  }
  CHECK(f.column("SELECT ord FROM item WHERE kind <> 4 ORDER BY ord") ==
        std::vector<std::string>{"1", "2"});
}

TEST_CASE("a limited batch leaves a gap, even with no items; repeated it leaves no second one") {
  StoreFixture f;
  f.ingest(first_batch({message("$1")}));
  f.ingest(limited("!r", {}, "t7"));
  CHECK(f.order("!r") == "$1 -");
  const auto once = f.dump();
  f.ingest(limited("!r", {}, "t7"));
  CHECK(f.dump() == once);
  f.ingest(changes("!r", {message("$8")}));
  CHECK(f.order("!r") == "$1 - $8");
  // Another hole directly above the first one is the same hole.
  f.ingest(limited("!r", {}, "t20"));
  f.ingest(limited("!r", {message("$30")}, "t30"));
  CHECK(f.order("!r") == "$1 - $8 - $30");
  CHECK(f.column("SELECT gap_token FROM item WHERE kind = 4 ORDER BY ord") ==
        std::vector<std::string>{"t7", "t30"});
}

TEST_CASE("a hole that grew stays above what was the head when it was smaller") {
  StoreFixture f;
  f.ingest(first_batch({message("$1")}));
  f.ingest(limited("!r", {}, "t7"));
  const int64_t head = f.number("SELECT max(ord) FROM item");
  f.ingest(limited("!r", {}, "t9"));
  CHECK(take(f->gap_above(f.route_of("!r"), head)).has_value());
}

TEST_CASE("a limited batch that joins on leaves no gap and skips what lies below") {
  StoreFixture f;
  RouteChanges batch = limited("!r", {message("$5"), message("$6")}, "t5");
  batch.route = internal_route(kAnn);
  f.ingest(batch);
  f.ingest(limited("!r", {message("$3"), message("$4"), message("$6"), message("$7")}, "t3"));
  CHECK(f.order("!r") == "- $5 $6 $7");
}

TEST_CASE("a filled gap closes at something stored, or at the start") {
  StoreFixture f;
  f.ingest(first_batch({message("$1"), message("$2")}));
  f.ingest(limited("!r", {message("$6"), message("$7")}, "t6"));
  const ItemId gap = f.gaps().front();

  CHECK(take(f->fill_gap(gap, page("stale", {message("$5")}, "t5"))).conversations.empty());
  CHECK(f.order("!r") == "$1 $2 - $6 $7");

  take(f->fill_gap(gap, page("t6", {message("$7"), message("$5")}, "t5")));
  CHECK(f.order("!r") == "$1 $2 - $5 $6 $7");
  take(f->fill_gap(gap, page("t5", {}, "t4")));
  CHECK(f.order("!r") == "$1 $2 - $5 $6 $7");
  take(f->fill_gap(gap, page("t4", {message("$4"), message("$3"), message("$2")}, "t1")));
  CHECK(f.order("!r") == "$1 $2 $3 $4 $5 $6 $7");
  CHECK(code_of(f->gap(gap)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("only the lowest gap that ends without a token begins the route") {
  StoreFixture f;
  RouteChanges batch = limited("!r", {message("$2")}, "t2");
  batch.route = internal_route(kAnn);
  f.ingest(batch);
  f.ingest(limited("!r", {message("$4")}, "t4"));
  const auto gaps = f.gaps();
  REQUIRE(gaps.size() == 2);
  take(f->fill_gap(gaps[1], page("t4", {message("$3")}, "")));
  CHECK(f.order("!r") == "- $2 $3 $4");
  CHECK(f.number("SELECT begins FROM route") == 0);
  take(f->fill_gap(gaps[0], page("t2", {message("$1")}, "")));
  CHECK(f.order("!r") == "$1 $2 $3 $4");
  CHECK(f.number("SELECT begins FROM route") == 1);
}

TEST_CASE("a long batch goes in chunks, each reported") {
  StoreFixture f;
  std::vector<RemoteItem> items;
  for (int i = 0; i < 501; ++i) items.push_back(message("$" + std::to_string(i)));
  ChangeSet set;
  set.routes.push_back(first_batch(items));
  set.routes.back().memory = "facts";
  set.memory.emplace_back("direct", "x");
  set.next_token = "s1";
  int commits = 0;
  done(f->ingest(set, [&](store::Touched) {
    ++commits;
    if (commits < 3) {
      CHECK(take(f->account()).sync_token.empty());
      CHECK(f->memory_of_route("!r").empty());
    }
  }));
  CHECK(commits == 3);
  CHECK(take(f->account()).sync_token == "s1");
  CHECK(f->memory_of_route("!r") == "facts");
  CHECK(f->memory_of_account("direct") == "x");
  CHECK(f.number("SELECT unread FROM route") == 501);
  CHECK(f.number("SELECT count(*) FROM item") == 501);
}

TEST_CASE("unread is what counts above the marker") {
  StoreFixture f;
  RemoteItem missed = message("$2");
  missed.item.kind = ItemKind::call;
  missed.item.call = Call{};
  missed.item.call->outcome = CallOutcome::missed;
  RemoteItem answered = missed;
  answered.item.remote_id = "$3";
  answered.item.call->outcome = CallOutcome::answered;
  RemoteItem joined = message("$4");
  joined.item.kind = ItemKind::notice;
  f.ingest(
      first_batch({message("$1"), missed, answered, joined, message("$5", kSelf), message("$6")}));
  CHECK(f.number("SELECT unread FROM conversation") == 3);
  CHECK(f.number("SELECT presets & 64 FROM conversation") == 64);

  RouteChanges read = changes("!r", {});
  read.own_read = "$2";
  f.ingest(read);
  CHECK(f.number("SELECT unread FROM conversation") == 1);
  read.own_read = "$1";  // an older marker is no news
  f.ingest(read);
  CHECK(f.number("SELECT unread FROM conversation") == 1);
  read.own_read = "$6";
  f.ingest(read);
  CHECK(f.number("SELECT unread FROM conversation") == 0);
  CHECK(f.number("SELECT presets & 64 FROM conversation") == 0);
}

TEST_CASE("a marker on an item that is not stored waits for it; a gap above makes a lower bound") {
  StoreFixture f;
  RouteChanges batch = limited("!r", {message("$5"), message("$6")}, "t5");
  batch.route = internal_route(kAnn);
  batch.own_read = "$3";
  f.ingest(batch);
  CHECK(f.number("SELECT unread FROM conversation") == 2);
  CHECK(f.number("SELECT unread_lower_bound FROM conversation") == 1);
  take(f->fill_gap(f.gaps().front(),
                   page("t5", {message("$4"), message("$3"), message("$2")}, "t2")));
  CHECK(f.number("SELECT unread FROM conversation") == 3);
  CHECK(f.number("SELECT unread_lower_bound FROM conversation") == 0);
  CHECK(f.column("SELECT read_parked FROM route").front().empty());
}

TEST_CASE("what a peer read is read, also when it is stored later") {
  StoreFixture f;
  RouteChanges batch =
      limited("!r", {message("$5", kSelf), message("$6"), message("$7", kSelf)}, "t5");
  batch.route = internal_route(kAnn);
  batch.peer_read = {"$6"};
  f.ingest(batch);
  take(f->fill_gap(f.gaps().front(), page("t5", {message("$4", kSelf)}, "")));
  CHECK(f.column("SELECT remote_id FROM item WHERE state = 5 ORDER BY ord") ==
        std::vector<std::string>{"$4", "$5"});
}

TEST_CASE("activity is moved by messages and calls, never beyond their receipt, never back") {
  StoreFixture f;
  f.ingest(first_batch({message("$1", kAnn, kNow - 5000)}));
  CHECK(f.number("SELECT activity_ms FROM conversation") == kNow - 5000);
  RemoteItem notice = message("$2", kAnn, kNow);
  notice.item.kind = ItemKind::notice;
  f.ingest(changes("!r", {notice}));
  CHECK(f.number("SELECT activity_ms FROM conversation") == kNow - 5000);
  f.ingest(changes("!r", {message("$3", kAnn, kNow + 900'000'000)}));
  CHECK(f.number("SELECT activity_ms FROM conversation") == kNow);
  f.ingest(changes("!r", {message("$4", kAnn, kNow - 86'400'000)}));
  CHECK(f.number("SELECT activity_ms FROM conversation") == kNow);
  CHECK(f.column("SELECT remote_id FROM item WHERE id = (SELECT preview_item FROM conversation)") ==
        std::vector<std::string>{"$4"});
}

TEST_CASE("an echo takes the place of what was sent, before or after the acknowledgement") {
  StoreFixture f;
  f.ingest(first_batch({message("$1")}));
  store::Touched touched;
  const ItemId item = take(f->send(f.route_of("!r"), text("hello"), touched));
  const OutboxEntry entry = take(f->outbox_entries()).front();
  take(f->begin_attempt(entry.id, "p", 1));
  SUBCASE("acknowledged first") {
    take(f->attempt_accepted(entry.id, "$3"));
    CHECK(take(f->item(item)).state == ItemState::accepted);
    CHECK_FALSE(take(f->item(item)).ord.has_value());
    f.ingest(changes("!r", {message("$2"), echo("$3", "")}));
  }
  SUBCASE("echo first") {
    CHECK(f.ingest(changes("!r", {message("$2"), echo("$3", entry.key)})).outbox);
    CHECK(take(f->attempt_accepted(entry.id, "$3")).conversations.empty());
    CHECK(take(f->attempt_failed(entry.id, Error(ErrorCode::TIMEOUT), OutboxState::queued, 5))
              .conversations.empty());
  }
  SUBCASE("it seemed to have failed") {
    take(f->attempt_failed(entry.id, Error(ErrorCode::REFUSED), OutboxState::failed, 0));
    f.ingest(changes("!r", {message("$2"), echo("$3", entry.key)}));
    CHECK_FALSE(take(f->item(item)).failure.has_value());
  }
  SUBCASE("the echo has no key: it looked like another device's") {
    f.ingest(changes("!r", {message("$2"), echo("$3", "")}));
    CHECK(f.number("SELECT count(*) FROM item") == 4);
    take(f->attempt_accepted(entry.id, "$3"));
  }
  SUBCASE("the echo stands in a gap") {
    f.ingest(limited("!r", {message("$4")}, "t4"));
    take(f->fill_gap(f.gaps().front(),
                     page("t4", {echo("$3", entry.key), message("$2"), message("$1")}, "t1")));
    CHECK(f.order("!r") == "$1 $2 $3 $4");
    f.ingest(changes("!r", {}));
  }
  CHECK(f.order("!r").substr(0, 8) == "$1 $2 $3");
  CHECK(take(f->item(item)).remote_id == "$3");
  CHECK(take(f->item(item)).state == ItemState::accepted);
  CHECK(take(f->outbox_entries()).empty());
  CHECK(f.number("SELECT count(*) FROM item WHERE ord IS NULL") == 0);
  CHECK(f.number("SELECT count(*) FROM item WHERE remote_id = '$3'") == 1);
}

TEST_CASE("an item of our own from another device") {
  StoreFixture f;
  f.ingest(first_batch({echo("$1", "a key of another device")}));
  CHECK(f.number("SELECT state FROM item") == 3);
  CHECK(f.number("SELECT direction FROM item") == 1);
  CHECK(f.number("SELECT unread FROM route") == 0);
}

TEST_CASE("the same history has the same sort keys, in whatever order it came") {
  const auto item = [](int i) {
    const Millis times[] = {
        0,         5'000'000'000'000,  kNow,     kNow - 5000, kNow + 400'000'000,
        kNow + 10, kNow - 500'000'000, kNow + 20};
    return message("$" + std::to_string(i), kAnn, times[i]);
  };
  StoreFixture at_once;
  at_once.ingest(
      first_batch({item(0), item(1), item(2), item(3), item(4), item(5), item(6), item(7)}));
  StoreFixture in_parts;
  RouteChanges batch = limited("!r", {item(4)}, "t4");
  batch.route = internal_route(kAnn);
  in_parts.ingest(batch);
  in_parts.ingest(limited("!r", {item(7)}, "t7"));
  const auto gaps = in_parts.gaps();
  take(in_parts->fill_gap(gaps[0], page("t4", {item(3)}, "t3")));
  take(in_parts->fill_gap(gaps[1], page("t7", {item(6), item(5), item(4)}, "x")));
  take(in_parts->fill_gap(gaps[0], page("t3", {item(2), item(1), item(0)}, "")));
  const char* keys = "SELECT remote_id || ' ' || sort_key FROM item ORDER BY ord";
  CHECK(at_once.column(keys) == in_parts.column(keys));
  // Only $7 is later than $2 and believed.
  CHECK(at_once.column("SELECT DISTINCT sort_key FROM item ORDER BY 1") ==
        std::vector<std::string>{std::to_string(kNow), std::to_string(kNow + 20)});
}

TEST_CASE(
    "times before all calendars and after them: the order is the stream's, no list is pinned") {
  StoreFixture f;
  const Millis times[] = {INT64_MIN, INT64_MIN + 1, -1, 0,         1,
                          kNow - 5,  kNow * 1000,   5,  INT64_MAX, INT64_MAX - 1};
  RouteChanges batch = first_batch({});
  int number = 0;
  for (const Millis at : times) {
    batch.items.push_back(message("$" + std::to_string(number++), kAnn, at, "odd word"));
  }
  f.ingest(batch);
  CHECK(f.order("!r") == "$0 $1 $2 $3 $4 $5 $6 $7 $8 $9");
  // The one sound time among them is everybody's place among other routes.
  CHECK(f.column("SELECT DISTINCT sort_key FROM item") ==
        std::vector<std::string>{std::to_string(kNow - 5)});
  CHECK(f.number("SELECT activity_ms FROM conversation") == kNow);  // when it came
  CHECK(f.number("SELECT count(*) FROM item_search WHERE item_search MATCH 'odd'") == 10);
  CHECK(take(f->check()).empty());
  // Retention by age looks at that place, too, and comes to its end.
  batch = changes("!r", {});
  batch.own_read = "$9";
  f.ingest(batch);
  Retention rules;
  rules.max_age_ms = INT64_MAX;
  CHECK(f.prune(rules) == 0);
  rules.max_age_ms = 1;
  CHECK(f.prune(rules) == 9);
  CHECK(take(f->check()).empty());
}

TEST_CASE("the same event twice in a batch, in the next one and in history is one item") {
  StoreFixture f;
  RelationChange edit = relation(RelationChange::Kind::edit, "$e", "$1", kAnn, "better");
  RelationChange liked = relation(RelationChange::Kind::reaction, "$l", "$1", kAnn, "+1");
  RouteChanges batch =
      limited("!r", {message("$1"), message("$2"), message("$1"), message("$2")}, "t1");
  batch.route = internal_route(kAnn);
  batch.relations = {edit, liked, edit, liked};
  f.ingest(batch);
  CHECK(f.order("!r") == "- $1 $2");
  CHECK(f.number("SELECT unread FROM conversation") == 2);
  CHECK(f.number("SELECT count(*) FROM reaction") == 1);
  const auto once = f.dump();
  f.ingest(batch);
  CHECK(f.dump() == once);
  HistoryPage old = page("t1", {message("$2"), message("$0"), message("$0"), message("$1")}, "t0");
  old.relations = {edit, edit};
  take(f->fill_gap(f.gaps().front(), old));
  CHECK(f.order("!r") == "- $0 $1 $2");
  CHECK(f.column("SELECT text FROM item WHERE remote_id = '$1'") ==
        std::vector<std::string>{"better"});
  CHECK(f.number("SELECT count(*) FROM item_version") == 2);  // the original and the edit
  CHECK(take(f->check()).empty());
}

TEST_CASE("an unknown item before a stored one takes its place there") {
  StoreFixture f;
  RouteChanges first = limited("!r", {message("$11"), message("$12")}, "t11");
  first.route = internal_route(kAnn);
  f.ingest(first);
  // Read anew with a window that reaches further down.
  f.ingest(changes("!r", {message("$9"), message("$10"), message("$11"), message("$13")}));
  CHECK(f.order("!r") == "- $9 $10 $11 $12 $13");
  CHECK(f.number("SELECT unread FROM route") == 5);
  // The gap's own token reads the same items again, and goes on below them.
  take(f->fill_gap(f.gaps().front(),
                   page("t11", {message("$10"), message("$9"), message("$8")}, "")));
  CHECK(f.order("!r") == "$8 $9 $10 $11 $12 $13");
}

TEST_CASE("an unknown item between two that stand side by side is late, and not lost") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1"), message("$3")}, internal_route(kAnn)));
  f.ingest(
      changes("!r", {message("$1"), message("$2a"), message("$2b"), message("$3"), message("$4")}));
  CHECK(f.order("!r") == "$1 $3 $2a $2b $4");
  const auto before = f.dump();
  f.ingest(
      changes("!r", {message("$1"), message("$2a"), message("$2b"), message("$3"), message("$4")}));
  CHECK(f.dump() == before);
}

TEST_CASE("an own item before a stored one is placed there, and waits no more") {
  StoreFixture f;
  RouteChanges first = limited("!r", {message("$11")}, "t11");
  first.route = internal_route(kAnn);
  f.ingest(first);
  store::Touched touched;
  store::NewMessage mine;
  mine.text = "mine";
  const ItemId own = take(f->send(f.route_of("!r"), mine, touched));
  f.ingest(changes("!r", {echo("$10", take(f->item(own)).key), message("$11")}));
  CHECK(f.order("!r") == "- $10 $11");
  CHECK(take(f->outbox_entries()).empty());
}

}  // namespace
}  // namespace ix::testing
