// SPDX-License-Identifier: Apache-2.0
// The list of the screen for a new message: case by case.
#include "recipients_fixture.h"

using namespace ix;
using namespace ix::testing;

TEST_CASE("a text finds people by any beginning of a word, each once, the last used first") {
  RecipientsFixture f;
  f.contact(1, ContactKind::external, "Zoé Tremblay", {"+15145550101"});
  f.contact(2, ContactKind::member, "Anna Roy-Tremblay", {}, {"@anna:b"});
  f.contact(3, ContactKind::external, "Trent Mills", {"+15145550103"});
  f.contact(4, ContactKind::external, "Paul", {"+14165550104"});
  f.conversation(1, ConversationKind::contact, 3, "Trent Mills", 300);
  f.route(1, RouteKind::sms, 1, 3, "", "+15145550103");
  f.conversation(2, ConversationKind::channel, 0, "Équipe Trempe", 400);
  f.route(2, RouteKind::channel, 2, 0, "", "");
  f.conversation(3, ConversationKind::number, 0, "+15145550199", 200);
  f.route(3, RouteKind::sms, 3, 0, "", "+15145550199");
  CHECK(f.titles("tre") ==
        Texts{"Équipe Trempe", "Trent Mills", "Anna Roy-Tremblay", "Zoé Tremblay"});
  CHECK(f.titles("TREM zoe") == Texts{"Zoé Tremblay"});
  CHECK(f.titles("équ") == Texts{"Équipe Trempe"});
  CHECK(f.titles("514 555") == Texts{"Trent Mills", "+15145550199", "Zoé Tremblay"});
  CHECK(f.titles("0199") == Texts{"+15145550199"});
  CHECK(f.titles("nobody").empty());
  // The keys of a telephone, behind all others: zoe, trent.
  CHECK(f.titles("963") == Texts{"Zoé Tremblay"});
  CHECK(f.titles("87368") == Texts{"Trent Mills"});
}

TEST_CASE("an empty text gives whom one wrote with last, of all kinds") {
  RecipientsFixture f;
  f.contact(1, ContactKind::external, "Zoe", {"+15145550101"});
  f.contact(2, ContactKind::external, "Never", {"+15145550102"});
  f.conversation(1, ConversationKind::contact, 1, "Zoe", 300);
  f.route(1, RouteKind::sms, 1, 1, "", "+15145550101");
  f.conversation(2, ConversationKind::channel, 0, "Team", 400);
  f.route(2, RouteKind::channel, 2, 0, "", "");
  f.conversation(3, ConversationKind::group, 0, "Lunch", 100, true);
  f.route(3, RouteKind::group, 3, 0, "", "");
  f.conversation(4, ConversationKind::channel, 0, "Archive", 900);
  f.route(4, RouteKind::channel, 4, 0, "", "");
  f.cache.sql("UPDATE conversation SET archived = 1, presets = 128 WHERE id = 4");
  CHECK(f.titles("") == Texts{"Team", "Zoe", "Lunch"});
  CHECK(f.titles("  ") == Texts{"Team", "Zoe", "Lunch"});
  CHECK(f.kinds("") == Texts{"channel", "external", "group"});
  CHECK(take(f.cache.reader().recipients("", 2)).header().more == IX_MORE_LOCAL);
  CHECK(f.titles("", 2) == Texts{"Team", "Zoe"});
  CHECK(take(f.cache.reader().recipients("", 3)).header().more == IX_MORE_START);
}

TEST_CASE(
    "a typed number is a row as soon as it is one, with its class and whether it can be texted") {
  RecipientsFixture f;
  CHECK(f.rows("514 5").empty());
  CHECK(f.rows("514 555 0101") == Texts{"number (514) 555-0101 > +15145550101 canadian typed"});
  CHECK(f.rows("1-800-FLOWERS") == Texts{"number (800) 356-9377 > +18003569377 toll_free typed"});
  CHECK(f.rows("911") == Texts{"number 911 > 911 emergency no: emergency typed"});
  CHECK(f.rows("900 555 0101") ==
        Texts{"number (900) 555-0101 > +19005550101 premium no: premium typed"});
  CHECK(f.rows("212 555 0101") ==
        Texts{"number (212) 555-0101 > +12125550101 us no: destination_us typed"});
  CHECK(f.rows("23456") == Texts{"number 23456 > 23456 short_code no: short_code typed"});
  CHECK(f.rows("Ana 5145550101").empty());
}

