// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <interactions/page.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "cache_fixture.h"
#include "identity/contact_keys.h"
#include "identity/search_key.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

using Texts = std::vector<std::string>;

std::string keys(int64_t id, const std::vector<std::string>& all) {
  std::string sql;
  for (const std::string& key : all) {
    sql += "INSERT OR IGNORE INTO contact_key VALUES (" + sql_text(key) + ", " +
           std::to_string(id) + ");";
  }
  return sql;
}

std::string insert(int64_t id, const std::string& name) {
  return "INSERT INTO contact (id, kind, source, source_id, name, name_key) VALUES (" +
         std::to_string(id) + ", 1, 'directory', 's" + std::to_string(id) + "', " + sql_text(name) +
         ", " + sql_text(identity::search_key(name)) + ");" +
         keys(id, identity::contact_keys(identity::search_key(name), {}, {}, {}));
}

std::string address(int64_t contact, int kind, const std::string& text) {
  return "INSERT INTO contact_address VALUES (" + std::to_string(kind) + ", " + sql_text(text) +
         ", " + std::to_string(contact) + ");" +
         keys(contact, identity::contact_keys("", kind == 0 ? Texts{text} : Texts{},
                                              kind == 1 ? Texts{text} : Texts{},
                                              kind == 2 ? Texts{text} : Texts{}));
}

