// SPDX-License-Identifier: Apache-2.0
// A call that the host and the backend both report is one item, whoever comes first.
#include <algorithm>
#include <map>
#include <set>

#include "store_fixture.h"
#include "support/sanitized.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kNumber = "+16135550123";

CallReport report(const std::string& id, CallPhase phase, Millis at_ms,
                  CallOutcome outcome = CallOutcome::missed) {
  CallReport out;
  out.call_id = id;
  out.number = kNumber;
  out.phase = phase;
  out.outcome = outcome;
  out.at_ms = at_ms;
  return out;
}

RemoteItem record(const std::string& remote_id, const std::string& call_id, Millis started,
                  CallOutcome outcome = CallOutcome::missed) {
  RemoteItem out = message(remote_id, "@bridge:example.org", started, "");
  out.item.kind = outcome == CallOutcome::voicemail ? ItemKind::voicemail : ItemKind::call;
  Call call;
  call.id = call_id;
  call.outcome = outcome;
  call.started_ms = started;
  call.number = kNumber;
  out.item.call = call;
  return out;
}

ItemId tell(StoreFixture& store, const CallReport& one) {
  store::Touched touched;
  return take(store->report_call(one, touched));
}

ErrorCode refused(StoreFixture& store, const CallReport& one) {
  store::Touched touched;
  return code_of(store->report_call(one, touched));
}

int64_t calls(StoreFixture& store) {
  return store.number("SELECT count(*) FROM item WHERE kind IN (1, 2)");
}
int64_t unread(StoreFixture& store) {
  return store.number("SELECT ifnull(sum(unread), 0) FROM conversation");
}

}  // namespace

TEST_CASE("a call is one item from its start to its end, and missed it counts as unread") {
  StoreFixture store;
  const ItemId id = tell(store, report("c1", CallPhase::started, kNow - 5000));
  CHECK(store.number("SELECT call_outcome FROM item") == 5);
  CHECK(unread(store) == 0);
  store.open();
  CHECK(tell(store, report("c1", CallPhase::ended, kNow - 1000)) == id);
  CHECK(calls(store) == 1);
  CHECK(unread(store) == 1);
  CHECK(store.number("SELECT ord FROM item") == kNow - 5000);
  // All and calls, but not direct: there is no way to write there yet. Unread is bit 64.
  CHECK(store.number("SELECT presets FROM conversation") == (1 | 32 | 64));
  CHECK(store.column("SELECT can_send || cannot_send_reason FROM route").front() == "0calls_only");
  const auto before = store.dump();
  tell(store, report("c1", CallPhase::ended, kNow - 1000));
  tell(store, report("c1", CallPhase::started, kNow - 5000));
  CHECK(store.dump() == before);
}

TEST_CASE("an answered call lasts from the answer to the end") {
  StoreFixture store;
  tell(store, report("c1", CallPhase::started, kNow - 9000));
  tell(store, report("c1", CallPhase::answered, kNow - 7000));
  tell(store, report("c1", CallPhase::ended, kNow - 1000, CallOutcome::answered));
  CHECK(store.number("SELECT call_duration_ms FROM item") == 6000);
  CHECK(unread(store) == 0);
}

