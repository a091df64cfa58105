// SPDX-License-Identifier: Apache-2.0
// Attachments of items: kept with them, changed with them, gone with them.
#include <doctest/doctest.h>

#include "cache/attachment_table.h"
#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

const std::string kAnn = "@ann:example.org";

Attachment picture(const std::string& name) {
  return {AttachmentKind::image, name, "image/jpeg", "mxc://example.org/" + name, 1234, 40, 30, 0};
}

RemoteItem with(std::vector<Attachment> attachments, const std::string& caption = "") {
  RemoteItem out = message("$1", kAnn, kNow - 1000, caption);
  out.item.attachments = std::move(attachments);
  return out;
}

RouteChanges room(std::vector<RemoteItem> items) {
  return changes("!r", std::move(items), internal_route(kAnn));
}

std::string one(StoreFixture& f, const std::string& sql) {
  const auto rows = f.column(sql);
  REQUIRE(rows.size() == 1);
  return rows.front();
}

std::string stored(StoreFixture& f) {
  return one(f,
             "SELECT coalesce(group_concat(name || ' ' || mime || ' ' || bytes), '')"
             " FROM (SELECT * FROM attachment ORDER BY item, position)");
}

int64_t found(StoreFixture& f, const std::string& words) {
  return f.number("SELECT count(*) FROM item_search WHERE item_search MATCH '" + words + "'");
}

// Names, words and the search index agree.
bool consistent(StoreFixture& f) {
  return f.number(
             "SELECT count(*) FROM item WHERE deleted AND (file_names <> '' OR EXISTS"
             " (SELECT 1 FROM attachment WHERE attachment.item = item.id))") == 0 &&
         !has_finding(take(f->check()), StoreCheck::search);
}

}  // namespace

TEST_CASE("an item keeps what is attached to it") {
  StoreFixture f;
  f.ingest(room({with({picture("vitrine.jpg"), picture("porte.jpg")}, "La boutique")}));
  CHECK(stored(f) == "vitrine.jpg image/jpeg 1234,porte.jpg image/jpeg 1234");
  CHECK(one(f, "SELECT file_names FROM item") == "vitrine.jpg\nporte.jpg");
  CHECK(found(f, "porte") == 1);
  CHECK(found(f, "boutique") == 1);
  CHECK(consistent(f));
  SUBCASE("and has it once when it is read again") {
    const auto before = one(f, "SELECT group_concat(id) FROM attachment");
    f.ingest(room({with({picture("vitrine.jpg"), picture("porte.jpg")}, "La boutique")}));
    CHECK(one(f, "SELECT group_concat(id) FROM attachment") == before);
  }
  SUBCASE("until it is deleted") {
    RouteChanges gone = room({});
    gone.relations = {relation(RelationChange::Kind::redaction, "$x", "$1", kAnn)};
    const int64_t asked = f.number("SELECT asked FROM forgetting");
    f.ingest(gone);
    CHECK(stored(f).empty());
    CHECK(found(f, "porte") == 0);
    CHECK(f.number("SELECT asked FROM forgetting") > asked);
    CHECK(consistent(f));
  }
  SUBCASE("also when only the caption is edited") {
    RouteChanges edit = room({});
    edit.relations = {relation(RelationChange::Kind::edit, "$x", "$1", kAnn, "Le magasin")};
    f.ingest(edit);
    CHECK(found(f, "magasin") == 1);
    CHECK(found(f, "boutique") == 0);
    CHECK(found(f, "porte") == 1);
    CHECK(consistent(f));
  }
}

TEST_CASE("what was deleted before it was read has no attachments") {
  StoreFixture f;
  RouteChanges gone = room({});
  gone.relations = {relation(RelationChange::Kind::redaction, "$x", "$1", kAnn)};
  f.ingest(gone);
  f.ingest(room({with({picture("vitrine.jpg")})}));
  CHECK(f.number("SELECT count(*) FROM item WHERE deleted") == 1);
  CHECK(stored(f).empty());
  CHECK(found(f, "vitrine") == 0);
  CHECK(consistent(f));
}

TEST_CASE("a recording that comes with an update of its call") {
  StoreFixture f;
  RemoteItem call = message("$1", kAnn, kNow - 1000, "");
  call.item.kind = ItemKind::voicemail;
  call.item.call.emplace();
  call.item.call->outcome = CallOutcome::voicemail;
  RouteChanges update = room({});
  update.relations = {relation(RelationChange::Kind::edit, "$x", "$1", kAnn, "rappelez")};
  update.relations[0].call = call.item.call;
  update.relations[0].attachments = {
      {AttachmentKind::audio, "\"mémo\".wav", "audio/wav", "mxc://example.org/v", 8, 0, 0, 900}};
  SUBCASE("after the call") {
    f.ingest(room({call}));
    f.ingest(update);
  }
  SUBCASE("before the call") {
    f.ingest(update);
    f.ingest(room({call}));
  }
  CHECK(stored(f) == "\"mémo\".wav audio/wav 8");
  CHECK(f.number("SELECT duration_ms FROM attachment") == 900);
  CHECK(found(f, "memo") == 1);
  CHECK(found(f, "rappelez") == 1);
  CHECK(one(f, "SELECT uri FROM attachment") == "mxc://example.org/v");
  CHECK(consistent(f));
}

TEST_CASE("the doctor mends the names that search goes by") {
  StoreFixture f;
  f.ingest(room({with({picture("vitrine.jpg")}, "La boutique")}));
  f.write("UPDATE item SET file_names = 'autre'");
  CHECK(has_finding(take(f->check()), StoreCheck::search));
  store::Touched touched;
  take(f->repair(touched));
  CHECK(found(f, "vitrine") == 1);
  CHECK(found(f, "autre") == 0);
  CHECK(consistent(f));
}

TEST_CASE("a packed list of attachments unpacks to itself") {
  namespace table = cache::attachment_table;
  const std::vector<Attachment> some = {
      picture("a \\ \"b\".jpg"),
      {AttachmentKind::file, "file", "", "", int64_t{1} << 50, 1'000'000, 1, 604'800'000}};
  CHECK(table::unpacked(table::packed(some)) == some);
  CHECK(table::packed({}).empty());
  CHECK(table::unpacked("").empty());
  CHECK(table::unpacked("[[1,2]]").empty());
  CHECK(table::unpacked("no JSON").empty());
}
