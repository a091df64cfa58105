// SPDX-License-Identifier: Apache-2.0
// Whether a number may be texted, and the words for why not.
#include "identity/north_american.h"
#include "identity/phone_number.h"

namespace ix::identity {
namespace {

// The key of a class that the policy refuses. The names were given one by one and are kept.
const char* refusal_key(NumberClass number_class) {
  switch (number_class) {
    case NumberClass::canadian:
      return "destination_canadian";
    case NumberClass::us:
      return "destination_us";
    case NumberClass::caribbean:
      return "caribbean";
    case NumberClass::toll_free:
      return "destination_toll_free";
    case NumberClass::international:
      return "international";
    case NumberClass::nanp_unknown:
      return "destination_nanp_unknown";
    case NumberClass::premium:
      return "premium";
    case NumberClass::short_code:
      return "short_code";
    case NumberClass::emergency:
      return "emergency";
    case NumberClass::invalid:
      break;
  }
  return "invalid";
}

}  // namespace

Destination destination_of(std::string_view e164, const NumberRules& rules) {
  Destination out;
  out.reason = refusal_key(NumberClass::invalid);
  if (e164.size() < 2 || e164[0] != '+') return out;
  if (e164[1] == '1') {
    const std::string_view digits = e164.substr(2);
    if (!has_north_american_shape(digits)) return out;
    const NorthAmerican known = north_american(digits, *rules.areas);
    out.number_class = known.number_class;
    if (out.number_class == NumberClass::premium) {
      out.reason = known.non_geographic ? "non_geographic" : refusal_key(out.number_class);
      return out;
    }
  } else {
    out.number_class = NumberClass::international;
  }
  const DestinationPolicy::Decision decision = rules.destinations.decide(out.number_class, e164);
  out.allowed = decision.allowed;
  out.rule = decision.rule;
  out.reason = decision.allowed ? "" : refusal_key(out.number_class);
  return out;
}

std::string why_not_sendable(NumberClass number_class, std::string_view reason,
                             std::string_view rule) {
  if (number_class == NumberClass::invalid) {
    if (reason == "no_area_code") return "the area code is missing: give ten digits";
    if (reason == "star_code") {
      return "codes with * or # are commands to a telephone exchange: give the number alone";
    }
    return "not a phone number: give ten digits, or + and the country code";
  }
  std::string out = "the number cannot be texted (" + std::string(reason) + "): ";
  if (reason == "emergency") return out + "emergency and crisis lines take calls only from here";
  if (reason == "service_code") return out + "three-digit services take calls only";
  if (reason == "short_code") return out + "short codes take texts from phones only";
  if (reason == "premium") return out + "the caller pays more there";
  if (reason == "non_geographic") {
    return out + "its area code is for personal, machine and satellite services";
  }
  const std::string name = number_class_name(number_class);
  if (rule.starts_with('-')) {
    return out + "the rule \"" + std::string(rule) + "\" of the destination policy refuses it";
  }
  if (!rule.empty()) {
    return out + "the destination policy begins with \"" + std::string(rule) +
           "\", and no rule allows " + name + " numbers";
  }
  return out + "the destination policy refuses " + name + " numbers unless a rule such as \"" +
         name + "\" allows them";
}

}  // namespace ix::identity
