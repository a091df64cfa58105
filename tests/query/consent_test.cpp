// SPDX-License-Identifier: Apache-2.0
// The ledger of consent in pages, and what a message would become before it is sent.
#include <doctest/doctest.h>
#include <interactions/consent.h>
#include <interactions/sms.h>

#include <string>
#include <vector>

#include "cache_fixture.h"

using namespace ix;
using namespace ix::query;
using namespace ix::testing;

namespace {

constexpr const char* kOwn = "+16135550100";
constexpr const char* kTollFree = "+18005550100";
constexpr const char* kPeer = "+14165550142";

int evidence = 0;

// state: 1 in, 2 out, 4 help; source: 0 keyword, 1 reported, 2 host.
std::string word(const std::string& peer, const std::string& own, int at, int state, int source = 0,
                 const std::string& keyword = "") {
  return "INSERT INTO consent (peer, own, at_ms, state, source, keyword, route, evidence) VALUES"
         " ('" +
         peer + "', '" + own + "', " + std::to_string(at) + ", " + std::to_string(state) + ", " +
         std::to_string(source) + ", '" + keyword + "', 0, 'e" + std::to_string(++evidence) + "');";
}

std::vector<std::string> rows_of(const Page& page) {
  std::vector<std::string> out;
  for (uint32_t i = 0; i < page.count(IX_TABLE_CONSENT); ++i) {
    const auto* row = page.row<ix_row_consent>(IX_TABLE_CONSENT, i);
    out.push_back(std::string(page.text_or_empty(row->peer)) + " " +
                  std::string(page.text_or_empty(row->own)) + " " + std::to_string(row->state) +
                  " " + std::to_string(row->source) + " " + std::to_string(row->at_ms) + " " +
                  std::string(page.text_or_empty(row->keyword)));
  }
  return out;
}

// The whole list, `limit` rows a page.
std::vector<std::string> all(CacheFixture& cache, const ConsentQuery& query, uint32_t limit) {
  std::vector<std::string> out;
  std::string cursor;
  do {
    const Page page = take(cache.reader().consents(query, cursor, limit));
    for (std::string& row : rows_of(page)) out.push_back(std::move(row));
    CHECK(page.count(IX_TABLE_CONSENT) <= limit);
    cursor = page.text_or_empty(page.header().cursor);
    CHECK((page.header().more == IX_MORE_LOCAL) == !cursor.empty());
  } while (!cursor.empty());
  return out;
}

using Rows = std::vector<std::string>;

// A contact with a colleague's room, an SMS room, and calls alone with another number.
void fill(CacheFixture& cache) {
  cache.sql(
      "INSERT INTO account_number VALUES ('+16135550100', 1, 1, 0);"
      "INSERT INTO route (id, kind, state, remote_id, peer_user, conversation, last_inbound_ms)"
      " VALUES (1, 0, 1, '!i', '@ann', 1, 5);"
      "INSERT INTO route (id, kind, state, remote_id, peer_number, own_number, conversation,"
      " last_inbound_ms) VALUES (2, 1, 1, '!s', '+14165550142', '+16135550100', 1, 9);"
      "INSERT INTO route (id, kind, state, peer_number, conversation, can_send,"
      " cannot_send_reason) VALUES (3, 4, 0, '+14165550143', 3, 0, 'calls_only');"
      "INSERT INTO route (id, kind, state, peer_number, conversation, can_send,"
      " cannot_send_reason) VALUES (4, 1, 3, '+14165550144', 4, 0, 'left')");
}

MessageDraft draft_in(int64_t conversation, const std::string& text = "hello") {
  MessageDraft draft;
  draft.text = text;
  draft.conversation = ConversationId{conversation};
  return draft;
}

MessageDraft draft_to(const std::string& number, const std::string& text = "hello") {
  MessageDraft draft;
  draft.text = text;
  draft.number = number;
  return draft;
}

std::string verdict(CacheFixture& cache, const MessageDraft& draft) {
  const Page page = take(cache.reader().preflight(draft));
  REQUIRE(page.count(IX_TABLE_SMS) == 1);
  const auto* row = page.row<ix_row_sms>(IX_TABLE_SMS, 0);
  std::string out = std::string(page.text_or_empty(row->route)) + "," +
                    std::string(page.text_or_empty(row->from)) + "," +
                    std::string(page.text_or_empty(row->reason)) + ",mms " +
                    std::to_string(row->mms) + ",consent " + std::to_string(row->consent);
  return row->by_sms ? out : "other way " + out;
}

}  // namespace

