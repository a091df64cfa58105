// SPDX-License-Identifier: Apache-2.0
// What sizes count, and that the limits by bytes count the same.
#include "store_fixture.h"

namespace ix::testing {
namespace {

constexpr const char* kRoom = "!room";
constexpr const char* kAnn = "@ann:example.org";
constexpr int64_t kOne = 16 + 16 + 2 + 4;  // sender, name, id, words of plain("$1")

RemoteItem plain(const std::string& id) {
  return message(id, kAnn, kNow - 60'000, "word");
}

int64_t bytes_of(const ItemSizes& sizes) {
  return sizes.text_bytes + sizes.metadata_bytes;
}

ItemSizes only(StoreFixture& f) {
  const auto sizes = take(f->sizes());
  REQUIRE(sizes.size() == 1);
  return sizes.front();
}

// `rich` below a plain item, both read: what the rich one takes.
struct Pair : StoreFixture {
  explicit Pair(const RemoteItem& rich, std::vector<RelationChange> said = {}) {
    RouteChanges batch = changes(kRoom, {rich}, sms_route("+16135550123"));
    batch.from_start = true;
    batch.relations = std::move(said);
    ingest(batch);
    before = bytes_of(only(*this));
    RouteChanges above = changes(kRoom, {plain("$9")});
    above.own_read = "$9";
    ingest(above);
  }

  int64_t limited_to(int64_t bytes) {
    Retention rules;
    rules.max_route_bytes = bytes;
    return prune(rules);
  }
  int64_t limited_in_all_to(int64_t bytes) {
    Retention rules;
    rules.max_total_bytes = bytes;
    return prune(rules);
  }

  int64_t before = 0;
};

Attachment file(const std::string& name) {
  return {AttachmentKind::file, name, "text/plain", "mxc://example.org/f", 8, 0, 0, 0};
}

}  // namespace

TEST_CASE("sizes count the names, types and addresses of files") {
  RemoteItem with_files = plain("$1");
  with_files.item.attachments = {file("a.txt"), file("été.txt")};
  Pair f(with_files);
  // Each name stands with its file, and once more with the item for the search ("a.txt\nété.txt").
  CHECK(f.before == kOne + (5 + 10 + 19) + (9 + 10 + 19) + (5 + 1 + 9));
}

TEST_CASE("sizes count what an edited message said before, and the ids of its edits") {
  Pair f(plain("$1"), {relation(RelationChange::Kind::edit, "$e", "$1", kAnn, "longer words")});
  const ItemSizes sizes = only(f);
  // Shown, the original and the edit; beside "word" of the item above.
  CHECK(sizes.text_bytes == 12 + 4 + 12 + 4);
  // An original has the id of its message.
  CHECK(f.before == (kOne - 4) + (12 + 4 + 12) + 2 +
                        f.number("SELECT length(remote_id) FROM"
                                 " item_version WHERE seq = 0"));
}

TEST_CASE("sizes count reactions to what is stored") {
  Pair f(plain("$1"), {relation(RelationChange::Kind::reaction, "$r1", "$1", kAnn, "👍"),
                       relation(RelationChange::Kind::reaction, "$rx", "$gone", kAnn, "👍")});
  CHECK(f.before == kOne + 3 + 2 + 16 + 4);
}

TEST_CASE("sizes count the words of a voicemail and what its call is known by") {
  RemoteItem call = plain("$1");
  call.item.kind = ItemKind::voicemail;
  call.item.text = "rappelez-moi";
  call.item.call.emplace();
  call.item.call->id = "call-7";
  call.item.call->number = "+16135550123";
  Pair f(call);
  CHECK(only(f).text_bytes == 12 + 4);
  CHECK(f.before == kOne - 4 + 12 + 6 + 12);
}

TEST_CASE("the limits by bytes count what sizes count") {
  RemoteItem rich = plain("$1");
  rich.item.attachments = {file("a.txt")};
  const std::vector<RelationChange> said = {
      relation(RelationChange::Kind::edit, "$e", "$1", kAnn, "longer words"),
      relation(RelationChange::Kind::reaction, "$r1", "$1", kAnn, "👍")};
  SUBCASE("of a route") {
    Pair f(rich, said);
    const int64_t all = bytes_of(only(f));
    CHECK(f.limited_to(all) == 0);
    CHECK(f.limited_to(all - 1) == 1);
    CHECK(bytes_of(only(f)) == kOne);
  }
  SUBCASE("in all") {
    rich.item.at_ms = kNow - 86'400'000;
    Pair f(rich, said);
    const int64_t all = bytes_of(only(f));
    CHECK(f.limited_in_all_to(all) == 0);
    CHECK(f.limited_in_all_to(all - 1) == 1);
    CHECK(bytes_of(only(f)) == kOne);
  }
}

TEST_CASE("sizes stand by route, with the conversation that shows it") {
  StoreFixture f;
  f.ingest(changes("!a", {plain("$1"), plain("$2")}, internal_route(kAnn)));
  f.ingest(changes("!empty", {}, internal_route("@bo:example.org")));
  f.ingest(limited("!c", {plain("$3")}, "gap"));
  const auto sizes = take(f->sizes());
  REQUIRE(sizes.size() == 2);
  CHECK(sizes[0].route == f.route_of("!a"));
  CHECK(sizes[0].conversation == take(f->resolve_conversation(f.route_of("!a"))));
  CHECK(sizes[0].items == 2);
  CHECK(sizes[1].route == f.route_of("!c"));
  CHECK(sizes[1].items == 1);  // a gap is none
  CHECK(bytes_of(sizes[1]) == kOne);
}

}  // namespace ix::testing
