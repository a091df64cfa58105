// SPDX-License-Identifier: Apache-2.0
#include "identity/north_american.h"

#include <phonenumbers/phonenumberutil.h>

#include <string>

namespace ix::identity {
namespace {

using Library = i18n::phonenumbers::PhoneNumberUtil;

NorthAmerican of_class(NumberClass number_class, std::array<char, 2> letters) {
  return {number_class, letters, true, false};
}

NorthAmerican non_geographic(std::array<char, 2> letters) {
  return {NumberClass::premium, letters, true, true};
}

// An area code our table does not have: the library's tables may be newer than this build.
NorthAmerican by_library(std::string_view digits) {
  Library* library = Library::GetInstance();
  i18n::phonenumbers::PhoneNumber parsed;
  std::string region;
  if (library->Parse("+1" + std::string(digits), "ZZ", &parsed) != Library::NO_PARSING_ERROR) {
    return {};
  }
  library->GetRegionCodeForNumber(parsed, &region);
  if (region.size() != 2 || region == "ZZ") return {};
  const std::array<char, 2> letters = {region[0], region[1]};
  switch (library->GetNumberType(parsed)) {
    case Library::TOLL_FREE:
      return of_class(NumberClass::toll_free, {});
    case Library::PREMIUM_RATE:
      return of_class(NumberClass::premium, {});
    case Library::PERSONAL_NUMBER:
    case Library::UAN:
    case Library::VOIP:
      return non_geographic(letters);
    default:
      break;
  }
  if (region == "CA") return of_class(NumberClass::canadian, letters);
  if (region == "US") return of_class(NumberClass::us, letters);
  return of_class(NumberClass::caribbean, letters);
}

}  // namespace

bool is_emergency_code(std::string_view digits) {
  return digits == "911" || digits == "112" || digits == "988";
}

bool is_service_code(std::string_view digits) {
  if (is_emergency_code(digits)) return true;
  return digits.size() == 3 && digits[0] >= '2' && digits.substr(1) == "11";
}

bool has_north_american_shape(std::string_view digits) {
  return digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2' && digits.substr(1, 2) != "11";
}

NorthAmerican north_american(std::string_view digits, const AreaCodes& areas) {
  const int code = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
  const AreaCode area = areas.find(code);
  if (area.kind == AreaKind::toll_free) return of_class(NumberClass::toll_free, {});
  // The exchange 976 costs extra under every area code.
  if (area.kind == AreaKind::premium || digits.substr(3, 3) == "976") {
    return of_class(NumberClass::premium, area.letters);
  }
  switch (area.kind) {
    case AreaKind::non_geographic:
      return non_geographic(area.letters);
    case AreaKind::canadian:
      return of_class(NumberClass::canadian, area.letters);
    case AreaKind::us:
      return of_class(NumberClass::us, area.letters);
    case AreaKind::caribbean:
      return of_class(NumberClass::caribbean, area.letters);
    case AreaKind::toll_free:
    case AreaKind::premium:
    case AreaKind::unknown:
      break;
  }
  return by_library(digits);
}

}  // namespace ix::identity
