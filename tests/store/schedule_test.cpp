// SPDX-License-Identifier: Apache-2.0
// Messages that are to leave at a time, as the store keeps them.
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";
constexpr Millis kHour = 3'600'000;

struct Scene : StoreFixture {
  Scene() {
    ingest(changes("!r", {message("$1")}, internal_route(kAnn)));
    room = route_of("!r");
  }
  ItemId send(const std::string& words, Millis at = 0) {
    store::NewMessage message = text(words);
    message.send_at_ms = at;
    store::Touched touched;
    return take(store().send(room, message, touched));
  }
  ErrorCode refusal(Millis at) {
    store::NewMessage message = text("never");
    message.send_at_ms = at;
    store::Touched touched;
    return code_of(store().send(room, message, touched));
  }
  OutboxEntry entry(ItemId item) {
    for (const OutboxEntry& one : take(store().outbox_entries())) {
      if (one.item == item) return one;
    }
    FAIL("no entry");
    return {};
  }
  // Texts of the lanes' heads.
  std::vector<std::string> heads() {
    std::vector<std::string> out;
    for (const OutboxEntry& one : take(store().lane_heads())) {
      out.push_back(take(store().item(one.item)).text);
    }
    return out;
  }
  void well() { CHECK(take(store().check()).empty()); }

  RouteId room;
};

TEST_CASE(
    "a message with a time holds nothing back, and its time is in the future and within a year") {
  Scene f;
  CHECK(f.refusal(kNow) == ErrorCode::INVALID_ARGUMENT);
  CHECK(f.refusal(kNow - 1) == ErrorCode::INVALID_ARGUMENT);
  CHECK(f.refusal(-1) == ErrorCode::INVALID_ARGUMENT);
  CHECK(f.refusal(kNow + kLongestSchedule + 1) == ErrorCode::INVALID_ARGUMENT);
  const ItemId later = f.send("later", kNow + kHour);
  const ItemId now = f.send("now");
  CHECK(f.entry(later).waiting_for == WaitingFor::scheduled);
  CHECK(f.entry(later).send_at_ms == kNow + kHour);
  CHECK(f.entry(now).waiting_for == WaitingFor::nothing);
  CHECK(take(f->item(later)).state == ItemState::queued);
  CHECK(f.heads() == std::vector<std::string>{"later", "now"});
  CHECK(take(f->unsent_count()) == 2);
  f.open();
  CHECK(f.entry(later).send_at_ms == kNow + kHour);
  f.well();
}

TEST_CASE("at its time it stands in front of what was written after it; missed, it steps aside") {
  Scene f;
  const ItemId later = f.send("later", kNow + kHour);
  f.send("now");
  const OutboxId id = f.entry(later).id;
  take(f->time_came(id));
  CHECK(f.heads() == std::vector<std::string>{"later"});
  f.well();
  take(f->missed_time(id));
  CHECK(f.heads() == std::vector<std::string>{"later", "now"});
  const OutboxEntry missed = f.entry(later);
  CHECK(missed.state == OutboxState::blocked);
  CHECK(missed.failure->code == ErrorCode::SCHEDULE_MISSED);
  CHECK(missed.failure->fixer == Fixer::user);
  CHECK(take(f->item(later)).state == ItemState::failed);
  f.well();
  // Other words do not say when.
  take(f->edit_item(later, "other words", {}));
  CHECK(f.entry(later).state == OutboxState::blocked);
  take(f->retry(id));
  CHECK(f.heads() == std::vector<std::string>{"other words"});
  CHECK(f.entry(later).send_at_ms == 0);
  CHECK(take(f->item(later)).state == ItemState::queued);
  take(f->begin_attempt(id, "p", 1));
  take(f->attempt_accepted(id, "$9"));
  CHECK(take(f->item(later)).state == ItemState::accepted);
  CHECK(f.heads() == std::vector<std::string>{"now"});
  f.well();
}

TEST_CASE("another time, now, never") {
  Scene f;
  const ItemId item = f.send("later", kNow + kHour);
  const OutboxId id = f.entry(item).id;
  take(f->missed_time(id));
  take(f->reschedule(id, kNow + 2 * kHour));
  CHECK(f.entry(item).send_at_ms == kNow + 2 * kHour);
  CHECK(f.entry(item).state == OutboxState::queued);
  CHECK_FALSE(f.entry(item).failure.has_value());
  CHECK(take(f->item(item)).state == ItemState::queued);
  CHECK(code_of(f->reschedule(id, kNow)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code_of(f->reschedule(OutboxId{99}, kNow + kHour)) == ErrorCode::NOT_FOUND);
  take(f->reschedule(id, 0));
  CHECK(f.entry(item).lane.empty());
  take(f->begin_attempt(id, "p", 1));
  CHECK(code_of(f->reschedule(id, kNow + kHour)) == ErrorCode::CANNOT_SEND);
  take(f->attempt_failed(id, Error(ErrorCode::SERVER_ERROR), OutboxState::queued, kNow + 1000));
  // What waits behind it does so no more.
  const ItemId behind = f.send("behind");
  CHECK(f.entry(behind).waiting_for == WaitingFor::earlier);
  take(f->reschedule(id, kNow + kHour));
  CHECK(f.entry(behind).waiting_for == WaitingFor::nothing);
  f.well();
  take(f->discard(id));  // may have left: looked for first
  CHECK(f.entry(item).wanted == false);
  const ItemId other = f.send("other", kNow + kHour);
  take(f->delete_item(other, {}));
  CHECK(code_of(f->item(other)) == ErrorCode::NOT_FOUND);
  f.well();
}

TEST_CASE("a missed time is no answer to an attempt that nobody heard the end of") {
  Scene f;
  const ItemId item = f.send("later", kNow + kHour);
  const OutboxId id = f.entry(item).id;
  take(f->time_came(id));
  take(f->begin_attempt(id, "p", 1));
  take(f->attempt_failed(id, Error(ErrorCode::TIMEOUT), OutboxState::queued, 0));
  take(f->missed_time(id));
  CHECK(f.entry(item).unsettled == 1);
  CHECK(f.entry(item).outcome() == nullptr);
  f.ingest(changes("!r", {echo("$2", f.entry(item).key, "later")}));
  CHECK(take(f->outbox_entries()).empty());
  CHECK(take(f->item(item)).state == ItemState::accepted);
}

}  // namespace
}  // namespace ix::testing