std::vector<std::string> ids_of(const Page& page) {
  std::vector<std::string> ids;
  for (uint32_t i = 0; i < page.count(IX_TABLE_CONTACT); ++i) {
    ids.emplace_back(page.text_or_empty(page.row<ix_row_contact>(IX_TABLE_CONTACT, i)->id));
  }
  return ids;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("contacts are paged by folded name, with and without a text") {
  CacheFixture cache;
  SeededRandom random(5);
  const char* names[] = {"Zo\u00e9", "zoe", "Ana", "\u00c9lo\u00efse B\u0152uf", "Bob", "Ana"};
  std::vector<std::pair<std::string, int64_t>> all;
  std::string sql;
  for (int64_t id = 1; id <= 60; ++id) {
    const std::string name = names[random.below(6)];
    all.emplace_back(identity::search_key(name), id);
    sql += insert(id, name);
  }
  cache.sql(sql);
  std::sort(all.begin(), all.end());
  for (const std::string text : {"", "z", "BOEUF", "nobody"}) {
    CAPTURE(text);
    Ids expected;
    for (const auto& [key, id] : all) {
      const std::string begin = identity::search_key(text);
      if (key.starts_with(begin) || key.find(" " + begin) != std::string::npos) {
        expected.push_back(ContactId{id}.text());
      }
    }
    for (const uint32_t limit : {1u, 7u, 1000u}) {
      Ids read;
      std::string cursor;
      for (;;) {
        const Page page = take(cache.reader().contacts(text, cursor, limit));
        const Ids ids = ids_of(page);
        read.insert(read.end(), ids.begin(), ids.end());
        cursor = page.text_or_empty(page.header().cursor);
        CHECK((page.header().more == IX_MORE_LOCAL) == !cursor.empty());
        if (cursor.empty()) break;
        CHECK(ids.size() == limit);
      }
      CHECK(read == expected);
    }
  }
  const Page first = take(cache.reader().contacts("z", {}, 1));
  const std::string cursor(first.text_or_empty(first.header().cursor));
  CHECK(code_of(cache.reader().contacts("z", cursor, 1)) == ErrorCode::OK);
  CHECK(code_of(cache.reader().contacts("", cursor, 1)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().contacts("z", cursor + "x", 1)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().conversations({}, cursor, 1)) == ErrorCode::INVALID_CURSOR);
}

TEST_CASE("a text finds names, numbers as a person types them, and user ids") {
  CacheFixture cache;
  cache.sql(insert(1, "Ana 5") + insert(2, "Bob") + insert(3, "Cleo") +
            address(1, 0, "+15145550101") + address(2, 0, "+14165550102") +
            address(2, 1, "@Robert:example.org") + address(3, 2, "203"));
  const auto found = [&cache](std::string_view text) {
    return ids_of(take(cache.reader().contacts(text, {}, 10)));
  };
  CHECK(found("") == Ids{"p1", "p2", "p3"});
  CHECK(found("  ") == Ids{"p1", "p2", "p3"});
  CHECK(found("(514) 555-01") == Ids{"p1"});
  CHECK(found("+1 416") == Ids{"p2"});
  CHECK(found("5550") == Ids{"p1", "p2"});
  CHECK(found("ana 5") == Ids{"p1"});  // not everyone with a 5 in the number
  CHECK(found("robert") == Ids{"p2"});
  CHECK(found("@ROBERT:example") == Ids{"p2"});
  CHECK(found("+") == Ids{});
  CHECK(found("%") == Ids{});
}

TEST_CASE(
    "whom one talked to last stands first, and names that digits spell stand behind numbers") {
  CacheFixture cache;
  std::string sql;
  // Ana, Bea and Cleo Roy, Dan Roy with a conversation each but for Bea; the newest is Cleo's.
  const char* names[] = {"Ana Roy", "Bea Roy", "Cleo Roy", "Dan Roy", "Eve 769"};
  for (int64_t id = 1; id <= 5; ++id) sql += insert(id, names[id - 1]);
  for (const auto& [id, at] : {std::pair{1, 100}, {3, 300}, {4, 200}}) {
    const std::string text = std::to_string(id);
    sql += "INSERT INTO route (id, kind, state, contact, conversation) VALUES (" + text +
           ", 0, 1, " + text + ", " + text + ");";
    sql += "INSERT INTO conversation VALUES (" + text + ", 0, " + text + ", 't', " +
           std::to_string(at) + ", 0, 0, 0, 0, 0, 0, 0, 1, '', 255);";
  }
  sql += address(2, 0, "+17695550101");
  cache.sql(sql);
  CHECK(ids_of(take(cache.reader().contacts("roy", {}, 10))) == Ids{"p3", "p4", "p1", "p2"});
  // 769 spells Roy, begins Bea's number and stands in Eve's name.
  const Ids expected{"p2", "p5", "p3", "p4", "p1"};
  CHECK(ids_of(take(cache.reader().contacts("769", {}, 10))) == expected);
  Ids read;
  std::string cursor;
  do {
    const Page page = take(cache.reader().contacts("769", cursor, 1));
    for (const std::string& id : ids_of(page)) read.push_back(id);
    cursor = page.text_or_empty(page.header().cursor);
  } while (!cursor.empty());
  CHECK(read == expected);
}

// Names that end with a family name which all share, in groups that stand together by name or are
// spread, some of them used, some at the same moment.
struct Person {
  int64_t id;
  std::string name_key;
  int64_t used_ms;
};

std::vector<Person> some_people(CacheFixture& cache, uint64_t seed, int64_t count) {
  SeededRandom random(seed);
  const char* families[] = {"roy", "tremblay", "zhao"};
  std::vector<Person> people;
  std::string sql;
  for (int64_t id = 1; id <= count; ++id) {
    const char* family = families[random.below(8) == 0 ? 1 : seed % 2 == 0 ? 0 : 2];
    std::string name = seed % 2 == 0
                           ? std::to_string(random.below(900)) + " " + family
                           : std::string(family) + " " + std::to_string(random.below(900));
    const int64_t used = random.below(6) == 0 ? static_cast<int64_t>(random.below(60)) : 0;
    sql += insert(id, name);
    if (used > 0 || random.below(10) == 0) {
      const std::string text = std::to_string(id);
      sql += "INSERT INTO route (id, kind, state, contact, conversation) VALUES (" + text +
             ", 0, 1, " + text + ", " + text + ");";
      sql += "INSERT INTO conversation VALUES (" + text + ", 0, " + text + ", 't', " +
             std::to_string(used) + ", 0, 0, 0, 0, 0, 0, 0, 1, '', 255);";
    }
    people.push_back({id, name, used});
  }
  cache.sql(sql);
  return people;
}

TEST_CASE("a search gives everybody that matches in the order of one sort, page by page") {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    CacheFixture cache;
    const int64_t count = seed <= 8 ? 150 : 7'000;  // few are ranked in another way than many
    const std::vector<Person> people = some_people(cache, seed, count);
    for (const std::string family : {"roy", "tremb", "zh"}) {
      CAPTURE(seed);
      CAPTURE(family);
      std::vector<Person> expected;
      for (const Person& person : people) {
        if (person.name_key.find(family) != std::string::npos) expected.push_back(person);
      }
      std::sort(expected.begin(), expected.end(), [](const Person& a, const Person& b) {
        return std::tuple(-a.used_ms, a.name_key, a.id) < std::tuple(-b.used_ms, b.name_key, b.id);
      });
      Ids wanted;
      for (const Person& person : expected) wanted.push_back("p" + std::to_string(person.id));
      // To the end with small pages where that is quick, else over the border of what was used.
      const uint32_t limit = count < 1'000 ? 1 + static_cast<uint32_t>(seed % 5) : 400;
      Ids read;
      std::string cursor;
      do {
        const Page page = take(cache.reader().contacts(family, cursor, limit));
        for (std::string& id : ids_of(page)) read.push_back(std::move(id));
        cursor = page.text_or_empty(page.header().cursor);
      } while (!cursor.empty());
      CHECK(read == wanted);
    }
  }
}

