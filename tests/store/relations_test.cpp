// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store_fixture.h"

namespace ix::testing {
namespace {

using Kind = RelationChange::Kind;
constexpr const char* kAnn = "@ann:example.org";

RouteChanges batch(std::vector<RemoteItem> items, std::vector<RelationChange> relations) {
  RouteChanges out = changes("!r", std::move(items), internal_route(kAnn));
  out.relations = std::move(relations);
  return out;
}

RelationChange edit(const std::string& id, const std::string& words,
                    const std::string& who = kAnn) {
  return relation(Kind::edit, id, "$1", who, words);
}

std::string shown(StoreFixture& f) {
  return f
      .column(
          "SELECT text || ' ' || edited || ' ' || deleted || ' ' || counts FROM item"
          " WHERE remote_id = '$1'")
      .front();
}

TEST_CASE("the sender's last edit is shown; it moves nothing") {
  StoreFixture f;
  f.ingest(batch({message("$1", kAnn, kNow - 9000)}, {}));
  const auto before = f.rows("SELECT ord, sort_key, remote_id FROM item", 3);
  const int64_t activity = f.number("SELECT activity_ms FROM conversation");
  f.ingest(batch({}, {edit("$e1", "one"), edit("$e2", "two")}));
  CHECK(shown(f) == "two 1 0 1");
  f.ingest(batch({}, {edit("$e3", "forged", "@bob:example.org")}));
  CHECK(shown(f) == "two 1 0 1");
  CHECK(f.rows("SELECT ord, sort_key, remote_id FROM item", 3) == before);
  CHECK(f.number("SELECT activity_ms FROM conversation") == activity);
  CHECK(f.number("SELECT unread FROM conversation") == 1);
}

TEST_CASE("an older edit from the history does not win; a newer one in a gap does") {
  StoreFixture f;
  f.ingest(batch({message("$1")}, {edit("$e1", "one")}));
  RouteChanges later = limited("!r", {message("$9")}, "t9");
  SUBCASE("the gap holds a newer one") {
    f.ingest(later);
    HistoryPage history = page("t9", {message("$8")}, "t8");
    history.relations = {edit("$e3", "three"), edit("$e2", "two")};
    take(f->fill_gap(f.gaps().front(), history));
    CHECK(shown(f) == "three 1 0 1");
    history = page("t8", {message("$7")}, "t7");
    history.relations = {edit("$e1", "one")};
    take(f->fill_gap(f.gaps().front(), history));
    CHECK(shown(f) == "three 1 0 1");
  }
  SUBCASE("the live one is above the gap") {
    later.relations = {edit("$e3", "three")};
    f.ingest(later);
    HistoryPage history = page("t9", {message("$8")}, "t8");
    history.relations = {edit("$e2", "two")};
    take(f->fill_gap(f.gaps().front(), history));
    CHECK(shown(f) == "three 1 0 1");
  }
}

TEST_CASE("a marker on a relation reads everything before it") {
  StoreFixture f;
  RouteChanges marked = batch({message("$1")}, {edit("$e1", "one")});
  SUBCASE("in the same batch") {
    marked.own_read = "$e1";
    f.ingest(marked);
    CHECK(f.number("SELECT unread FROM conversation") == 0);
  }
  SUBCASE("told after the relation") {
    f.ingest(marked);
    RouteChanges late = changes("!r", {});
    late.own_read = "$e1";
    f.ingest(late);
    CHECK(f.number("SELECT unread FROM conversation") == 0);
  }
  SUBCASE("told before the relation") {
    RouteChanges early = changes("!r", {}, internal_route(kAnn));
    early.own_read = "$e1";
    f.ingest(early);
    f.ingest(marked);
    CHECK(f.number("SELECT unread FROM conversation") == 0);
  }
}

TEST_CASE("a marker that waits for an event of the history is told where it stands") {
  StoreFixture f;
  RouteChanges first = batch({message("$9")}, {});
  first.limited = true;
  first.gap_token = "t9";
  first.own_read = "$r";
  f.ingest(first);
  CHECK(f.number("SELECT unread FROM conversation") == 1);
  HistoryPage history = page("t9", {message("$8"), message("$7")}, "t7");
  SUBCASE("after an item of the page") {
    history.passed = {{"$q", ""}, {"$r", "$7"}};
    take(f->fill_gap(f.gaps().front(), history));
    CHECK(f.number("SELECT unread FROM conversation") == 2);
  }
  SUBCASE("below the page") {
    history.passed = {{"$r", ""}};
    take(f->fill_gap(f.gaps().front(), history));
    CHECK(f.number("SELECT unread FROM conversation") == 3);
    take(f->fill_gap(f.gaps().front(), page("t7", {message("$6")}, "")));
    CHECK(f.number("SELECT unread FROM conversation") == 3);
  }
  CHECK(f.number("SELECT count(*) FROM route WHERE read_parked <> ''") == 0);
}

TEST_CASE("a marker below a page of history reads nothing of what the page overlaps") {
  StoreFixture f;
  RouteChanges first = batch({message("$1"), message("$2")}, {});
  first.own_read = "$r";  // stands before them all, and nobody knows yet
  f.ingest(first);
  f.ingest(limited("!r", {message("$5")}, "t5"));
  CHECK(f.number("SELECT unread FROM conversation") == 3);
  HistoryPage history =
      page("t5", {message("$4"), message("$3"), message("$2"), message("$1")}, "");
  history.passed = {{"$r", ""}};
  take(f->fill_gap(f.gaps().front(), history));
  CHECK(f.order("!r") == "$1 $2 $3 $4 $5");
  CHECK(f.number("SELECT unread FROM conversation") == 5);
  CHECK(f.number("SELECT count(*) FROM route WHERE read_parked <> ''") == 0);
}

TEST_CASE("a marker on what came before the first items reads nothing of the gap after it") {
  StoreFixture f;
  RouteChanges first = batch({}, {edit("$e1", "of something older")});
  first.own_read = "$e1";
  f.ingest(first);
  f.ingest(limited("!r", {message("$5")}, "t5"));
  take(f->fill_gap(f.gaps().front(), page("t5", {message("$4"), message("$3")}, "")));
  CHECK(f.order("!r") == "$3 $4 $5");
  CHECK(f.number("SELECT unread FROM conversation") == 3);
  CHECK(take(f->check()).empty());
}

TEST_CASE("relations wait for their target") {
  StoreFixture f;
  f.ingest(batch(
      {}, {edit("$f", "forged", "@bob:example.org"), edit("$e1", "one"), edit("$e2", "two")}));
  CHECK(f.number("SELECT count(*) FROM parked_relation") == 2);
  SUBCASE("an edit") {
    f.ingest(batch({message("$1")}, {}));
    CHECK(shown(f) == "two 1 0 1");
  }
  SUBCASE("a redaction with it") {
    f.ingest(batch({}, {relation(Kind::redaction, "$d", "$1", kAnn)}));
    f.ingest(batch({message("$1")}, {}));
    CHECK(f.column("SELECT text FROM item WHERE remote_id = '$1'").front().empty());
    CHECK(f.number("SELECT deleted FROM item WHERE remote_id = '$1'") == 1);
    CHECK(f.number("SELECT unread FROM conversation") == 0);
  }
  SUBCASE("in the history") {
    f.ingest(limited("!r", {message("$5")}, "t5"));
    take(f->fill_gap(f.gaps().front(), page("t5", {message("$1")}, "")));
    CHECK(shown(f) == "two 1 0 1");
  }
  CHECK(f.number("SELECT count(*) FROM parked_relation") == 0);
}

TEST_CASE("deleted text is gone, keeps its place, and no longer counts") {
  StoreFixture f;
  f.ingest(batch({message("$1"), message("$2")}, {relation(Kind::redaction, "$d", "$1", kAnn)}));
  CHECK(shown(f) == " 0 1 0");
  CHECK(f.order("!r") == "$1 $2");
  CHECK(f.number("SELECT unread FROM conversation") == 1);
  f.ingest(batch({}, {edit("$e", "back again")}));
  CHECK(shown(f) == " 0 1 0");
}

TEST_CASE("an item read again as deleted is deleted") {
  StoreFixture f;
  f.ingest(batch({message("$1"), message("$2")}, {}));
  RemoteItem gone = message("$1", kAnn, kNow, "");
  gone.item.deleted = true;
  f.ingest(batch({gone, message("$2")}, {}));
  CHECK(shown(f) == " 0 1 0");
  CHECK(f.number("SELECT unread FROM conversation") == 1);
}

TEST_CASE("a call record is brought up to date") {
  StoreFixture f;
  RemoteItem call = message("$1");
  call.item.kind = ItemKind::call;
  call.item.text.clear();
  call.item.call = Call{};
  call.item.call->outcome = CallOutcome::ongoing;
  RelationChange end = edit("$e", "");
  end.call = call.item.call;
  end.call->outcome = CallOutcome::missed;
  end.call->duration_ms = 7;
  SUBCASE("stored") {
    f.ingest(batch({call}, {}));
    CHECK(f.number("SELECT unread FROM conversation") == 0);
    f.ingest(batch({}, {end}));
  }
  SUBCASE("parked") {
    f.ingest(batch({}, {end}));
    f.ingest(batch({call}, {}));
  }
  CHECK(f.number("SELECT unread FROM conversation") == 1);
  CHECK(f.number("SELECT call_outcome FROM item") == 1);
  CHECK(f.number("SELECT call_duration_ms FROM item") == 7);
  CHECK(f.number("SELECT edited FROM item") == 0);
}

TEST_CASE("delivery only goes forward, and may be faster than the acknowledgement") {
  StoreFixture f;
  f.ingest(changes("!s", {}, sms_route("+15145550101")));
  store::Touched touched;
  const ItemId item = take(f->send(f.route_of("!s"), text("hi"), touched));
  const OutboxEntry entry = take(f->outbox_entries()).front();
  take(f->begin_attempt(entry.id, "p", 1));
  const auto report = [&](ItemState state) {
    RouteChanges said = changes("!s", {});
    said.relations = {delivery("$x" + std::to_string(static_cast<int>(state)), "$1", state)};
    f.ingest(said);
  };
  SUBCASE("before") {
    report(ItemState::delivered);
    take(f->attempt_accepted(entry.id, "$1"));
    CHECK(take(f->item(item)).state == ItemState::delivered);
    f.ingest(changes("!s", {echo("$1", entry.key)}));
    CHECK(take(f->item(item)).state == ItemState::delivered);
  }
  SUBCASE("after") {
    take(f->attempt_accepted(entry.id, "$1"));
    report(ItemState::failed);
    CHECK(take(f->item(item)).state == ItemState::failed);
    CHECK(take(f->item(item)).failure->code == ErrorCode::CARRIER_REFUSED);
    f.ingest(changes("!s", {echo("$1", entry.key)}));
    CHECK(take(f->item(item)).state == ItemState::failed);
    report(ItemState::delivered);
    CHECK(take(f->item(item)).state == ItemState::delivered);
    CHECK_FALSE(take(f->item(item)).failure.has_value());
    report(ItemState::accepted);
    CHECK(take(f->item(item)).state == ItemState::delivered);
  }
}

TEST_CASE("a deleted edit shows what was said before it, and its own words are gone") {
  StoreFixture f;
  const auto deleted = [](const std::string& target) {
    return relation(Kind::redaction, "$d" + target, target, kAnn);
  };
  SUBCASE("one after the other") {
    f.ingest(batch({message("$1")}, {edit("$e1", "one"), edit("$e2", "two")}));
    f.ingest(batch({}, {deleted("$e2")}));
    CHECK(shown(f) == "one 1 0 1");
    CHECK(f.column("SELECT count(*) FROM item_version WHERE text = 'two'").front() == "0");
    f.ingest(batch({}, {deleted("$e1")}));
    CHECK(shown(f) == "hello 0 0 1");
  }
  SUBCASE("not the one that is shown") {
    f.ingest(batch({message("$1")}, {edit("$e1", "one"), edit("$e2", "two")}));
    f.ingest(batch({}, {deleted("$e1")}));
    CHECK(shown(f) == "two 1 0 1");
    f.ingest(batch({}, {deleted("$e2")}));
    CHECK(shown(f) == "hello 0 0 1");
  }
  SUBCASE("while it waits for its item") {
    f.ingest(batch({}, {edit("$e1", "one")}));
    f.ingest(batch({}, {deleted("$e1")}));
    CHECK(f.number("SELECT count(*) FROM parked_relation") == 0);
    f.ingest(batch({message("$1")}, {}));
    CHECK(shown(f) == "hello 0 0 1");
  }
  SUBCASE("after it had waited for its item") {
    f.ingest(batch({}, {edit("$e1", "one")}));
    f.ingest(batch({message("$1")}, {}));
    CHECK(shown(f) == "one 1 0 1");
    f.ingest(batch({}, {deleted("$e1")}));
    CHECK(shown(f) == "hello 0 0 1");
  }
  SUBCASE("with the item itself nothing of any version is left") {
    f.ingest(batch({message("$1")}, {edit("$e1", "one")}));
    f.ingest(batch({}, {deleted("$1")}));
    CHECK(shown(f) == " 1 1 0");
    CHECK(f.number("SELECT count(*) FROM item_version WHERE text IS NOT NULL") == 0);
    f.ingest(batch({}, {deleted("$e1")}));
    CHECK(shown(f) == " 1 1 0");
  }
}

TEST_CASE("a redacted edit that is read again is not shown as a deleted item") {
  StoreFixture f;
  f.ingest(batch({message("$1"), message("$2")}, {edit("$e1", "one")}));
  // Emptied by the server, nothing says any more that it was an edit.
  RemoteItem empty = message("$e1", kAnn, kNow, "");
  empty.item.deleted = true;
  f.ingest(batch({message("$1"), message("$2"), empty, message("$3")}, {}));
  CHECK(f.order("!r") == "$1 $2 $3");
  CHECK(shown(f) == "hello 0 0 1");
  const auto before = f.dump();
  f.ingest(batch({message("$1"), message("$2"), empty, message("$3")}, {}));
  CHECK(f.dump() == before);
}

// Who reacted how to which item, what was taken back left out.
std::vector<std::string> reactions(StoreFixture& f) {
  return f.column(
      "SELECT target || ' ' || key || ' ' || sender || ' ' || mine FROM reaction"
      " WHERE NOT withdrawn ORDER BY 1");
}

TEST_CASE("reactions and what takes them back give the same in every order, however often") {
  std::vector<RelationChange> said = {
      relation(Kind::reaction, "$r1", "$1", kAnn, "+1"),
      relation(Kind::reaction, "$r2", "$1", kSelf, "+1"),
      relation(Kind::reaction, "$r3", "$1", kAnn, "heart"),
      relation(Kind::redaction, "$x3", "$r3", kAnn),
  };
  said[1].own = true;
  std::sort(said.begin(), said.end(),
            [](const auto& a, const auto& b) { return a.remote_id < b.remote_id; });
  const auto by_id = [](const RelationChange& a, const RelationChange& b) {
    return a.remote_id < b.remote_id;
  };
  do {
    StoreFixture f;
    f.ingest(batch({message("$0")}, {said[0], said[1]}));  // before their target is there
    f.ingest(batch({message("$1")}, {said[2], said[3]}));
    const std::vector<std::string> expected = {"$1 +1 @ann:example.org 0",
                                               "$1 +1 @me:example.org 1"};
    CHECK(reactions(f) == expected);
    for (const RelationChange& again : said) f.ingest(batch({}, {again}));
    CHECK(reactions(f) == expected);
    CHECK(f.column("SELECT key || sender FROM reaction WHERE withdrawn") ==
          std::vector<std::string>{""});
  } while (std::next_permutation(said.begin(), said.end(), by_id));
}

TEST_CASE("a reaction touches its conversation, moves nothing and counts as nothing") {
  StoreFixture f;
  f.ingest(batch({message("$1", kAnn, kNow - 9000)}, {}));
  const auto before = f.rows("SELECT activity_ms, unread, title FROM conversation", 3);
  const store::Touched touched =
      f.ingest(batch({}, {relation(Kind::reaction, "$r1", "$1", kAnn, "+1")}));
  CHECK(touched.conversations.size() == 1);
  CHECK(f.rows("SELECT activity_ms, unread, title FROM conversation", 3) == before);
  CHECK(f.ingest(batch({}, {relation(Kind::reaction, "$r1", "$1", kAnn, "+1")}))
            .conversations.empty());
}

}  // namespace
}  // namespace ix::testing
