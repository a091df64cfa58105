// SPDX-License-Identifier: Apache-2.0
// What a person wrote, reduced to the digits meant: the first half of reading a phone number.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ix::identity {

struct NumberText {
  bool valid = false;      // only digits and what people put around them
  bool global = false;     // began with a plus sign
  bool star_code = false;  // not a number: a command to an exchange, such as *67 (and not valid)
  std::string digits;      // ASCII; vanity letters as the digits of their keys
  size_t last_word = 0;    // how many digits the word has that ends the number; 0: digits end it
  std::string extension;   // digits
};

// Takes off what is not the number itself:
//   a scheme with its parameters     tel:+1-613-555-0123;ext=77   sms:6135550123?body=...
//   words that say what it is        Tél. :   Cell   n°   (bureau)   sans frais
//   an extension                     x77   ext. 77   poste 77   local 77   #77   ,77   p77
// and folds characters as number_characters.h says. At most 250 bytes.
NumberText read_number_text(std::string_view text);

// The key of a telephone that has this letter, a to z (ITU-T E.161).
char key_digit(char letter);

}  // namespace ix::identity
