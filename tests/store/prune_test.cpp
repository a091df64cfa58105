// SPDX-License-Identifier: Apache-2.0
// What retention takes, what it leaves whatever the rules say, and what it says of sizes.
#include <filesystem>

#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kRoom = "!room";

Retention keep(int64_t items) {
  Retention rules;
  rules.max_route_items = items;
  return rules;
}

// A room with $1 to $9, a minute apart, read up to $`read`.
struct Nine : StoreFixture {
  explicit Nine(int read = 9) {
    RouteChanges batch = changes(kRoom, {}, internal_route("@ann:example.org"));
    for (int i = 1; i <= 9; ++i) {
      batch.items.push_back(message("$" + std::to_string(i), "@ann:example.org",
                                    kNow - (10 - i) * 60'000, "line " + std::to_string(i)));
    }
    batch.from_start = true;
    batch.own_read = "$" + std::to_string(read);
    ingest(batch);
  }
  std::string shown() { return order(kRoom); }
};

}  // namespace

TEST_CASE("a route keeps its newest items, and a gap says where the others were") {
  Nine f;
  store::Touched touched;
  CHECK(f.prune(keep(3), &touched) == 6);
  CHECK(f.shown() == "- $7 $8 $9");
  CHECK(touched.conversations.size() == 1);
  CHECK(f.number("SELECT begins FROM route") == 0);
  const auto gap = take(f->gap(f.gaps().at(0)));
  CHECK(gap.token.empty());
  CHECK(gap.before == "$7");
  CHECK(gap.remote_route == kRoom);
  CHECK(f.number("SELECT count(*) FROM item_search WHERE item_search MATCH 'line'") == 3);
  CHECK(take(f->check()).empty());
  CHECK(f.prune(keep(3)) == 0);
  // A wider rule brings nothing back, a narrower one joins on to the same gap.
  CHECK(f.prune(keep(5)) == 0);
  CHECK(f.prune(keep(2)) == 1);
  CHECK(f.shown() == "- $8 $9");
}

TEST_CASE("age and bytes are limits, too") {
  Nine f;
  Retention rules;
  SUBCASE("older than four and a half minutes") {
    rules.max_age_ms = 270'000;
    CHECK(f.prune(rules) == 5);
  }
  SUBCASE("bytes of a route") {
    const auto sizes = take(f->sizes());
    REQUIRE(sizes.size() == 1);
    CHECK(sizes[0].items == 9);
    CHECK(sizes[0].text_bytes == 9 * 6);
    CHECK(sizes[0].metadata_bytes == 9 * (2 + 16 + 16));  // id, sender, name
    rules.max_route_bytes = 4 * (6 + 34) + 1;
    CHECK(f.prune(rules) == 5);
  }
  SUBCASE("bytes in all go by the hour") {
    RouteChanges old = changes("!old", {}, internal_route("@bo:example.org"));
    old.items = {message("$a", "@bo:example.org", kNow - 86'400'000, "old"),
                 message("$b", "@bo:example.org", kNow - 80'000'000, "old")};
    old.own_read = "$b";
    f.ingest(old);
    rules.max_total_bytes = 9 * 40;
    CHECK(f.prune(rules) == 1);
    CHECK(f.order("!old") == "- $b");  // the newest of a route stays
    CHECK(f.shown() == "$1 $2 $3 $4 $5 $6 $7 $8 $9");
    return;
  }
  CHECK(f.shown() == "- $6 $7 $8 $9");
}

TEST_CASE("nothing that counts goes, nor the item under the marker") {
  Nine f(4);
  CHECK(f.number("SELECT unread FROM route") == 5);
  CHECK(f.prune(keep(1)) == 3);
  CHECK(f.shown() == "- $4 $5 $6 $7 $8 $9");
  CHECK(f.number("SELECT unread FROM route") == 5);
  CHECK(f.number("SELECT unread_lower_bound FROM route") == 0);
}

TEST_CASE("a voicemail comes back with the words and the recording that came later") {
  Nine f;
  RemoteItem call = message("$call", "@ann:example.org", kNow - 9'000, "");
  call.item.kind = ItemKind::voicemail;
  call.item.call.emplace();
  call.item.call->outcome = CallOutcome::voicemail;
  RouteChanges batch = changes(kRoom, {call});
  batch.own_read = "$call";
  f.ingest(batch);
  RouteChanges later = changes(kRoom, {message("$10"), message("$11")});
  later.relations = {
      relation(RelationChange::Kind::edit, "$words", "$call", "@ann:example.org", "please call")};
  later.relations[0].call = call.item.call;
  later.relations[0].attachments = {
      {AttachmentKind::audio, "memo.wav", "audio/wav", "mxc://example.org/v", 8, 0, 0, 900}};
  later.own_read = "$11";
  f.ingest(later);
  const auto stored = [&f] {
    return f.column(
        "SELECT text || ' ' || name || ' ' || uri FROM item"
        " JOIN attachment ON attachment.item = item.id");
  };
  const auto before = stored();
  REQUIRE(before == std::vector<std::string>{"please call memo.wav mxc://example.org/v"});
  CHECK(f.prune(keep(1)) == 11);
  CHECK(stored().empty());
  take(f->fill_gap(f.gaps().at(0), page("", {message("$10"), call}, "t")));
  CHECK(stored() == before);
  CHECK(take(f->check()).empty());
}

TEST_CASE("the row of the list keeps its preview, also behind newer notices") {
  Nine f;
  RouteChanges batch = changes(kRoom, {});
  for (int i = 10; i <= 14; ++i) {
    RemoteItem notice = message("$" + std::to_string(i));
    notice.item.kind = ItemKind::notice;
    notice.item.notice = NoticeKind::joined;
    batch.items.push_back(notice);
  }
  batch.own_read = "$14";
  f.ingest(batch);
  const auto row = f.rows("SELECT preview_item, activity_ms FROM conversation", 2);
  CHECK(f.prune(keep(1)) == 12);
  CHECK(f.shown() == "- $9 - $14");
  CHECK(f.rows("SELECT preview_item, activity_ms FROM conversation", 2) == row);
}

TEST_CASE("what a send of unknown outcome is compared with stays") {
  Nine f;
  store::Touched touched;
  take(f->send(f.route_of(kRoom), text("mine"), touched));
  const OutboxEntry entry = take(f->outbox_entries()).at(0);
  take(f->begin_attempt(entry.id, "process", 1));
  RouteChanges batch = changes(kRoom, {message("$10"), message("$11"), message("$12")});
  batch.own_read = "$12";
  f.ingest(batch);
  CHECK(f.prune(keep(1)) == 9);
  CHECK(f.shown() == "- $10 $11 $12");
  CHECK(take(f->outbox_entries()).size() == 1);
  CHECK(take(f->check()).empty());
}

TEST_CASE("a call of which the host told stays, and so does a route without a room") {
  StoreFixture f;
  CallReport report;
  report.call_id = "host-1";
  report.number = "+16135550123";
  report.phase = CallPhase::started;
  report.at_ms = kNow - 3'600'000;
  store::Touched touched;
  const ItemId shown = take(f->report_call(report, touched));
  CHECK(f.prune(keep(1)) == 0);
  RouteChanges batch = changes(kRoom, {}, sms_route("+16135550123"));
  RemoteItem call = message("$3");
  call.item.kind = ItemKind::call;
  call.item.call.emplace();
  call.item.call->id = "host-1";
  call.item.call->outcome = CallOutcome::answered;
  call.item.call->started_ms = kNow;
  batch.items = {message("$1"), message("$2"), call, message("$4"), message("$5"), message("$6")};
  batch.from_start = true;
  batch.own_read = "$6";
  f.ingest(batch);
  CHECK(f.prune(keep(1)) == 4);
  CHECK(f.order(kRoom) == "- $3 - $6");
  CHECK(take(f->item(shown)).remote_id == "$3");
  CHECK(take(f->check()).empty());
  // Each hole is filled from the item above it, and the first one ends at the call.
  take(f->fill_gap(f.gaps().at(1), page("", {message("$5"), message("$4"), call}, "t")));
  CHECK(f.order(kRoom) == "- $3 $4 $5 $6");
  take(f->fill_gap(f.gaps().at(0), page("", {message("$2"), message("$1")}, "")));
  CHECK(f.order(kRoom) == "$1 $2 $3 $4 $5 $6");
  CHECK(f.number("SELECT begins FROM route WHERE remote_id = '!room'") == 1);
}

TEST_CASE("what is said of an item while it is away holds when it comes back") {
  using Kind = RelationChange::Kind;
  Nine f;
  const auto said = [](Kind kind, const char* id, const char* target, const char* words) {
    return relation(kind, id, target, "@ann:example.org", words);
  };
  RouteChanges before = changes(kRoom, {});
  before.relations = {said(Kind::edit, "$e1", "$1", "first edit"),
                      said(Kind::reaction, "$r1", "$2", "+1")};
  f.ingest(before);
  f.prune(keep(2));
  RouteChanges after = changes(kRoom, {});
  after.relations = {
      said(Kind::edit, "$e3", "$3", "third edit"), said(Kind::redaction, "$d4", "$4", ""),
      said(Kind::redaction, "$dr", "$r1", ""), said(Kind::reaction, "$r5", "$5", "heart")};
  f.ingest(after);
  std::vector<RemoteItem> old;
  for (int i = 7; i >= 1; --i) old.push_back(message("$" + std::to_string(i)));
  take(f->fill_gap(f.gaps().at(0), page("", old, "")));
  CHECK(f.column("SELECT text || ' ' || edited || ' ' || deleted FROM item WHERE ord IS NOT NULL"
                 " ORDER BY ord LIMIT 5") == std::vector<std::string>{"first edit 1 0", "hello 0 0",
                                                                      "third edit 1 0", " 0 1",
                                                                      "hello 0 0"});
  CHECK(f.column("SELECT target || key FROM reaction WHERE NOT withdrawn") ==
        std::vector<std::string>{"$5heart"});
  CHECK(f.number("SELECT count(*) FROM notification WHERE item IN (SELECT id FROM item WHERE ord <"
                 " (SELECT ord FROM item WHERE remote_id = '$8'))") == 0);
  CHECK(f.number("SELECT unread FROM route") == 0);
  CHECK(f.number("SELECT count(*) FROM parked_relation") == 0);
  CHECK(take(f->check()).empty());
}

TEST_CASE("an answer that was on its way when its gap was pruned changes nothing") {
  Nine f;
  f.prune(keep(4));
  const ItemId before = f.gaps().at(0);
  f.prune(keep(2));
  CHECK(f.shown() == "- $8 $9");
  take(f->fill_gap(before, page("", {message("$5"), message("$4")}, "t")));
  CHECK(f.shown() == "- $8 $9");
}

TEST_CASE("a conversation that is spared stays as it is") {
  Nine f;
  store::Pruning pass;
  pass.rules = keep(1);
  pass.spared = {ConversationId{f.number("SELECT id FROM conversation")}};
  store::Touched touched;
  while (take(f->prune_step(pass, touched))) {
  }
  CHECK(pass.items == 0);
}

TEST_CASE("rules are kept, due once a day, and at once when they change") {
  StoreFixture f;
  CHECK_FALSE(take(f->retention_due()));
  done(f->set_retention(keep(5)));
  CHECK(take(f->retention()) == keep(5));
  CHECK(take(f->retention_due()));
  done(f->retention_applied());
  CHECK_FALSE(take(f->retention_due()));
  done(f->set_retention(keep(5)));
  CHECK_FALSE(take(f->retention_due()));
  f.clock.now += store::kRetentionEvery;
  CHECK(take(f->retention_due()));
  done(f->retention_applied());
  done(f->set_retention(keep(6)));
  CHECK(take(f->retention_due()));
  f.open();
  CHECK(take(f->retention()) == keep(6));
}

TEST_CASE("thousands of items go in small steps, and the file gets smaller") {
  StoreFixture f;
  const std::string words(400, 'x');
  for (int part = 0; part < 10; ++part) {
    RouteChanges batch = changes(kRoom, {}, internal_route("@ann:example.org"));
    for (int i = 0; i < 400; ++i) {
      const int number = part * 400 + i;
      batch.items.push_back(message("$" + std::to_string(number), "@ann:example.org",
                                    kNow - 4'000'000 + number * 1000,
                                    words + " w" + std::to_string(number)));
    }
    batch.own_read = batch.items.back().item.remote_id;
    f.ingest(batch);
  }
  const std::filesystem::path file = f.folder() + "/cache.db";
  done(f->forget_deleted());
  const auto before = std::filesystem::file_size(file);
  store::Pruning pass;
  pass.rules = keep(100);
  store::Touched touched;
  int64_t largest = 0;
  for (int64_t last = 0; take(f->prune_step(pass, touched)); last = pass.items) {
    largest = std::max(largest, pass.items - last);
    CHECK(f.gaps().size() <= 1);
  }
  CHECK(pass.items == 3900);
  CHECK(largest <= 200);
  done(f->forget_deleted());
  CHECK(std::filesystem::file_size(file) * 5 < before);
  CHECK(std::filesystem::file_size(file.string() + "-wal") < 20'000);
  CHECK(f.number("SELECT count(*) FROM item_search WHERE item_search MATCH 'w12'") == 0);
  CHECK(take(f->check()).empty());
}

}  // namespace ix::testing