TEST_CASE("pairs and words, page by page, whatever the size of a page") {
  CacheFixture cache;
  std::string sql = "BEGIN;";
  for (int i = 0; i < 7; ++i) {
    const std::string peer = "+1416555010" + std::to_string(i);
    sql += word(peer, kOwn, 1000, 2, 0, "STOP") + word(peer, kOwn, 2000, 4, 0, "HELP");
    if (i % 2) sql += word(peer, kTollFree, 1000, 1, 0, "START");
    if (i == 3) sql += word(peer, kOwn, 1000, 2, 1);
  }
  sql += word("+14165550199", kOwn, 1000, 4, 0, "AIDE");  // says nothing
  cache.sql(sql.substr(6));
  const Rows pairs = all(cache, {}, 100);
  REQUIRE(pairs.size() == 10);
  CHECK(pairs[0] == "+14165550100 +16135550100 2 0 1000 STOP");
  CHECK(pairs[2] == "+14165550101 +18005550100 1 0 1000 START");
  CHECK(pairs[4] == "+14165550103 +16135550100 3 1 1000 ");
  const Rows words = all(cache, {true, {}}, 100);
  CHECK(words.size() == 19);
  for (const uint32_t limit : {1U, 2U, 3U, 9U, 10U}) {
    CAPTURE(limit);
    CHECK(all(cache, {}, limit) == pairs);
    CHECK(all(cache, {true, {}}, limit) == words);
    const Rows of_one = all(cache, {true, "+14165550103"}, limit);
    CHECK(of_one == Rows{"+14165550103 +16135550100 2 0 1000 STOP",
                         "+14165550103 +16135550100 2 1 1000 ",
                         "+14165550103 +16135550100 4 0 2000 HELP",
                         "+14165550103 +18005550100 1 0 1000 START"});
    CHECK(all(cache, {false, "+14165550103"}, limit).size() == 2);
  }
  CHECK(all(cache, {false, "+14165550150"}, 5).empty());
  const Page page = take(cache.reader().consents({}, {}, 2));
  const std::string cursor(page.text_or_empty(page.header().cursor));
  CHECK(code_of(cache.reader().consents({true, {}}, cursor, 2)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().consents({false, kPeer}, cursor, 2)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().consents({}, "k1.x", 2)) == ErrorCode::INVALID_CURSOR);
  CHECK(code_of(cache.reader().consents({}, {}, 0)) == ErrorCode::INVALID_ARGUMENT);
}

TEST_CASE("which way a message would take, and why it would not") {
  CacheFixture cache;
  fill(cache);
  CHECK(verdict(cache, draft_in(1)) == "r2,+16135550100,,mms 0,consent 0");
  CHECK(verdict(cache, draft_in(2)) == "r2,+16135550100,,mms 0,consent 0");  // any id of it
  MessageDraft by_room = draft_in(1);
  by_room.via = RouteId{1};
  CHECK(verdict(cache, by_room) == "other way r1,,,mms 0,consent 0");
  // Calls alone: a new way, from the account's only number.
  CHECK(verdict(cache, draft_in(3)) == ",+16135550100,,mms 0,consent 0");
  CHECK(verdict(cache, draft_in(4)) == "r4,+16135550100,left,mms 0,consent 0");
  CHECK(verdict(cache, draft_to(kPeer)) == "r2,+16135550100,,mms 0,consent 0");
  CHECK(verdict(cache, draft_to("+14165550144")) == ",+16135550100,,mms 0,consent 0");
  MessageDraft premium = draft_to("+19005550144");
  premium.unsent = "premium";
  CHECK(verdict(cache, premium) == ",+16135550100,premium,mms 0,consent 0");
  by_room.via = RouteId{3};
  CHECK(code_of(cache.reader().preflight(by_room)) == ErrorCode::NOT_FOUND);
  CHECK(code_of(cache.reader().preflight(draft_in(99))) == ErrorCode::NOT_FOUND);
}

