// SPDX-License-Identifier: Apache-2.0
// What a person wrote, reduced to the digits meant: the first half of reading a phone number.
#pragma once

#include <string>
#include <string_view>

namespace ix::identity {

struct NumberText {
  bool valid = false;   // only digits and what people put around them
  bool global = false;  // began with a plus sign
  std::string digits;   // ASCII; vanity letters as the digits of their keys
};

// Takes off a tel: scheme and its parameters, folds digits of other scripts, drops an extension
// ("x12", "ext. 12", "poste 12", "#12", ",12") and punctuation.
NumberText read_number_text(std::string_view text);

// The key of a telephone that has this letter, a to z (ITU-T E.161).
char key_digit(char letter);

}  // namespace ix::identity
