// SPDX-License-Identifier: Apache-2.0
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";
constexpr const char* kNumber = "+15145550101";

ItemId send(StoreFixture& f, RouteId conversation, const store::NewMessage& message) {
  store::Touched touched;
  const ItemId id = take(f->send(conversation, message, touched));
  CHECK(touched.outbox);
  CHECK(touched.conversations.size() == 1);
  return id;
}

ErrorCode refusal(StoreFixture& f, RouteId conversation, const store::NewMessage& message) {
  store::Touched touched;
  const ErrorCode code = code_of(f->send(conversation, message, touched));
  CHECK(f.number("SELECT count(*) FROM outbox") == 0);
  CHECK(f.number("SELECT count(*) FROM item WHERE ord IS NULL") == 0);
  return code;
}

TEST_CASE("what cannot be sent is refused and leaves nothing") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
  const RouteId r = f.route_of("!r");
  CHECK(refusal(f, r, text("")) == ErrorCode::TEXT_EMPTY);
  CHECK(refusal(f, r, text(" \n\t\xC2\xA0\xE3\x80\x80\xE2\x80\x8B")) == ErrorCode::TEXT_EMPTY);
  CHECK(refusal(f, r, text("a\xC3")) == ErrorCode::INVALID_UTF8);
  CHECK(refusal(f, RouteId{77}, text("a")) == ErrorCode::NOT_FOUND);
  store::NewMessage large = text("\"\"\"\"\"\"\"\"\"\"");
  large.max_content_bytes = 25;  // each quote takes two bytes on the wire
  CHECK(refusal(f, r, large) == ErrorCode::TEXT_TOO_LARGE);
  store::NewMessage elsewhere = text("a");
  elsewhere.via = RouteId{9};
  CHECK(refusal(f, r, elsewhere) == ErrorCode::NOT_FOUND);
  store::NewMessage reply = text("a");
  reply.reply_to = ItemId{99};
  CHECK(refusal(f, r, reply) == ErrorCode::NOT_FOUND);

  RouteChange change = internal_route(kAnn);
  const auto reason = [&](const char* why, RouteState state) {
    change.can_send = false;
    change.cannot_send_reason = why;
    change.state = state;
    f.ingest(changes("!r", {}, change));
    return refusal(f, r, text("a"));
  };
  CHECK(reason("encrypted", RouteState::joined) == ErrorCode::ENCRYPTED);
  CHECK(reason("no_permission", RouteState::joined) == ErrorCode::CANNOT_SEND);
  CHECK(reason("", RouteState::left) == ErrorCode::CANNOT_SEND);
  CHECK(f.column("SELECT cannot_send_reason FROM route") == std::vector<std::string>{"left"});
  CHECK(f.number("SELECT can_send FROM conversation") == 0);
}

TEST_CASE("a send is in the thread at once, newest, and survives the process") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1", kAnn, kNow - 5000)}, internal_route(kAnn)));
  const RouteId r = f.route_of("!r");
  store::NewMessage reply = text("  hello  ");
  reply.reply_to = ItemId{1};
  const ItemId id = send(f, r, reply);
  f.open();
  const Item item = take(f->item(id));
  CHECK(item.state == ItemState::queued);
  CHECK(item.text == "  hello  ");
  CHECK(item.sender == kSelf);
  CHECK(item.reply_to == "$1");
  CHECK(item.direction == Direction::out);
  CHECK(f.number("SELECT preview_item FROM conversation") == id.value);
  CHECK(f.number("SELECT activity_ms FROM conversation") == kNow);
  const OutboxEntry entry = take(f->outbox_entries()).front();
  CHECK(entry.key == item.key);
  CHECK(entry.key.size() == 36);
  CHECK(entry.attempts == 0);
  CHECK(take(f->unsent_count()) == 1);
}

