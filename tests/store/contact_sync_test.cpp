// SPDX-License-Identifier: Apache-2.0
// An address book in bulk: what is written, what is not, and that removing it leaves no trace.
#include <algorithm>
#include <set>

#include "store_fixture.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

using store::ContactSync;
using store::ContactSyncCounts;

Contact person(const std::string& source_id, const std::string& name,
               std::vector<std::string> numbers, std::vector<std::string> users = {}) {
  Contact out;
  out.source = "host";
  out.source_id = source_id;
  out.name = name;
  out.numbers = std::move(numbers);
  out.users = std::move(users);
  return out;
}

struct Done {
  ContactSyncCounts counts;
  store::Touched touched;
  int commits = 0;
};

Done sync(StoreFixture& f, const std::vector<Contact>& given,
          ContactSync mode = ContactSync::keep_others) {
  Done done;
  done.counts = take(f->sync_contacts("host", given, mode, [&done](store::Touched touched) {
    ++done.commits;
    done.touched.add(std::move(touched));
  }));
  return done;
}

std::string text(const ContactSyncCounts& c) {
  return "+" + std::to_string(c.added) + " ~" + std::to_string(c.changed) + " =" +
         std::to_string(c.unchanged) + " -" + std::to_string(c.removed);
}

std::vector<std::string> derived(StoreFixture& f) {
  auto rows = f.dump();
  std::erase_if(rows, [](const std::string& row) {
    return !row.starts_with("route: ") && !row.starts_with("conversation: ") &&
           !row.starts_with("item: ");
  });
  return rows;
}

TEST_CASE("an address book is saved, changed and removed; what is the same is not written") {
  StoreFixture f;
  const std::vector<Contact> book = {person("1", "Ana", {"+15145550101", "+15145550100"}),
                                     person("2", "Bob", {}), person("3", "Eve", {"+15145550103"})};
  CHECK(text(sync(f, book).counts) == "+3 ~0 =0 -0");
  const auto before = f.dump();

  const Done again = sync(f, book);
  CHECK(text(again.counts) == "+0 ~0 =3 -0");
  CHECK(again.commits == 0);
  CHECK_FALSE(again.touched.contacts);

  auto other = book;
  std::reverse(other[0].numbers.begin(), other[0].numbers.end());  // the same, in another order
  other[0].numbers.push_back(other[0].numbers.front());
  other[1].name = "Bobby";
  other.pop_back();
  CHECK(text(sync(f, other).counts) == "+0 ~1 =1 -0");
  CHECK(f.column("SELECT name FROM contact ORDER BY id") ==
        std::vector<std::string>{"Ana", "Bobby", "Eve"});
  CHECK(text(sync(f, other, ContactSync::replace_all).counts) == "+0 ~0 =2 -1");
  CHECK(
      text(sync(f, {person("1", "", {}), person("nobody", "", {})}, ContactSync::remove).counts) ==
      "+0 ~0 =0 -1");
  CHECK(f.column("SELECT name FROM contact") == std::vector<std::string>{"Bobby"});
  CHECK(text(sync(f, {}, ContactSync::replace_all).counts) == "+0 ~0 =0 -1");
  CHECK(f.number("SELECT count(*) FROM contact_address") == 0);
}

TEST_CASE("removing all others leaves the directory alone") {
  StoreFixture f;
  ChangeSet set;
  PersonChange ann;
  ann.user_id = "@ann:example.org";
  ann.name = "Ann";
  ann.is_member = true;
  set.people = {ann};
  set.next_token = "s1";
  f.ingest(set);
  CHECK(text(sync(f, {}, ContactSync::replace_all).counts) == "+0 ~0 =0 -0");
  CHECK(f.number("SELECT count(*) FROM contact") == 1);
}

TEST_CASE("a contact is found by what it is now, and an older account's by all at its opening") {
  StoreFixture f;
  const auto keys = [&f] { return f.column("SELECT key FROM contact_key ORDER BY key, contact"); };
  sync(f, {person("1", "Ana", {"+15145550101"})});
  CHECK(keys() == std::vector<std::string>{"d15145550101", "d5145550101", "d5550101",
                                           "r10105554151", "t262", "wana"});
  sync(f, {person("1", "Bob", {})});
  CHECK(keys() == std::vector<std::string>{"t262", "wbob"});
  f.write("DELETE FROM contact_key");
  f.open();
  CHECK(keys() == std::vector<std::string>{"t262", "wbob"});
  sync(f, {}, ContactSync::replace_all);
  CHECK(keys().empty());
}

TEST_CASE("a large address book is committed in short chunks") {
  StoreFixture f;
  std::vector<Contact> book;
  for (int i = 0; i < 501; ++i) {
    book.push_back(person(std::to_string(i), "Name " + std::to_string(i),
                          {"+1514555" + std::to_string(1000 + i)}));
  }
  CHECK(sync(f, book).commits == 11);
  CHECK(sync(f, {}, ContactSync::replace_all).commits == 11);
}

// Random routes of a few people with unread items, flags and drafts; random address books that
// fight for their numbers and users. What they leave behind must be what was there before.
struct RandomWorld {
  explicit RandomWorld(uint64_t seed) : random(seed) {}

  std::string number() { return "+1514555010" + std::to_string(random.below(6)); }
  std::string user() { return "@u" + std::to_string(random.below(4)) + ":example.org"; }

