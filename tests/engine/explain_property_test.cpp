// SPDX-License-Identifier: Apache-2.0
// The explanation of conversations against their grouping: what is told must be what was done.
#include <interactions/page.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "query/reader.h"
#include "store/store_fixture.h"
#include "support/sanitized.h"

namespace ix::testing {
namespace {

// One random change of people or routes.
void change(StoreFixture& f, SeededRandom& random, std::vector<ContactId>& contacts) {
  const auto number = [&] { return "+1514555010" + std::to_string(random.below(4)); };
  const auto user = [&] { return "@u" + std::to_string(random.below(4)) + ":example.org"; };
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
    case 1: {
      Contact contact;
      contact.source = random.below(2) ? "host" : "book";
      contact.source_id = std::to_string(random.below(3));
      contact.name = "C";
      if (random.below(2)) contact.numbers = {number(), number()};
      if (random.below(2)) contact.users = {user()};
      contacts.push_back(take(f->put_contact(contact, touched)));
      break;
    }
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
}

// What the explanation says a route belongs with.
std::string together(StoreFixture& f, const query::Page& page, const ix_row_grouping& grouping) {
  const std::string route(page.text_or_empty(grouping.route));
  if (grouping.reason == IX_GROUPED_BY_CONTACT) {
    REQUIRE(grouping.claim_count > 0);
    const auto* first = page.row<ix_row_claim>(IX_TABLE_CLAIM, grouping.first_claim);
    REQUIRE(first->verdict == IX_CLAIM_WON);
    return "contact " + std::string(page.text_or_empty(first->contact));
  }
  REQUIRE(grouping.claim_count == 0);
  if (grouping.reason != IX_GROUPED_BY_NUMBER) return "alone " + route;
  return "number " +
         f.column("SELECT peer_number FROM route WHERE id = " + route.substr(1)).front();
}

TEST_CASE("every conversation is explained by what made it") {
  for (uint64_t seed = 1; seed <= last_seed(25); ++seed) {
    CAPTURE(seed);
    StoreFixture f;
    query::Reader reader(f->database());
    SeededRandom random(seed);
    std::vector<ContactId> contacts;
    for (int i = 0; i < 40; ++i) {
      change(f, random, contacts);
      std::map<std::string, std::set<std::string>> told;
      std::map<std::string, std::set<std::string>> stored;
      for (const std::string& id : f.column("SELECT id FROM conversation")) {
        const query::Page page = take(reader.explain(ConversationId{std::stoll(id)}));
        for (uint32_t row = 0; row < page.count(IX_TABLE_GROUPING); ++row) {
          const auto& grouping = *page.row<ix_row_grouping>(IX_TABLE_GROUPING, row);
          const std::string route(page.text_or_empty(grouping.route));
          told[together(f, page, grouping)].insert(route);
          stored[id].insert(route);
          // Everybody else who has the address is named, and each once.
          const int64_t having = f.number(
              "SELECT count(DISTINCT a.contact) FROM route r JOIN contact_address a ON"
              " (a.kind = 1 AND a.address = r.peer_user)"
              " OR (a.kind = 0 AND r.kind <> 0 AND a.address = r.peer_number)"
              " WHERE r.kind IN (0, 1, 4) AND r.id = " +
              route.substr(1));
          REQUIRE(grouping.claim_count == having);
          const std::string owner =
              f.column("SELECT coalesce('contact p' || contact, '') FROM route WHERE id = " +
                       route.substr(1))
                  .front();
          REQUIRE((owner.empty() || owner == together(f, page, grouping)));
          REQUIRE(owner.empty() == (grouping.reason != IX_GROUPED_BY_CONTACT));
        }
      }
      std::set<std::set<std::string>> told_groups;
      std::set<std::set<std::string>> stored_groups;
      for (const auto& [key, routes] : told) told_groups.insert(routes);
      for (const auto& [key, routes] : stored) stored_groups.insert(routes);
      REQUIRE(told_groups == stored_groups);
      REQUIRE(f.number("SELECT count(*) FROM route") == static_cast<int64_t>([&stored] {
                size_t count = 0;
                for (const auto& [id, routes] : stored) count += routes.size();
                return count;
              }()));
    }
  }
}

}  // namespace
}  // namespace ix::testing
