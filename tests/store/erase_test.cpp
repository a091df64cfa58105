// SPDX-License-Identifier: Apache-2.0
// A person's data leave the store and every file; what comes later is stored as ever.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kNumber = "+15145550101";
constexpr const char* kOther = "+14165550102";
constexpr const char* kAnn = "@ann:example.org";

// Those of the words that some file of the account holds.
std::vector<std::string> in_files(StoreFixture& store, const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (const std::string& word : words) {
    for (const auto& file : std::filesystem::directory_iterator(store->database().folder())) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      if (bytes.find(word) == std::string::npos) continue;
      found.push_back(word);
      break;
    }
  }
  return found;
}

ContactId save(StoreFixture& store, const std::string& id, const std::string& name,
               std::vector<std::string> numbers) {
  Contact contact;
  contact.source = "host";
  contact.source_id = id;
  contact.name = name;
  contact.numbers = std::move(numbers);
  store::Touched touched;
  return take(store->put_contact(contact, touched));
}

CallReport missed_call(const std::string& number) {
  CallReport report;
  report.call_id = "call-" + number;
  report.number = number;
  report.phase = CallPhase::ended;
  report.outcome = CallOutcome::missed;
  report.at_ms = kNow - 500;
  return report;
}

const std::vector<std::string> kWords = {"zanzimessage",    "zanziedited", "zanzidraft",
                                         "zanzitranscript", "zanziparked", "Zanziname",
                                         "zanzisource"};

// One person with everything that can be stored of her, and another one.
ContactId two_people(StoreFixture& store) {
  RemoteItem voicemail = message("$v", kNumber, kNow - 900, "zanzitranscript");
  voicemail.item.kind = ItemKind::voicemail;
  RouteChanges batch =
      changes("!zoe", {message("$1", kNumber, kNow - 2000, "the zanzimessage"), voicemail},
              sms_route(kNumber));
  batch.relations = {relation(RelationChange::Kind::edit, "$e", "$1", kNumber, "the zanziedited"),
                     relation(RelationChange::Kind::edit, "$p", "$nowhere", kNumber, "zanziparked"),
                     relation(RelationChange::Kind::reaction, "$r", "$1", kNumber, "+1")};
  store.ingest(batch);
  store.ingest(
      changes("!bob", {message("$b", kOther, kNow - 900, "bobmessage")}, sms_route(kOther)));
  const ContactId zoe = save(store, "zanzisource", "Zanziname", {kNumber});
  save(store, "bob", "Bobname", {kOther});
  store::Touched touched;
  take(store->report_call(missed_call(kNumber), touched));
  take(store->set_draft(store.route_of("!zoe"), "zanzidraft", 1000));
  return zoe;
}

}  // namespace

TEST_CASE("everything of the contact leaves the store and the files, and nothing else does") {
  StoreFixture store;
  const ContactId zoe = two_people(store);
  done(store->forget_deleted());
  CHECK(in_files(store, kWords) == kWords);
  const ConversationId id = take(store->resolve_conversation(store.route_of("!zoe")));
  const int64_t call_route = store.number("SELECT id FROM route WHERE kind = 4");

  const store::Touched touched = take(store->erase_contact(zoe, false));
  CHECK(touched.contacts);
  CHECK(store.column("SELECT title FROM conversation") == std::vector<std::string>{"Bobname"});
  CHECK(store.column("SELECT text FROM item") == std::vector<std::string>{"bobmessage"});
  for (const char* table : {"item_version", "reaction", "parked_relation", "host_call"}) {
    CAPTURE(table);
    CHECK(store.number(std::string("SELECT count(*) FROM ") + table) == 0);
  }
  CHECK(store.number("SELECT sum(unread) FROM conversation") == 1);
  done(store->forget_deleted());
  CHECK(in_files(store, kWords).empty());
  CHECK(in_files(store, {"bobmessage", "Bobname"}).size() == 2);
  CHECK(take(store->check()).empty());

  // Ids go on resolving; the backend's room keeps its address, what only we knew has none.
  CHECK(take(store->resolve_conversation(id)) == store.route_of("!zoe"));
  CHECK(take(store->resolve_conversation(RouteId{call_route})) == RouteId{call_route});
  CHECK(store.column("SELECT peer_number FROM route WHERE remote_id = '!zoe'") ==
        std::vector<std::string>{kNumber});
  CHECK(store.number("SELECT peer_number IS NULL FROM route WHERE kind = 4") == 1);
  CHECK(code_of(store->erase_contact(zoe, false)) == ErrorCode::NOT_FOUND);
}

