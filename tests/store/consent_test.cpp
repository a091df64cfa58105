// SPDX-License-Identifier: Apache-2.0
// The ledger of consent: what is put into it, what it does to routes and sends, and what becomes of
// it when items, contacts and files go.
#include <string>
#include <vector>

#include "rescue_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kPeer = "+14165550142";
constexpr const char* kOwn = "+16135550100";
constexpr const char* kGhost = "@sms";

RouteChange pair_route(const std::string& own = kOwn, const std::string& peer = kPeer) {
  RouteChange route = sms_route(peer);
  route.own_number = own;
  return route;
}

RemoteItem from_peer(const std::string& id, const std::string& words, Millis at = 0) {
  return message(id, kGhost, kNow + at, words);
}

// A batch of the pair's room: what the peer texted, each a second after the other.
RouteChanges texted(const std::vector<std::string>& words, Millis from = 0) {
  std::vector<RemoteItem> items;
  for (size_t i = 0; i < words.size(); ++i) {
    const Millis at = from + static_cast<Millis>(i) * 1000;
    items.push_back(from_peer("$" + std::to_string(at) + words[i], words[i], at));
  }
  return changes("!s", std::move(items), pair_route());
}

// The carrier refused an own message, because the recipient has opted out.
RelationChange opted_out(const std::string& id, const std::string& target) {
  RelationChange out = delivery(id, target, ItemState::failed);
  out.failure = failure_of(Error(ErrorCode::OPTED_OUT));
  return out;
}

RelationChange gateway_says(const std::string& id, ConsentState state, Millis at) {
  RelationChange out = relation(RelationChange::Kind::consent, id, "");
  out.consent = state;
  out.at_ms = kNow + at;
  return out;
}

class Ledger : public StoreFixture {
 public:
  // "opted_out keyword STOP 1000" of every word, in the order of their times.
  std::vector<std::string> words() {
    std::vector<std::string> out;
    for (const std::string& row :
         rows("SELECT peer, own, CASE state WHEN 1 THEN 'in' WHEN 2 THEN 'out' ELSE 'help' END,"
              " CASE source WHEN 0 THEN 'keyword' WHEN 1 THEN 'reported' ELSE 'host' END, keyword,"
              " at_ms - 1750000000000 FROM consent ORDER BY peer, own, at_ms, evidence",
              6)) {
      out.push_back(row);
    }
    return out;
  }
  // Of the route: its state, and why one cannot send.
  std::string shown(const std::string& remote_id = "!s") {
    const Route route = take(store().route(route_of(remote_id)));
    const std::string reason = route.can_send ? "" : " " + route.cannot_send_reason;
    return consent_state_name(route.consent) + reason;
  }
  // An own message that the backend has.
  void sent(const std::string& id, Millis at) {
    RouteChanges mine = changes("!s", {message(id, kSelf, kNow + at)}, pair_route());
    ingest(std::move(mine));
  }
  void said(RelationChange what) {
    RouteChanges batch = changes("!s", {});
    batch.relations.push_back(std::move(what));
    ingest(std::move(batch));
  }
  ErrorCode send() {
    store::Touched touched;
    return code_of(store().send(route_of("!s"), text("hello"), touched));
  }
  bool healthy() { return take(store().check()).empty(); }
};

using Words = std::vector<std::string>;

const std::string kPair = std::string(kPeer) + "|" + kOwn + "|";

}  // namespace

