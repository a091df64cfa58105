// SPDX-License-Identifier: Apache-2.0
// Messages that can leave at once: their first attempt is noted in the commit that keeps them.
#include "changes_fixture.h"

namespace ix::testing {
namespace {

struct Sent {
  ItemId item;
  OutboxId begun;
};

store::NewMessage at_once(const std::string& words) {
  store::NewMessage message = text(words);
  message.attempter = {"p1", 4};
  return message;
}

class BegunFixture : public Changes {
 public:
  BegunFixture() : route(route_of("!r")) {}
  Sent send(RouteId conversation, const store::NewMessage& message) {
    store::Touched touched;
    const ItemId item = take(store().send(conversation, message, touched));
    return {item, touched.begun};
  }

  const RouteId route;
};

TEST_CASE("the attempt of a message that can leave at once is noted with it") {
  BegunFixture f;
  const Sent sent = f.send(f.route, at_once("one"));
  const OutboxEntry entry = take(f->lane_heads()).front();
  CHECK(sent.begun == entry.id);
  CHECK(entry.state == OutboxState::sending);
  CHECK(entry.attempts == 1);
  CHECK(entry.may_have_left());
  CHECK(entry.attempt_process == "p1");
  CHECK(entry.attempt_session == 4);
  CHECK(entry.attempt_head_ord == 2);
  CHECK(entry.first_attempt_ms == kNow);
  CHECK_FALSE(entry.answered);
  CHECK(take(f->item(sent.item)).state == ItemState::sending);
  const auto begun = take(f->begun(sent.begun));
  CHECK(begun.entry.id == entry.id);
  CHECK(begun.route.id == f.route);
  CHECK(begun.leaving.text == "one");

  // The process ends before it was made: nobody knows whether it left.
  f.open();
  CHECK(take(f->recover_outbox("p2")).outbox);
  CHECK(take(f->outbox_entry(entry.id)).may_have_left());
  CHECK(code_of(f->begun(entry.id)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("what has to wait is only queued, whoever could send it") {
  BegunFixture f;
  SUBCASE("nobody could") {
    CHECK_FALSE(f.send(f.route, text("one")).begun);
  }
  SUBCASE("one before it") {
    CHECK(f.send(f.route, at_once("one")).begun);
    CHECK_FALSE(f.send(f.route, at_once("two")).begun);
    CHECK(take(f->outbox_entries()).back().waiting_for == WaitingFor::earlier);
  }
  SUBCASE("its time") {
    store::NewMessage later = at_once("one");
    later.send_at_ms = kNow + 60'000;
    CHECK_FALSE(f.send(f.route, later).begun);
  }
  SUBCASE("its room") {
    store::Touched touched;
    store::Recipient somebody;
    somebody.number = "+15145550101";
    const ConversationId fresh = take(f->open_conversation(somebody, touched));
    CHECK_FALSE(f.send(RouteId{fresh.value}, at_once("one")).begun);
  }
  const OutboxEntry last = take(f->outbox_entries()).back();
  CHECK(last.state == OutboxState::queued);
  CHECK(last.attempts == 0);
  CHECK_FALSE(last.may_have_left());
  CHECK(take(f->item(last.item)).state == ItemState::queued);
}

TEST_CASE("an attempt that was not made leaves no trace") {
  BegunFixture f;
  const Sent sent = f.send(f.route, at_once("one"));
  take(f->attempt_not_made(sent.begun));
  const OutboxEntry entry = take(f->outbox_entry(sent.begun));
  CHECK(entry.state == OutboxState::queued);
  CHECK(entry.attempts == 0);
  CHECK_FALSE(entry.may_have_left());
  CHECK(entry.first_attempt_ms == 0);
  CHECK(entry.attempt_process.empty());
  CHECK(entry.answered);
  CHECK(take(f->item(sent.item)).state == ItemState::queued);
  // So it can be discarded like any other that waits.
  take(f->discard(sent.begun));
  CHECK(code_of(f->item(sent.item)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("what the user did meanwhile to a message whose attempt was not made is done to it") {
  BegunFixture f;
  const Sent sent = f.send(f.route, at_once("one"));
  SUBCASE("edited") {
    take(f->edit_item(sent.item, "two", f.limits));
    CHECK(take(f->begun(sent.begun)).leaving.text == "one");
    take(f->attempt_not_made(sent.begun));
    CHECK(take(f->leaving(sent.begun)).text == "two");
    CHECK(take(f->outbox_entries()).size() == 1);
  }
  SUBCASE("deleted") {
    take(f->delete_item(sent.item, f.limits));
    take(f->attempt_not_made(sent.begun));
    CHECK(take(f->outbox_entries()).empty());
    CHECK(code_of(f->item(sent.item)) == ErrorCode::NOT_FOUND);
  }
}

TEST_CASE("an attempt that was made, or another one, is not taken back") {
  BegunFixture f;
  const Sent sent = f.send(f.route, at_once("one"));
  take(f->begin_attempt(sent.begun, "p1", 4));
  take(f->attempt_not_made(sent.begun));
  CHECK(take(f->outbox_entry(sent.begun)).attempts == 2);
  CHECK(take(f->outbox_entry(sent.begun)).state == OutboxState::sending);
  take(f->attempt_accepted(sent.begun, "$9"));
  take(f->attempt_not_made(sent.begun));  // gone: nothing to do
  CHECK(take(f->item(sent.item)).state == ItemState::accepted);
}

}  // namespace
}  // namespace ix::testing