  void fill(StoreFixture& f) {
    const uint64_t routes = 3 + random.below(10);
    for (uint64_t i = 0; i < routes; ++i) {
      const std::string room = "!r" + std::to_string(i);
      RouteChange route = internal_route(user());
      const uint64_t kind = random.below(4);
      if (kind == 1) route = sms_route(number());
      if (kind == 2) route = channel_route("Channel " + std::to_string(i));
      if (kind == 3) {
        route.kind = RouteKind::phone;
        route.peer_user.clear();
        route.peer_number = number();
      }
      std::vector<RemoteItem> items;
      for (uint64_t n = random.below(4); n > 0; --n) {
        items.push_back(message("$" + std::to_string(i) + "." + std::to_string(n),
                                random.below(3) ? user() : kSelf,
                                kNow - static_cast<Millis>(random.below(100'000))));
      }
      f.ingest(changes(room, std::move(items), route));
    }
    for (const std::string& id : f.column("SELECT id FROM route")) {
      const auto flag = [this] { return std::to_string(random.below(2)); };
      const std::string draft = random.below(3) ? "" : "draft " + id;
      f.write("UPDATE route SET muted = " + flag() + ", pinned = " + flag() +
              ", archived = " + flag() + ", marked_unread = " + flag() + ", draft = '" + draft +
              "', draft_ms = " + std::to_string(random.below(1000)) + " WHERE id = " + id);
    }
    // The list rows follow the routes: whoever regroups a conversation writes its row again.
    std::vector<Contact> all;
    for (int i = 0; i < 6; ++i) {
      all.push_back(person("n" + std::to_string(i), "N", {"+1514555010" + std::to_string(i)}));
      all.push_back(
          person("u" + std::to_string(i), "U", {}, {"@u" + std::to_string(i) + ":example.org"}));
    }
    sync(f, all);
    sync(f, {}, ContactSync::replace_all);
  }

  std::vector<Contact> book() {
    std::vector<Contact> out;
    const uint64_t size = 1 + random.below(6);
    for (uint64_t i = 0; i < size; ++i) {
      Contact one = person("c" + std::to_string(i), "Contact " + std::to_string(i), {});
      for (uint64_t n = random.below(4); n > 0; --n) one.numbers.push_back(number());
      for (uint64_t n = random.below(3); n > 0; --n) one.users.push_back(user());
      out.push_back(std::move(one));
    }
    return out;
  }

  SeededRandom random;
};

TEST_CASE("any address books, then none: routes, rows and items are byte for byte as before") {
  int merges = 0;
  for (uint64_t seed = 1; seed <= last_seed(60); ++seed) {
    CAPTURE(seed);
    RandomWorld world(seed);
    StoreFixture f;
    world.fill(f);
    const auto before = derived(f);
    std::set<std::string> ids;
    for (const std::string& id : f.column("SELECT id FROM conversation")) ids.insert(id);

    for (int round = 0; round < 3; ++round) {
      const Done done =
          sync(f, world.book(),
               world.random.below(2) ? ContactSync::keep_others : ContactSync::replace_all);
      merges += static_cast<int>(done.touched.replaced.size());
      for (const std::string& id : f.column("SELECT id FROM route")) {
        const RouteId route{std::stoll(id)};
        const ConversationId now = take(f->resolve_conversation(route));
        CHECK(f.number("SELECT count(*) FROM conversation WHERE id = " +
                       std::to_string(now.value)) == 1);
      }
      // A claimant of the route's own address, and the first of them.
      CHECK(f.number(
                "SELECT count(*) FROM route r WHERE merged_into IS NULL AND kind IN (0, 1, 4) AND"
                " contact IS NOT (SELECT c.id FROM contact c JOIN contact_address a"
                " ON a.contact = c.id WHERE (a.kind = 1 AND a.address = r.peer_user) OR"
                " (a.kind = 0 AND r.kind <> 0 AND a.address = r.peer_number)"
                " ORDER BY c.kind, c.source, c.source_id LIMIT 1)") == 0);
      CHECK(f.number("SELECT count(*) FROM (SELECT contact FROM route WHERE contact IS NOT NULL"
                     " GROUP BY contact HAVING count(DISTINCT conversation) > 1)") == 0);
      CHECK(f.number("SELECT ifnull(sum(unread), 0) FROM route") ==
            f.number("SELECT ifnull(sum(unread), 0) FROM conversation"));
    }
    sync(f, {}, ContactSync::replace_all);
    CHECK(derived(f) == before);
  }
  CHECK(merges > enough(60));  // or the worlds are too tame to show anything
}

TEST_CASE("50,000 contacts: saved, the same again, one changed, removed") {
  StoreFixture f;
  std::vector<Contact> book;
  for (int i = 0; i < 50'000; ++i) {
    const std::string last = std::to_string(1'000'000 + i);
    book.push_back(
        person(std::to_string(i), "Person " + std::to_string(i), {"+1514" + last, "+1613" + last}));
  }
  CHECK(sync(f, book, ContactSync::replace_all).counts.added == 50'000);
  const Done same = sync(f, book, ContactSync::replace_all);
  CHECK(same.counts.unchanged == 50'000);
  CHECK(same.commits == 0);
  book.back().name = "Someone else";
  const Done changed = sync(f, book, ContactSync::replace_all);
  CHECK(changed.counts.changed == 1);
  CHECK(changed.commits == 1);
  CHECK(sync(f, {}, ContactSync::replace_all).counts.removed == 50'000);
  CHECK(f.number("SELECT count(*) FROM contact") == 0);
}

}  // namespace
}  // namespace ix::testing
