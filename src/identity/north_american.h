// SPDX-License-Identifier: Apache-2.0
// Numbers of country code 1, from their ten digits.
#pragma once

#include <array>
#include <string_view>

#include "identity/area_codes.h"
#include "identity/number_class.h"

namespace ix::identity {

// The three-digit services: emergency, information, relay, crisis lines.
bool is_service_code(std::string_view digits);
// Of these the ones that lives depend on: 911, 112, 988.
bool is_emergency_code(std::string_view digits);

// Ten digits: area code and exchange begin with 2 to 9, and no area code is a service.
bool has_north_american_shape(std::string_view digits);

struct NorthAmerican {
  NumberClass number_class = NumberClass::nanp_unknown;
  std::array<char, 2> letters = {};  // ISO 3166; zero: unknown, or several
  bool verified = false;
  // Of a premium number: whether it is a service without a place, which costs nothing more.
  bool non_geographic = false;
};

// `digits`: ten, of the right shape. libphonenumber is asked only where the table knows nothing.
NorthAmerican north_american(std::string_view digits, const AreaCodes& areas);

}  // namespace ix::identity
