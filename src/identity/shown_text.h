// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ix::identity {

// A word of the host's table or rules, quoted for an error: short, and nothing that a terminal or a
// log would act upon.
inline std::string shown_text(std::string_view word) {
  std::string out = "\"";
  for (const char c : word.substr(0, 24)) out += c > 0x20 && c < 0x7F ? c : '?';
  return out + (word.size() > 24 ? "...\"" : "\"");
}

}  // namespace ix::identity
