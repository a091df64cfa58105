// SPDX-License-Identifier: Apache-2.0
// A deleted text is gone from every file, and what was not deleted is still found.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store/doctor.h"
#include "store_fixture.h"

using namespace ix;
using namespace ix::testing;

namespace {

constexpr const char* kSecret = "zanzibarquux";

// The files of the account that hold the word.
std::vector<std::string> files_with(StoreFixture& store, const std::string& word) {
  std::vector<std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(store->database().folder())) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (bytes.find(word) != std::string::npos) found.push_back(file.path().filename().string());
  }
  return found;
}

RouteChanges deletes(const std::string& room, const std::string& target) {
  RouteChanges out = changes(room, {});
  out.relations.push_back(
      relation(RelationChange::Kind::redaction, "$r" + target, target, "@ann:example.org"));
  return out;
}

// Many batches: the index has many parts, and the word is in an old one.
void fill(StoreFixture& store, const std::string& text) {
  for (int batch = 0; batch < 40; ++batch) {
    std::vector<RemoteItem> items;
    for (int i = 0; i < 25; ++i) {
      const std::string id = "$" + std::to_string(batch) + "." + std::to_string(i);
      items.push_back(
          message(id, "@ann:example.org", kNow - 1000,
                  batch == 3 && i == 7 ? text : "ordinary words " + std::to_string(i * batch)));
    }
    store.ingest(changes("!a", std::move(items)));
  }
}

int64_t matches(StoreFixture& store, const std::string& word) {
  return store.number("SELECT count(*) FROM item_search WHERE item_search MATCH '" + word + "'");
}

}  // namespace

TEST_CASE("a deleted message's text leaves every file at the next idle") {
  StoreFixture store;
  fill(store, std::string("the word is ") + kSecret);
  done(store->forget_deleted());
  CHECK(!files_with(store, kSecret).empty());
  store.ingest(deletes("!a", "$3.7"));
  CHECK(matches(store, kSecret) == 0);  // at once
  CHECK(!files_with(store, kSecret).empty());
  done(store->forget_deleted());
  CHECK(files_with(store, kSecret).empty());
  CHECK(matches(store, "ordinary") == 999);
  CHECK(store.number("SELECT count(*) FROM forgetting WHERE asked = done") == 1);
  CHECK(take(store->check()).empty());
}

TEST_CASE("so does a text of many pages, and one that was edited before") {
  StoreFixture store;
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::string(kSecret) + std::to_string(i) + " ";
  fill(store, text);
  store.ingest(changes("!b", {message("$b", "@ann:example.org", kNow, kSecret)}));
  RouteChanges edited = changes("!b", {});
  edited.relations.push_back(relation(RelationChange::Kind::edit, "$e", "$b", "@ann:example.org",
                                      std::string("better ") + kSecret));
  store.ingest(edited);
  store.ingest(deletes("!a", "$3.7"));
  store.ingest(deletes("!b", "$b"));
  done(store->forget_deleted());
  CHECK(files_with(store, kSecret).empty());
  CHECK(take(store->check()).empty());
}

TEST_CASE("a message that was discarded before it was sent") {
  StoreFixture store;
  fill(store, "nothing");
  store::Touched touched;
  const ItemId item = take(store->send(store.route_of("!a"), text(kSecret), touched));
  (void)item;
  const auto entries = take(store->outbox_entries());
  REQUIRE(entries.size() == 1);
  take(store->discard(entries.front().id));
  done(store->forget_deleted());
  CHECK(files_with(store, kSecret).empty());
}

TEST_CASE("a message that was deleted here, once the backend has taken it") {
  StoreFixture store;
  fill(store, kSecret);
  store::Touched touched;
  const ItemId item{store.number("SELECT id FROM item WHERE remote_id = '$3.7'")};
  take(store->delete_item(item, {}));
  CHECK(matches(store, kSecret) == 0);
  done(store->forget_deleted());
  CHECK(!files_with(store, kSecret).empty());  // it may be refused
  take(store->attempt_accepted(take(store->outbox_entries()).front().id, {}));
  done(store->forget_deleted());
  CHECK(files_with(store, kSecret).empty());
  CHECK(take(store->check()).empty());
}

TEST_CASE("what a message or an edit said before it left") {
  StoreFixture store;
  fill(store, "nothing");
  store.ingest(changes("!a", {message("$own", kSelf, kNow, "at noon")}));
  store::Touched touched;
  const ItemId sent = take(store->send(store.route_of("!a"), text(kSecret), touched));
  take(store->edit_item(sent, "harmless", {}));
  const ItemId own{store.number("SELECT id FROM item WHERE remote_id = '$own'")};
  SUBCASE("an edit, edited") {
    take(store->edit_item(own, kSecret, {}));
    take(store->edit_item(own, "at one", {}));
  }
  SUBCASE("an edit, discarded") {
    take(store->edit_item(own, kSecret, {}));
    take(store->discard(take(store->outbox_entries()).back().id));
  }
  SUBCASE("an edit of a message that is then deleted") {
    take(store->edit_item(own, kSecret, {}));
    take(store->delete_item(own, {}));
    take(store->attempt_accepted(take(store->outbox_entries()).back().id, {}));
  }
  done(store->forget_deleted());
  CHECK(files_with(store, kSecret).empty());
  CHECK(take(store->check()).empty());
}

TEST_CASE("while somebody reads what was before, the deletion is remembered, after a restart too") {
  StoreFixture store;
  fill(store, kSecret);
  done(store->forget_deleted());
  {
    auto reader = take(store->database().read());
    auto statement = take(reader.connection().prepare_once("SELECT count(*) FROM item"));
    REQUIRE(take(statement->step()));
    store.ingest(deletes("!a", "$3.7"));
    done(store->forget_deleted());
    CHECK(!files_with(store, kSecret).empty());
  }
  CHECK(store.number("SELECT count(*) FROM forgetting WHERE asked > done") == 1);
  store.open();
  done(store->forget_deleted());
  CHECK(files_with(store, kSecret).empty());
}
