// SPDX-License-Identifier: Apache-2.0
// What a phone number is, and whether the destination policy lets it be texted.
#pragma once

#include <string>
#include <string_view>

namespace ix::identity {

// The numbers cross the C ABI: never renumber.
enum class NumberClass : int32_t {
  invalid = 0,
  canadian = 1,
  us = 2,
  caribbean = 3,
  toll_free = 4,
  premium = 5,
  short_code = 6,
  emergency = 7,
  international = 8,
  nanp_unknown = 9,  // the shape of a North American number, with an area code we do not know
};
const char* number_class_name(NumberClass number_class);

struct PhoneNumber {
  std::string e164;      // empty: it has none (emergency, short code, invalid)
  std::string national;  // as written in its country
  std::string region;    // ISO 3166; empty: unknown
  NumberClass number_class = NumberClass::invalid;
  bool verified = false;  // the tables know it
  bool sendable = false;  // the destination policy allows a text
  std::string reason;     // key of why not: "invalid", "emergency", "premium", ...
};

// Reads a number as a person writes it: punctuation, vanity letters, extensions, full-width and
// Arabic digits, tel: URIs, the international prefix as dialled from `region`. Never fails: text
// that is no number has class `invalid`. Thread-safe; about 10 us, the first call loads tables.
PhoneNumber parse_phone_number(std::string_view text, std::string_view region = "CA");

// E.164 of a number a person wrote, whatever its class; empty when it has none.
std::string to_e164(std::string_view text, std::string_view region = "CA");

}  // namespace ix::identity