TEST_CASE("the default route is the one the peer wrote on last") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1", kAnn, kNow - 9000)}, internal_route(kAnn)));
  f.ingest(changes("!s", {message("$2", kAnn, kNow - 5000)}, sms_route(kNumber)));
  store::Touched touched;
  Contact both;
  both.source = "host";
  both.source_id = "1";
  both.name = "Ann";
  both.numbers = {kNumber};
  both.users = {kAnn};
  take(f->put_contact(both, touched));
  const RouteId internal = f.route_of("!r");
  const RouteId sms = f.route_of("!s");
  CHECK(take(f->item(send(f, internal, text("a")))).route == sms);
  f.ingest(changes("!r", {message("$3", kAnn, kNow - 100)}));
  CHECK(take(f->item(send(f, sms, text("b")))).route == internal);
  store::NewMessage via = text("c");
  via.via = sms;
  CHECK(take(f->item(send(f, internal, via))).route == sms);
  via.reply_to = ItemId{1};  // stands on the other route
  CHECK(code_of(f->send(internal, via, touched)) == ErrorCode::INVALID_ARGUMENT);
}

TEST_CASE("the way of an entry: attempt, failure, retry, acceptance") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
  const RouteId r = f.route_of("!r");
  const ItemId first = send(f, r, text("one"));
  send(f, r, text("two"));
  const OutboxId id = take(f->lane_heads()).front().id;
  CHECK(take(f->lane_heads()).size() == 1);

  take(f->begin_attempt(id, "p1", 4));
  OutboxEntry entry = take(f->outbox_entry(id));
  CHECK(entry.state == OutboxState::sending);
  CHECK(entry.attempts == 1);
  CHECK(entry.attempt_process == "p1");
  CHECK(entry.attempt_session == 4);
  CHECK(entry.attempt_head_ord == 1);
  CHECK(entry.first_attempt_ms == kNow);
  CHECK(take(f->item(first)).state == ItemState::sending);
  CHECK(code_of(f->discard(id)) == ErrorCode::CANNOT_SEND);

  f.ingest(changes("!r", {message("$2")}));
  f.clock.now += 1000;
  take(f->attempt_failed(id, Error(ErrorCode::TIMEOUT), OutboxState::queued, kNow + 5000));
  entry = take(f->outbox_entry(id));
  CHECK(entry.next_try_ms == kNow + 5000);
  CHECK(entry.waiting_for == WaitingFor::time);
  CHECK(take(f->item(first)).state == ItemState::queued);
  take(f->begin_attempt(id, "p1", 4));
  CHECK(take(f->outbox_entry(id)).attempt_head_ord == 1);  // of the first attempt
  CHECK(take(f->outbox_entry(id)).first_attempt_ms == kNow);

  take(f->attempt_failed(id, Error(ErrorCode::REFUSED), OutboxState::failed, 0));
  CHECK(take(f->item(first)).state == ItemState::failed);
  CHECK(take(f->item(first)).failure->code == ErrorCode::REFUSED);
  // What failed stays the first of its lane: nothing behind it leaves before it.
  CHECK(take(f->lane_heads()).size() == 1);
  CHECK(take(f->lane_heads()).front().id == id);
  CHECK(take(f->outbox_entries()).back().waiting_for == WaitingFor::earlier);
  take(f->retry(id));
  CHECK(take(f->item(first)).state == ItemState::queued);
  CHECK_FALSE(take(f->item(first)).failure.has_value());
  take(f->set_waiting(id, WaitingFor::network));
  CHECK(take(f->outbox_entry(id)).waiting_for == WaitingFor::network);
  take(f->begin_attempt(id, "p1", 4));
  take(f->attempt_accepted(id, "$9"));
  CHECK(take(f->item(first)).state == ItemState::accepted);
  CHECK(code_of(f->outbox_entry(id)) == ErrorCode::NOT_FOUND);
  CHECK(code_of(f->retry(id)) == ErrorCode::NOT_FOUND);
  CHECK(code_of(f->begin_attempt(id, "p1", 4)) == ErrorCode::NOT_FOUND);
  CHECK(take(f->outbox_entries()).size() == 1);
}

TEST_CASE("a discarded item is gone, and the one before it is the newest again") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
  const ItemId id = send(f, f.route_of("!r"), text("one"));
  take(f->discard(take(f->lane_heads()).front().id));
  CHECK(code_of(f->item(id)) == ErrorCode::NOT_FOUND);
  CHECK(f.number("SELECT preview_item FROM conversation") == 1);
  CHECK(take(f->outbox_entries()).empty());
}

