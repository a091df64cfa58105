// SPDX-License-Identifier: Apache-2.0
// The doctor: silent over what the store wrote, sees each kind of damage, and mends it to what was
// there before.
#include "store/doctor.h"

#include <string>
#include <vector>

#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kNumber = "+16135550123";

// A bit of everything: three routes of which two stand together, a gap, an edit, a call, a message
// that waits.
class Sick : public StoreFixture {
 public:
  Sick() {
    ingest(limited("!a", {message("$1"), message("$2", kSelf), message("$3")}, "t1"));
    ingest(changes("!s", {message("$s1", "@sms", kNow - 500, "Dépêche-toi, cœur")},
                   sms_route(kNumber)));
    ingest(changes("!c", {message("$c1"), message("$c2", kSelf)}, channel_route("Cuisine")));
    RouteChanges edited = changes("!c", {});
    edited.relations.push_back(
        relation(RelationChange::Kind::edit, "$e", "$c1", "@ann:example.org", "altered"));
    ingest(edited);
    Contact contact;
    contact.source = "host";
    contact.source_id = "1";
    contact.name = "Zoé";
    contact.numbers = {kNumber};
    store::Touched touched;
    take(store().put_contact(contact, touched));
    take(store().send(route_of("!s"), text("not sent yet"), touched));
    healthy_ = dump();
  }

  std::vector<Finding> check() { return take(store().check()); }
  bool finds(StoreCheck kind) {
    const auto found = check();
    return found.size() == 1 && found.front().check == kind && found.front().count > 0 &&
           !found.front().repaired;
  }
  // Everything was repaired, and is what it was.
  bool mends() {
    store::Touched touched;
    for (const Finding& finding : take(store().repair(touched))) {
      if (!finding.repaired) return false;
    }
    return check().empty() && dump() == healthy_;
  }

 private:
  std::vector<std::string> healthy_;
};

}  // namespace

TEST_CASE("the doctor finds nothing in what the store wrote, and a repair then writes nothing") {
  Sick store;
  for (const Finding& finding : store.check()) FAIL_CHECK(store_check_name(finding.check));
  CHECK(store.mends());
}

TEST_CASE("each wrong value is found under its name, and derived again") {
  struct Damage {
    const char* sql;
    StoreCheck check;
  };
  const Damage damages[] = {
      {"UPDATE route SET unread = 7 WHERE remote_id = '!a'", StoreCheck::unread},
      {"UPDATE route SET unread_lower_bound = 0 WHERE remote_id = '!a'", StoreCheck::unread},
      {"UPDATE item SET counts = 1 WHERE remote_id = '$2'", StoreCheck::unread},
      {"UPDATE item SET sort_key = sort_key + 1 WHERE remote_id = '$c2'", StoreCheck::sort_keys},
      {"UPDATE item SET sort_key = 0 WHERE kind = 4", StoreCheck::sort_keys},
      {"UPDATE route SET head_ord = 1 WHERE remote_id = '!a'", StoreCheck::order},
      {"UPDATE route SET begins = 1 WHERE remote_id = '!a'", StoreCheck::order},
      {"UPDATE conversation SET title = 'Other' WHERE title = 'Cuisine'",
       StoreCheck::conversations},
      {"UPDATE conversation SET presets = 0 WHERE kind = 2", StoreCheck::conversations},
      {"DELETE FROM conversation WHERE kind = 2", StoreCheck::conversations},
      {"INSERT INTO conversation SELECT 99, kind, NULL, 'gone', 0, 0, 0, 0, 0, 0, 0, 0, 0, '', 0"
       " FROM conversation LIMIT 1",
       StoreCheck::conversations},
      {"UPDATE preset_count SET unread_items = unread_items + 1 WHERE preset = 8",
       StoreCheck::counts},
      {"DELETE FROM preset_count WHERE preset = 3", StoreCheck::counts},
  };
  for (const Damage& damage : damages) {
    CAPTURE(damage.sql);
    Sick store;
    store.write(damage.sql);
    const auto found = store.check();
    REQUIRE(!found.empty());
    bool named = false;
    for (const Finding& finding : found) named = named || finding.check == damage.check;
    CHECK(named);
    CHECK(store.mends());
  }
}

TEST_CASE("a route that is another's, or stands elsewhere") {
  for (const char* sql :
       {"UPDATE route SET contact = NULL WHERE remote_id = '!s'",
        "UPDATE route SET conversation = (SELECT id FROM route WHERE remote_id = '!c')"
        " WHERE remote_id = '!s'"}) {
    CAPTURE(sql);
    Sick store;
    store.write(sql);
    const auto found = store.check();
    CHECK(has_finding(found, StoreCheck::grouping));
    CHECK(store.mends());
  }
}

