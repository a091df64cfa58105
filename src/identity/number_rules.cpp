// SPDX-License-Identifier: Apache-2.0
#include "identity/number_rules.h"

#include <utility>

#include "base/ascii.h"

namespace ix::identity {
namespace {

Result<std::string> region_in(const std::string& text) {
  std::string region = text;
  for (char& c : region) c = ascii::upper(c);
  if (region.size() == 2 && ascii::is_upper(region[0]) && ascii::is_upper(region[1])) return region;
  return Error(ErrorCode::INVALID_ARGUMENT,
               "region: two letters of ISO 3166 are expected, such as CA");
}

}  // namespace

Result<NumberRules> with_input(const NumberRules& from, const NumberRulesInput& input) {
  NumberRules rules = from;
  if (input.region) {
    IX_TRY(rules.region, region_in(input.region->empty() ? NumberRules().region : *input.region));
  }
  if (input.destinations) {
    IX_TRY(rules.destinations, DestinationPolicy::parse(*input.destinations));
  }
  if (input.media_limits) {
    IX_TRY(MediaLimits limits, MediaLimits::parse(*input.media_limits));
    rules.media = std::make_shared<const MediaLimits>(std::move(limits));
  }
  if (!input.area_codes) return rules;
  if (input.area_codes->empty()) {
    rules.areas = AreaCodes::own();
    return rules;
  }
  IX_TRY(auto table, AreaCodes::parse(*input.area_codes));
  if (input.older != OlderTable::take && table->older_than(*rules.areas)) {
    if (input.older == OlderTable::leave_aside) return rules;
    return Error(ErrorCode::INVALID_ARGUMENT, "area_codes: the table of " + table->date() +
                                                  " is older than the one in use, of " +
                                                  rules.areas->date() +
                                                  ": leave it out, or say that it is wanted");
  }
  rules.areas = std::move(table);
  return rules;
}

Status CurrentRules::change(const NumberRulesInput& input) {
  const std::lock_guard lock(mutex_);
  IX_TRY(NumberRules changed, with_input(*rules_, input));
  rules_ = std::make_shared<const NumberRules>(std::move(changed));
  return {};
}

}  // namespace ix::identity
