// SPDX-License-Identifier: Apache-2.0
// Flags, read markers and drafts: what the user sets, what waits, and what the backend may say.
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";
constexpr const char* kNumber = "+15145550101";

ConversationId conversation_of(StoreFixture& store, const std::string& remote_id) {
  return ConversationId{
      store.number("SELECT conversation FROM route WHERE remote_id = '" + remote_id + "'")};
}

std::string flags(StoreFixture& store, const std::string& remote_id) {
  return store
      .rows("SELECT muted, pinned, archived, marked_unread FROM route WHERE remote_id = '" +
                remote_id + "'",
            4)
      .front();
}

RouteChanges says(const std::string& remote_id, const FlagChanges& words) {
  RouteChanges out;
  out.remote_id = remote_id;
  out.flags = words;
  return out;
}

std::vector<Setting> to_send(StoreFixture& store) {
  return take(store->settings_to_send());
}

// Ann by her extension and by her mobile number, saved as one contact.
ContactId save_ann(StoreFixture& store) {
  Contact ann;
  ann.source = "host";
  ann.source_id = "1";
  ann.name = "Ann";
  ann.numbers = {kNumber};
  ann.users = {kAnn};
  store::Touched touched;
  return take(store->put_contact(ann, touched));
}

void two_ways(StoreFixture& store) {
  store.ingest(changes("!a", {message("$a1", kAnn, kNow - 3000)}, internal_route(kAnn)));
  store.ingest(changes("!b", {message("$b1", kNumber, kNow - 2000), message("$b2", kNumber)},
                       sms_route(kNumber)));
}

}  // namespace

TEST_CASE("a flag is stored at once and waits; the last word counts") {
  StoreFixture store;
  store.ingest(changes("!a", {message("$1")}, channel_route("General")));
  const ConversationId id = conversation_of(store, "!a");
  for (const bool on : {true, false, true}) take(store->set_flag(id, RouteFlag::pinned, on));
  take(store->set_flag(id, RouteFlag::muted, true));
  CHECK(flags(store, "!a") == "1|1|0|0");
  CHECK(store.number("SELECT pinned + muted FROM conversation") == 2);
  auto waiting = to_send(store);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[1].kind == SettingKind::pinned);
  CHECK(waiting[1].value == 1);
  CHECK(waiting[1].remote_id == "!a");
  store.open();
  CHECK(to_send(store).size() == 2);

  take(store->set_flag(id, RouteFlag::pinned, false));
  done(store->setting_settled(waiting[1]));
  INFO("the answer to an older write ends nothing");
  CHECK(to_send(store).size() == 2);
  for (const Setting& one : to_send(store)) done(store->setting_settled(one));
  CHECK(to_send(store).empty());
}

TEST_CASE("the backend's word counts, but not over what it has not heard yet") {
  StoreFixture store;
  store.ingest(changes("!a", {message("$1")}, channel_route("General")));
  const ConversationId id = conversation_of(store, "!a");
  store.ingest(says("!a", {true, true, true, std::nullopt}));
  CHECK(flags(store, "!a") == "1|1|1|0");
  take(store->set_flag(id, RouteFlag::pinned, false));
  store.ingest(says("!a", {false, true, std::nullopt, std::nullopt}));
  CHECK(flags(store, "!a") == "0|0|1|0");
  for (const Setting& one : to_send(store)) done(store->setting_settled(one));
  store.ingest(says("!a", {std::nullopt, true, std::nullopt, std::nullopt}));
  CHECK(flags(store, "!a") == "0|1|1|0");
}

TEST_CASE("a word of the backend's that came while a flag waited counts if it was the last") {
  StoreFixture store;
  store.ingest(changes("!a", {message("$1")}, channel_route("General")));
  const ConversationId id = conversation_of(store, "!a");
  const auto pinned = [](bool on) {
    return says("!a", {std::nullopt, on, std::nullopt, std::nullopt});
  };
  take(store->set_flag(id, RouteFlag::pinned, true));
  store.ingest(pinned(false));
  SUBCASE("another device was later") {
    done(store->setting_settled(to_send(store).front()));
    CHECK(flags(store, "!a") == "0|1|0|0");
    CHECK(to_send(store).empty());
    store.ingest(changes("!b", {message("$2")}, channel_route("Other")));
    CHECK(flags(store, "!a") == "0|0|0|0");
  }
  SUBCASE("it was earlier: what was set here is told after it") {
    done(store->setting_settled(to_send(store).front()));
    store.ingest(pinned(true));
    CHECK(flags(store, "!a") == "0|1|0|0");
  }
  SUBCASE("it was earlier, and told before the answer came") {
    store.ingest(pinned(true));
    done(store->setting_settled(to_send(store).front()));
    CHECK(store.number("SELECT count(*) FROM setting") == 0);
  }
  SUBCASE("set again meanwhile") {
    done(store->setting_settled(to_send(store).front()));
    take(store->set_flag(id, RouteFlag::pinned, false));
    take(store->set_flag(id, RouteFlag::pinned, true));
    store.ingest(changes("!b", {message("$2")}, channel_route("Other")));
    CHECK(flags(store, "!a") == "0|1|0|0");
    CHECK(to_send(store).size() == 1);
  }
  CHECK(store.number("SELECT count(*) FROM setting WHERE key = ''") == 0);
}