TEST_CASE("what the row of a route says of its items") {
  Sick store;
  store.write("UPDATE route SET last_item = 1 WHERE remote_id = '!c'");
  CHECK(has_finding(store.check(), StoreCheck::route_rows));
  CHECK(store.mends());
}

TEST_CASE("words that the search index lacks, has too many of, or has wrong") {
  for (const char* sql :
       {"INSERT INTO item_search (item_search) VALUES ('delete-all')",
        "INSERT INTO item_search (rowid, body, route) VALUES (77, 'phantom', 'r1')",
        "INSERT INTO item_search (rowid, body, route) SELECT (at_ms / 1000 << 30) | id, 'more',"
        " 'r' || route FROM item WHERE remote_id = '$1'",
        "INSERT INTO conversation_search (conversation_search, rowid, title) SELECT 'delete', id,"
        " title FROM conversation WHERE title = 'Cuisine'",
        "DELETE FROM contact_key WHERE key = 'wzoe'",
        "INSERT INTO contact_key SELECT 'wphantom', id FROM contact"}) {
    CAPTURE(sql);
    Sick store;
    store.write(sql);
    CHECK(store.finds(StoreCheck::search));
    CHECK(store.mends());
  }
}

TEST_CASE("a word longer than the search index keeps is no damage") {
  Sick store;
  const std::string word(60'000, 'w');
  store.ingest(changes("!c", {message("$long", "@ann:example.org", kNow, "a " + word + " b")},
                       channel_route(word)));
  CHECK(store.check().empty());
  CHECK(store.number("SELECT count(*) FROM item_search WHERE item_search MATCH 'b'") == 1);
}

TEST_CASE(
    "a message that waits without its entry stands as failed, and nothing is sent by itself") {
  Sick store;
  store.write("DELETE FROM outbox");
  CHECK(store.finds(StoreCheck::outbox));
  store::Touched touched;
  const auto repaired = take(store->repair(touched));
  REQUIRE(repaired.size() == 1);
  CHECK(repaired.front().repaired);
  CHECK(touched.outbox);
  const auto entries = take(store->outbox_entries());
  REQUIRE(entries.size() == 1);
  CHECK(entries.front().state == OutboxState::failed);
  REQUIRE(entries.front().failure);
  CHECK(entries.front().failure->code == ErrorCode::UNKNOWN_OUTCOME);
  const Item item = take(store->item(entries.front().item));
  CHECK(item.state == ItemState::failed);
  CHECK(item.text == "not sent yet");
  CHECK(entries.front().key == item.key);
  CHECK(store.check().empty());
}

TEST_CASE("an entry without its item goes: there is nothing to send") {
  Sick store;
  store.write("DELETE FROM item WHERE text = 'not sent yet'");
  CHECK(has_finding(store.check(), StoreCheck::outbox));
  store::Touched touched;
  for (const Finding& finding : take(store->repair(touched))) CHECK(finding.repaired);
  CHECK(take(store->outbox_entries()).empty());
  CHECK(store.check().empty());
}

TEST_CASE("a reference to nothing is found, and goes when it means nothing alone") {
  Sick store;
  auto lease = take(store->database().write(cache::Priority::command, cache::Durability::normal));
  done(
      lease.connection().execute("ROLLBACK; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;"
                                 "INSERT INTO item_version VALUES (4711, '$e1', 1, 1, 'was');"
                                 "COMMIT; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE"));
  done(lease.commit());
  CHECK(store.finds(StoreCheck::references));
  CHECK(store.check().front().first == "item_version");
  store::Touched touched;
  for (const Finding& finding : take(store->repair(touched))) CHECK(finding.repaired);
  CHECK(store.check().empty());
}

TEST_CASE("an index that has lost a row is found as damage of the file, and made again") {
  Sick store;
  // SQLite believes that the index is of other rows than it was made of.
  auto lease = take(store->database().write(cache::Priority::command, cache::Durability::normal));
  done(lease.connection().execute(
      "PRAGMA writable_schema = ON;"
      "UPDATE sqlite_schema SET sql = 'CREATE INDEX item_failed ON item (route) WHERE state = 0'"
      " WHERE name = 'item_failed';"
      "PRAGMA writable_schema = OFF"));
  done(lease.commit());
  store.open();
  CHECK(has_finding(store.check(), StoreCheck::file));
  store::Touched touched;
  for (const Finding& finding : take(store->repair(touched))) CHECK(finding.repaired);
  CHECK(store.check().empty());
}

namespace {

// A message with two files, of which one is at the backend, and a file in a draft.
struct SickFiles : Sick {
  SickFiles() {
    store::Touched touched;
    store::NewMessage message = text("see these");
    message.files = {take(store().stage(picked("plan.pdf"), touched)),
                     take(store().stage(picked("prix.pdf"), touched))};
    message.files_per_message = 2;
    take(store().file_uploaded(message.files[0], false, "mxc://example.org/plan"));
    item = take(store().send(route_of("!c"), message, touched));
    take(store().stage(picked("draft.pdf", route_of("!a")), touched));
    before = outgoing();
  }
  std::vector<std::string> outgoing() {
    return rows(
        "SELECT hint, state, uri, uploaded, route, ifnull(item, 0), attachment FROM"
        " outgoing_file ORDER BY id",
        7);
  }
  OutboxEntry entry() {
    for (const OutboxEntry& one : take(store().outbox_entries())) {
      if (one.item == item) return one;
    }
    FAIL("no entry");
    return {};
  }
  void repair() {
    store::Touched touched;
    for (const Finding& finding : take(store().repair(touched))) CHECK(finding.repaired);
    CHECK(check().empty());
    CHECK(touched.files);
  }
  ItemId item;
  std::vector<std::string> before;
};

}  // namespace

TEST_CASE("what rows say of files that are to leave is found wrong, and put right") {
  for (const char* sql : {"UPDATE outgoing_file SET state = 5 WHERE hint = 'prix.pdf'",
                          "UPDATE outgoing_file SET failure_code = 3 WHERE hint = 'draft.pdf'",
                          "UPDATE outgoing_file SET attachment = 77 WHERE hint = 'prix.pdf'",
                          "UPDATE outgoing_file SET attachment = 77 WHERE hint = 'draft.pdf'",
                          "UPDATE outbox SET files_pending = 0",
                          "UPDATE attachment SET media = 5 WHERE name = 'prix.pdf'",
                          "UPDATE attachment SET thumb_media = 5 WHERE name = 'plan.pdf'"}) {
    CAPTURE(sql);
    SickFiles store;
    REQUIRE(store.check().empty());
    store.write(sql);
    CHECK(store.finds(StoreCheck::files));
    store.repair();
    CHECK(store.outgoing() == store.before);
    CHECK(store.entry().files_pending);
    CHECK(store.entry().state == OutboxState::queued);
  }
}

TEST_CASE("a draft's file whose conversation is gone is a draft without one") {
  SickFiles store;
  store.write("UPDATE outgoing_file SET route = 999 WHERE hint = 'draft.pdf'");
  CHECK(store.finds(StoreCheck::files));
  store.repair();
  CHECK(store.number("SELECT route FROM outgoing_file WHERE hint = 'draft.pdf'") == 0);
}

TEST_CASE("attachments that a message has lost are made again from its files") {
  SickFiles store;
  store.write("DELETE FROM attachment");
  CHECK(has_finding(store.check(), StoreCheck::files));
  store.repair();
  CHECK(store.column("SELECT name || ' ' || uri FROM attachment ORDER BY position") ==
        std::vector<std::string>{"plan.pdf mxc://example.org/plan", "prix.pdf "});
  CHECK(store.entry().state == OutboxState::queued);
}

TEST_CASE("a message never leaves without a file it was written with") {
  SickFiles store;
  store.write("DELETE FROM outgoing_file WHERE item IS NOT NULL");
  CHECK(store.finds(StoreCheck::files));
  store.repair();
  const OutboxEntry entry = store.entry();
  CHECK(entry.state == OutboxState::blocked);
  CHECK(entry.files_pending);
  REQUIRE(entry.failure);
  CHECK(entry.failure->code == ErrorCode::FILE_UNREADABLE);
  CHECK(take(store->item(store.item)).state == ItemState::failed);
  // The one that is at the backend needs nothing here.
  CHECK(store.column("SELECT name FROM outgoing_file WHERE item IS NOT NULL") ==
        std::vector<std::string>{"prix.pdf"});
  // Tried once more it is seen to again, and holds the message still.
  take(store->retry(entry.id));
  CHECK(store.entry().files_pending);
  CHECK(store.check().empty());
}

TEST_CASE("a message with files that may have left and was discarded is no damage") {
  SickFiles store;
  take(store->file_uploaded(take(store->outgoing_files())[1].id, false, "mxc://example.org/prix"));
  take(store->begin_attempt(store.entry().id, "an earlier process", 1));
  take(store->attempt_failed(store.entry().id, Error(ErrorCode::TIMEOUT), OutboxState::queued, 1));
  CHECK(store.check().empty());
  take(store->discard(store.entry().id));
  CHECK(store.check().empty());
}