TEST_CASE("what the ledger says of the pair, and the word that decides") {
  CacheFixture cache;
  fill(cache);
  cache.sql(word(kPeer, kOwn, 1000, 2, 0, "STOP") + word(kPeer, kTollFree, 3000, 2, 1));
  CHECK(verdict(cache, draft_in(1)) == "r2,+16135550100,,mms 0,consent 2");
  CHECK(rows_of(take(cache.reader().preflight(draft_in(1)))) ==
        Rows{"+14165550142 +16135550100 2 0 1000 STOP"});
  cache.sql(word(kPeer, kOwn, 2000, 2, 1));
  // As the store shows it.
  cache.sql(
      "UPDATE route SET consent = 3, can_send = 0, cannot_send_reason = 'opted_out'"
      " WHERE id = 2");
  CHECK(verdict(cache, draft_to(kPeer)) == "r2,+16135550100,opted_out,mms 0,consent 3");
  MessageDraft via = draft_in(1);
  via.via = RouteId{2};
  CHECK(verdict(cache, via) == "r2,+16135550100,opted_out,mms 0,consent 3");
  // The default of the conversation is the way that is open.
  CHECK(verdict(cache, draft_in(1)) == "other way r1,,,mms 0,consent 0");
  CHECK(rows_of(take(cache.reader().preflight(via))) ==
        Rows{"+14165550142 +16135550100 3 1 2000 "});
  cache.sql(
      "INSERT INTO conversation (id, kind, title, activity_ms, preview_item, unread,"
      " unread_lower_bound, pinned, muted, archived, marked_unread, can_send, draft, presets)"
      " VALUES (1, 0, 'Ann', 1, 0, 0, 0, 0, 0, 0, 0, 1, '', 1)");
  const auto flags = [&cache](uint32_t route) {
    const Page page = take(cache.reader().conversation(ConversationId{1}));
    return page.row<ix_row_route>(IX_TABLE_ROUTE, route)->flags & IX_ROUTE_OPTED_OUT;
  };
  CHECK(flags(0) == 0);
  CHECK(flags(1) == IX_ROUTE_OPTED_OUT);
  cache.sql("UPDATE route SET consent = 2 WHERE id = 2");
  CHECK(flags(1) == IX_ROUTE_OPTED_OUT);
  cache.sql("UPDATE route SET consent = 1 WHERE id = 2");
  CHECK(flags(1) == 0);
  // A number that only the ledger knows.
  cache.sql(word("+14165550177", kOwn, 1000, 2, 1));
  CHECK(verdict(cache, draft_to("+14165550177")) == ",+16135550100,opted_out,mms 0,consent 3");
  cache.sql("DELETE FROM account_number");
  CHECK(verdict(cache, draft_to("+14165550177")) == ",,,mms 0,consent 2");
}

TEST_CASE("an MMS: files, several numbers, and a text that the number sends as one") {
  CacheFixture cache;
  fill(cache);
  MessageDraft draft = draft_in(1, std::string(160, 'x'));
  draft.files = 1;
  CHECK(verdict(cache, draft) == "r2,+16135550100,,mms 1,consent 0");
  draft.recipients = 3;
  CHECK(verdict(cache, draft) == "r2,+16135550100,,mms 3,consent 0");
  cache.sql("UPDATE account_number SET mms = 0");
  CHECK(verdict(cache, draft) == "r2,+16135550100,no_mms,mms 3,consent 0");
  draft.files = 0;
  draft.recipients = 1;
  CHECK(verdict(cache, draft) == "r2,+16135550100,,mms 0,consent 0");
  cache.sql("UPDATE account_number SET mms = 1, mms_parts = 3");
  CHECK(verdict(cache, draft_in(1, std::string(306, 'x'))) == "r2,+16135550100,,mms 0,consent 0");
  CHECK(verdict(cache, draft_in(1, std::string(307, 'x'))) == "r2,+16135550100,,mms 4,consent 0");
  cache.sql("UPDATE account_number SET sms = 0");
  CHECK(verdict(cache, draft_in(1)) == "r2,+16135550100,no_sms,mms 0,consent 0");
  MessageDraft room = draft_in(1, std::string(400, 'x'));
  room.via = RouteId{1};
  room.files = 2;
  CHECK(verdict(cache, room) == "other way r1,,,mms 0,consent 0");
}

TEST_CASE("parts are those of the own number it leaves by") {
  CacheFixture cache;
  fill(cache);
  const std::string text(306, 'x');  // two of 153, three of 152
  const auto parts = [&] {
    const Page page = take(cache.reader().preflight(draft_in(1, text)));
    return page.row<ix_row_sms>(IX_TABLE_SMS, 0)->parts;
  };
  CHECK(parts() == 2);
  cache.sql("UPDATE route SET own_number = '+18005550100' WHERE id = 2");
  CHECK(parts() == 3);
  const Page page = take(cache.reader().preflight(draft_in(1, "être")));
  CHECK(page.row<ix_row_sms>(IX_TABLE_SMS, 0)->flip_count == 1);
  CHECK(page.count(IX_TABLE_SMS_FLIP) == 1);
}
