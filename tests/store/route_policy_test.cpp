// SPDX-License-Identifier: Apache-2.0
// The destination policy where messages are accepted: it is the host's, and may change at any time.
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";
constexpr const char* kNewYork = "+12125550123";
constexpr const char* kOttawa = "+16135550123";

ConversationId conversation_of(StoreFixture& store, const std::string& remote_id) {
  return ConversationId{
      store.number("SELECT conversation FROM route WHERE remote_id = '" + remote_id + "'")};
}

// A person in New York who wrote to us.
ConversationId somebody_wrote(StoreFixture& store) {
  store.ingest(changes("!ny", {message("$1", kNewYork)}, sms_route(kNewYork)));
  return conversation_of(store, "!ny");
}

void allow(StoreFixture& store, const char* rules) {
  done(store.number_rules->change({.destinations = rules}));
}

Status sent(StoreFixture& store, ConversationId id, RouteId via = {}) {
  store::Touched touched;
  store::NewMessage words = text("hello");
  words.via = via;
  const auto item = store->send(id, words, touched);
  return item.ok() ? Status() : Status(item.error());
}

ContactId save(StoreFixture& store, std::vector<std::string> numbers,
               std::vector<std::string> users = {}) {
  Contact contact;
  contact.source = "host";
  contact.source_id = "1";
  contact.name = "Ann";
  contact.numbers = std::move(numbers);
  contact.users = std::move(users);
  store::Touched touched;
  return take(store->put_contact(contact, touched));
}

}  // namespace

TEST_CASE("a send to a number is held against the policy of that moment") {
  StoreFixture store;
  const ConversationId id = somebody_wrote(store);
  const Status refused = sent(store, id);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::NUMBER_NOT_SENDABLE);
  CHECK(refused.error().message ==
        "the number cannot be texted (destination_us): the destination policy refuses us numbers "
        "unless a rule such as \"us\" allows them");
  CHECK(store.number("SELECT count(*) FROM outbox") == 0);
  CHECK(store.number("SELECT count(*) FROM item WHERE direction = 1") == 0);
  allow(store, "us");
  done(sent(store, id));
  // What was accepted goes on, whatever the policy becomes.
  allow(store, "us,-+1212");
  CHECK(store.number("SELECT count(*) FROM outbox") == 1);
  CHECK(sent(store, id).error().message ==
        "the number cannot be texted (destination_us): the rule \"-+1212\" of the destination "
        "policy refuses it");
  // Also by a route that is named.
  CHECK(sent(store, id, store.route_of("!ny")).error().code == ErrorCode::NUMBER_NOT_SENDABLE);
}

TEST_CASE("channels and colleagues are no matter of the policy") {
  StoreFixture store;
  allow(store, "none");
  store.ingest(changes("!c", {message("$1")}, channel_route("General")));
  store.ingest(changes("!a", {message("$2", kAnn)}, internal_route(kAnn)));
  done(sent(store, conversation_of(store, "!c")));
  done(sent(store, conversation_of(store, "!a")));
}

TEST_CASE("of a person's routes the default is one that may be written to") {
  StoreFixture store;
  store.ingest(changes("!a", {message("$a", kAnn, kNow - 9000)}, internal_route(kAnn)));
  store.ingest(changes("!ny", {message("$n", kNewYork)}, sms_route(kNewYork)));
  save(store, {kNewYork}, {kAnn});
  const ConversationId id = conversation_of(store, "!a");
  done(sent(store, id));
  CHECK(store.column("SELECT r.remote_id FROM outbox o JOIN route r ON r.id = o.route") ==
        std::vector<std::string>{"!a"});
  // A choice that the policy refuses is none.
  const auto chosen = store->set_default_route(id, store.route_of("!ny"));
  CHECK(code_of(chosen) == ErrorCode::NUMBER_NOT_SENDABLE);
  allow(store, "us");
  take(store->set_default_route(id, store.route_of("!ny")));
  // The last inbound came from New York, and may be answered now.
  done(sent(store, id));
  CHECK(store.column("SELECT r.remote_id FROM outbox o JOIN route r ON r.id = o.route"
                     " ORDER BY o.id") == std::vector<std::string>{"!a", "!ny"});
}

TEST_CASE("a contact is opened by a number that may be texted, and says why when it has none") {
  StoreFixture store;
  store::Recipient to;
  store::Touched touched;
  to.contact = save(store, {kNewYork, kOttawa});
  const ConversationId id = take(store->open_conversation(to, touched));
  CHECK(store.column("SELECT peer_number FROM route WHERE conversation = " +
                     std::to_string(id.value)) == std::vector<std::string>{kOttawa});

  StoreFixture other;
  to.contact = save(other, {kNewYork});
  const auto refused = other->open_conversation(to, touched);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::CANNOT_SEND);
  CHECK(refused.error().message.find("(destination_us)") != std::string::npos);
  CHECK(other.number("SELECT count(*) FROM route") == 0);
  // A conversation that is there can be looked at.
  const ConversationId known = somebody_wrote(other);
  CHECK(take(other->open_conversation(to, touched)) == known);
}

TEST_CASE("calls with a number open no way that the policy closes, until it opens it") {
  StoreFixture store;
  CallReport call;
  call.call_id = "c1";
  call.number = kNewYork;
  call.direction = Direction::in;
  call.phase = CallPhase::ended;
  call.outcome = CallOutcome::missed;
  call.at_ms = kNow;
  store::Touched touched;
  take(store->report_call(call, touched));
  const ConversationId id{store.number("SELECT id FROM conversation")};
  CHECK(sent(store, id).error().code == ErrorCode::NUMBER_NOT_SENDABLE);
  allow(store, "+1212");
  done(sent(store, id));
}

}  // namespace ix::testing
