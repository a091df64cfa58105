// SPDX-License-Identifier: Apache-2.0
// What the user does to messages: shown at once, under what the backend says meanwhile.
#include "store_fixture.h"

namespace ix::testing {
namespace {

using Kind = RelationChange::Kind;
constexpr const char* kAnn = "@ann:example.org";

class Changes : public StoreFixture {
 public:
  Changes() {
    ingest(changes("!r", {message("$1"), message("$2", kSelf, kNow - 500, "at noon")},
                   internal_route(kAnn)));
  }

  ItemId id_of(const std::string& remote_id) {
    return ItemId{number("SELECT id FROM item WHERE remote_id = '" + remote_id + "'")};
  }
  ErrorCode edit(ItemId item, const std::string& text) {
    return code_of(store().edit_item(item, text, limits));
  }
  ErrorCode erase(ItemId item) { return code_of(store().delete_item(item, limits)); }
  ErrorCode react(ItemId item, const std::string& key, bool on = true) {
    return code_of(store().react_to_item(item, key, on, limits));
  }
  ItemId send(const std::string& words) {
    store::Touched touched;
    return take(store().send(route_of("!r"), text(words), touched));
  }
  // What is first of the lanes, the oldest.
  OutboxEntry next() {
    const auto heads = take(store().lane_heads());
    REQUIRE_FALSE(heads.empty());
    return heads.front();
  }
  OutboxEntry only() {
    const auto all = take(store().outbox_entries());
    REQUIRE(all.size() == 1);
    return all.front();
  }
  void begin(OutboxId entry) { take(store().begin_attempt(entry, "p", 1)); }
  void refuse(OutboxId entry) {
    take(store().attempt_failed(entry, Error(ErrorCode::REFUSED), OutboxState::failed, 0));
  }
  void lose(OutboxId entry) {
    take(store().attempt_failed(entry, Error(ErrorCode::TIMEOUT), OutboxState::queued, kNow + 1));
  }
  std::string shown(ItemId item) {
    const auto found = store().item(item);
    if (!found.ok()) return "-";
    return found->text + (found->edited ? " (edited)" : "") + (found->deleted ? " [deleted]" : "");
  }
  int64_t hits(const std::string& word) {
    return number("SELECT count(*) FROM item_search WHERE item_search MATCH '" + word + "'");
  }
  void sound() {
    for (const Finding& one : take(store().check())) {
      const std::string what = std::string(store_check_name(one.check)) + " " + one.first;
      FAIL_CHECK(what);
    }
  }

