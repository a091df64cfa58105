// SPDX-License-Identifier: Apache-2.0
// What a phone number is, and whether the destination policy lets it be texted.
#pragma once

#include <string>
#include <string_view>

#include "identity/number_class.h"
#include "identity/number_rules.h"

namespace ix::identity {

struct PhoneNumber {
  std::string e164;       // empty: it has none (emergency, short code, invalid)
  std::string national;   // as written in its country
  std::string region;     // ISO 3166; empty: unknown
  std::string extension;  // digits that were written behind it
  NumberClass number_class = NumberClass::invalid;
  bool verified = false;  // the tables know it
  bool sendable = false;  // the destination policy allows a text
  std::string reason;     // key of why not (number.h names them)
  std::string rule;       // of the destination policy, that decided; empty: none speaks of it
};

// Reads a number as a person writes it: number_text.h says how. The order of decision: emergency
// and three-digit services, short code, toll-free, premium and non-geographic, the table of area
// codes, libphonenumber. Never fails: text that is no number has class `invalid`. Thread-safe.
// Where the table decides libphonenumber is not asked, and so not loaded (some 20 ms) either.
PhoneNumber parse_phone_number(std::string_view text, const NumberRules& rules);
// By the library's own rules.
PhoneNumber parse_phone_number(std::string_view text, std::string_view region = "CA");

// E.164 of a number a person wrote, whatever its class; empty when it has none.
std::string to_e164(std::string_view text, const NumberRules& rules);

// Whether a stored number (E.164, or empty) may be texted: the same answer as parse_phone_number's,
// without what is not needed for it. Allocates nothing where the table decides.
struct Destination {
  bool allowed = false;
  NumberClass number_class = NumberClass::invalid;
  const char* reason = "";  // "" when allowed
  std::string_view rule;    // lives as long as the rules
};
Destination destination_of(std::string_view e164, const NumberRules& rules);

// Why a number cannot be texted and what to do, as a sentence that holds no digit of it. For
// numbers that are not sendable.
std::string why_not_sendable(NumberClass number_class, std::string_view reason,
                             std::string_view rule);

}  // namespace ix::identity