TEST_CASE("reading moves every route's marker up to the item, and never back") {
  StoreFixture store;
  two_ways(store);
  save_ann(store);
  const ConversationId id = conversation_of(store, "!a");
  REQUIRE(store.number("SELECT unread FROM conversation") == 3);
  const auto item = [&store](const char* remote_id) {
    return ItemId{
        store.number(std::string("SELECT id FROM item WHERE remote_id = '") + remote_id + "'")};
  };
  take(store->mark_read(id, item("$b1")));
  CHECK(store.number("SELECT unread FROM conversation") == 1);
  auto waiting = to_send(store);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].target == "$a1");
  CHECK(waiting[1].target == "$b1");

  take(store->set_flag(id, RouteFlag::marked_unread, true));
  take(store->mark_read(id, {}));
  CHECK(store.number("SELECT unread + marked_unread FROM conversation") == 0);
  take(store->mark_read(id, item("$b1")));
  CHECK(store.number("SELECT unread FROM conversation") == 0);
  const auto targets = store.column("SELECT target FROM setting WHERE kind = 4 ORDER BY route");
  CHECK(targets == std::vector<std::string>{"$a1", "$b2"});
  CHECK(code_of(store->mark_read(id, ItemId{999})) == ErrorCode::NOT_FOUND);
}

TEST_CASE("missed calls and voicemail are unread until they are read") {
  StoreFixture store;
  RemoteItem missed = message("$call", kNumber);
  missed.item.kind = ItemKind::call;
  missed.item.call = Call{};
  missed.item.call->outcome = CallOutcome::missed;
  RemoteItem voicemail = message("$voice", kNumber);
  voicemail.item.kind = ItemKind::voicemail;
  store.ingest(changes("!b", {missed, voicemail}, sms_route(kNumber)));
  REQUIRE(store.number("SELECT unread FROM conversation") == 2);
  take(store->mark_read(conversation_of(store, "!b"), {}));
  CHECK(store.number("SELECT unread FROM conversation") == 0);
}

TEST_CASE("a contact that comes and goes leaves flags, markers and drafts as they were") {
  StoreFixture store;
  two_ways(store);
  take(store->set_flag(conversation_of(store, "!a"), RouteFlag::pinned, true));
  take(store->set_flag(conversation_of(store, "!b"), RouteFlag::muted, true));
  take(store->set_draft(conversation_of(store, "!a"), "for Ann", 100));
  store.clock.now += 1000;
  take(store->set_draft(conversation_of(store, "!b"), "for the number", 100));
  take(store->mark_read(conversation_of(store, "!a"), {}));
  const auto before = store.dump();
  const ContactId ann = save_ann(store);
  CHECK(store.rows("SELECT pinned, muted, unread, draft FROM conversation", 4) ==
        std::vector<std::string>{"1|0|2|for the number"});
  take(store->remove_contact(ann));
  CHECK(store.dump() == before);
}

namespace {

// The route that a message without a route goes by.
std::string goes_by(StoreFixture& store, ConversationId id) {
  store::Touched touched;
  const ItemId item = take(store->send(id, text("hi"), touched));
  const std::string route = store
                                .column(
                                    "SELECT r.remote_id FROM route r JOIN item i ON i.route ="
                                    " r.id WHERE i.id = " +
                                    std::to_string(item.value))
                                .front();
  const OutboxId entry{store.number("SELECT id FROM outbox")};
  take(store->discard(entry));
  return route;
}

}  // namespace

