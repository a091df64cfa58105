// SPDX-License-Identifier: Apache-2.0
#include "identity/destination_policy.h"

#include <doctest/doctest.h>

#include <algorithm>

using ix::identity::DestinationPolicy;
using ix::identity::NumberClass;

namespace {

DestinationPolicy policy(std::string_view text) {
  auto parsed = DestinationPolicy::parse(text);
  REQUIRE_MESSAGE(parsed.ok(), parsed.error().message);
  return parsed.take();
}

std::string refusal(std::string_view text) {
  const auto parsed = DestinationPolicy::parse(text);
  if (parsed.ok()) return "taken";
  CHECK(parsed.error().code == ix::ErrorCode::INVALID_ARGUMENT);
  return parsed.error().message;
}

// "yes us" or "no -+44": whether a number may be texted, and by which rule.
std::string decided(const DestinationPolicy& policy, NumberClass number_class,
                    std::string_view e164) {
  const auto decision = policy.decide(number_class, e164);
  std::string out = decision.allowed ? "yes" : "no";
  if (!decision.rule.empty()) out += " " + std::string(decision.rule);
  return out;
}

constexpr auto kCanadian = NumberClass::canadian;
constexpr auto kUs = NumberClass::us;
constexpr auto kTollFree = NumberClass::toll_free;
constexpr auto kCaribbean = NumberClass::caribbean;
constexpr auto kInternational = NumberClass::international;
constexpr auto kUnknown = NumberClass::nanp_unknown;

constexpr const char* kOttawa = "+16135550123";
constexpr const char* kNewYork = "+12125550123";
constexpr const char* kJamaica = "+18765550123";
constexpr const char* kLondon = "+442079460958";
constexpr const char* kParis = "+33123456789";

}  // namespace

TEST_CASE("by default Canada, toll-free and unknown area codes") {
  for (const DestinationPolicy& one : {DestinationPolicy(), policy(""), policy(" ,; \n")}) {
    CHECK(decided(one, kCanadian, kOttawa) == "yes");
    CHECK(decided(one, kTollFree, "+18005550123") == "yes");
    CHECK(decided(one, kUnknown, "+12995550123") == "yes");
    CHECK(decided(one, kUs, kNewYork) == "no");
    CHECK(decided(one, kCaribbean, kJamaica) == "no");
    CHECK(decided(one, kInternational, kLondon) == "no");
  }
}

TEST_CASE("rules add to the default, and tell which one spoke") {
  const DestinationPolicy one = policy("us,international,-+44 -toll_free");
  CHECK(decided(one, kCanadian, kOttawa) == "yes");
  CHECK(decided(one, kUs, kNewYork) == "yes us");
  CHECK(decided(one, kInternational, kParis) == "yes international");
  CHECK(decided(one, kInternational, kLondon) == "no -+44");
  CHECK(decided(one, kTollFree, "+18005550123") == "no -toll_free");
  CHECK(decided(one, kCaribbean, kJamaica) == "no");
}

TEST_CASE("the longest digits win, then the class, then the base; the order does not matter") {
  for (const char* text :
       {"none,canadian,+1,-+1212,+1212555", "+1212555 -+1212 +1 canadian none"}) {
    const DestinationPolicy one = policy(text);
    CHECK(decided(one, kUs, "+12125550123") == "yes +1212555");
    CHECK(decided(one, kUs, "+12126660123") == "no -+1212");
    CHECK(decided(one, kUs, "+13055550123") == "yes +1");
    CHECK(decided(one, kCanadian, kOttawa) == "yes +1");
    CHECK(decided(one, kInternational, kLondon) == "no none");
  }
  const DestinationPolicy all = policy("all,-international,+33");
  CHECK(decided(all, kCaribbean, kJamaica) == "yes all");
  CHECK(decided(all, kInternational, kParis) == "yes +33");
  CHECK(decided(all, kInternational, kLondon) == "no -international");
}

TEST_CASE("what is no rule is refused by its name, and what can never be allowed says so") {
  const std::string expected =
      " is no rule: canadian, us, caribbean, toll_free, international, nanp_unknown or \"+\" and "
      "digits are expected (with \"-\" in front to refuse), all or none";
  CHECK(refusal("us,usa") == "destinations: \"usa\"" + expected);
  CHECK(refusal("US") == "destinations: \"US\"" + expected);
  CHECK(refusal("44") == "destinations: \"44\"" + expected);
  CHECK(refusal("-") == "destinations: \"-\"" + expected);
  CHECK(refusal("-all") == "destinations: \"-all\"" + expected);
  CHECK(refusal("\xC3\xA9t\xC3\xA9") == "destinations: \"??t??\"" + expected);
  for (const char* text : {"+", "+0", "+4x", "-+", "+12345678", "++44"}) {
    CAPTURE(std::string(text));
    CHECK(refusal(text) ==
          "destinations: \"" + std::string(text) + "\": 1 to 7 digits are expected after \"+\"");
  }
  for (const char* name : {"premium", "emergency", "short_code", "invalid"}) {
    CHECK(refusal(name) == "destinations: \"" + std::string(name) +
                               "\" numbers can never be texted: leave the rule out");
  }
  CHECK(refusal("us,-us") == "destinations: \"us\" stands twice");
  CHECK(refusal("+44 +44") == "destinations: \"+44\" stands twice");
  CHECK(refusal("all none") == "destinations: give one of all and none, once");
  CHECK(refusal(std::string(5000, 'x')) == "destinations: the rules are longer than 4096 bytes");
}
