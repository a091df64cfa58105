// SPDX-License-Identifier: Apache-2.0
// What the store asks while it writes goes by an index, too: a chunk of a batch must cost the same
// in a large account as in a small one.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <set>

#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

// Sorts are left out: a write sorts the few rows that an index gave it. Tables that are short are
// read as a whole.
bool scans_a_table(const std::string& line) {
  if (!line.starts_with("SCAN ") || line.find(" USING ") != std::string::npos) return false;
  for (const char* short_one : {"CONSTANT ROW", "outbox", "item_truth", "account_number"}) {
    if (line == std::string("SCAN ") + short_one) return false;
  }
  return true;
}

// The statements that the writing connection has prepared so far.
std::set<std::string> prepared(cache::Connection& connection) {
  std::set<std::string> statements;
  sqlite3_stmt* statement = nullptr;
  while ((statement = sqlite3_next_stmt(connection.handle(), statement)) != nullptr) {
    const std::string sql = sqlite3_sql(statement);
    for (const char* verb : {"SELECT", "UPDATE", "DELETE", "INSERT"}) {
      if (sql.starts_with(verb)) statements.insert(sql);
    }
  }
  return statements;
}

}  // namespace

TEST_CASE_FIXTURE(StoreFixture, "no statement of a write scans a table of the account") {
  using Kind = RelationChange::Kind;
  ingest(changes("!a", {message("$1"), message("$2", kSelf)}, internal_route("@ann:example.org")));
  ingest(changes("!b", {message("$3")}, sms_route("+16135550142")));
  ingest(limited("!a", {message("$9")}, "gap"));
  (void)take(store().fill_gap(gaps().front(), page("gap", {message("$5")}, "")));
  RouteChanges said = changes("!a", {});
  said.relations = {relation(Kind::edit, "$e", "$1", "@ann:example.org", "better"),
                    relation(Kind::redaction, "$r", "$9"),
                    relation(Kind::edit, "$p", "$later", "@ann:example.org", "x"),
                    delivery("$d", "$2", ItemState::delivered)};
  said.own_read = "$1";
  said.peer_read = {"$2"};
  ingest(said);
  // A room that was upgraded, and what retention takes.
  for (const char* room : {"!old", "!heir"}) {
    RouteChange route = channel_route("General");
    if (room == std::string("!heir")) route.replaces = "!old";
    RouteChanges next = changes(room, {}, route);
    for (int i = 0; i < 9; ++i) next.items.push_back(message(room + std::to_string(i)));
    next.own_read = next.items.back().item.remote_id;
    ingest(next);
  }
  ingest(changes("!later", {message("$l")}, channel_route("General")));
  RouteChange later = channel_route("General");
  later.replaces = "!heir";
  ingest(changes("!later", {}, later));
  Retention rules;
  rules.max_route_items = 1;
  CHECK(prune(rules) > 15);
  ingest(changes("!a", {message("$7"), message("$8", kSelf)}));
  Contact ann;
  ann.source = "host";
  ann.source_id = "1";
  ann.name = "Ann";
  ann.numbers = {"+16135550142"};
  ann.users = {"@ann:example.org"};
  store::Touched touched;
  const ContactId id = take(store().put_contact(ann, touched));
  const ConversationId with = take(store().resolve_conversation(ConversationId{route_of("!a")}));
  (void)take(store().send(with, text("hello"), touched));
  const ItemId mine{number("SELECT id FROM item WHERE remote_id = '$8'")};
  const ItemId theirs{number("SELECT id FROM item WHERE remote_id = '$7'")};
  (void)take(store().edit_item(mine, "better", {}));
  (void)take(store().react_to_item(theirs, "+1", true, {}));
  (void)take(store().delete_item(theirs, {}));
  for (const OutboxEntry& entry : take(store().lane_heads())) {
    (void)take(store().begin_attempt(entry.id, "process", 1));
    (void)take(store().leaving(entry.id));
    (void)take(store().attempt_accepted(entry.id, "$done" + entry.id.text()));
  }
  said.relations = {relation(Kind::reaction, "$k", "$5", kSelf, "+1"),
                    relation(Kind::redaction, "$l", "$k")};
  said.relations.front().own = true;
  ingest(said);
  (void)take(store().recover_outbox("another process"));
  (void)take(store().remove_contact(id));

  auto lease = take(store().database().write(cache::Priority::command, cache::Durability::normal));
  const auto statements = prepared(lease.connection());
  CHECK(statements.size() > 40);
  for (const std::string& sql : statements) {
    CAPTURE(sql);
    auto plan = take(lease.connection().prepare_once("EXPLAIN QUERY PLAN " + sql));
    while (take(plan->step())) {
      const std::string line = plan->string(3);
      CAPTURE(line);
      CHECK_FALSE(scans_a_table(line));
    }
  }
}
