// SPDX-License-Identifier: Apache-2.0
#include "identity/phone_number.h"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <utility>

#include "base/ascii.h"
#include "identity/north_american.h"
#include "identity/number_text.h"

namespace ix::identity {
namespace {

using Library = i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;

PhoneNumber invalid(const char* reason = "invalid") {
  PhoneNumber number;
  number.reason = reason;
  return number;
}

// What has no E.164: three-digit services and short codes.
PhoneNumber local(NumberClass number_class, const char* reason, std::string_view digits,
                  const std::string& region) {
  PhoneNumber number;
  number.number_class = number_class;
  number.reason = reason;
  number.national = digits;
  number.region = region;
  number.verified = number_class == NumberClass::emergency;
  return number;
}

PhoneNumber service(std::string_view digits, const std::string& region) {
  return local(NumberClass::emergency, is_emergency_code(digits) ? "emergency" : "service_code",
               digits, region);
}

void decide(PhoneNumber& number, const NumberRules& rules) {
  const Destination destination = destination_of(number.e164, rules);
  number.sendable = destination.allowed;
  number.reason = destination.reason;
  number.rule = destination.rule;
}

// Reads one text by one set of rules; lives as long as the call.
class Reading {
 public:
  Reading(const NumberText& text, std::string region, const NumberRules& rules)
      : text_(text), region_(std::move(region)), rules_(rules) {}

  PhoneNumber run() const {
    if (text_.star_code) return invalid("star_code");
    if (!text_.valid) return invalid();
    std::string_view digits = text_.digits;
    if (text_.global) {
      // "+011 44 ..." and "+00 44 ...": no country code begins with 0.
      if (digits.starts_with("011")) return global(digits.substr(3));
      if (digits.starts_with("00")) return global(digits.substr(2));
      return global(digits);
    }
    if (is_north_american_region()) return north_american_dialled(digits);
    if (is_emergency_abroad(digits)) {
      return local(NumberClass::emergency, "emergency", digits, region_);
    }
    return by_library(std::string(digits), region_);
  }

 private:
  bool is_north_american_region() const {
    if (region_ == "CA" || region_ == "US") return true;  // spares loading the tables
    return Library::GetInstance()->IsNANPACountry(region_);
  }

  // 999, 000 and whatever else a region dials; 911 and 112 are left alone everywhere.
  bool is_emergency_abroad(std::string_view digits) const {
    if (digits.size() > 4) return false;
    if (digits == "911" || digits == "112") return true;
    return i18n::phonenumbers::ShortNumberInfo().IsEmergencyNumber(std::string(digits), region_);
  }

  // Country code and number.
  PhoneNumber global(std::string_view digits) const {
    if (digits.empty()) return invalid();
    if (digits[0] == '1') return national(digits.substr(1));
    return by_library("+" + std::string(digits), "ZZ");
  }

  // Behind the 1 of North America.
  PhoneNumber national(std::string_view digits) const {
    if (is_service_code(digits)) return service(digits, "");
    digits = without_surplus_letters(digits);
    if (digits.size() == 7 && digits[0] >= '2') return invalid("no_area_code");
    if (!has_north_american_shape(digits)) return invalid();
    const NorthAmerican known = north_american(digits, *rules_.areas);
    PhoneNumber number;
    number.e164 = "+1" + std::string(digits);
    number.national.append("(").append(digits.substr(0, 3)).append(") ");
    number.national.append(digits.substr(3, 3)).append("-").append(digits.substr(6));
    if (known.letters[0] != 0) number.region.assign(known.letters.data(), 2);
    number.number_class = known.number_class;
    number.verified = known.verified;
    decide(number, rules_);
    return number;
  }

  // Dialled as in Canada: ten digits, eleven with the 1, or an international prefix.
  PhoneNumber north_american_dialled(std::string_view digits) const {
    if (is_service_code(digits)) return service(digits, region_);
    if ((digits.size() == 5 || digits.size() == 6) && digits[0] >= '2') {
      return local(NumberClass::short_code, "short_code", digits, region_);
    }
    if (digits.starts_with("011")) return global(digits.substr(3));
    if (digits.starts_with("00")) return global(digits.substr(2));
    if (digits[0] == '1') return national(digits.substr(1));
    return national(digits);
  }

  // Exchanges take what is dialled beyond a whole number for nothing: 1-800-CONTACTS has a letter
  // too many. Only of a word that begins within the number.
  std::string_view without_surplus_letters(std::string_view digits) const {
    constexpr size_t kWhole = 10;
    if (digits.size() <= kWhole || text_.last_word == 0) return digits;
    const size_t word = text_.last_word;  // digits from where the word begins to the end
    return digits.size() - word < kWhole ? digits.substr(0, kWhole) : digits;
  }

  // Everything the table does not decide: other countries, and regions that dial otherwise.
  PhoneNumber by_library(const std::string& text, const std::string& region) const {
    Library* library = Library::GetInstance();
    LibraryNumber parsed;
    if (library->Parse(text, region, &parsed) != Library::NO_PARSING_ERROR) return invalid();
    if (parsed.country_code() == 1) {
      std::string digits;
      library->GetNationalSignificantNumber(parsed, &digits);
      return national(digits);
    }
    if (!library->IsPossibleNumber(parsed)) return invalid();
    PhoneNumber number;
    number.number_class = NumberClass::international;
    library->Format(parsed, Library::E164, &number.e164);
    library->Format(parsed, Library::NATIONAL, &number.national);
    library->GetRegionCodeForNumber(parsed, &number.region);
    if (number.region == "ZZ" || number.region == "001") number.region.clear();
    number.verified = library->IsValidNumber(parsed);
    decide(number, rules_);
    return number;
  }

  const NumberText& text_;
  const std::string region_;
  const NumberRules& rules_;
};

PhoneNumber read(std::string_view text, std::string region, const NumberRules& rules) {
  const NumberText read = read_number_text(text);
  PhoneNumber number = Reading(read, std::move(region), rules).run();
  if (!number.e164.empty()) number.extension = read.extension;
  return number;
}

}  // namespace

PhoneNumber parse_phone_number(std::string_view text, const NumberRules& rules) {
  return read(text, rules.region, rules);
}

PhoneNumber parse_phone_number(std::string_view text, std::string_view region) {
  static const NumberRules kOwn;
  std::string upper(region.empty() ? std::string_view(kOwn.region) : region);
  for (char& c : upper) c = ascii::upper(c);
  return read(text, std::move(upper), kOwn);
}

std::string to_e164(std::string_view text, const NumberRules& rules) {
  return parse_phone_number(text, rules).e164;
}

}  // namespace ix::identity