TEST_CASE("the user's choice of a route goes before the rule, until it is taken back") {
  StoreFixture store;
  two_ways(store);
  save_ann(store);
  const ConversationId id = conversation_of(store, "!a");
  REQUIRE(goes_by(store, id) == "!b");
  const store::Touched touched = take(store->set_default_route(id, store.route_of("!a")));
  CHECK(touched.conversations == std::vector<ConversationId>{id});
  CHECK_FALSE(touched.outbox);
  CHECK(goes_by(store, id) == "!a");
  store.open();
  CHECK(goes_by(store, id) == "!a");
  // The choice before it is forgotten, not only put behind.
  take(store->set_default_route(id, store.route_of("!b")));
  CHECK(store.number("SELECT count(*) FROM route WHERE chosen_ms > 0") == 1);
  take(store->set_default_route(id, {}));
  CHECK(store.number("SELECT count(*) FROM route WHERE chosen_ms > 0") == 0);
  CHECK(goes_by(store, id) == "!b");
}

TEST_CASE("a choice comes and goes with its route, and a contact leaves it as it was") {
  StoreFixture store;
  two_ways(store);
  const RouteId a = store.route_of("!a");
  const RouteId b = store.route_of("!b");
  take(store->set_default_route(a, a));
  store.clock.now += 1000;
  take(store->set_default_route(b, b));
  const auto before = store.dump();
  const ContactId ann = save_ann(store);
  CHECK(goes_by(store, a) == "!b");  // the later choice
  take(store->remove_contact(ann));
  // Sending moved the time of use; the choices are what they were.
  CHECK(store.column("SELECT remote_id FROM route WHERE chosen_ms > 0 ORDER BY id") ==
        std::vector<std::string>{"!a", "!b"});
  const ContactId again = save_ann(store);
  take(store->set_default_route(a, a));
  CHECK(goes_by(store, a) == "!a");
  take(store->remove_contact(again));
  CHECK(store.column("SELECT remote_id FROM route WHERE chosen_ms > 0") ==
        std::vector<std::string>{"!a"});
  CHECK(before.size() == store.dump().size());
}

TEST_CASE("a choice that cannot be followed is refused, or waits") {
  StoreFixture store;
  two_ways(store);
  save_ann(store);
  const ConversationId id = conversation_of(store, "!a");
  store.ingest(changes("!c", {message("$c")}, channel_route("General")));
  CHECK(code_of(store->set_default_route(id, store.route_of("!c"))) == ErrorCode::NOT_FOUND);
  CHECK(code_of(store->set_default_route(id, RouteId{99})) == ErrorCode::NOT_FOUND);
  CHECK(code_of(store->set_default_route(RouteId{99}, {})) == ErrorCode::NOT_FOUND);
  take(store->set_default_route(id, store.route_of("!a")));
  RouteChange left = internal_route(kAnn);
  left.state = RouteState::left;
  store.ingest(changes("!a", {}, left));
  CHECK(goes_by(store, id) == "!b");
  CHECK(code_of(store->set_default_route(id, store.route_of("!a"))) == ErrorCode::CANNOT_SEND);
  store.ingest(changes("!a", {}, internal_route(kAnn)));
  CHECK(goes_by(store, id) == "!a");
}

TEST_CASE("removing the draft that shows brings back the older one") {
  StoreFixture store;
  two_ways(store);
  take(store->set_draft(conversation_of(store, "!a"), "older", 100));
  store.clock.now += 1000;
  take(store->set_draft(conversation_of(store, "!b"), "newer", 100));
  save_ann(store);
  const ConversationId id = conversation_of(store, "!a");
  take(store->set_draft(id, "newer still", 100));
  take(store->set_draft(id, "", 100));
  CHECK(store.column("SELECT draft FROM conversation") == std::vector<std::string>{"older"});
  CHECK(to_send(store).empty());
  CHECK(code_of(store->set_draft(id, std::string(101, 'x'), 100)) == ErrorCode::TEXT_TOO_LARGE);
  CHECK(code_of(store->set_draft(id, "\xff", 100)) == ErrorCode::INVALID_UTF8);
}

TEST_CASE("flags of a route without a room wait for it") {
  StoreFixture store;
  store::Touched touched;
  const ConversationId id = take(store->open_conversation({{}, kAnn, {}}, touched));
  take(store->set_flag(id, RouteFlag::archived, true));
  CHECK(to_send(store).empty());
  store.ingest(changes("!a", {message("$1", kAnn)}, internal_route(kAnn)));
  REQUIRE(to_send(store).size() == 1);
  CHECK(to_send(store).front().remote_id == "!a");
  CHECK(flags(store, "!a") == "0|0|1|0");
}

}  // namespace ix::testing
