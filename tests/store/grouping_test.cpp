// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "store_fixture.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

constexpr const char* kNumber = "+15145550101";
constexpr const char* kOther = "+14165550102";
constexpr const char* kAnn = "@ann:example.org";

Contact external(const std::string& source_id, const std::string& name,
                 std::vector<std::string> numbers, std::vector<std::string> users = {}) {
  Contact out;
  out.source = "host";
  out.source_id = source_id;
  out.name = name;
  out.numbers = std::move(numbers);
  out.users = std::move(users);
  return out;
}

ChangeSet company() {
  ChangeSet set;
  PersonChange ann;
  ann.user_id = kAnn;
  ann.name = "Ann";
  ann.is_member = true;
  PersonChange ghost;
  ghost.user_id = "@sms_1:example.org";
  ghost.number = kNumber;
  ghost.name = "514 555 0101";
  set.people = {ann, ghost};
  RouteChange phone;
  phone.kind = RouteKind::phone;
  phone.peer_number = kNumber;
  set.routes = {changes("!ann", {message("$a", kAnn)}, internal_route(kAnn)),
                changes("!sms", {message("$s")}, sms_route(kNumber)),
                changes("!chan", {message("$c")}, channel_route("General")),
                changes("!phone", {}, phone), changes("!sms2", {}, sms_route(kOther))};
  set.next_token = "s1";
  return set;
}

std::string list(StoreFixture& f) {
  std::string out;
  for (const std::string& row :
       f.column("SELECT id || ':' || kind || ':' || title || ':' || (SELECT group_concat(id) FROM"
                " (SELECT id FROM route WHERE conversation = c.id ORDER BY id))"
                " FROM conversation c ORDER BY id")) {
    out += (out.empty() ? "" : "; ") + row;
  }
  return out;
}

TEST_CASE("routes of one person stand together; others alone") {
  StoreFixture f;
  f.ingest(company());
  CHECK(list(f) == "1:0:Ann:1; 2:1:+15145550101:2,4; 3:2:General:3; 5:1:+14165550102:5");
  CHECK(f.number("SELECT count(*) FROM contact") == 1);  // the ghost is no contact
}

TEST_CASE("adding a contact merges, removing it restores the identical state") {
  StoreFixture f;
  f.ingest(company());
  const auto before = f.dump();
  store::Touched touched;
  const ContactId id =
      take(f->put_contact(external("1", "Zoé", {kNumber, kOther}, {kAnn}), touched));
  CHECK(list(f) == "1:0:Zoé:1,2,4,5; 3:2:General:3");
  std::vector<std::string> moved;
  for (const auto& one : touched.replaced) moved.push_back(one.from.text() + ">" + one.to.text());
  CHECK(moved == std::vector<std::string>{"r2>r1", "r5>r1"});
  CHECK(touched.contacts);
  // Every id that was ever handed out resolves.
  for (const int64_t route : {1, 2, 4, 5}) {
    CHECK(take(f->resolve_conversation(RouteId{route})) == RouteId{1});
  }
  const auto undone = take(f->remove_contact(id));
  CHECK(f.dump() == before);
  CHECK(undone.conversations.size() >= 3);
  CHECK(code_of(f->remove_contact(id)) == ErrorCode::NOT_FOUND);
  CHECK(code_of(f->remove_contact(ContactId{1})) == ErrorCode::INVALID_ARGUMENT);
}

TEST_CASE("claims: external before member, then source and id; they do not chain") {
  StoreFixture f;
  f.ingest(company());
  store::Touched touched;
  take(f->put_contact(external("b", "B", {kNumber}), touched));
  const ContactId a = take(f->put_contact(external("a", "A", {kNumber, kOther}), touched));
  CHECK(list(f) == "1:0:Ann:1; 2:0:A:2,4,5; 3:2:General:3");
  take(f->put_contact(external("a", "A", {kOther}), touched));  // replaced: gives a number back
  CHECK(list(f) == "1:0:Ann:1; 2:0:B:2,4; 3:2:General:3; 5:0:A:5");
  take(f->remove_contact(a));
  CHECK(list(f) == "1:0:Ann:1; 2:0:B:2,4; 3:2:General:3; 5:1:+14165550102:5");
}