TEST_CASE("a typed number stands once, with the contact or the conversation that has it") {
  RecipientsFixture f;
  f.contact(1, ContactKind::external, "Zoe", {"+14165550104", "+15145550101"});
  f.conversation(1, ConversationKind::contact, 1, "Zoe", 300);
  f.route(1, RouteKind::sms, 1, 1, "", "+14165550104");
  CHECK(f.rows("zoe") == Texts{"external Zoe > +14165550104 canadian in r1 by r1"});
  CHECK(f.rows("514 555 0101") == Texts{"external Zoe > +15145550101 canadian typed in r1"});
  CHECK(f.rows("416 555 0104") == Texts{"external Zoe > +14165550104 canadian typed in r1 by r1"});
  f.conversation(2, ConversationKind::number, 0, "+15145550177", 100);
  f.route(2, RouteKind::sms, 2, 0, "", "+15145550177");
  CHECK(f.rows("+1 514 555 0177") ==
        Texts{"number (514) 555-0177 > +15145550177 canadian typed in r2 by r2"});
  // Two contacts with the number: the first claimant stands first.
  f.contact(2, ContactKind::member, "Colleague Zoe", {"+15145550101"});
  f.contact(3, ContactKind::external, "Aunt", {"+15145550101"});
  f.cache.sql("UPDATE contact SET source_id = 'a' WHERE id = 3");
  CHECK(f.titles("5145550101") == Texts{"Aunt", "Zoe", "Colleague Zoe"});
}

TEST_CASE("each row says the way it would take, or why there is none") {
  RecipientsFixture f;
  f.contact(1, ContactKind::member, "Colleague", {"+15145550101"}, {"@c:b"});
  f.contact(2, ContactKind::external, "Premium", {"+19005550102"});
  f.contact(3, ContactKind::member, "Phone only", {}, {}, {"203"});
  f.contact(4, ContactKind::external, "Stopped", {"+15145550104"});
  f.contact(5, ContactKind::external, "Caller", {"+15145550105"});
  f.contact(6, ContactKind::external, "Two ways", {"+15145550106"}, {"@t:b"});
  f.contact(7, ContactKind::external, "Gone", {}, {"@g:b"});
  CHECK(f.rows("colleague") == Texts{"member Colleague > @c:b"});
  CHECK(f.rows("premium") == Texts{"external Premium > +19005550102 premium no: premium"});
  CHECK(f.rows("phone") == Texts{"member Phone only > - no: extension"});
  f.cache.sql(
      "INSERT INTO consent (peer, own, at_ms, state, source, keyword, route, evidence)"
      " VALUES ('+15145550104', '', 5, 2, 1, '', 0, '$x')");
  CHECK(f.rows("stopped") ==
        Texts{"external Stopped > +15145550104 canadian no: opted_out asks for none"});
  f.conversation(1, ConversationKind::contact, 5, "Caller", 10);
  f.route(1, RouteKind::phone, 1, 5, "", "+15145550105");
  f.cache.sql("UPDATE route SET can_send = 0, cannot_send_reason = 'calls_only' WHERE id = 1");
  CHECK(f.rows("caller") == Texts{"external Caller > +15145550105 canadian in r1"});
  f.conversation(2, ConversationKind::contact, 6, "Two ways", 10);
  f.route(2, RouteKind::internal, 2, 6, "@t:b", "");
  f.route(3, RouteKind::sms, 2, 6, "", "+15145550106");
  CHECK(f.rows("two ways") == Texts{"external Two ways > @t:b in r2 by r2"});
  f.cache.sql("UPDATE route SET last_inbound_ms = 5 WHERE id = 3");
  CHECK(f.rows("two ways") == Texts{"external Two ways > +15145550106 canadian in r2 by r3"});
  // The one number of the account takes no texts.
  f.cache.sql("INSERT INTO account_number (e164, sms, mms) VALUES ('+15145550100', 0, 0)");
  CHECK(f.rows("two ways") ==
        Texts{"external Two ways > +15145550106 canadian no: no_sms in r2 by r3"});
  f.conversation(4, ConversationKind::contact, 7, "Gone", 10);
  f.route(4, RouteKind::internal, 4, 7, "@g:b", "");
  f.cache.sql("UPDATE route SET state = 3, can_send = 0, cannot_send_reason = 'left' WHERE id = 4");
  CHECK(f.rows("gone") == Texts{"external Gone > @g:b in r4"});  // a new room
}

TEST_CASE("limits are 1 to 50, and odd texts find nobody") {
  RecipientsFixture f;
  CHECK(code_of(f.cache.reader().recipients("a", 0)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(code_of(f.cache.reader().recipients("a", 51)) == ErrorCode::INVALID_ARGUMENT);
  CHECK(f.titles("\xff\xfe a%_'\"").empty());
}