TEST_CASE("what no call can be is refused and changes nothing") {
  StoreFixture store;
  tell(store, report("c1", CallPhase::started, kNow - 5000));
  const auto before = store.dump();
  CHECK(refused(store, report("", CallPhase::started, kNow)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(refused(store, report("c2", CallPhase::started, 5)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(refused(store, report("c2", CallPhase::started, kNow + 90'000'000)) ==
        ErrorCode::INVALID_ARGUMENT);
  CHECK(refused(store, report("c1", CallPhase::ended, kNow - 6000)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(refused(store, report("c1", CallPhase::ended, kNow, CallOutcome::ongoing)) ==
        ErrorCode::INVALID_ARGUMENT);
  CallReport other = report("c1", CallPhase::ended, kNow);
  other.direction = Direction::out;
  CHECK(refused(store, other) == ErrorCode::INVALID_ARGUMENT);
  CHECK(store.dump() == before);
}

TEST_CASE("the backend's record takes over the row, by id or by time, and the id goes on") {
  for (const char* call_id : {"c1", "its own"}) {
    CAPTURE(call_id);
    StoreFixture store;
    const ItemId id = tell(store, report("c1", CallPhase::ended, kNow - 5000));
    store.ingest(
        changes("!sms", {message("$1"), record("$2", call_id, kNow - 60'000)}, sms_route(kNumber)));
    CHECK(calls(store) == 1);
    CHECK(store.order("!sms") == "$1 $2");
    CHECK(take(store->item(id)).remote_id == "$2");
    CHECK(tell(store, report("c1", CallPhase::ended, kNow - 5000)) == id);
    CHECK(unread(store) == 2);
    CHECK(store.number("SELECT count(*) FROM conversation") == 1);
    CHECK(store.number("SELECT has_call FROM route WHERE kind = 4") == 0);
  }
}

TEST_CASE("a record too far away, or of the other direction, is another call") {
  StoreFixture store;
  tell(store, report("c1", CallPhase::ended, kNow - 300'000));
  store.ingest(changes("!sms", {record("$1", "x", kNow - 179'000)}, sms_route(kNumber)));
  RemoteItem out = record("$2", "y", kNow - 300'000);
  out.item.call->direction = Direction::out;
  store.ingest(changes("!sms", {out}));
  CHECK(calls(store) == 3);
}

TEST_CASE("the backend's record first: the host's report is that item") {
  for (const char* call_id : {"c1", "its own"}) {
    CAPTURE(call_id);
    StoreFixture store;
    store.ingest(changes("!sms", {record("$1", call_id, kNow - 60'000)}, sms_route(kNumber)));
    const ItemId id = tell(store, report("c1", CallPhase::started, kNow - 61'000));
    CHECK(take(store->item(id)).remote_id == "$1");
    tell(store, report("c1", CallPhase::ended, kNow - 1000, CallOutcome::answered));
    CHECK(calls(store) == 1);
    CHECK(store.number("SELECT call_outcome FROM item") == 1);
    CHECK(store.number("SELECT count(*) FROM route WHERE kind = 4") == 0);
  }
}

TEST_CASE("the end that the host saw ends what the backend calls ongoing") {
  const CallReport end = report("c1", CallPhase::ended, kNow - 1000);
  const auto ingest = [](StoreFixture& store, CallOutcome outcome) {
    store.ingest(changes("!sms", {record("$1", "c1", kNow - 9000, outcome)}, sms_route(kNumber)));
  };
  for (const int first : {0, 1, 2}) {
    CAPTURE(first);
    StoreFixture store;
    if (first == 0) tell(store, report("c1", CallPhase::started, kNow - 9000));
    if (first != 1) ingest(store, CallOutcome::ongoing);
    tell(store, end);
    if (first == 1) ingest(store, CallOutcome::ongoing);
    CHECK(store.number("SELECT call_outcome FROM item") == 1);
    CHECK(unread(store) == 1);
    CHECK(calls(store) == 1);
  }
  StoreFixture store;
  tell(store, end);
  ingest(store, CallOutcome::declined);
  CHECK(store.number("SELECT call_outcome FROM item") == 2);
}

TEST_CASE("a reported call never stands among the places that the backend counts") {
  StoreFixture store;
  RouteChange phone = sms_route(kNumber);
  phone.kind = RouteKind::phone;
  phone.peer_user.clear();
  store.ingest(changes("!calls", {record("$1", "old", kNow - 900'000)}, phone));
  tell(store, report("c1", CallPhase::ended, kNow - 60'000));
  store.ingest(changes("!calls", {record("$2", "c2", kNow - 600'000)}));
  CHECK(store.order("!calls") == "$1 $2");
  CHECK(store.number("SELECT max(ord) FROM item WHERE remote_id = '$2'") == 2);
  CHECK(store.number("SELECT count(*) FROM conversation") == 1);
  CHECK(unread(store) == 3);
}

TEST_CASE("a call whose record stands in another conversation leaves no empty one behind") {
  StoreFixture store;
  const RouteChange colleague = internal_route("@bridge:example.org");
  store.ingest(changes("!dm", {message("$0")}, colleague));
  const ItemId id = tell(store, report("c1", CallPhase::ended, kNow - 60'000));
  CHECK(store.number("SELECT count(*) FROM conversation") == 2);
  const int64_t phone = store.number("SELECT id FROM route WHERE kind = 4");
  store.ingest(changes("!dm", {record("$1", "c1", kNow - 60'000)}));
  CHECK(store.number("SELECT count(*) FROM conversation") == 1);
  CHECK(take(store->item(id)).remote_id == "$1");
  // The id that the host may still hold leads to where the call is.
  const auto moved =
      store.number("SELECT conversation FROM route WHERE id = " + std::to_string(phone));
  CHECK(moved == store.number("SELECT id FROM conversation"));
  CHECK(unread(store) == 2);
  tell(store, report("c2", CallPhase::ended, kNow));
  CHECK(store.number("SELECT count(*) FROM conversation") == 2);
}

TEST_CASE("a record of no time at all is a call of its own, and a report of none is refused") {
  StoreFixture store;
  const ItemId ours = tell(store, report("host", CallPhase::ended, kNow));
  RouteChanges batch = changes("!s", {}, sms_route(kNumber));
  batch.items = {record("$1", "", INT64_MIN), record("$2", "", -1), record("$3", "", INT64_MAX),
                 record("$4", "", INT64_MAX - 1)};
  store.ingest(batch);
  CHECK(calls(store) == 5);
  CHECK(take(store->item(ours)).remote_id.empty());
  store.ingest(batch);
  CHECK(calls(store) == 5);
  CHECK(take(store->check()).empty());
  ChangeSet ahead;
  ahead.clock_ahead_ms = 5'000;
  store.ingest(ahead);
  for (const Millis at : {INT64_MIN, Millis{-1}, Millis{0}, INT64_MAX}) {
    CHECK(refused(store, report("odd", CallPhase::started, at)) == ErrorCode::INVALID_ARGUMENT);
  }
}

TEST_CASE("a call that moves to a channel leaves the texts of its number where they were") {
  StoreFixture store;
  store.ingest(changes("!c", {message("$c")}, channel_route("General")));
  tell(store, report("c1", CallPhase::ended, kNow - 60'000));
  const ConversationId number{store.number("SELECT conversation FROM route WHERE kind = 4")};
  store.ingest(changes("!sms", {message("$1")}, sms_route(kNumber)));
  REQUIRE(take(store->resolve_conversation(store.route_of("!sms"))) == number);
  store.ingest(changes("!c", {record("$2", "c1", kNow - 60'000)}));
  // The id leads to the number still, not to the channel.
  CHECK(take(store->resolve_conversation(number)) == number);
  CHECK(store.column("SELECT i.remote_id FROM item AS i JOIN route AS r ON r.id = i.route"
                     " WHERE r.conversation = " +
                     std::to_string(number.value)) == std::vector<std::string>{"$1"});
  CHECK(store.number("SELECT count(*) FROM conversation") == 2);
  CHECK(take(store->check()).empty());
  // The next call stands with the texts.
  tell(store, report("c2", CallPhase::ended, kNow));
  CHECK(store.number("SELECT count(*) FROM route WHERE kind = 4") == 1);
  CHECK(store.number("SELECT count(*) FROM conversation") == 2);
  CHECK(take(store->check()).empty());
}

TEST_CASE("a guess by time is undone by the right call id") {
  StoreFixture store;
  const ItemId first = tell(store, report("c1", CallPhase::ended, kNow - 60'000));
  store.ingest(changes("!sms", {record("$2", "c2", kNow)}, sms_route(kNumber)));
  CHECK(calls(store) == 1);
  const ItemId second = tell(store, report("c2", CallPhase::ended, kNow));
  CHECK(calls(store) == 2);
  CHECK(take(store->item(second)).remote_id == "$2");
  CHECK(take(store->item(first)).remote_id.empty());
  store.ingest(changes("!sms", {record("$1", "c1", kNow - 60'000)}));
  CHECK(calls(store) == 2);
  CHECK(take(store->item(first)).remote_id == "$1");
  CHECK(unread(store) == 2);
}

TEST_CASE("a text to a number known by calls alone opens an SMS route; not where none may go") {
  StoreFixture store;
  tell(store, report("c1", CallPhase::ended, kNow - 60'000));
  const ConversationId id{store.number("SELECT id FROM conversation")};
  CHECK(store.number("SELECT can_send FROM conversation") == 1);
  store::Touched touched;
  take(store->send(id, text("I call back"), touched));
  CHECK(store.number("SELECT count(*) FROM conversation") == 1);
  CHECK(store.number("SELECT presets & 2 FROM conversation") == 2);
  CallReport premium = report("c2", CallPhase::ended, kNow);
  premium.number = "+19005550123";
  tell(store, premium);
  const ConversationId other{store.number("SELECT max(id) FROM conversation")};
  CHECK(code_of(store->send(other, text("hello"), touched)) == ErrorCode::NUMBER_NOT_SENDABLE);
  // No way was made for what was refused.
  CHECK(store.number("SELECT count(*) FROM route WHERE conversation = " +
                     std::to_string(other.value)) == 1);
}

namespace {

// Which sides saw a call, by what ids, and how far the calls lie apart.
enum class Mix { own_ids, same_ids, redials };

struct Step {
  CallReport report;
  RemoteItem record;
  std::string room;  // empty: the host reports
};

struct Story {
  static constexpr int kCalls = 6;
  std::vector<Step> steps;
  int64_t missed = 0;

  Story(Mix mix, SeededRandom& random) {
    for (int i = 0; i < kCalls; ++i) {
      // Redials are close together only where the ids tell them apart.
      const Millis start = kNow - 5'000'000 + i * (mix == Mix::redials ? 50'000 : 300'000);
      const std::string id = "c" + std::to_string(i);
      const bool miss = random.next() % 2 == 0;
      const auto outcome = miss ? CallOutcome::missed : CallOutcome::answered;
      if (miss) ++missed;
      const uint64_t who = mix == Mix::redials ? 2 : random.next() % 3;
      if (who != 0) {
        steps.push_back({report(id, CallPhase::started, start), {}, ""});
        steps.push_back({report(id, CallPhase::ended, start + 20'000, outcome), {}, ""});
      }
      if (who != 1) {
        // Rooms of two conversations, so the phone route may come and go.
        const char* room = random.next() % 3 == 0 ? "!dm" : "!sms";
        const std::string call_id = mix == Mix::own_ids ? "b" + std::to_string(i) : id;
        steps.push_back({{}, record("$" + id, call_id, start, outcome), room});
      }
    }
    for (size_t i = steps.size(); i > 1; --i) std::swap(steps[i - 1], steps[random.next() % i]);
  }
};

}  // namespace

TEST_CASE("any order of reports and records ends in one item a call, with the right unread") {
  for (uint64_t seed = 1; seed <= last_seed(60); ++seed) {
    CAPTURE(seed);
    StoreFixture store;
    SeededRandom random(seed);
    const Story story(static_cast<Mix>(seed % 3), random);
    std::map<std::string, ItemId> handed;
    std::set<std::string> recorded;
    for (const Step& step : story.steps) {
      if (step.room.empty()) {
        const ItemId id = tell(store, step.report);
        // Every report of a call gives the same item.
        CHECK(handed.emplace(step.report.call_id, id).first->second == id);
      } else {
        recorded.insert(step.record.item.remote_id);
        store.ingest(changes(
            step.room, {step.record},
            step.room == "!sms" ? sms_route(kNumber) : internal_route("@bridge:example.org")));
      }
      if (random.next() % 4 == 0) store.open();
    }
    CHECK(calls(store) == Story::kCalls);
    CHECK(unread(store) == story.missed);
    for (const auto& [call_id, id] : handed) {
      // Its own call, and the backend's record of it where there is one.
      const Item item = take(store->item(id));
      CHECK(item.remote_id == (recorded.contains("$" + call_id) ? "$" + call_id : ""));
    }
    CHECK(take(store->check()).empty());
    // Each route and row says what its items say.
    CHECK(store.number("SELECT count(*) FROM item WHERE route NOT IN"
                       " (SELECT id FROM route WHERE merged_into IS NULL)") == 0);
    CHECK(store.number("SELECT count(*) FROM route r WHERE merged_into IS NULL AND conversation"
                       " NOT IN (SELECT id FROM conversation)") == 0);
    CHECK(store.number("SELECT count(*) FROM route r WHERE last_item <> ifnull("
                       "(SELECT id FROM item WHERE route = r.id AND kind <> 4"
                       " ORDER BY ord DESC LIMIT 1), 0)") == 0);
    CHECK(store.number("SELECT count(*) FROM conversation") ==
          store.number("SELECT count(DISTINCT conversation) FROM route"
                       " WHERE merged_into IS NULL"));
  }
}