TEST_CASE("a contact that nobody has written with leaves the files, too") {
  StoreFixture store;
  const ContactId id = save(store, "1", "Zanzialone", {kNumber});
  done(store->forget_deleted());
  take(store->erase_contact(id, false));
  CHECK(in_files(store, {"Zanzialone"}).size() == 1);  // the log has it
  done(store->forget_deleted());
  CHECK(in_files(store, {"Zanzialone", kNumber}).empty());
}

TEST_CASE("what comes later is stored; what was erased does not come back") {
  StoreFixture store;
  take(store->erase_contact(two_people(store), false));
  store.ingest(limited("!zoe", {message("$9", kNumber, kNow + 5000, "hello again")}, "t8"));
  CHECK(store.order("!zoe") == "- $9");
  CHECK(store.number("SELECT count(*) FROM conversation") == 2);
  CHECK(take(store->check()).empty());
  // History up to the erased part is fetched, and no further.
  HistoryPage history = page("t8",
                             {message("$8", kNumber, kNow + 4000, "missed"),
                              message("$odd", kNumber, kNow - 9'000'000, "of an odd clock"),
                              message("$7", kNumber, kNow + 3000, "missed, too"),
                              message("$1", kNumber, kNow - 2000, "the zanzimessage")},
                             "t0");
  history.relations = {
      relation(RelationChange::Kind::edit, "$e", "$1", kNumber, "the zanziedited")};
  take(store->fill_gap(store.gaps().front(), history));
  CHECK(store.order("!zoe") == "$7 $8 $9");
  CHECK(store.number("SELECT begins FROM route WHERE remote_id = '!zoe'") == 1);

  // A sync from the beginning tells the old again.
  done(store->drop_sync_token());
  RouteChanges all = changes("!zoe",
                             {message("$1", kNumber, kNow - 2000, "the zanzimessage"),
                              message("$8", kNumber, kNow + 4000, "missed"),
                              message("$9", kNumber, kNow + 5000, "hello again"),
                              message("$10", kNumber, kNow + 6000, "news")},
                             sms_route(kNumber));
  all.relations = {relation(RelationChange::Kind::edit, "$e", "$1", kNumber, "the zanziedited"),
                   relation(RelationChange::Kind::edit, "$e9", "$9", kNumber, "hello twice")};
  store.ingest(all);
  CHECK(store.order("!zoe") == "$7 $8 $9 $10");
  CHECK(store.column("SELECT text FROM item WHERE remote_id = '$9'") ==
        std::vector<std::string>{"hello twice"});
  CHECK(store.number("SELECT count(*) FROM parked_relation") == 0);
  done(store->forget_deleted());
  CHECK(in_files(store, kWords).empty());
  // In the ordinary stream a late message is never left out.
  store.ingest(changes("!zoe", {message("$late", kNumber, kNow - 5000, "late")}));
  CHECK(store.order("!zoe") == "$7 $8 $9 $10 $late");
  CHECK(take(store->check()).empty());
}

TEST_CASE("a sync that was cut off before its token was stored tells what was erased since again") {
  StoreFixture store;
  take(store->erase_contact(two_people(store), false));
  RouteChanges again = limited("!zoe",
                               {message("$1", kNumber, kNow - 2000, "the zanzimessage"),
                                message("$v", kNumber, kNow - 900, "zanzitranscript"),
                                message("$9", kNumber, kNow + 5000, "hello again")},
                               "t0");
  again.relations = {relation(RelationChange::Kind::edit, "$e", "$1", kNumber, "the zanziedited"),
                     relation(RelationChange::Kind::edit, "$e9", "$9", kNumber, "hello twice")};
  store.ingest(again);
  CHECK(store.order("!zoe") == "$9");
  CHECK(store.column("SELECT text FROM item WHERE route = 1") ==
        std::vector<std::string>{"hello twice"});
  CHECK(store.number("SELECT count(*) FROM parked_relation") == 0);
  done(store->forget_deleted());
  CHECK(in_files(store, kWords).empty());
  CHECK(take(store->check()).empty());
}

TEST_CASE("what was erased stays away, however wrong this device's clock is") {
  constexpr Millis kTwoDays = 2 * 86'400'000;
  for (const Millis wrong_by : {-kTwoDays, kTwoDays}) {
    CAPTURE(wrong_by);
    StoreFixture store;
    const ContactId zoe = two_people(store);
    store.clock.now = kNow + wrong_by;
    store::Touched touched;
    take(store->send(store.route_of("!zoe"), text("by the wrong clock"), touched));
    take(store->erase_contact(zoe, true));
    store.clock.now = kNow;
    store.ingest(limited("!zoe", {message("$9", kNumber, kNow + 5000)}, "t8"));
    take(store->fill_gap(store.gaps().front(),
                         page("t8",
                              {message("$8", kNumber, kNow + 4000),
                               message("$v", kNumber, kNow - 900, "zanzitranscript"),
                               message("$1", kNumber, kNow - 2000, "the zanzimessage")},
                              "t0")));
    CHECK(store.order("!zoe") == "$8 $9");
    // The same, told from the beginning; what lies below it is not asked for.
    done(store->drop_sync_token());
    RouteChanges all =
        limited("!zoe",
                {message("$v", kNumber, kNow - 900, "zanzitranscript"),
                 message("$8", kNumber, kNow + 4000), message("$9", kNumber, kNow + 5000)},
                "t0");
    store.ingest(all);
    CHECK(store.order("!zoe") == "$8 $9");
    CHECK(take(store->check()).empty());
  }
}

