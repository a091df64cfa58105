// SPDX-License-Identifier: Apache-2.0
// What a phone number is, for the layers above the engine: the same words as identity/.
#pragma once

#include "identity/phone_number.h"

namespace ix::engine {

using identity::NumberClass;
using identity::NumberRulesInput;
using identity::OlderTable;
using identity::parse_phone_number;
using identity::PhoneNumber;

// By the library's own rules with the input in their place. INVALID_ARGUMENT.
inline Result<PhoneNumber> parse_phone_number(std::string_view text,
                                              const NumberRulesInput& input) {
  IX_TRY(const identity::NumberRules rules, identity::with_input({}, input));
  return identity::parse_phone_number(text, rules);
}
// The library's own table of area codes.
inline std::string own_area_codes() {
  return identity::AreaCodes::own()->text();
}

}  // namespace ix::engine
