// SPDX-License-Identifier: Apache-2.0
#include "identity/phone_number.h"

#include <doctest/doctest.h>

using ix::identity::NumberClass;
using ix::identity::NumberRules;
using ix::identity::parse_phone_number;
using ix::identity::PhoneNumber;
using ix::identity::to_e164;

namespace {

struct Row {
  const char* text;
  const char* e164;
  NumberClass number_class;
  bool sendable;
  bool verified;
  const char* reason;
};

void check(const Row& row, const char* region = "CA") {
  CAPTURE(std::string(row.text));
  const PhoneNumber number = parse_phone_number(row.text, region);
  CHECK(number.e164 == row.e164);
  CHECK(std::string(number_class_name(number.number_class)) == number_class_name(row.number_class));
  CHECK(number.sendable == row.sendable);
  CHECK(number.verified == row.verified);
  CHECK(number.reason == row.reason);
}

constexpr auto kInvalid = NumberClass::invalid;
constexpr auto kCanadian = NumberClass::canadian;
constexpr auto kTollFree = NumberClass::toll_free;
constexpr auto kPremium = NumberClass::premium;
constexpr auto kEmergency = NumberClass::emergency;
constexpr auto kShortCode = NumberClass::short_code;
constexpr auto kInternational = NumberClass::international;

}  // namespace

TEST_CASE("each class has its policy") {
  const Row rows[] = {
      {"613-555-0123", "+16135550123", kCanadian, true, true, ""},
      {"514 555 0199", "+15145550199", kCanadian, true, true, ""},
      // New overlays the library's metadata may not have.
      {"(879) 555-0123", "+18795550123", kCanadian, true, true, ""},
      {"942 555 0123", "+19425550123", kCanadian, true, true, ""},
      {"257 555 0123", "+12575550123", kCanadian, true, true, ""},
      {"273 555 0123", "+12735550123", kCanadian, true, true, ""},
      {"800-555-0123", "+18005550123", kTollFree, true, true, ""},
      {"833-976-0123", "+18339760123", kTollFree, true, true, ""},
      {"212 555 0123", "+12125550123", NumberClass::us, false, true, "destination_us"},
      {"+1 671 555 0123", "+16715550123", NumberClass::us, false, true, "destination_us"},
      {"876 555 0123", "+18765550123", NumberClass::caribbean, false, true, "caribbean"},
      {"787 555 0123", "+17875550123", NumberClass::caribbean, false, true, "caribbean"},
      {"900 555 0123", "+19005550123", kPremium, false, true, "premium"},
      {"613 976 0123", "+16139760123", kPremium, false, true, "premium"},
      {"600 555 0123", "+16005550123", kPremium, false, true, "non_geographic"},
      {"622 555 0123", "+16225550123", kPremium, false, true, "non_geographic"},
      // Personal and machine numbers (NANPA's 5YY codes), carriers, the government.
      {"500 555 0123", "+15005550123", kPremium, false, true, "non_geographic"},
      {"521 555 0123", "+15215550123", kPremium, false, true, "non_geographic"},
      {"532 555 0123", "+15325550123", kPremium, false, true, "non_geographic"},
      {"588 555 0123", "+15885550123", kPremium, false, true, "non_geographic"},
      {"700 555 0123", "+17005550123", kPremium, false, true, "non_geographic"},
      {"710 555 0123", "+17105550123", kPremium, false, true, "non_geographic"},
      {"299 555 0123", "+12995550123", NumberClass::nanp_unknown, true, false, ""},
      {"+44 20 7946 0958", "+442079460958", kInternational, false, true, "international"},
      {"+33 1 23 45 67 89", "+33123456789", kInternational, false, true, "international"},
      {"911", "", kEmergency, false, true, "emergency"},
      {"9-1-1", "", kEmergency, false, true, "emergency"},
      {"112", "", kEmergency, false, true, "emergency"},
      {"988", "", kEmergency, false, true, "emergency"},
      // The services that the CNA lists: 211 to 811.
      {"211", "", kEmergency, false, true, "service_code"},
      {"3-1-1", "", kEmergency, false, true, "service_code"},
      {"411", "", kEmergency, false, true, "service_code"},
      {"511", "", kEmergency, false, true, "service_code"},
      {"611", "", kEmergency, false, true, "service_code"},
      {"711", "", kEmergency, false, true, "service_code"},
      {"811", "", kEmergency, false, true, "service_code"},
      {"1-811", "", kEmergency, false, true, "service_code"},
      {"1 911", "", kEmergency, false, true, "emergency"},
      {"+1 911", "", kEmergency, false, true, "emergency"},
      {"24680", "", kShortCode, false, false, "short_code"},
      {"246 802", "", kShortCode, false, false, "short_code"},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("what is no number is invalid, and nothing is guessed") {
  for (const char* text : {"",
                           " ",
                           "abc",
                           "hello world",
                           "613 555 012",
                           "613 555 01234",
                           "113 555 0123",
                           "613 155 0123",
                           "911 555 0123",
                           "0123456789",
                           "+",
                           "++16135550123",
                           "1+6135550123",
                           "+1 613 5",
                           "+999 123",
                           "613-555-01O3",
                           "@ana:example.org",
                           "Room 613",
                           "x123",
                           "12345",
                           "613-555-0123\xFF",
                           "613 555 0123 or 0124",
                           "\xF0\x9F\x93\x9E",
                           "00",
                           "011",
                           "+10000000000",
                           "FLOWERS",
                           "tel:",
                           "tel:;ext=3"}) {
    check({text, "", kInvalid, false, false, "invalid"});
  }
  check({std::string(5000, '6').c_str(), "", kInvalid, false, false, "invalid"});
  for (const char* text : {"555-0123", "1 555 0123", "+1 555 0123", "310-1010"}) {
    check({text, "", kInvalid, false, false, "no_area_code"});
  }
  // Commands to an exchange: hide the number, show it, trace a call, and what mobile networks have.
  for (const char* text :
       {"*67", "*67 613 555 0123", "*82-613-555-0123", "*69", "*#06#", "#31#", "#31#6135550123",
        "\xEF\xBC\x8A"
        "67",
        "*", "613*555*0123", "#TAXI"}) {
    check({text, "", kInvalid, false, false, "star_code"});
  }
}

TEST_CASE("the national form and the region") {
  const PhoneNumber canadian = parse_phone_number("+16135550123");
  CHECK(canadian.national == "(613) 555-0123");
  CHECK(canadian.region == "CA");
  CHECK(parse_phone_number("212 555 0123").region == "US");
  CHECK(parse_phone_number("876 555 0123").region == "JM");
  CHECK(parse_phone_number("800 555 0123").region.empty());
  const PhoneNumber british = parse_phone_number("+44 20 7946 0958");
  CHECK(british.national == "020 7946 0958");
  CHECK(british.region == "GB");
  CHECK(parse_phone_number("911").national == "911");
  CHECK(to_e164("(900) 555-0123", NumberRules()) == "+19005550123");
  CHECK(to_e164("911", NumberRules()).empty());
}

TEST_CASE("another home region dials its own way") {
  check({"020 7946 0958", "+442079460958", kInternational, false, true, "international"}, "gb");
  check({"999", "", kEmergency, false, true, "emergency"}, "GB");
  check({"911", "", kEmergency, false, true, "emergency"}, "GB");
  check({"00 1 613 555 0123", "+16135550123", kCanadian, true, true, ""}, "GB");
  check({"876 555 0123", "+18765550123", NumberClass::caribbean, false, true, "caribbean"}, "JM");
  check({"020 7946 0958", "", kInvalid, false, false, "invalid"}, "nowhere");
}