TEST_CASE("what was said since about messages that a gap holds is there when the gap is filled") {
  const auto edit = [](const std::string& id, const std::string& target) {
    return relation(RelationChange::Kind::edit, id, target, kNumber, "edit " + id);
  };
  for (const bool from_the_beginning : {false, true}) {
    CAPTURE(from_the_beginning);
    StoreFixture store;
    take(store->erase_contact(two_people(store), false));
    if (from_the_beginning) done(store->drop_sync_token());
    RouteChanges batch = limited("!zoe", {message("$9", kNumber, kNow + 9000)}, "t8");
    batch.relations = {edit("$e8", "$8"), edit("$e7", "$7"), edit("$zanziold", "$1")};
    store.ingest(batch);
    HistoryPage newer = page("t8", {message("$8", kNumber, kNow + 8000)}, "t7");
    newer.relations = {edit("$e6", "$6")};
    take(store->fill_gap(store.gaps().front(), newer));
    HistoryPage older =
        page("t7",
             {message("$7", kNumber, kNow + 7000), message("$6", kNumber, kNow + 6000),
              message("$v", kNumber, kNow - 900, "zanzitranscript")},
             "t0");
    older.relations = {edit("$e", "$1"),
                       relation(RelationChange::Kind::reaction, "$r", "$1", kNumber, "+1")};
    take(store->fill_gap(store.gaps().front(), older));
    CHECK(store.rows("SELECT remote_id, text FROM item WHERE route = 1 ORDER BY ord", 2) ==
          std::vector<std::string>{"$6|edit $e6", "$7|edit $e7", "$8|edit $e8", "$9|hello"});
    CHECK(store.number("SELECT unread FROM route WHERE id = 1") == 4);
    // Of what never comes nothing is kept.
    CHECK(store.number("SELECT count(*) FROM parked_relation") == 0);
    CHECK(store.number("SELECT count(*) FROM reaction") == 0);
    CHECK(take(store->check()).empty());
  }
}

TEST_CASE("what has not left is lost only when the host says so") {
  StoreFixture store;
  const ContactId zoe = two_people(store);
  store::Touched touched;
  take(store->send(store.route_of("!zoe"), text("zanziunsent"), touched));
  const auto before = store.dump();
  CHECK(code_of(store->erase_contact(zoe, false)) == ErrorCode::UNSENT_ITEMS);
  CHECK(store.dump() == before);
  const OutboxId entry{store.number("SELECT id FROM outbox")};
  take(store->begin_attempt(entry, "process", 1));
  CHECK(code_of(store->erase_contact(zoe, true)) == ErrorCode::BUSY);
  take(store->attempt_failed(entry, Error(ErrorCode::UNREACHABLE), OutboxState::queued, 0));
  take(store->erase_contact(zoe, true));
  CHECK(store.number("SELECT count(*) FROM outbox") == 0);
  done(store->forget_deleted());
  CHECK(in_files(store, {"zanziunsent"}).empty());
  CHECK(take(store->check()).empty());
}

TEST_CASE("an erased person can be written to, called and met in the directory again") {
  StoreFixture store;
  take(store->erase_contact(two_people(store), false));
  store::Touched touched;
  const ConversationId id = take(store->open_conversation({kNumber, {}, {}}, touched));
  CHECK(id == store.route_of("!zoe"));
  CHECK(store.column("SELECT title FROM conversation WHERE id = " + std::to_string(id.value)) ==
        std::vector<std::string>{kNumber});
  CHECK(take(store->check()).empty());
  take(store->report_call(missed_call(kNumber), touched));
  CHECK(take(store->check()).empty());

  PersonChange ann;
  ann.user_id = kAnn;
  ann.name = "Ann";
  ann.is_member = true;
  take(store->ingest_people({ann}));
  take(store->erase_contact(ContactId{store.number("SELECT id FROM contact WHERE kind = 1")},
                            false));
  CHECK(store.number("SELECT count(*) FROM contact WHERE kind = 1") == 0);
  take(store->ingest_people({ann}));
  CHECK(store.number("SELECT count(*) FROM contact WHERE kind = 1") == 1);
}