TEST_CASE("one contact by its id") {
  CacheFixture cache;
  cache.sql(insert(1, "Ana") + address(1, 2, "203"));
  const Page page = take(cache.reader().contact(ContactId{1}));
  CHECK(ids_of(page) == Ids{"p1"});
  CHECK(page.count(IX_TABLE_ADDRESS) == 1);
  CHECK(code_of(cache.reader().contact(ContactId{2})) == ErrorCode::NOT_FOUND);
}

TEST_CASE("a contact tells its addresses, whether they can be written to, and its conversation") {
  CacheFixture cache;
  cache.sql(insert(1, "Ana") + insert(2, "Bob") + address(1, 2, "203") +
            address(1, 1, "@ana:example.org") + address(1, 0, "+15145550101") +
            address(1, 0, "+19005550101") +
            "INSERT INTO route (id, kind, state, contact, conversation) VALUES (7, 0, 1, 1, 7),"
            " (8, 1, 1, 1, 7);");
  const Page page = take(cache.reader().contacts("", {}, 10));
  REQUIRE(page.count(IX_TABLE_CONTACT) == 2);
  const auto& ana = *page.row<ix_row_contact>(IX_TABLE_CONTACT, 0);
  CHECK(page.text(ana.id) == "p1");
  CHECK(page.text(ana.name) == "Ana");
  CHECK(page.text(ana.source_id) == "s1");
  CHECK(page.text(ana.conversation) == "r7");
  CHECK(ana.kind == IX_CONTACT_MEMBER);
  REQUIRE(ana.address_count == 4);
  const auto address_at = [&](uint32_t i) {
    return *page.row<ix_row_address>(IX_TABLE_ADDRESS, ana.first_address + i);
  };
  CHECK(page.text(address_at(0).address) == "+15145550101");
  CHECK(address_at(0).kind == IX_ADDRESS_NUMBER);
  CHECK(address_at(0).sendable == 1);
  CHECK_FALSE(page.text(address_at(0).reason).has_value());
  CHECK(address_at(1).sendable == 0);
  CHECK(page.text(address_at(1).reason) == "premium");
  CHECK(address_at(2).kind == IX_ADDRESS_USER);
  CHECK(address_at(2).sendable == 1);
  CHECK(address_at(3).kind == IX_ADDRESS_EXTENSION);
  CHECK(address_at(3).sendable == 0);
  CHECK(page.text(address_at(3).reason) == "extension");
  const auto& bob = *page.row<ix_row_contact>(IX_TABLE_CONTACT, 1);
  CHECK_FALSE(page.text(bob.conversation).has_value());
  CHECK(bob.address_count == 0);
}

