// SPDX-License-Identifier: Apache-2.0
// Drafts that answer an item: with its route through merges and splits, whatever becomes of it.
#include "cache/conversation_reads.h"
#include "store_fixture.h"
#include "support/retention.h"

namespace ix::testing {
namespace {

constexpr const char* kAnn = "@ann:example.org";
constexpr const char* kNumber = "+15145550101";

// Ann by her extension in !a and by her mobile number in !b, not known to be one person.
struct Scene : StoreFixture {
  Scene() {
    ingest(changes("!a", {message("$a1", kAnn, kNow - 3000)}, internal_route(kAnn)));
    ingest(changes("!b", {message("$b1", kNumber, kNow - 2000), message("$b2", kNumber)},
                   sms_route(kNumber)));
  }
  ContactId save_ann() {
    Contact ann;
    ann.source = "host";
    ann.source_id = "1";
    ann.name = "Ann";
    ann.numbers = {kNumber};
    ann.users = {kAnn};
    store::Touched touched;
    return take(store().put_contact(ann, touched));
  }
  ConversationId conversation(const std::string& remote_id) {
    return ConversationId{
        number("SELECT conversation FROM route WHERE remote_id = '" + remote_id + "'")};
  }
  ItemId item(const std::string& remote_id) {
    return ItemId{number("SELECT id FROM item WHERE remote_id = '" + remote_id + "'")};
  }
  void draft(const std::string& room, const std::string& text, const std::string& answers = {}) {
    clock.now += 1000;
    take(store().set_draft(conversation(room), text, 100,
                           answers.empty() ? ItemId() : item(answers)));
  }
  // What the list shows of it: "text", "text > $item", "text > gone".
  std::string shown(const std::string& room) {
    const ConversationId id = conversation(room);
    const std::string text =
        column("SELECT draft FROM conversation WHERE id = " + std::to_string(id.value)).front();
    auto lease = take(store().database().read());
    const auto reply = take(cache::draft_reply(lease.connection(), id));
    if (!reply.there) return text;
    if (reply.item == 0) return text + " > gone";
    return text + " > " +
           column("SELECT remote_id FROM item WHERE id = " + std::to_string(reply.item)).front();
  }
};

}  // namespace

TEST_CASE("a draft keeps what it answers through a restart, until it is set without") {
  Scene f;
  f.draft("!a", "half a tho", "$a1");
  CHECK(f.shown("!a") == "half a tho > $a1");
  f.open();
  CHECK(f.shown("!a") == "half a tho > $a1");
  f.draft("!a", "half a thought");
  CHECK(f.shown("!a") == "half a thought");
  f.draft("!a", "again", "$a1");
  f.draft("!a", "");
  CHECK(f.shown("!a").empty());
  // No words, no draft: nothing is left of what it would have answered.
  f.draft("!a", "", "$a1");
  CHECK(f.shown("!a").empty());
  CHECK(f.number("SELECT count(*) FROM route WHERE draft_reply <> ''") == 0);
}

TEST_CASE("a draft stands with the item it answers when conversations part") {
  Scene f;
  const ContactId ann = f.save_ann();
  f.draft("!a", "words");  // on the default route, which is !b
  f.draft("!a", "an answer", "$a1");
  CHECK(f.shown("!b") == "an answer > $a1");
  take(f->remove_contact(ann));
  CHECK(f.shown("!a") == "an answer > $a1");
  CHECK(f.shown("!b").empty());
  f.save_ann();
  CHECK(f.shown("!b") == "an answer > $a1");
}

TEST_CASE("an older draft that does not show is not lost to an answer") {
  Scene f;
  f.draft("!a", "older", "$a1");
  f.draft("!b", "newer", "$b2");
  const ContactId ann = f.save_ann();
  CHECK(f.shown("!a") == "newer > $b2");
  f.draft("!a", "newest", "$a1");
  CHECK(f.shown("!a") == "newest > $a1");
  f.draft("!a", "");
  CHECK(f.shown("!a") == "older");
  f.draft("!a", "");
  CHECK(f.shown("!a").empty());
  take(f->remove_contact(ann));
}

TEST_CASE("a draft stays when its item is deleted, pruned, and fetched again") {
  Scene f;
  f.draft("!b", "an answer", "$b1");
  RouteChanges deletion = changes("!b", {});
  deletion.relations.push_back(relation(RelationChange::Kind::redaction, "$d", "$b1", kNumber));
  f.ingest(deletion);
  CHECK(f.number("SELECT deleted FROM item WHERE remote_id = '$b1'") == 1);
  CHECK(f.shown("!b") == "an answer > $b1");
  REQUIRE(f.prune(keep(1)) > 0);
  CHECK(f.shown("!b") == "an answer > gone");
  take(f->fill_gap(f.gaps().back(), page("", {message("$b1", kNumber, kNow - 2000)}, "")));
  CHECK(f.shown("!b") == "an answer > $b1");
}

TEST_CASE("what a draft cannot answer is refused, and the draft stays as it was") {
  Scene f;
  f.draft("!a", "words");
  store::Touched touched;
  const ItemId unsent = take(f->send(f.conversation("!a"), text("mine"), touched));
  const auto refusal = [&](ItemId item) {
    return code_of(f->set_draft(f.conversation("!a"), "others", 100, item));
  };
  CHECK(refusal(unsent) == ErrorCode::CANNOT_SEND);
  CHECK(refusal(f.item("$b1")) == ErrorCode::NOT_FOUND);  // of another conversation
  CHECK(refusal(ItemId{999}) == ErrorCode::NOT_FOUND);
  CHECK(f.shown("!a") == "words");
}

TEST_CASE("an upgraded room's draft goes on with what it answers") {
  Scene f;
  f.ingest(changes("!next", {message("$n1", kAnn)}, internal_route(kAnn)));
  f.draft("!next", "an answer", "$n1");
  RouteChange upgrade = internal_route(kAnn);
  upgrade.replaces = "!a";
  f.ingest(changes("!next", {message("$n2", kAnn)}, upgrade));
  CHECK(f.number("SELECT count(*) FROM route WHERE merged_into IS NULL AND peer_user = '" +
                 std::string(kAnn) + "'") == 1);
  CHECK(f.shown("!next") == "an answer > $n1");
}

}  // namespace ix::testing
