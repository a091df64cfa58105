// SPDX-License-Identifier: Apache-2.0
#include "identity/destination_policy.h"

#include <algorithm>

#include "base/ascii.h"
#include "identity/shown_text.h"

namespace ix::identity {
namespace {

constexpr size_t kLongestRules = 4096;
constexpr size_t kMostDigits = 7;  // an area code and an exchange of North America

constexpr NumberClass kClasses[] = {NumberClass::canadian,      NumberClass::us,
                                    NumberClass::caribbean,     NumberClass::toll_free,
                                    NumberClass::international, NumberClass::nanp_unknown};

size_t index_of(NumberClass number_class) {
  return static_cast<size_t>(number_class);
}

using ascii::is_digit;

Error refused(const std::string& why) {
  return Error(ErrorCode::INVALID_ARGUMENT, "destinations: " + why);
}

}  // namespace

DestinationPolicy::DestinationPolicy() {
  for (const NumberClass one :
       {NumberClass::canadian, NumberClass::toll_free, NumberClass::nanp_unknown}) {
    by_default_[index_of(one)] = true;
  }
}

Result<DestinationPolicy> DestinationPolicy::parse(std::string_view text) {
  if (text.size() > kLongestRules) return refused("the rules are longer than 4096 bytes");
  DestinationPolicy policy;
  constexpr std::string_view kBetween = ", \t\r\n;";
  while (!text.empty()) {
    const size_t start = std::min(text.find_first_not_of(kBetween), text.size());
    text.remove_prefix(start);
    const std::string_view term = text.substr(0, text.find_first_of(kBetween));
    if (!term.empty()) IX_CHECK(policy.add(term));
    text.remove_prefix(term.size());
  }
  std::stable_sort(
      policy.prefixes_.begin(), policy.prefixes_.end(),
      [](const Prefix& a, const Prefix& b) { return a.digits.size() > b.digits.size(); });
  return policy;
}

Status DestinationPolicy::add_base(std::string_view term) {
  if (!base_.empty()) return refused("give one of all and none, once");
  base_ = term;
  for (const NumberClass one : kClasses) by_default_[index_of(one)] = term == "all";
  return {};
}

Status DestinationPolicy::add(std::string_view term) {
  if (term == "all" || term == "none") return add_base(term);
  Rule rule{std::string(term), term.front() != '-'};
  const std::string_view what = rule.allows ? term : term.substr(1);
  if (what.starts_with('+')) {
    const std::string_view digits = what.substr(1);
    const bool fits = !digits.empty() && digits.size() <= kMostDigits && digits.front() != '0' &&
                      std::all_of(digits.begin(), digits.end(), is_digit);
    if (!fits) return refused(shown_text(term) + ": 1 to 7 digits are expected after \"+\"");
    for (const Prefix& other : prefixes_) {
      if (other.digits == digits) return refused(shown_text(what) + " stands twice");
    }
    prefixes_.push_back({std::move(rule), std::string(digits)});
    return {};
  }
  const auto number_class = number_class_from_name(what);
  if (!number_class) {
    return refused(
        shown_text(term) +
        " is no rule: canadian, us, caribbean, toll_free, international, nanp_unknown"
        " or \"+\" and digits are expected (with \"-\" in front to refuse), all or none");
  }
  if (std::find(std::begin(kClasses), std::end(kClasses), *number_class) == std::end(kClasses)) {
    return refused(shown_text(what) + " numbers can never be texted: leave the rule out");
  }
  Rule& place = by_class_[index_of(*number_class)];
  if (!place.text.empty()) return refused(shown_text(what) + " stands twice");
  place = std::move(rule);
  return {};
}

DestinationPolicy::Decision DestinationPolicy::decide(NumberClass number_class,
                                                      std::string_view e164) const {
  const std::string_view digits = e164.substr(e164.empty() ? 0 : 1);
  for (const Prefix& prefix : prefixes_) {
    if (digits.starts_with(prefix.digits)) return {prefix.allows, prefix.text};
  }
  const size_t index = index_of(number_class);
  const Rule& rule = by_class_[index];
  if (!rule.text.empty()) return {rule.allows, rule.text};
  return {by_default_[index], base_};
}

}  // namespace ix::identity