TEST_CASE("flags and drafts are a route's own and show in the row") {
  StoreFixture f;
  f.ingest(company());
  {
    auto lease = take(f->database().write(cache::Priority::command, cache::Durability::normal));
    done(
        lease.connection().execute("UPDATE route SET pinned = 1, archived = 1, muted = 1,"
                                   " draft = 'd', draft_ms = 5 WHERE id = 2"));
    done(lease.commit());
  }
  store::Touched touched;
  take(f->put_contact(external("1", "Z", {kNumber}, {kAnn}), touched));
  CHECK(f.column("SELECT pinned || archived || muted || draft FROM conversation WHERE id = 1") ==
        std::vector<std::string>{"100d"});
}

TEST_CASE("a name that a directory does not tell does not erase the one it told") {
  StoreFixture f;
  f.ingest(company());
  PersonChange ann;
  ann.user_id = kAnn;
  ann.is_member = true;
  take(f->ingest_people({ann}));
  CHECK(f.column("SELECT name FROM contact") == std::vector<std::string>{"Ann"});
  ann.name = "Ann B";
  CHECK(take(f->ingest_people({ann})).contacts);
  CHECK(f.column("SELECT title FROM conversation WHERE id = 1") ==
        std::vector<std::string>{"Ann B"});
}

TEST_CASE("bad contacts are refused") {
  StoreFixture f;
  store::Touched touched;
  CHECK(code_of(f->put_contact(external("", "A", {}), touched)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code_of(f->put_contact(external("1", "\xFF", {}), touched)) == ErrorCode::INVALID_UTF8);
  CHECK(code_of(f->resolve_conversation(RouteId{7})) == ErrorCode::NOT_FOUND);
}

TEST_CASE("contacts without numbers, with absurd ones and with a thousand of them") {
  StoreFixture f;
  store::Touched touched;
  f.ingest(changes("!s", {message("$1")}, sms_route("+16135550123")));
  const auto before = f.dump();
  std::vector<ContactId> saved;
  saved.push_back(take(f->put_contact(external("none", "Nobody", {}), touched)));
  saved.push_back(take(f->put_contact(external("empty", "Empty", {"", ""}), touched)));
  std::vector<std::string> many;
  for (int i = 0; i < 1'000; ++i) many.push_back("+1613555" + std::to_string(1000 + i));
  saved.push_back(take(f->put_contact(external("many", "Many", many), touched)));
  saved.push_back(take(f->put_contact(
      external("odd", "Odd", {"+", "0", "%", "' OR 1=1 --", std::string(1'000, '9'), "\n"}),
      touched)));
  saved.push_back(take(f->put_contact(
      external("same", "Same", {"+16135550123", "+16135550123", "+16135550123"}), touched)));
  // A number that is nobody's claims nothing; one that stands three times is one.
  CHECK(f.number("SELECT count(*) FROM contact_address") == 1'000 + 6 + 1);
  CHECK(f.number("SELECT count(*) FROM route WHERE contact IS NOT NULL") == 1);
  CHECK(f.column("SELECT title FROM conversation") == std::vector<std::string>{"Same"});
  CHECK(take(f->check()).empty());
  for (const ContactId id : saved) take(f->remove_contact(id));
  CHECK(f.dump() == before);
}

TEST_CASE("names of a megabyte, right to left and with control characters are kept as they are") {
  StoreFixture f;
  const std::string huge(1'000'000, 'n');
  const std::string odd = "\xE2\x80\xAE\xD7\x90\xD7\x91\xD7\x99\x1B[2J\x07\n";
  RemoteItem shouted = message("$1");
  shouted.item.sender_name = huge;
  RemoteItem whispered = message("$2");
  whispered.item.sender_name = odd;
  shouted.item.attachments = {
      {AttachmentKind::file, huge, "text/plain", "mxc://example.org/f", 8, 0, 0, 0}};
  whispered.item.attachments = {
      {AttachmentKind::file, odd, "text/plain", "mxc://example.org/f", 8, 0, 0, 0}};
  f.ingest(changes("!huge", {shouted}, channel_route(huge)));
  f.ingest(changes("!odd", {whispered}, channel_route(odd)));
  store::Touched touched;
  take(f->put_contact(external("1", huge, {}), touched));
  take(f->put_contact(external("2", odd, {}), touched));
  const std::string lengths = std::to_string(huge.size()) + "," + std::to_string(odd.size());
  for (const char* column : {"sender_name FROM item", "title FROM conversation",
                             "name FROM attachment", "name FROM contact"}) {
    CAPTURE(column);
    const std::string name(column, std::string_view(column).find(' '));
    const std::string table(std::string_view(column).substr(name.size()));
    CHECK(f.column("SELECT group_concat(length(CAST(" + name + " AS BLOB)))" + table).front() ==
          lengths);
  }
  CHECK(take(f->check()).empty());
}

// Groups from scratch, in the plainest way.
std::map<int64_t, int64_t> reference(StoreFixture& f) {
  std::map<std::string, std::vector<int64_t>> groups;
  for (const std::string& id : f.column("SELECT id FROM route ORDER BY id")) {
    const std::string route = " (SELECT * FROM route WHERE id = " + id + ") r ";
    const auto claimant =
        f.column("SELECT c.id FROM contact c, contact_address a," + route +
                 "WHERE a.contact = c.id AND r.kind IN (0, 1, 4) AND ((a.kind = 1 AND a.address ="
                 " r.peer_user) OR (a.kind = 0 AND r.kind <> 0 AND a.address = r.peer_number))"
                 " ORDER BY c.kind, c.source, c.source_id LIMIT 1");
    const auto number = f.column("SELECT r.peer_number FROM" + route + "WHERE r.kind IN (1, 4)");
    std::string key = "alone " + id;
    if (!claimant.empty()) {
      key = "contact " + claimant.front();
    } else if (!number.empty() && !number.front().empty()) {
      key = "number " + number.front();
    }
    groups[key].push_back(std::stoll(id));
  }
  std::map<int64_t, int64_t> out;
  for (const auto& [key, routes] : groups) {
    for (const int64_t route : routes) out[route] = routes.front();
  }
  return out;
}

TEST_CASE("after any change the groups are those of a fresh start") {
  for (uint64_t seed = 1; seed <= last_seed(25); ++seed) {
    CAPTURE(seed);
    StoreFixture f;
    SeededRandom random(seed);
    const auto number = [&] { return "+1514555010" + std::to_string(random.below(4)); };
    const auto user = [&] { return "@u" + std::to_string(random.below(4)) + ":example.org"; };
    std::vector<ContactId> contacts;
    for (int i = 0; i < 40; ++i) {
      store::Touched touched;
      switch (random.below(4)) {
        case 0: {
          RouteChange route;
          route.kind = static_cast<RouteKind>(random.below(5));
          if (random.below(3)) route.peer_user = user();
          if (random.below(3)) route.peer_number = number();
          f.ingest(changes("!" + std::to_string(random.below(8)), {}, route));
          break;
        }
        case 1:
          contacts.push_back(take(f->put_contact(
              external(
                  std::to_string(random.below(4)), "C",
                  random.below(2) ? std::vector{number(), number()} : std::vector<std::string>(),
                  random.below(2) ? std::vector{user()} : std::vector<std::string>()),
              touched)));
          break;
        case 2: {
          PersonChange person;
          person.user_id = user();
          person.name = "M";
          person.is_member = true;
          take(f->ingest_people({person}));
          break;
        }
        default:
          if (!contacts.empty()) (void)f->remove_contact(contacts[random.below(contacts.size())]);
          break;
      }
      std::map<int64_t, int64_t> stored;
      for (const std::string& id : f.column("SELECT id FROM route")) {
        stored[std::stoll(id)] = f.number("SELECT conversation FROM route WHERE id = " + id);
      }
      REQUIRE(stored == reference(f));
      REQUIRE(f.column("SELECT DISTINCT conversation FROM route ORDER BY 1") ==
              f.column("SELECT id FROM conversation ORDER BY id"));
    }
  }
}

}  // namespace
}  // namespace ix::testing
