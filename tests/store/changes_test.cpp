// SPDX-License-Identifier: Apache-2.0
// What the user does to messages: reactions, what is refused, and what holds for all of it.
#include "changes_fixture.h"

namespace ix::testing {
namespace {

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
  write(
      "UPDATE outbox SET item = 0; DELETE FROM item WHERE remote_id IN ('$1', '$2');"
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