TEST_CASE("a page of contacts ends before 16 MiB, and goes on") {
  CacheFixture cache;
  std::string sql;
  for (int64_t id = 1; id <= 40; ++id) {
    sql += insert(id, std::string(900'000, 'x') + std::to_string(100 + id));
  }
  cache.sql(sql);
  Ids read;
  std::string cursor;
  do {
    const Page page = take(cache.reader().contacts("", cursor, 1000));
    CHECK(page.size() <= IX_BLOCK_MAX_BYTES);
    const Ids ids = ids_of(page);
    REQUIRE(!ids.empty());
    read.insert(read.end(), ids.begin(), ids.end());
    cursor = page.text_or_empty(page.header().cursor);
  } while (!cursor.empty());
  REQUIRE(read.size() == 40);
  for (int64_t id = 1; id <= 40; ++id) {
    CHECK(read[static_cast<size_t>(id - 1)] == ContactId{id}.text());
  }
}

TEST_CASE("the outbox, oldest first") {
  CacheFixture cache;
  cache.sql(
      "INSERT INTO route (id, kind, state, conversation) VALUES (1, 0, 1, 1), (2, 0, 2, 1);"
      "INSERT INTO outbox (id, route, op, item, key, state, attempts, created_ms, next_try_ms,"
      " waiting_for, failure_code, failure_origin, failure_retry, failure_fixer, failure_message)"
      " VALUES (4, 2, 0, 9, 'k', 3, 2, 11, 12, 5, 101, 3, 1, 3, 'carrier');"
      "INSERT INTO outbox (id, route, op, created_ms) VALUES (3, 2, 1, 10);");
  const Page page = take(cache.reader().outbox());
  REQUIRE(page.count(IX_TABLE_OUTBOX) == 2);
  const auto& invite = *page.row<ix_row_outbox>(IX_TABLE_OUTBOX, 0);
  CHECK(page.text(invite.id) == "o3");
  CHECK(page.text(invite.conversation) == "r1");
  CHECK_FALSE(page.text(invite.item).has_value());
  CHECK(invite.op == IX_OUTBOX_OP_ACCEPT_INVITE);
  CHECK(invite.has_failure == 0);
  const auto& send = *page.row<ix_row_outbox>(IX_TABLE_OUTBOX, 1);
  CHECK(page.text(send.item) == "i9");
  CHECK(send.state == IX_OUTBOX_FAILED);
  CHECK(send.attempts == 2);
  CHECK(send.created_ms == 11);
  CHECK(send.next_try_ms == 12);
  CHECK(send.waiting_for == IX_WAITING_TIME);
  CHECK(send.has_failure == 1);
  CHECK(send.failure_code == 101);
  CHECK(send.failure_origin == 3);
  CHECK(send.failure_retry == 1);
  CHECK(send.failure_fixer == 3);
  CHECK(page.text(send.failure_message) == "carrier");
}

TEST_CASE("the account, its numbers, and how much is stored") {
  CacheFixture cache;
  const Page fresh = take(cache.reader().account());
  REQUIRE(fresh.count(IX_TABLE_ACCOUNT) == 1);
  const auto& empty = *fresh.row<ix_row_account>(IX_TABLE_ACCOUNT, 0);
  CHECK_FALSE(fresh.text(empty.server).has_value());
  CHECK(empty.session == IX_SESSION_SIGNED_OUT);
  CHECK(empty.items == 0);

  std::string sql =
      "UPDATE account SET server = 'https://example.org', user_id = '@me:example.org',"
      " device_id = 'D', display_name = 'Me', session = 1, last_sync_ms = 77;"
      "INSERT INTO account_number (e164, sms, mms) VALUES ('+15145550198', 0, 0),"
      " ('+15145550197', 1, 0);"
      "INSERT INTO route (id, kind, state, conversation) VALUES (1, 0, 1, 1), (2, 0, 1, 2);"
      "INSERT INTO item (route, kind) VALUES (1, 0), (1, 0), (2, 0);"
      "INSERT INTO outbox (route, op, created_ms) VALUES (1, 0, 1);";
  for (const char* presets : {"1", "67", "128", "192"}) {
    sql += std::string("INSERT INTO conversation VALUES (") + presets +
           ", 0, NULL, 't', 0, 0, 0, 0, 0, 0, 0, 0, 1, '', " + presets + ");";
  }
  cache.sql(sql);
  const Page page = take(cache.reader().account());
  const auto& row = *page.row<ix_row_account>(IX_TABLE_ACCOUNT, 0);
  CHECK(page.text(row.server) == "https://example.org");
  CHECK(page.text(row.user_id) == "@me:example.org");
  CHECK(page.text(row.display_name) == "Me");
  CHECK(page.text(row.device_id) == "D");
  CHECK(row.session == IX_SESSION_SIGNED_IN);
  CHECK(row.last_sync_ms == 77);
  REQUIRE(row.number_count == 2);
  const auto& number = *page.row<ix_row_address>(IX_TABLE_ADDRESS, row.first_number);
  CHECK(page.text(number.address) == "+15145550197");
  CHECK(number.sendable == 1);
  CHECK(page.row<ix_row_address>(IX_TABLE_ADDRESS, row.first_number + 1)->sendable == 0);
  CHECK(row.conversations == 4);
  CHECK(row.items == 3);
  CHECK(row.outbox == 1);
  CHECK(row.store_bytes >= 4096);
  CHECK(row.store_bytes % 4096 == 0);
}

TEST_CASE("a number that has opted out, as reported, cannot be texted") {
  CacheFixture cache;
  cache.sql(insert(1, "Ann") + address(1, 0, "+14165550142") + address(1, 0, "+14165550143") +
            "INSERT INTO account_number VALUES ('+16135550100', 1, 1, 0);"
            "INSERT INTO consent (peer, own, at_ms, state, source, keyword, route, evidence)"
            " VALUES ('+14165550142', '+16135550100', 5, 2, 1, '', 0, 'a'),"
            " ('+14165550143', '+16135550100', 5, 2, 0, 'STOP', 0, 'b')");
  const Page page = take(cache.reader().contact(ContactId{1}));
  REQUIRE(page.count(IX_TABLE_ADDRESS) == 2);
  const auto* refused = page.row<ix_row_address>(IX_TABLE_ADDRESS, 0);
  CHECK(refused->sendable == 0);
  CHECK(page.text_or_empty(refused->reason) == "opted_out");
  CHECK(page.row<ix_row_address>(IX_TABLE_ADDRESS, 1)->sendable == 1);
}
