// SPDX-License-Identifier: Apache-2.0
// Edits of the user: shown at once, over what the backend says meanwhile.
#include "changes_fixture.h"

namespace ix::testing {
namespace {

TEST_CASE_FIXTURE(Changes,
                  "an edit is shown at once and stays, whatever the backend tells meanwhile") {
  const ItemId mine = id_of("$2");
  CHECK(edit(mine, "at one") == ErrorCode::OK);
  CHECK(shown(mine) == "at one (edited)");
  CHECK(hits("one") == 1);
  CHECK(hits("noon") == 0);
  open();
  CHECK(shown(mine) == "at one (edited)");
  const OutboxEntry entry = only();
  CHECK(entry.op == OutboxOp::edit);
  CHECK(entry.target == "$2");
  CHECK(entry.key.size() == 36);
  CHECK(take(store().unsent_count()) == 1);
  SUBCASE("the item once more, an edit of another device, a report") {
    RouteChanges news = changes("!r", {message("$2", kSelf, kNow - 500, "at noon")});
    news.relations = {relation(Kind::edit, "$e", "$2", kSelf, "at two"),
                      delivery("$d", "$2", ItemState::delivered)};
    ingest(news);
    CHECK(shown(mine) == "at one (edited)");
    CHECK(take(store().item(mine)).state == ItemState::delivered);
    sound();
    // Given up, the backend's word shows.
    take(store().discard(entry.id));
    CHECK(shown(mine) == "at two (edited)");
  }
  SUBCASE("it is taken") {
    begin(entry.id);
    CHECK(take(store().leaving(entry.id)).text == "at one");
    take(store().attempt_accepted(entry.id, "$e"));
    CHECK(take(store().outbox_entries()).empty());
    CHECK(shown(mine) == "at one (edited)");
    sound();
    RouteChanges echo = changes("!r", {});
    echo.relations = {relation(Kind::edit, "$e", "$2", kSelf, "at one")};
    ingest(echo);
    CHECK(shown(mine) == "at one (edited)");
    // What came after it counts, and taken back, the one before it shows.
    RouteChanges later = changes("!r", {});
    later.relations = {relation(Kind::edit, "$f", "$2", kSelf, "at two"),
                       relation(Kind::redaction, "$g", "$f", kSelf)};
    ingest(later);
    CHECK(shown(mine) == "at one (edited)");
  }
  SUBCASE("its echo is faster than the answer") {
    begin(entry.id);
    RouteChanges echo = changes("!r", {});
    echo.relations = {relation(Kind::edit, "$e", "$2", kSelf, "at one")};
    echo.relations.front().key = entry.key;
    CHECK(ingest(echo).outbox);
    CHECK(take(store().outbox_entries()).empty());
    take(store().attempt_accepted(entry.id, "$e"));
    CHECK(shown(mine) == "at one (edited)");
  }
  SUBCASE("it is refused, and tried again") {
    begin(entry.id);
    refuse(entry.id);
    CHECK(shown(mine) == "at noon");
    CHECK(hits("noon") == 1);
    CHECK(only().failure->code == ErrorCode::REFUSED);
    CHECK(take(store().lane_heads()).empty());
    CHECK(take(store().unsent_count()) == 0);
    sound();
    take(store().retry(entry.id));
    CHECK(shown(mine) == "at one (edited)");
    CHECK(next().id == entry.id);
  }
  SUBCASE("the message is deleted meanwhile") {
    RouteChanges gone = changes("!r", {});
    gone.relations = {relation(Kind::redaction, "$x", "$2", kAnn)};
    CHECK(ingest(gone).outbox);
    CHECK(shown(mine) == " [deleted]");
    CHECK(take(store().outbox_entries()).empty());
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "edits that were taken stand in the order of the stream") {
  const ItemId mine = id_of("$2");
  const auto told = [&](std::vector<std::pair<const char*, const char*>> edits) {
    RouteChanges said = changes("!r", {});
    for (const auto& [id, words] : edits) {
      said.relations.push_back(relation(Kind::edit, id, "$2", kSelf, words));
    }
    ingest(said);
  };
  edit(mine, "at one");
  take(store().attempt_accepted(only().id, "$e1"));
  SUBCASE("another device's edit came before it") {
    told({{"$z", "elsewhere"}, {"$e1", "at one"}});
    CHECK(shown(mine) == "at one (edited)");
    RouteChanges gone = changes("!r", {});
    gone.relations = {relation(Kind::redaction, "$x", "$e1", kSelf)};
    ingest(gone);
    CHECK(shown(mine) == "elsewhere (edited)");
  }
  SUBCASE("another one of one's own came after it") {
    told({{"$e1", "at one"}});
    edit(mine, "at two");
    take(store().attempt_accepted(only().id, "$a2"));
    told({{"$a2", "at two"}});
    CHECK(column("SELECT remote_id FROM item_version ORDER BY ord DESC, seq DESC").front() ==
          "$a2");
    CHECK(number("SELECT count(DISTINCT seq) FROM item_version") == 3);
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "of edits that have not left the last one counts") {
  const ItemId mine = id_of("$2");
  edit(mine, "at one");
  const OutboxEntry first = only();
  edit(mine, "at two");
  CHECK(only().id == first.id);
  CHECK(only().text == "at two");
  SUBCASE("as it was: nothing is to be said") {
    edit(mine, "at noon");
    CHECK(take(store().outbox_entries()).empty());
    CHECK(shown(mine) == "at noon");
  }
  SUBCASE("one that may have left goes first") {
    begin(first.id);
    edit(mine, "at three");
    const auto all = take(store().outbox_entries());
    REQUIRE(all.size() == 2);
    CHECK(all[0].text == "at two");
    CHECK(shown(mine) == "at three (edited)");
    lose(first.id);
    edit(mine, "at four");
    CHECK(take(store().outbox_entries()).size() == 2);
    CHECK(take(store().lane_heads()).size() == 1);
    CHECK(next().id == first.id);
    take(store().attempt_accepted(first.id, "$e"));
    CHECK(only().text == "at four");
    CHECK(shown(mine) == "at four (edited)");
    sound();
    refuse(only().id);
    CHECK(shown(mine) == "at two (edited)");
    // Another word stands in place of the one that was refused.
    edit(mine, "at five");
    CHECK(only().text == "at five");
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "a message that has not left is rewritten") {
  const ItemId item = send("secret");
  const OutboxId entry = only().id;
  CHECK(edit(item, "harmless") == ErrorCode::OK);
  CHECK(only().id == entry);
  CHECK(shown(item) == "harmless");
  CHECK(take(store().leaving(entry)).text == "harmless");
  SUBCASE("one that was refused leaves as it is now") {
    begin(entry);
    take(store().attempt_failed(entry, Error(ErrorCode::TEXT_TOO_LARGE), OutboxState::failed, 0));
    CHECK(edit(item, "short") == ErrorCode::OK);
    CHECK(only().state == OutboxState::queued);
    CHECK(take(store().item(item)).state == ItemState::queued);
    CHECK_FALSE(take(store().item(item)).failure.has_value());
  }
  SUBCASE("one that was told to wait did not arrive") {
    begin(entry);
    take(store().attempt_failed(entry, Error(ErrorCode::RATE_LIMITED), OutboxState::queued, kNow));
    edit(item, "short");
    CHECK(take(store().leaving(entry)).text == "short");
  }
  CHECK(take(store().outbox_entries()).size() == 1);
  CHECK(take(store().item(item)).edited == false);
  sound();
}

TEST_CASE_FIXTURE(Changes, "an edit of a message that may have left follows it") {
  const ItemId item = send("one");
  const OutboxId entry = only().id;
  begin(entry);
  edit(item, "two");
  CHECK(shown(item) == "two (edited)");
  const OutboxEntry follows = take(store().outbox_entries()).back();
  CHECK(follows.op == OutboxOp::edit);
  CHECK(follows.target.empty());
  CHECK(follows.waiting_for == WaitingFor::earlier);
  // It is sent again as it was: under one key there is one text.
  CHECK(take(store().leaving(entry)).text == "one");
  sound();
  SUBCASE("accepted, it may leave") {
    take(store().attempt_accepted(entry, "$5"));
    CHECK(only().target == "$5");
    CHECK(only().waiting_for == WaitingFor::nothing);
    CHECK(shown(item) == "two (edited)");
    ingest(changes("!r", {echo("$5", take(store().item(item)).key, "one")}));
    CHECK(shown(item) == "two (edited)");
    take(store().attempt_accepted(only().id, "$6"));
    CHECK(shown(item) == "two (edited)");
  }
  SUBCASE("the echo is first") {
    ingest(changes("!r", {echo("$5", take(store().item(item)).key, "one")}));
    CHECK(only().target == "$5");
    CHECK(shown(item) == "two (edited)");
    take(store().discard(only().id));
    CHECK(shown(item) == "one");
  }
  SUBCASE("it did not arrive, and leaves as it is now") {
    refuse(entry);
    CHECK(only().id == entry);
    CHECK(shown(item) == "two");
    take(store().retry(entry));
    CHECK(take(store().leaving(entry)).text == "two");
  }
  sound();
}

}  // namespace
}  // namespace ix::testing