TEST_CASE("what a process that ended was sending is queued again, with its attempt remembered") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
  const ItemId item = send(f, f.route_of("!r"), text("one"));
  const OutboxId id = take(f->lane_heads()).front().id;
  take(f->begin_attempt(id, "old", 1));
  CHECK_FALSE(take(f->recover_outbox("old")).outbox);
  CHECK(take(f->outbox_entry(id)).state == OutboxState::sending);
  f.open();
  CHECK(take(f->recover_outbox("new")).outbox);
  const OutboxEntry entry = take(f->outbox_entry(id));
  CHECK(entry.state == OutboxState::queued);
  CHECK(entry.attempts == 1);
  CHECK(entry.attempt_process == "old");
  CHECK(take(f->item(item)).state == ItemState::queued);
}

TEST_CASE("without client keys an attempt's echo is told by its text, above the head, unclaimed") {
  StoreFixture f;
  f.ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
  f.ingest(changes("!r", {echo("$2", "", "yes")}));  // before the attempt
  send(f, f.route_of("!r"), text("yes"));
  send(f, f.route_of("!r"), text("yes"));
  const OutboxId first = take(f->lane_heads()).front().id;
  take(f->begin_attempt(first, "p", 1));
  take(f->attempt_failed(first, Error(ErrorCode::UNKNOWN_OUTCOME), OutboxState::failed, 0));
  CHECK_FALSE(take(f->unclaimed_echo(first)).has_value());
  f.ingest(changes("!r", {echo("$3", "", "no"), echo("$4", "", "yes")}));
  CHECK(take(f->unclaimed_echo(first)) == "$4");
  take(f->attempt_accepted(first, "$4"));
  const OutboxId second = take(f->lane_heads()).front().id;
  take(f->begin_attempt(second, "p", 1));
  CHECK_FALSE(take(f->unclaimed_echo(second)).has_value());
  // The user decides: what was tried before is no longer asked for.
  take(f->attempt_failed(second, Error(ErrorCode::UNKNOWN_OUTCOME), OutboxState::failed, 0));
  take(f->retry(second));
  CHECK(take(f->outbox_entry(second)).attempts == 0);
}

TEST_CASE("an attempt on a route with nothing stored: every gap may hold its echo") {
  StoreFixture f;
  f.ingest(changes("!r", {}, internal_route(kAnn)));
  send(f, f.route_of("!r"), text("one"));
  const OutboxId id = take(f->lane_heads()).front().id;
  take(f->begin_attempt(id, "p", 1));
  f.ingest(limited("!r", {message("$40")}, "t40"));
  const int64_t head = take(f->outbox_entry(id)).attempt_head_ord;
  CHECK(take(f->gap_above(f.route_of("!r"), head)).has_value());
}

TEST_CASE("a new conversation waits for its first message, and is found again") {
  StoreFixture f;
  store::Touched touched;
  store::Recipient to;
  to.number = kNumber;
  const ConversationId id = take(f->open_conversation(to, touched));
  CHECK(take(f->open_conversation(to, touched)) == id);
  CHECK(f.column("SELECT title FROM conversation") == std::vector<std::string>{kNumber});
  CHECK(f.number("SELECT can_send FROM conversation") == 1);
  CHECK(code_of(f->open_conversation({}, touched)) == ErrorCode::INVALID_ARGUMENT);
  to = {};
  to.contact = ContactId{5};
  CHECK(code_of(f->open_conversation(to, touched)) == ErrorCode::NOT_FOUND);
  Contact empty;
  empty.source = "host";
  empty.source_id = "1";
  empty.name = "Nobody";
  to.contact = take(f->put_contact(empty, touched));
  CHECK(code_of(f->open_conversation(to, touched)) == ErrorCode::CANNOT_SEND);
  to = {};
  to.user = kAnn;
  CHECK(take(f->open_conversation(to, touched)) != id);
}

