// SPDX-License-Identifier: Apache-2.0
// What an outbox entry remembers of its last failure while it is tried again.
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";

// One message that failed once, and waits for its next attempt.
struct Scene : StoreFixture {
  Scene() {
    ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
    store::Touched touched;
    item = take(store().send(route_of("!r"), text("one"), touched));
    entry = take(store().lane_heads()).front().id;
    take(store().begin_attempt(entry, "p1", 1));
    take(store().attempt_failed(entry, Error(ErrorCode::SERVER_ERROR), OutboxState::queued,
                                kNow + 5000));
  }
  OutboxEntry now() { return take(store().outbox_entry(entry)); }
  // What its row says; OK: nothing.
  ErrorCode said() { return now().failure ? now().failure->code : ErrorCode::OK; }
  // What the attempt that was last begun came to; OK: nobody knows.
  ErrorCode outcome() {
    const OutboxEntry one = now();
    const Failure* known = one.outcome();
    return known != nullptr ? known->code : ErrorCode::OK;
  }
  // The thread shows no failure of what is only tried again.
  void check_not_failed(ItemState state) {
    const Item shown = take(store().item(item));
    CHECK(shown.state == state);
    CHECK_FALSE(shown.failure.has_value());
  }

  ItemId item;
  OutboxId entry;
};

TEST_CASE("an entry that is tried again says what went wrong last, its item does not") {
  Scene f;
  CHECK(f.said() == ErrorCode::SERVER_ERROR);
  f.check_not_failed(ItemState::queued);
  take(f->begin_attempt(f.entry, "p1", 1));
  CHECK(f.now().state == OutboxState::sending);
  CHECK(f.now().attempts == 2);
  CHECK(f.said() == ErrorCode::SERVER_ERROR);
  CHECK(f.now().failure->fixer == Fixer::admin);
  f.check_not_failed(ItemState::sending);
  take(f->attempt_failed(f.entry, Error(ErrorCode::TIMEOUT), OutboxState::queued, kNow + 9000));
  CHECK(f.said() == ErrorCode::TIMEOUT);
  f.check_not_failed(ItemState::queued);
  f.open();
  CHECK(f.said() == ErrorCode::TIMEOUT);
}

TEST_CASE("what an earlier attempt came to says nothing of one that nobody heard the end of") {
  Scene f;
  take(f->begin_attempt(f.entry, "p1", 1));
  take(f->attempt_failed(f.entry, Error(ErrorCode::RATE_LIMITED), OutboxState::queued, 0));
  CHECK(f.outcome() == ErrorCode::RATE_LIMITED);
  take(f->begin_attempt(f.entry, "p1", 1));
  CHECK(f.outcome() == ErrorCode::OK);
  f.open();  // the process ended with it
  take(f->recover_outbox("p2"));
  CHECK(f.now().state == OutboxState::queued);
  CHECK(f.said() == ErrorCode::RATE_LIMITED);
  CHECK(f.outcome() == ErrorCode::OK);
}

TEST_CASE(
    "what keeps a message from being tried again says nothing of an attempt that may have left") {
  Scene f;
  take(f->attempt_failed(f.entry, Error(ErrorCode::OPTED_OUT), OutboxState::blocked, 0));
  CHECK(f.said() == ErrorCode::OPTED_OUT);
  CHECK(f.outcome() == ErrorCode::OK);
  // Discarded, it is looked for first.
  take(f->discard(f.entry));
  CHECK(f.now().state == OutboxState::queued);
  CHECK_FALSE(f.now().wanted);
}

TEST_CASE("the user's retry keeps the cause in sight, and decides once on an unknown outcome") {
  Scene f;
  take(f->attempt_failed(f.entry, Error(ErrorCode::UNKNOWN_OUTCOME), OutboxState::failed, 0));
  CHECK(take(f->item(f.item)).state == ItemState::failed);
  take(f->retry(f.entry));
  CHECK(f.now().attempts == 0);
  CHECK(f.said() == ErrorCode::UNKNOWN_OUTCOME);
  f.check_not_failed(ItemState::queued);
  // One more attempt without an answer is not what the user decided on.
  take(f->begin_attempt(f.entry, "p1", 1));
  take(f->recover_outbox("p2"));
  take(f->retry(f.entry));
  CHECK(f.now().attempts == 1);
  CHECK(f.outcome() == ErrorCode::OK);
}

TEST_CASE("the cause that is shown again belongs to the words it was about") {
  Scene f;
  take(f->begin_attempt(f.entry, "p1", 1));
  take(f->attempt_failed(f.entry, Error(ErrorCode::REFUSED), OutboxState::failed, 0));
  take(f->edit_item(f.item, "other words", {}));
  CHECK(f.said() == ErrorCode::OK);
  CHECK(f.now().state == OutboxState::queued);
}

}  // namespace
}  // namespace ix::testing
