// SPDX-License-Identifier: Apache-2.0
// Deletions of the user, and what was discarded: shown at once, and back again when refused.
#include "changes_fixture.h"

namespace ix::testing {
namespace {

TEST_CASE_FIXTURE(Changes, "a deletion is shown at once, and a refusal brings everything back") {
  RemoteItem picture = message("$3", kAnn, kNow - 100, "our garden");
  picture.item.attachments = {{AttachmentKind::image, "garden.jpg", "image/jpeg", "mxc://a/b"}};
  ingest(changes("!r", {picture}));
  const ItemId item = id_of("$3");
  const auto files = rows("SELECT id, name FROM attachment", 2);
  REQUIRE(files.size() == 1);
  const int64_t unread = number("SELECT unread FROM conversation");
  CHECK(erase(item) == ErrorCode::OK);
  CHECK(shown(item) == " [deleted]");
  CHECK(hits("garden") == 0);
  CHECK(number("SELECT unread FROM conversation") == unread - 1);
  CHECK(rows("SELECT id, name FROM attachment", 2) == files);
  CHECK(erase(item) == ErrorCode::OK);
  const OutboxEntry entry = only();
  CHECK(entry.op == OutboxOp::remove);
  CHECK(take(store().leaving(entry.id)).gone == std::vector<std::string>{"$3"});
  // Read again, it stays away.
  ingest(changes("!r", {picture}));
  CHECK(shown(item) == " [deleted]");
  sound();
  begin(entry.id);
  SUBCASE("refused") {
    refuse(entry.id);
    CHECK(shown(item) == "our garden");
    CHECK(hits("garden") == 1);
    CHECK(number("SELECT unread FROM conversation") == unread);
    CHECK(rows("SELECT id, name FROM attachment", 2) == files);
  }
  SUBCASE("taken") {
    take(store().attempt_accepted(entry.id, {}));
    CHECK(shown(item) == " [deleted]");
    CHECK(number("SELECT count(*) FROM attachment") == 0);
    CHECK(number("SELECT count(*) FROM item_truth") == 0);
    CHECK(number("SELECT asked > done FROM forgetting") == 1);
  }
  SUBCASE("told") {
    RouteChanges said = changes("!r", {});
    said.relations = {relation(Kind::redaction, "$x", "$3", kSelf)};
    ingest(said);
    CHECK(take(store().outbox_entries()).empty());
    CHECK(number("SELECT count(*) FROM attachment") == 0);
    take(store().attempt_accepted(entry.id, {}));
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "a deleted message takes its edits along") {
  RouteChanges said = changes("!r", {});
  said.relations = {relation(Kind::edit, "$e", "$2", kSelf, "at one"),
                    relation(Kind::edit, "$f", "$2", kSelf, "at two")};
  ingest(said);
  const ItemId mine = id_of("$2");
  react(mine, "+1");
  edit(mine, "at three");
  erase(mine);
  const OutboxEntry entry = only();  // what had not left is not said any more
  CHECK(take(store().leaving(entry.id)).gone == (std::vector<std::string>{"$2", "$e", "$f"}));
  take(store().attempt_accepted(entry.id, {}));
  CHECK(number("SELECT count(*) FROM item_version WHERE text IS NOT NULL") == 0);
  sound();
}

TEST_CASE_FIXTURE(Changes, "a deleted message that has not left is dropped") {
  const ItemId item = send("one");
  send("two");
  CHECK(erase(item) == ErrorCode::OK);
  CHECK(shown(item) == "-");
  CHECK(only().waiting_for == WaitingFor::nothing);
  sound();
}

TEST_CASE_FIXTURE(Changes, "a deleted message that may have left is looked for") {
  const ItemId item = send("one");
  const OutboxId entry = only().id;
  begin(entry);
  edit(item, "two");
  CHECK(erase(item) == ErrorCode::OK);
  CHECK(shown(item) == " [deleted]");
  CHECK_FALSE(take(store().outbox_entry(entry)).wanted);
  CHECK(take(store().outbox_entries()).size() == 2);
  sound();
  SUBCASE("it did not arrive") {
    lose(entry);
    CHECK(take(store().outbox_entries()).size() == 2);
    take(store().did_not_leave(entry));
    CHECK(shown(item) == "-");
    CHECK(take(store().outbox_entries()).empty());
  }
  SUBCASE("the backend did not take it") {
    refuse(entry);
    CHECK(shown(item) == "-");
    CHECK(take(store().outbox_entries()).empty());
  }
  SUBCASE("it did, and is deleted there") {
    ingest(changes("!r", {echo("$5", take(store().item(item)).key, "one")}));
    CHECK(shown(item) == " [deleted]");
    CHECK(only().op == OutboxOp::remove);
    CHECK(only().target == "$5");
    take(store().attempt_accepted(only().id, {}));
    CHECK(shown(item) == " [deleted]");
  }
  SUBCASE("the user wants it after all") {
    lose(entry);
    take(store().discard(take(store().outbox_entries()).back().id));
    CHECK(take(store().outbox_entry(entry)).wanted);
    CHECK(shown(item) == "one");
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "a discarded message that may have left is shown where it did") {
  const ItemId item = send("one");
  const OutboxId entry = only().id;
  begin(entry);
  lose(entry);
  take(store().discard(entry));
  CHECK(shown(item) == " [deleted]");
  CHECK(only().waiting_for == WaitingFor::sync);
  CHECK(take(store().unsent_count()) == 0);
  sound();
  SUBCASE("it did") {
    ingest(changes("!r", {echo("$5", take(store().item(item)).key, "one")}));
    CHECK(shown(item) == "one");
    CHECK(take(store().outbox_entries()).empty());
  }
  SUBCASE("it did not") {
    take(store().did_not_leave(entry));
    CHECK(shown(item) == "-");
  }
  SUBCASE("it is to be sent after all") {
    take(store().retry(entry));
    CHECK(shown(item) == "one");
    take(store().did_not_leave(entry));
    CHECK(shown(item) == "one");
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "an echo that comes after the deletion was taken brings no text back") {
  const ItemId mine = send("secret words");
  begin(only().id);
  RemoteItem echo = message("$m", kSelf, kNow, "secret words");
  echo.item.key = only().key;
  take(store().attempt_accepted(only().id, "$m"));
  REQUIRE(erase(mine) == ErrorCode::OK);
  begin(only().id);
  take(store().attempt_accepted(only().id, {}));
  ingest(changes("!r", {echo}));
  CHECK(shown(mine) == " [deleted]");
  CHECK(hits("secret") == 0);
  sound();
}

}  // namespace
}  // namespace ix::testing