TEST_CASE("STOP warns, START lifts it; HELP is noted; chat is chat") {
  Ledger store;
  store.ingest(texted({"Hello", "Stop by later"}));
  CHECK(store.words().empty());
  CHECK(store.shown() == "unknown");

  store.ingest(texted({" Arrêt! "}, 10'000));
  CHECK(store.words() == Words{kPair + "out|keyword|ARRET|10000"});
  CHECK(store.shown() == "opted_out");
  CHECK(store.send() == ErrorCode::OK);  // a person may have meant something else

  store.ingest(texted({"Aide", "start"}, 20'000));
  CHECK(store.words() == Words{kPair + "out|keyword|ARRET|10000", kPair + "help|keyword|AIDE|20000",
                               kPair + "in|keyword|START|21000"});
  CHECK(store.shown() == "opted_in");
  CHECK(store.healthy());
}

TEST_CASE("the same events again change nothing, and history that comes late overrides nothing") {
  Ledger store;
  RouteChanges live = texted({"START"}, 50'000);
  live.limited = true;
  live.gap_token = "t";
  store.ingest(live);
  CHECK(store.shown() == "opted_in");
  const auto before = store.words();
  store.ingest(live);
  CHECK(store.words() == before);

  const auto gaps = store.gaps();
  REQUIRE(gaps.size() == 1);
  const auto older = page("t", {from_peer("$2", "chat", 2000), from_peer("$1", "STOP", 1000)}, "");
  take(store->fill_gap(gaps.front(), older));
  CHECK(store.words().size() == 2);
  CHECK(store.shown() == "opted_in");
  CHECK(store.healthy());
}

TEST_CASE("own messages that say STOP, voicemails, and other rooms say nothing") {
  Ledger store;
  store.ingest(changes("!s", {message("$1", kSelf, kNow, "STOP")}, pair_route()));
  RemoteItem voicemail = from_peer("$2", "STOP");
  voicemail.item.kind = ItemKind::voicemail;
  voicemail.item.call.emplace();
  store.ingest(changes("!s", {voicemail}));
  store.ingest(changes("!i", {message("$3", "@ann:example.org", kNow, "STOP")},
                       internal_route("@ann:example.org")));
  store.ingest(
      changes("!c", {message("$4", "@ann:example.org", kNow, "STOP")}, channel_route("Cuisine")));
  CHECK(store.words().empty());
}

TEST_CASE("what the carrier reports refuses sends until a later START") {
  Ledger store;
  store.ingest(texted({"STOP"}));
  store.sent("$mine", 5000);
  store.said(opted_out("$r", "$mine"));
  CHECK(store.words() == Words{kPair + "out|keyword|STOP|0", kPair + "out|reported||5000"});
  CHECK(store.shown() == "refused opted_out");
  store::Touched touched;
  const auto refused = store->send(store.route_of("!s"), text("hello"), touched);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::OPTED_OUT);
  CHECK(refused.error().fixer == Fixer::recipient);
  CHECK(refused.error().message.find("START") != std::string::npos);
  CHECK(store.number("SELECT count(*) FROM outbox") == 0);
  CHECK(store.number("SELECT can_send FROM conversation") == 0);

  // Another STOP is no way back, nor is a START that was texted before.
  store.ingest(texted({"stop"}, 6000));
  CHECK(store.shown() == "refused opted_out");
  store.ingest(texted({"start"}, 4000));
  CHECK(store.shown() == "refused opted_out");
  // The backend's description of the room does not undo it.
  RouteChange again = pair_route();
  again.title = "Marie";
  store.ingest(changes("!s", {}, again));
  CHECK(store.shown() == "refused opted_out");
  CHECK(store.healthy());

  store.ingest(texted({"UNSTOP"}, 7000));
  CHECK(store.shown() == "opted_in");
  CHECK(store.send() == ErrorCode::OK);
  CHECK(store.number("SELECT can_send FROM conversation") == 1);
  CHECK(store.healthy());
}

TEST_CASE("a report that comes before its message, or after all a delivery") {
  Ledger store;
  store.ingest(changes("!s", {}, pair_route()));
  store.said(opted_out("$r", "$mine"));
  CHECK(store.words().empty());
  store.sent("$mine", 5000);
  CHECK(store.shown() == "refused opted_out");
  store.said(delivery("$d", "$mine", ItemState::delivered));
  CHECK(store.words().empty());
  CHECK(store.shown() == "unknown");
  CHECK(store.healthy());
}

TEST_CASE("the report of an own message has the backend's time, once that is known") {
  Ledger store;
  store.ingest(changes("!s", {}, pair_route()));
  store::Touched touched;
  const ItemId item = take(store->send(store.route_of("!s"), text("hello"), touched));
  const OutboxId entry{store.number("SELECT id FROM outbox")};
  take(store->begin_attempt(entry, "process", 1));
  take(store->attempt_accepted(entry, "$mine"));
  store.said(opted_out("$r", "$mine"));
  CHECK(store.words() == Words{kPair + "out|reported||0"});
  RemoteItem echoed = echo("$mine", take(store->item(item)).key);
  echoed.item.at_ms = kNow + 77;
  store.ingest(changes("!s", {echoed}));
  CHECK(store.words() == Words{kPair + "out|reported||77"});
  CHECK(store.healthy());
}

TEST_CASE("a backend that refuses at once") {
  Ledger store;
  store.ingest(changes("!s", {}, pair_route()));
  store::Touched touched;
  take(store->send(store.route_of("!s"), text("hello"), touched));
  const OutboxId entry{store.number("SELECT id FROM outbox")};
  // Not attempted: nobody has said anything.
  take(store->attempt_failed(entry, Error(ErrorCode::OPTED_OUT), OutboxState::blocked, 0));
  CHECK(store.words().empty());
  take(store->begin_attempt(entry, "process", 1));
  // Held back by what is known already, whatever became of the attempt.
  take(store->block(entry, Error(ErrorCode::OPTED_OUT)));
  CHECK(store.words().empty());
  CHECK(take(store->outbox_entry(entry)).state == OutboxState::blocked);
  take(store->begin_attempt(entry, "process", 1));
  take(store->attempt_failed(entry, Error(ErrorCode::OPTED_OUT), OutboxState::blocked, 0));
  CHECK(store.words() == Words{kPair + "out|reported||0"});
  CHECK(store.shown() == "refused opted_out");
  CHECK(store.healthy());
}

TEST_CASE("the gateway's own word, without a message") {
  Ledger store;
  store.ingest(texted({"STOP"}));
  store.said(gateway_says("$g1", ConsentState::opted_out, 1000));
  CHECK(store.shown() == "refused opted_out");
  store.said(gateway_says("$g2", ConsentState::opted_in, 2000));
  CHECK(store.shown() == "opted_in");
  // An older page of history tells the first one again.
  store.said(gateway_says("$g1", ConsentState::opted_out, 1000));
  CHECK(store.shown() == "opted_in");
  store.said(gateway_says("$g3", ConsentState::refused, 3000));
  CHECK(store.words().size() == 3);
  CHECK(store.healthy());
}

TEST_CASE("the host's word: newer than all there are, and what it may say") {
  Ledger store;
  store.ingest(texted({"chat"}));
  store.said(gateway_says("$g", ConsentState::opted_out, 1'000'000));
  CHECK(store.shown() == "refused opted_out");
  const auto touched = take(store->put_consent(kOwn, kPeer, ConsentState::opted_in));
  CHECK(touched.conversations.size() == 1);
  CHECK(store.shown() == "opted_in");
  CHECK(store.words().back() == kPair + "in|host||1000001");
  take(store->put_consent(kOwn, kPeer, ConsentState::opted_out));
  CHECK(store.shown() == "opted_out");
  CHECK(code_of(store->put_consent(kOwn, kPeer, ConsentState::refused)) ==
        ErrorCode::INVALID_ARGUMENT);
  // About a number that nobody has written with yet: its first route knows.
  take(store->put_consent(kOwn, "+14165550199", ConsentState::opted_out));
  store.ingest(changes("!new", {}, pair_route(kOwn, "+14165550199")));
  CHECK(store.shown("!new") == "opted_out");
  CHECK(store.healthy());
}

TEST_CASE("a pair is two numbers: another own number is not concerned, two rooms are") {
  Ledger store;
  store.ingest(texted({"STOP"}));
  store.ingest(changes("!t", {}, pair_route("+14505550177")));
  store.ingest(changes("!u", {}, pair_route()));
  CHECK(store.shown("!t") == "unknown");
  CHECK(store.shown("!u") == "opted_out");
  store.ingest(changes("!u", {from_peer("$u", "START", 9000)}));
  CHECK(store.shown("!s") == "opted_in");
  CHECK(store.healthy());
}

TEST_CASE("a room that names no own number: the account's only one, or what seems") {
  Ledger store;
  store.ingest(changes("!s", {}, pair_route("")));
  store.said(gateway_says("$g", ConsentState::opted_out, 1000));
  CHECK(store.words() == Words{std::string(kPeer) + "||out|reported||1000"});
  store.ingest(changes("!u", {}, pair_route()));
  CHECK(store.shown("!u") == "opted_out");

  SUBCASE("the account has one") {
    Account account = take(store->account());
    account.numbers = {{kOwn, true, true, 0}};
    take(store->signed_in(account));
    CHECK(store.words() == Words{kPair + "out|reported||1000"});
    CHECK(store.shown("!s") == "refused opted_out");
    CHECK(store.shown("!u") == "refused opted_out");
    // A new way to that number leaves by it, too.
    store.ingest(changes("!s", {}, [] {
      RouteChange gone = pair_route("");
      gone.state = RouteState::left;
      return gone;
    }()));
  }
  SUBCASE("the room names it later") {
    store.ingest(changes("!s", {}, pair_route()));
    CHECK(store.words() == Words{kPair + "out|reported||1000"});
    CHECK(store.shown("!s") == "refused opted_out");
    CHECK(store.shown("!u") == "refused opted_out");
  }
  CHECK(store.healthy());
}

TEST_CASE("the own number of a word is the one of then") {
  Ledger store;
  Account account = take(store->account());
  account.numbers = {{kOwn, true, true, 0}};
  take(store->signed_in(account));
  const RouteChanges said = [] {
    RouteChanges out = texted({"STOP"});
    out.route = pair_route("");
    return out;
  }();
  store.ingest(said);
  const Words then = {kPair + "out|keyword|STOP|0"};
  CHECK(store.words() == then);
  // A second number, and a room that has moved to it.
  account.numbers.push_back({"+14505550177", true, true, 0});
  take(store->signed_in(account));
  store.ingest(said);
  CHECK(store.words() == then);
  store.ingest(changes("!s", {}, pair_route("+14505550177")));
  CHECK(store.words() == then);
  CHECK(store.shown() == "unknown");
  CHECK(store.healthy());
}

TEST_CASE("a room that goes on with another number") {
  Ledger store;
  store.ingest(texted({"STOP"}));
  store.ingest(changes("!u", {}, pair_route()));
  CHECK(store.shown("!u") == "opted_out");
  store.ingest(changes("!s", {}, pair_route(kOwn, "+14165550199")));
  CHECK(store.shown("!u") == "unknown");
  CHECK(store.shown("!s") == "opted_out");
  CHECK(store.healthy());
}

TEST_CASE("a new way to a number that has opted out") {
  Ledger store;
  Account account = take(store->account());
  account.numbers = {{kOwn, true, true, 0}};
  take(store->signed_in(account));
  RouteChange gone = pair_route();
  gone.state = RouteState::left;
  store.ingest(texted({"STOP"}));
  store.said(gateway_says("$g", ConsentState::opted_out, 1000));
  store.ingest(changes("!s", {}, gone));
  store::Recipient recipient;
  recipient.number = kPeer;
  store::Touched touched;
  const auto conversation = take(store->open_conversation(recipient, touched));
  store::NewMessage hello = text("hello");
  hello.via = RouteId{store.number("SELECT id FROM route WHERE state = 0")};
  CHECK(code_of(store->send(conversation, hello, touched)) == ErrorCode::OPTED_OUT);
  // The room that takes its place takes its items, opted out or not.
  store.ingest(changes("!v", {}, pair_route()));
  CHECK(store.number("SELECT count(*) FROM route WHERE state = 0 AND merged_into IS NULL") == 0);
  CHECK(store.healthy());
}

TEST_CASE("a room that turns out to be an SMS room only later") {
  Ledger store;
  store.ingest(changes("!s", {from_peer("$1", "STOP")}, channel_route("?")));
  CHECK(store.words().empty());
  store.ingest(changes("!s", {}, pair_route()));
  CHECK(store.words() == Words{kPair + "out|keyword|STOP|0"});
  CHECK(store.shown() == "opted_out");
  CHECK(store.healthy());
}

TEST_CASE("what was said stays when its item is deleted, edited or pruned, and comes back once") {
  Ledger store;
  std::vector<std::string> words = {"STOP"};
  for (int i = 0; i < 20; ++i) words.push_back("chat " + std::to_string(i));
  RouteChanges batch = texted(words);
  batch.gap_token = "t";
  store.ingest(batch);
  const auto before = store.words();
  REQUIRE(before.size() == 1);

  SUBCASE("deleted") {
    store.said(relation(RelationChange::Kind::redaction, "$x", "$0STOP", kGhost));
  }
  SUBCASE("edited") {
    store.said(relation(RelationChange::Kind::edit, "$x", "$0STOP", kGhost, "Stop by later"));
  }
  SUBCASE("edited into a keyword") {
    store.said(relation(RelationChange::Kind::edit, "$x", "$1000chat 0", kGhost, "START"));
  }
  SUBCASE("pruned and fetched again") {
    std::vector<RemoteItem> history(batch.items.rbegin(), batch.items.rend());
    store.ingest(changes("!s", {message("$mine", kSelf, kNow + 30'000)}));
    RouteChanges read = changes("!s", {});
    read.own_read = "$mine";
    store.ingest(read);
    Retention rules;
    rules.max_route_items = 2;
    CHECK(store.prune(rules) > 10);
    CHECK(store.words() == before);
    CHECK(store.healthy());
    REQUIRE(store.gaps().size() == 1);
    const auto gap = take(store->gap(store.gaps().front()));
    take(store->fill_gap(gap.id, page(gap.token, history, "")));
    CHECK(store.number("SELECT count(*) FROM item WHERE text = 'STOP'") == 1);
  }
  CHECK(store.words() == before);
  CHECK(store.shown() == "opted_out");
  CHECK(store.healthy());
}

TEST_CASE("a moved room takes its words along") {
  Ledger store;
  store.ingest(texted({"STOP"}));
  store.ingest(changes("!new", {from_peer("$n", "START", 9000)}, pair_route()));
  RouteChange heir = pair_route();
  heir.replaces = "!s";
  store.ingest(changes("!new", {}, heir));
  CHECK(store.number("SELECT count(DISTINCT route) FROM consent") == 1);
  CHECK(store.words().size() == 2);
  CHECK(store.healthy());
  // The same history again is no other word.
  store.ingest(changes("!new", {from_peer("$n", "START", 9000)}));
  CHECK(store.words().size() == 2);
}

TEST_CASE("erasing a contact erases what it said, and a sync from the beginning brings none back") {
  Ledger store;
  store::Touched touched;
  Contact contact;
  contact.source = "host";
  contact.source_id = "1";
  contact.name = "Zoé";
  contact.numbers = {kPeer, "+14165550177"};
  const ContactId id = take(store->put_contact(contact, touched));
  RouteChanges all = texted({"STOP", "chat"});
  all.relations.push_back(gateway_says("$g", ConsentState::opted_out, 90'000));
  store.clock.now = kNow + 100'000;
  store.ingest(all);
  take(store->put_consent(kOwn, "+14165550177", ConsentState::opted_in));
  CHECK(store.words().size() == 3);
  take(store->erase_contact(id, false));
  CHECK(store.words().empty());
  CHECK(store.number("SELECT can_send FROM route") == 1);
  CHECK(store.healthy());

  done(store->drop_sync_token());
  all.items.push_back(from_peer("$later", "Arrêt", 95'000));
  store.ingest(all);
  CHECK(store.words() == Words{kPair + "out|keyword|ARRET|95000"});
  CHECK(store.healthy());
}

TEST_CASE("erasing a contact leaves what another one with the same number said") {
  Ledger store;
  store::Touched touched;
  const auto save = [&](const char* id, const char* source) {
    Contact contact;
    contact.source = source;
    contact.source_id = id;
    contact.name = id;
    contact.numbers = {kPeer};
    return take(store->put_contact(contact, touched));
  };
  const ContactId first = save("1", "a");
  const ContactId second = save("2", "b");
  store.ingest(texted({"STOP"}));
  take(store->put_consent(kOwn, kPeer, ConsentState::opted_in));
  take(store->erase_contact(second, false));
  CHECK(store.words().size() == 2);
  CHECK(store.healthy());
  take(store->erase_contact(first, false));
  CHECK(store.words().empty());
  CHECK(store.shown() == "unknown");
}

TEST_CASE("an account from before there was a ledger: what is stored is read once") {
  Ledger store;
  store.ingest(texted({"chat", "STOP"}));
  store.sent("$mine", 5000);
  store.said(opted_out("$r", "$mine"));
  const auto words = store.words();
  store.write(
      "DELETE FROM consent; UPDATE route SET consent = 0, can_send = 1, cannot_send_reason = '';"
      "UPDATE conversation SET can_send = 1; INSERT INTO consent_due SELECT id FROM route");
  store.open();
  CHECK(store.words() == words);
  CHECK(store.shown() == "refused opted_out");
  CHECK(store.number("SELECT count(*) FROM consent_due") == 0);
  CHECK(store.healthy());
}

TEST_CASE("the doctor sees a ledger that says something else than the items, and mends it") {
  Ledger store;
  store.ingest(texted({"chat", "STOP"}));
  store.sent("$mine", 5000);
  store.said(opted_out("$r", "$mine"));
  store.said(gateway_says("$g", ConsentState::opted_out, 9000));
  const auto words = store.words();
  const auto before = store.dump();
  REQUIRE(store.healthy());
  for (const char* damage :
       {"DELETE FROM consent WHERE keyword = 'STOP'",
        "DELETE FROM consent WHERE at_ms % 10000 = 5000",
        "UPDATE consent SET state = 1 WHERE keyword = 'STOP'",
        "UPDATE consent SET at_ms = 7 WHERE keyword = 'STOP'",
        "INSERT INTO consent (peer, own, at_ms, state, source, keyword, route, evidence) SELECT"
        " peer, own, at_ms, 1, 0, 'START', route, '$0chat' FROM consent LIMIT 1",
        "INSERT INTO consent (peer, own, at_ms, state, source, keyword, route, evidence) SELECT"
        " peer, own, at_ms, 2, 1, '', route, '$1000STOP' FROM consent LIMIT 1",
        "UPDATE route SET consent = 0",
        "UPDATE route SET consent = 2, can_send = 1,"
        " cannot_send_reason = ''; UPDATE conversation SET can_send = 1"}) {
    CAPTURE(damage);
    store.write(damage);
    const auto found = take(store->check());
    REQUIRE(found.size() == 1);
    CHECK(found.front().check == StoreCheck::consent);
    CHECK(found.front().first == store.route_of("!s").text());
    store::Touched touched;
    for (const Finding& finding : take(store->repair(touched))) CHECK(finding.repaired);
    CHECK(store.words() == words);
    CHECK(store.dump() == before);
  }
}

TEST_CASE("the ledger outlives a damaged database: old words come from nowhere else") {
  Unsent store(3);
  store.ingest(changes("!s", {message("$stop", "@sms", kNow - 100, "STOP")}, sms_route(kNumber)));
  take(store->put_consent("", "+14165550199", ConsentState::opted_out));
  const char* all =
      "SELECT peer, own, state, source, at_ms, keyword, route, evidence FROM consent"
      " ORDER BY peer";
  const auto words = store.rows(all, 8);
  REQUIRE(words.size() == 2);
  store.close();
  std::string content = read_file(store.database());
  content.replace(0, 100, 100, '\0');
  write_file(store.database(), content);
  store.open();
  store.is_rescued(kUnsent);
  CHECK(store.rows(all, 8) == words);
  CHECK(store.number("SELECT consent FROM route WHERE remote_id = '!s'") == 2);
}