  store::ChangeLimits limits;
};

TEST_CASE_FIXTURE(Changes, "an edit is shown at once and stays, whatever the backend tells meanwhile") {
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
    CHECK(column("SELECT remote_id FROM item_version ORDER BY ord DESC, seq DESC").front() == "$a2");
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

TEST_CASE_FIXTURE(Changes, "reactions there and back again") {
  const ItemId item = id_of("$1");
  CHECK(react(item, "+1") == ErrorCode::OK);
  CHECK(react(item, "+1") == ErrorCode::OK);
  const OutboxEntry entry = only();
  CHECK(entry.op == OutboxOp::react);
  CHECK(entry.text == "+1");
  SUBCASE("before it left") {
    react(item, "+1", false);
    CHECK(take(store().outbox_entries()).empty());
    react(item, "+1", false);
    CHECK(take(store().outbox_entries()).empty());
  }
  SUBCASE("after it may have left") {
    begin(entry.id);
    react(item, "+1", false);
    CHECK(take(store().outbox_entries()).size() == 2);
    react(item, "+1");
    CHECK(only().id == entry.id);
    react(item, "+1", false);
    take(store().attempt_accepted(entry.id, "$r"));
    CHECK(take(store().leaving(only().id)).gone == std::vector<std::string>{"$r"});
    begin(only().id);
    take(store().attempt_accepted(only().id, {}));
    CHECK(number("SELECT count(*) FROM reaction WHERE NOT withdrawn") == 0);
    // Its echo, late.
    RouteChanges said = changes("!r", {});
    said.relations = {relation(Kind::reaction, "$r", "$1", kSelf, "+1")};
    said.relations.front().own = true;
    ingest(said);
    CHECK(number("SELECT count(*) FROM reaction WHERE NOT withdrawn") == 0);
  }
  SUBCASE("its echo, or that of another device") {
    react(item, "heart");
    RouteChanges said = changes("!r", {});
    said.relations = {relation(Kind::reaction, "$r", "$1", kSelf, "+1")};
    said.relations.front().own = true;
    ingest(said);
    CHECK(only().text == "heart");
    react(item, "+1", false);
    const auto all = take(store().outbox_entries());
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all.back().wanted);
    // Another device took it back.
    said.relations = {relation(Kind::redaction, "$x", "$r", kSelf)};
    ingest(said);
    CHECK(only().text == "heart");
  }
  SUBCASE("refused, and asked for again") {
    begin(entry.id);
    refuse(entry.id);
    react(item, "+1");
    CHECK(only().state == OutboxState::queued);
  }
  sound();
}

TEST_CASE_FIXTURE(Changes, "what cannot be done is refused and leaves nothing") {
  const auto nothing = [&](ErrorCode code) {
    CHECK(take(store().outbox_entries()).empty());
    return code;
  };
  CHECK(nothing(edit(ItemId{99}, "x")) == ErrorCode::NOT_FOUND);
  CHECK(nothing(edit(id_of("$1"), "x")) == ErrorCode::CANNOT_SEND);
  CHECK(nothing(edit(id_of("$2"), " ")) == ErrorCode::TEXT_EMPTY);
  CHECK(nothing(edit(id_of("$2"), "a\xC3")) == ErrorCode::INVALID_UTF8);
  CHECK(nothing(edit(id_of("$2"), std::string(30'000, 'x'))) == ErrorCode::TEXT_TOO_LARGE);
  CHECK(nothing(edit(id_of("$2"), "at noon")) == ErrorCode::OK);
  CHECK(nothing(react(id_of("$2"), "")) == ErrorCode::TEXT_EMPTY);
  CHECK(nothing(react(id_of("$2"), "a\nb")) == ErrorCode::INVALID_ARGUMENT);
  CHECK(nothing(react(id_of("$2"), std::string(201, 'x'))) == ErrorCode::TEXT_TOO_LARGE);
  CHECK(nothing(react(id_of("$2"), "\xC3")) == ErrorCode::INVALID_UTF8);

  RemoteItem call = message("$c");
  call.item.kind = ItemKind::call;
  call.item.call = Call{};
  RemoteItem notice = message("$n");
  notice.item.kind = ItemKind::notice;
  notice.item.notice = NoticeKind::joined;
  RemoteItem picture = message("$p", kSelf);
  picture.item.attachments = {{AttachmentKind::image, "a.jpg", "image/jpeg", "mxc://a/c"}};
  ingest(changes("!r", {call, notice, picture}));
  CHECK(nothing(edit(id_of("$c"), "x")) == ErrorCode::NOT_SUPPORTED);
  CHECK(nothing(edit(id_of("$p"), "x")) == ErrorCode::NOT_SUPPORTED);
  CHECK(nothing(erase(id_of("$n"))) == ErrorCode::NOT_SUPPORTED);
  CHECK(nothing(react(id_of("$n"), "+1")) == ErrorCode::NOT_SUPPORTED);

  ingest(changes("!s", {message("$t", kSelf)}, sms_route("+15145550101")));
  CHECK(nothing(edit(id_of("$t"), "x")) == ErrorCode::NOT_SUPPORTED);
  CHECK(nothing(react(id_of("$t"), "+1")) == ErrorCode::NOT_SUPPORTED);
  limits.able.chat = {false, false, false};
  CHECK(nothing(edit(id_of("$2"), "x")) == ErrorCode::NOT_SUPPORTED);
  CHECK(nothing(erase(id_of("$1"))) == ErrorCode::NOT_SUPPORTED);
  CHECK(nothing(react(id_of("$1"), "+1")) == ErrorCode::NOT_SUPPORTED);
  limits = {};

  RouteChanges gone = limited("!r", {}, "t");
  gone.relations = {relation(Kind::redaction, "$x", "$2", kSelf)};
  ingest(gone);
  CHECK(nothing(edit(id_of("$2"), "x")) == ErrorCode::NOT_FOUND);
  CHECK(nothing(react(id_of("$2"), "+1")) == ErrorCode::NOT_FOUND);
  CHECK(nothing(erase(id_of("$2"))) == ErrorCode::OK);
  CHECK(nothing(erase(gaps().front())) == ErrorCode::NOT_SUPPORTED);

  RouteChange left = internal_route(kAnn);
  left.state = RouteState::left;
  ingest(changes("!r", {}, left));
  CHECK(nothing(erase(id_of("$1"))) == ErrorCode::CANNOT_SEND);
  CHECK(nothing(react(id_of("$1"), "+1")) == ErrorCode::CANNOT_SEND);
}

TEST_CASE_FIXTURE(Changes, "what is done to items has lanes of its own") {
  send("one");
  refuse(next().id);
  send("two");
  react(id_of("$1"), "+1");
  edit(id_of("$2"), "at one");
  const auto heads = take(store().lane_heads());
  REQUIRE(heads.size() == 3);
  CHECK(heads[0].state == OutboxState::failed);
  CHECK(heads[1].op == OutboxOp::react);
  CHECK(heads[2].op == OutboxOp::edit);
  // A message behind them waits for messages only.
  ingest(changes("!q", {message("$9")}, internal_route("@bob:example.org")));
  react(id_of("$9"), "+1");
  store::Touched touched;
  take(store().send(route_of("!q"), text("three"), touched));
  CHECK(take(store().outbox_entries()).back().waiting_for == WaitingFor::nothing);
  sound();
}

TEST_CASE_FIXTURE(Changes, "the doctor finds what does not fit, and mends it") {
  const ItemId mine = id_of("$2");
  edit(mine, "at one");
  react(id_of("$1"), "+1");
  sound();
  const auto broken = [&](const std::string& sql) {
    write(sql);
    const auto findings = take(store().check());
    CHECK(has_finding(findings, StoreCheck::outbox));
    store::Touched touched;
    for (const Finding& one : take(store().repair(touched))) CHECK(one.repaired);
    sound();
  };
  SUBCASE("the row shows something else") {
    broken("UPDATE item SET text = 'x' WHERE remote_id = '$2'");
    CHECK(shown(mine) == "at one (edited)");
  }
  SUBCASE("the entry is gone") {
    broken("DELETE FROM outbox WHERE op = 2");
    CHECK(shown(mine) == "at noon");
  }
  SUBCASE("the entry names another item") {
    broken("UPDATE outbox SET target = '$9' WHERE op = 2");
    CHECK(take(store().outbox_entries()).front().target == "$2");
  }
  SUBCASE("the entry has lost its item") {
    broken("UPDATE outbox SET item = 0");
    CHECK(shown(mine) == "at one (edited)");
  }
}

TEST_CASE_FIXTURE(Changes, "what is done to messages moves with an upgraded room") {
  RouteChanges next = limited("!new", {message("$5"), message("$6", kSelf)}, "t5");
  next.route = channel_route("General");
  ingest(next);
  RouteChanges said = changes("!new", {});
  said.relations = {relation(Kind::edit, "$e", "$6", kSelf, "before")};
  ingest(said);
  edit(id_of("$6"), "after");
  RouteChange known = channel_route("General");
  known.replaces = "!r";
  ingest(changes("!new", {}, known));
  CHECK(only().route == route_of("!new"));
  CHECK(shown(id_of("$6")) == "after (edited)");
  // An edit of before the upgrade is older than the one that is under it.
  HistoryPage old = page("t5", {message("$4")}, "");
  old.relations = {relation(Kind::edit, "$d", "$6", kSelf, "older")};
  take(store().fill_gap(gaps().front(), old));
  take(store().discard(only().id));
  CHECK(shown(id_of("$6")) == "before (edited)");
  sound();
}

TEST_CASE_FIXTURE(Changes, "what is done to a message that was lost here waits for it") {
  edit(id_of("$2"), "at one");
  react(id_of("$1"), "+1");
  write("UPDATE outbox SET item = 0; DELETE FROM item WHERE remote_id IN ('$1', '$2');"
        "UPDATE route SET head_ord = 0, last_item = 0, unread = 0");
  CHECK(take(store().lane_heads()).size() == 2);  // it may leave without
  ingest(changes("!r", {message("$1"), message("$2", kSelf, kNow - 500, "at noon")}));
  CHECK(shown(id_of("$2")) == "at one (edited)");
  CHECK(number("SELECT count(*) FROM outbox WHERE item = 0") == 0);
  sound();
}

TEST_CASE_FIXTURE(Changes, "erasing a contact asks about what is done to its messages, too") {
  store::Touched touched;
  Contact ann;
  ann.source = "host";
  ann.source_id = "1";
  ann.name = "Ann";
  ann.users = {kAnn};
  const ContactId id = take(store().put_contact(ann, touched));
  edit(id_of("$2"), "at one");
  CHECK(code_of(store().erase_contact(id, false)) == ErrorCode::UNSENT_ITEMS);
  SUBCASE("forced") {
    CHECK(code_of(store().erase_contact(id, true)) == ErrorCode::OK);
  }
  SUBCASE("refused before") {
    refuse(only().id);
    CHECK(code_of(store().erase_contact(id, false)) == ErrorCode::OK);
  }
  CHECK(take(store().outbox_entries()).empty());
  CHECK(number("SELECT count(*) FROM item_truth") == 0);
  sound();
}

TEST_CASE_FIXTURE(Changes, "pruning keeps what something is done to") {
  edit(id_of("$2"), "at one");
  std::vector<RemoteItem> more;
  for (int i = 10; i < 30; ++i) more.push_back(message("$" + std::to_string(i)));
  RouteChanges read = changes("!r", more);
  read.own_read = "$29";
  ingest(read);
  Retention rules;
  rules.max_route_items = 5;
  prune(rules);
  CHECK(shown(id_of("$2")) == "at one (edited)");
  CHECK(number("SELECT count(*) FROM item WHERE remote_id = '$1'") == 0);
  sound();
}

}  // namespace
}  // namespace ix::testing