TEST_CASE("a pending route gets its room") {
  StoreFixture f;
  store::Touched touched;
  store::Recipient to;
  to.user = kAnn;
  const ConversationId id = take(f->open_conversation(to, touched));
  const ItemId item = send(f, id, text("one"));
  const OutboxId entry = take(f->lane_heads()).front().id;
  const std::string key = take(f->begin_create(id, entry, "p", 1));
  CHECK(take(f->outbox_entry(entry)).attempts == 1);
  CHECK(take(f->begin_create(id, entry, "p", 1)) == key);
  const RouteId own = id;
  SUBCASE("by the reply") {
    CHECK(take(f->route_opened(id, "!new")).outbox);
  }
  SUBCASE("by a sync that was faster, told by the key") {
    RouteChange room = channel_route("");  // not yet listed as direct
    room.create_key = key;
    f.ingest(changes("!new", {}, room));
    take(f->route_opened(id, "!new"));
  }
  SUBCASE("a room that another device made is adopted") {
    f.ingest(changes("!new", {}, internal_route(kAnn)));
    CHECK(take(f->route_opened(id, "!our own")).conversations.empty());
    RouteChanges older = changes("!new", {message("$2")});
    older.gap_token = "t2";
    f.ingest(older);
    CHECK(f.order("!new") == "- $2");
  }
  SUBCASE("an invitation is adopted once it is accepted") {
    RouteChange room = internal_route(kAnn);
    room.state = RouteState::invited;
    f.ingest(changes("!new", {}, room));
    CHECK(take(f->route(own)).state == RouteState::pending);
    room.state = RouteState::joined;
    f.ingest(changes("!new", {}, room));
  }
  SUBCASE("the room is stored as another route: what waits leaves by that one") {
    f.ingest(changes("!new", {message("$1")}, channel_route("unclear")));
    take(f->route_opened(id, "!new"));
    CHECK(f.number("SELECT count(*) FROM conversation") == 1);
  }
  const Route route = take(f->route(take(f->item(item)).route));
  CHECK(route.remote_id == "!new");
  CHECK(route.state == RouteState::joined);
  CHECK(take(f->route(own)).remote_id == "!new");
  const OutboxEntry waiting = take(f->outbox_entry(entry));
  CHECK(waiting.route == route.id);
  CHECK(waiting.state == OutboxState::queued);
  CHECK(waiting.attempts == 0);
  CHECK(take(f->item(item)).state == ItemState::queued);
  // The id that was handed out keeps meaning the conversation that is shown.
  const ConversationId now = take(f->resolve_conversation(id));
  CHECK(f.number("SELECT count(*) FROM conversation WHERE id = " + std::to_string(now.value)) == 1);
  CHECK(route.conversation == now);
  f.ingest(changes("!new", {echo("$5", take(f->item(item)).key)}));
  CHECK(take(f->outbox_entries()).empty());
  CHECK(f.number("SELECT preview_item FROM conversation WHERE id = " + std::to_string(now.value)) ==
        item.value);
}

TEST_CASE("an upgraded room is the same route") {
  StoreFixture f;
  f.ingest(changes("!old", {message("$1"), message("$2")}, channel_route("General")));
  RouteChange change = channel_route("General");
  change.replaces = "!old";
  RouteChanges next = changes("!new", {message("$3")}, change);
  next.from_start = true;
  f.ingest(next);
  // What the old room still says is of the same thread, but no longer describes it.
  RouteChange left = channel_route("Old");
  left.state = RouteState::left;
  f.ingest(changes("!old", {message("$4")}, left));
  CHECK(f.order("!new") == "$1 $2 $3 $4");
  CHECK(f.number("SELECT count(*) FROM route") == 1);
  CHECK(f.column("SELECT title FROM conversation") == std::vector<std::string>{"General"});
  CHECK(f.number("SELECT can_send FROM conversation") == 1);
  f.ingest(limited("!new", {message("$9")}, "t9"));
  CHECK(take(f->gap(f.gaps().front())).remote_route == "!new");
}

