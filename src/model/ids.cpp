// SPDX-License-Identifier: Apache-2.0
#include "model/ids.h"

namespace ix {

std::optional<int64_t> parse_local_id(char letter, std::string_view text) {
  if (text.size() < 2 || text.size() > 19 || text[0] != letter) return std::nullopt;
  if (text[1] == '0') return std::nullopt;
  int64_t value = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace ix
