// SPDX-License-Identifier: Apache-2.0
#include "identity/number_class.h"

#include <cstddef>

namespace ix::identity {
namespace {

// In the order of the numbers.
constexpr const char* kNames[kNumberClassCount] = {
    "invalid", "canadian",   "us",        "caribbean",     "toll_free",
    "premium", "short_code", "emergency", "international", "nanp_unknown"};

}  // namespace

const char* number_class_name(NumberClass number_class) {
  const auto index = static_cast<size_t>(number_class);
  return index < kNumberClassCount ? kNames[index] : kNames[0];
}

std::optional<NumberClass> number_class_from_name(std::string_view name) {
  for (int i = 0; i < kNumberClassCount; ++i) {
    if (name == kNames[i]) return static_cast<NumberClass>(i);
  }
  return std::nullopt;
}

}  // namespace ix::identity
