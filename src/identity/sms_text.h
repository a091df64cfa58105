// SPDX-License-Identifier: Apache-2.0
// What a text costs as an SMS: alphabet, parts, and which characters make it dear.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ix::identity {

// The numbers cross the C ABI: never renumber.
enum class SmsEncoding : int32_t {
  gsm7 = 0,  // 3GPP TS 23.038 6.2.1 with its extension table; units are septets
  ucs2 = 1,  // UTF-16; units are its code units
};

// How many units a message of one part holds, and each part of a longer one.
struct SmsLimits {
  int32_t gsm7_single = 160;
  int32_t gsm7_part = 153;
  int32_t ucs2_single = 70;
  int32_t ucs2_part = 67;
};
// Texts from a toll-free number are joined with a longer header: 152 and 66.
SmsLimits sms_limits_from(std::string_view own_number);

// A character, as a person sees one, that the GSM alphabet lacks.
struct SmsFlip {
  std::string character;
  int32_t count = 0;
  bool replaceable = false;
  std::string replacement;  // says the same in the GSM alphabet; empty: nothing is lost without it
};

struct SmsText {
  SmsEncoding encoding = SmsEncoding::gsm7;
  int32_t units = 0;
  int32_t parts = 0;           // 0: no text
  int32_t remaining = 0;       // units that fit without another part
  std::vector<SmsFlip> flips;  // in the order they first occur
};

// `text` is valid UTF-8. A character is never cut by the border of two parts, as 3GPP TS 23.040
// 9.2.3.24.1 asks. Pure, and in time for every key: about 1 us for an unaccented SMS.
SmsText measure_sms(std::string_view text, const SmsLimits& limits);

}  // namespace ix::identity
