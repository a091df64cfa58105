// SPDX-License-Identifier: Apache-2.0
#include "identity/phone_number.h"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include "identity/area_codes.h"
#include "identity/number_text.h"

namespace ix::identity {
namespace {

using Library = i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;

bool is_north_american(const std::string& region) {
  if (region == "CA" || region == "US") return true;  // spares loading the tables
  return Library::GetInstance()->IsNANPACountry(region);
}

PhoneNumber refused(NumberClass number_class, const char* reason) {
  PhoneNumber number;
  number.number_class = number_class;
  number.reason = reason;
  return number;
}

PhoneNumber invalid() {
  return refused(NumberClass::invalid, "invalid");
}

// The three-digit services: emergency, information, relay, crisis lines.
bool is_service_code(std::string_view digits) {
  if (digits.size() != 3) return false;
  if (digits == "112" || digits == "988") return true;
  return digits[0] >= '2' && digits.substr(1) == "11";
}

bool has_north_american_shape(std::string_view digits) {
  return digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2' && digits.substr(1, 2) != "11";
}

// Class, region and policy from what the area code is.
void classify(PhoneNumber& number, NumberClass number_class, const char* region,
              const char* reason) {
  number.number_class = number_class;
  number.region = region;
  number.reason = reason;
  number.verified = true;
  number.sendable = *reason == '\0';
}

// An area code our table does not have: the library's tables may be newer than this build.
void classify_by_library(PhoneNumber& number) {
  LibraryNumber parsed;
  std::string region;
  Library* library = Library::GetInstance();
  if (library->Parse(number.e164, "ZZ", &parsed) == Library::NO_PARSING_ERROR) {
    library->GetRegionCodeForNumber(parsed, &region);
  }
  if (region == "CA") return classify(number, NumberClass::canadian, "CA", "");
  if (region == "US") return classify(number, NumberClass::us, "US", "destination_us");
  if (region.size() == 2 && region != "ZZ") {
    return classify(number, NumberClass::caribbean, region.c_str(), "caribbean");
  }
  number.number_class = NumberClass::nanp_unknown;
  number.sendable = true;
}

// `digits`: ten, of the right shape.
PhoneNumber north_american(std::string_view digits) {
  PhoneNumber number;
  number.e164 = "+1" + std::string(digits);
  number.national.append("(").append(digits.substr(0, 3)).append(") ");
  number.national.append(digits.substr(3, 3)).append("-").append(digits.substr(6));
  const int code = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
  const AreaCode area = area_code(code);
  if (area.kind == AreaKind::toll_free) {
    classify(number, NumberClass::toll_free, area.region, "");
    return number;
  }
  // The exchange 976 costs extra under every area code.
  if (area.kind == AreaKind::premium || digits.substr(3, 3) == "976") {
    classify(number, NumberClass::premium, area.region, "premium");
    return number;
  }
  switch (area.kind) {
    case AreaKind::non_geographic:
      classify(number, NumberClass::premium, area.region, "non_geographic");
      break;
    case AreaKind::canadian:
      classify(number, NumberClass::canadian, area.region, "");
      break;
    case AreaKind::us:
      classify(number, NumberClass::us, area.region, "destination_us");
      break;
    case AreaKind::caribbean:
      classify(number, NumberClass::caribbean, area.region, "caribbean");
      break;
    case AreaKind::toll_free:
    case AreaKind::premium:
    case AreaKind::unknown:
      classify_by_library(number);
      break;
  }
  return number;
}

PhoneNumber without_e164(NumberClass number_class, const char* reason, std::string_view digits,
                         const std::string& region) {
  PhoneNumber number = refused(number_class, reason);
  number.national = digits;
  number.region = region;
  number.verified = number_class == NumberClass::emergency;
  return number;
}

// Everything the table does not decide: other countries, and regions that dial otherwise.
PhoneNumber by_library(const std::string& text, const std::string& region) {
  Library* library = Library::GetInstance();
  LibraryNumber parsed;
  if (library->Parse(text, region, &parsed) != Library::NO_PARSING_ERROR) return invalid();
  if (parsed.country_code() == 1) {
    std::string digits;
    library->GetNationalSignificantNumber(parsed, &digits);
    return has_north_american_shape(digits) ? north_american(digits) : invalid();
  }
  if (!library->IsPossibleNumber(parsed)) return invalid();
  PhoneNumber number = refused(NumberClass::international, "international");
  library->Format(parsed, Library::E164, &number.e164);
  library->Format(parsed, Library::NATIONAL, &number.national);
  library->GetRegionCodeForNumber(parsed, &number.region);
  if (number.region == "ZZ" || number.region == "001") number.region.clear();
  number.verified = library->IsValidNumber(parsed);
  return number;
}

std::string upper_region(std::string_view region) {
  std::string upper(region.empty() ? std::string_view("CA") : region);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// 999, 000 and whatever else a region dials; 911 and 112 are left alone everywhere.
bool is_emergency_abroad(const std::string& digits, const std::string& region) {
  if (digits.size() > 4) return false;
  if (digits == "911" || digits == "112") return true;
  return i18n::phonenumbers::ShortNumberInfo().IsEmergencyNumber(digits, region);
}

PhoneNumber parse_global(std::string_view digits) {
  if (digits.empty()) return invalid();
  if (digits[0] != '1') return by_library("+" + std::string(digits), "ZZ");
  const std::string_view national = digits.substr(1);
  if (is_service_code(national)) {
    return without_e164(NumberClass::emergency, "emergency", national, "");
  }
  return has_north_american_shape(national) ? north_american(national) : invalid();
}

// Dialled as in Canada: ten digits, eleven with the 1, or an international prefix.
PhoneNumber parse_north_american(std::string_view digits, const std::string& region) {
  if (is_service_code(digits)) {
    return without_e164(NumberClass::emergency, "emergency", digits, region);
  }
  if ((digits.size() == 5 || digits.size() == 6) && digits[0] >= '2') {
    return without_e164(NumberClass::short_code, "short_code", digits, region);
  }
  if (digits.substr(0, 3) == "011") return parse_global(digits.substr(3));
  if (digits.substr(0, 2) == "00") return parse_global(digits.substr(2));
  if (digits[0] == '1') return parse_global(digits);
  return has_north_american_shape(digits) ? north_american(digits) : invalid();
}

}  // namespace

const char* number_class_name(NumberClass number_class) {
  switch (number_class) {
    case NumberClass::invalid:
      return "invalid";
    case NumberClass::canadian:
      return "canadian";
    case NumberClass::us:
      return "us";
    case NumberClass::caribbean:
      return "caribbean";
    case NumberClass::toll_free:
      return "toll_free";
    case NumberClass::premium:
      return "premium";
    case NumberClass::short_code:
      return "short_code";
    case NumberClass::emergency:
      return "emergency";
    case NumberClass::international:
      return "international";
    case NumberClass::nanp_unknown:
      return "nanp_unknown";
  }
  return "invalid";
}

PhoneNumber parse_phone_number(std::string_view text, std::string_view region) {
  const NumberText read = read_number_text(text);
  if (!read.valid) return invalid();
  if (read.global) return parse_global(read.digits);
  const std::string home = upper_region(region);
  if (is_north_american(home)) return parse_north_american(read.digits, home);
  if (is_emergency_abroad(read.digits, home)) {
    return without_e164(NumberClass::emergency, "emergency", read.digits, home);
  }
  return by_library(read.digits, home);
}

std::string to_e164(std::string_view text, std::string_view region) {
  return parse_phone_number(text, region).e164;
}

}  // namespace ix::identity
