// SPDX-License-Identifier: Apache-2.0
#include "identity/number_rules.h"

#include <doctest/doctest.h>

#include "identity/phone_number.h"

using namespace ix::identity;

namespace {

std::string table_of(const std::string& date) {
  return "interactions-area-codes 1\ndate " + date + "\ncanadian CA 613 299\nus US 514\nend 3\n";
}

std::string why(const ix::Status& status) {
  return status.ok() ? "" : status.error().message;
}

}  // namespace

TEST_CASE("a newer table decides from then on, without libphonenumber") {
  CurrentRules rules;
  CHECK(parse_phone_number("299 555 0123", *rules.get()).number_class == NumberClass::nanp_unknown);
  const auto before = rules.get();
  REQUIRE(rules.change({.area_codes = table_of("2030-01-01")}).ok());
  const auto now = rules.get();
  CHECK(parse_phone_number("299 555 0123", *now).number_class == NumberClass::canadian);
  CHECK(parse_phone_number("299 555 0123", *now).verified);
  CHECK(parse_phone_number("514 555 0123", *now).number_class == NumberClass::us);
  // A code that it leaves out is not forgotten: libphonenumber knows it.
  CHECK(parse_phone_number("416 555 0123", *now).number_class == NumberClass::canadian);
  // Who had the rules before goes on with them.
  CHECK(parse_phone_number("514 555 0123", *before).number_class == NumberClass::canadian);
  REQUIRE(rules.change({.area_codes = ""}).ok());
  CHECK(rules.get()->areas == AreaCodes::own());
}

TEST_CASE("an older table is refused, left aside or taken, as the caller says") {
  CurrentRules rules;
  CHECK(why(rules.change({.area_codes = table_of("2020-01-01")})) ==
        "area_codes: the table of 2020-01-01 is older than the one in use, of " +
            AreaCodes::own()->date() + ": leave it out, or say that it is wanted");
  CHECK(rules.get()->areas == AreaCodes::own());
  REQUIRE(
      rules.change({.area_codes = table_of("2020-01-01"), .older = OlderTable::leave_aside}).ok());
  CHECK(rules.get()->areas == AreaCodes::own());
  REQUIRE(rules.change({.area_codes = table_of("2020-01-01"), .older = OlderTable::take}).ok());
  CHECK(rules.get()->areas->date() == "2020-01-01");
  // The same date again is not older.
  CHECK(rules.change({.area_codes = table_of("2020-01-01")}).ok());
}

TEST_CASE("rules change together or not at all") {
  CurrentRules rules;
  REQUIRE(rules.change({.region = "gb", .destinations = "us"}).ok());
  CHECK(rules.get()->region == "GB");
  CHECK(why(rules.change({.region = "FR", .destinations = "nonsense"})).find("\"nonsense\"") !=
        std::string::npos);
  CHECK(why(rules.change({.destinations = "none", .area_codes = "nonsense"})) ==
        "area_codes: line 1: \"interactions-area-codes 1\" is expected first");
  CHECK(why(rules.change({.region = "Canada"})) ==
        "region: two letters of ISO 3166 are expected, such as CA");
  CHECK(rules.get()->region == "GB");
  CHECK(destination_of("+12125550123", *rules.get()).allowed);
  // What is not said stays; empty is the library's own.
  REQUIRE(rules.change({.region = ""}).ok());
  CHECK(rules.get()->region == "CA");
  CHECK(destination_of("+12125550123", *rules.get()).allowed);
  REQUIRE(rules.change({.destinations = ""}).ok());
  CHECK_FALSE(destination_of("+12125550123", *rules.get()).allowed);
}

TEST_CASE("the policy decides what a number says of itself, and in which words") {
  const auto with = [](const char* text) {
    return with_input(NumberRules(), {.destinations = text}).take();
  };
  const PhoneNumber by_default = parse_phone_number("212 555 0123");
  CHECK(by_default.reason == "destination_us");
  CHECK(by_default.rule.empty());
  CHECK(why_not_sendable(by_default.number_class, by_default.reason, by_default.rule) ==
        "the number cannot be texted (destination_us): the destination policy refuses us numbers "
        "unless a rule such as \"us\" allows them");
  const PhoneNumber allowed = parse_phone_number("212 555 0123", with("us"));
  CHECK(allowed.sendable);
  CHECK(allowed.reason.empty());
  CHECK(allowed.rule == "us");
  const PhoneNumber refused = parse_phone_number("+44 20 7946 0958", with("all,-+44"));
  CHECK(refused.reason == "international");
  CHECK(refused.rule == "-+44");
  CHECK(why_not_sendable(refused.number_class, refused.reason, refused.rule) ==
        "the number cannot be texted (international): the rule \"-+44\" of the destination policy "
        "refuses it");
  const PhoneNumber based = parse_phone_number("613 555 0123", with("none,us"));
  CHECK(based.reason == "destination_canadian");
  CHECK(why_not_sendable(based.number_class, based.reason, based.rule) ==
        "the number cannot be texted (destination_canadian): the destination policy begins with "
        "\"none\", and no rule allows canadian numbers");
  CHECK(parse_phone_number("800 555 0123", with("-toll_free")).reason == "destination_toll_free");
  CHECK(parse_phone_number("299 555 0123", with("none")).reason == "destination_nanp_unknown");
  // No policy opens these.
  for (const char* text : {"911", "211", "24680", "900 555 0123", "600 555 0123", "613 976 0123"}) {
    CAPTURE(std::string(text));
    const PhoneNumber number = parse_phone_number(text, with("all,+1,+1900,+1600,+1613"));
    CHECK_FALSE(number.sendable);
    CHECK(number.rule.empty());
    CHECK_FALSE(why_not_sendable(number.number_class, number.reason, number.rule).empty());
  }
}

TEST_CASE("a stored number is decided upon like one that is typed") {
  const NumberRules rules = with_input(NumberRules(), {.destinations = "us,-+1416,+33"}).take();
  for (const char* e164 :
       {"+16135550123", "+14165550123", "+12125550123", "+18765550123", "+18005550123",
        "+19005550123", "+16005550123", "+16139760123", "+12995550123", "+442079460958",
        "+33123456789", "", "+", "+1", "+1613555012", "613", "+11135550123"}) {
    CAPTURE(std::string(e164));
    const Destination stored = destination_of(e164, rules);
    const PhoneNumber typed = parse_phone_number(e164, rules);
    CHECK(stored.allowed == typed.sendable);
    CHECK(stored.reason == typed.reason);
    CHECK(stored.rule == typed.rule);
    CHECK(stored.number_class == typed.number_class);
  }
}