TEST_CASE("an upgraded room that was a conversation of its own moves into the old one") {
  StoreFixture f;
  f.ingest(changes("!old", {message("$1"), message("$2")}, channel_route("General")));
  RouteChanges next = limited("!new", {message("$5"), message("$6")}, "t5");
  next.route = channel_route("General");
  f.ingest(next);
  const ConversationId old = f.route_of("!old");
  const ConversationId heir = f.route_of("!new");
  store::Touched touched;
  const ItemId waiting = take(f->send(heir, text("wait"), touched));
  f.write("UPDATE route SET draft = 'half a', draft_ms = 5, pinned = 1 WHERE id = " +
          std::to_string(heir.value));
  // Read up to $5: one item is unread.
  RouteChanges read = changes("!new", {});
  read.own_read = "$5";
  f.ingest(read);
  RouteChanges parked = changes("!new", {});
  RelationChange edit;
  edit.remote_id = "$e";
  edit.target = "$4";
  edit.sender = kAnn;
  edit.text = "edited";
  parked.relations.push_back(edit);
  f.ingest(parked);

  // The tombstone's word: the new room is told again, as the old one's heir.
  RouteChange known = channel_route("General");
  known.replaces = "!old";
  const store::Touched told = f.ingest(changes("!new", {}, known));
  REQUIRE(told.replaced.size() == 1);
  CHECK(told.replaced.front().from == heir);
  CHECK(told.replaced.front().to == old);
  CHECK(f.order("!new") == "$1 $2 - $5 $6");
  CHECK(f.column("SELECT id || title || draft || pinned || unread || can_send FROM conversation") ==
        std::vector<std::string>{std::to_string(old.value) + "Generalhalf a111"});
  CHECK(take(f->resolve_conversation(heir)) == old);
  CHECK(take(f->lane_heads()).front().route == old);
  CHECK(take(f->item(waiting)).route == old);
  CHECK(take(f->route(old)).remote_id == "!new");
  // History goes on between the two rooms, where the new one began, and finds what was parked.
  f.ingest(changes("!new", {message("$7")}));
  take(f->fill_gap(f.gaps().front(), page("t5", {message("$4", kAnn), message("$3")}, "")));
  CHECK(f.order("!new") == "$1 $2 $3 $4 $5 $6 $7");
  CHECK(f.column("SELECT text FROM item WHERE remote_id = '$4'").front() == "edited");
  // Sorted as one, also over the seam.
  CHECK(f.column("SELECT remote_id FROM item WHERE ord IS NOT NULL ORDER BY sort_key, ord") ==
        f.column("SELECT remote_id FROM item WHERE ord IS NOT NULL ORDER BY ord"));
  // Said again, nothing changes; what the old room still says comes to the same thread.
  const auto before = f.dump();
  f.ingest(changes("!new", {}, known));
  CHECK(f.dump() == before);
  f.ingest(changes("!old", {message("$8")}));
  CHECK(f.order("!new") == "$1 $2 $3 $4 $5 $6 $7 $8");
}

TEST_CASE("an invitation is answered once") {
  StoreFixture f;
  RouteChange room = internal_route(kAnn);
  room.state = RouteState::invited;
  room.is_direct_invite = true;
  room.inviter = kAnn;
  f.ingest(changes("!r", {}, room));
  CHECK(f.column("SELECT title || can_send FROM conversation") ==
        std::vector<std::string>{std::string(kAnn) + "0"});
  const RouteId id = take(f->unanswered_invites()).front().id;
  take(f->accept_invite(id));
  take(f->accept_invite(id));
  CHECK(take(f->unanswered_invites()).empty());
  const auto entries = take(f->outbox_entries());
  REQUIRE(entries.size() == 1);
  CHECK(entries.front().op == OutboxOp::accept_invite);
  CHECK(take(f->unsent_count()) == 0);
  SUBCASE("by us") {
    take(f->begin_attempt(entries.front().id, "p", 1));
    take(f->attempt_accepted(entries.front().id, {}));
    take(f->attempt_accepted(entries.front().id, {}));
  }
  SUBCASE("elsewhere") {
    room.state = RouteState::joined;
    f.ingest(changes("!r", {}, room));
  }
  CHECK(take(f->outbox_entries()).empty());
  CHECK(take(f->unanswered_invites()).empty());
  CHECK(f.number("SELECT can_send FROM conversation") == 1);
}

TEST_CASE("a folder belongs to one account") {
  StoreFixture f;
  Account account = take(f->account());
  CHECK(account.session_serial == 1);
  CHECK(account.session == SessionState::signed_in);
  f.ingest(ChangeSet{{}, {}, {}, "s5"});
  CHECK(take(f->account()).sync_token == "s5");
  take(f->set_session(SessionState::expired));
  account.numbers = {{kNumber, true, false}};
  take(f->signed_in(account));
  const Account again = take(f->account());
  CHECK(again.session_serial == 2);
  CHECK(again.sync_token == "s5");
  CHECK(again.numbers.size() == 1);
  done(f->drop_sync_token());
  CHECK(take(f->account()).sync_token.empty());
  account.user_id = "@other:example.org";
  CHECK(code_of(f->signed_in(account)) == ErrorCode::WRONG_ACCOUNT);
  CHECK(take(f->account()).user_id == kSelf);
}

}  // namespace
}  // namespace ix::testing
