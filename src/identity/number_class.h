// SPDX-License-Identifier: Apache-2.0
// The kinds of phone numbers.
#pragma once

#include <cstdint>
#include <optional>
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
  emergency = 7,  // and the other three-digit services
  international = 8,
  nanp_unknown = 9,  // the shape of a North American number, with an area code we do not know
};
constexpr int kNumberClassCount = 10;

const char* number_class_name(NumberClass number_class);
std::optional<NumberClass> number_class_from_name(std::string_view name);

}  // namespace ix::identity
