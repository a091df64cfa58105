// SPDX-License-Identifier: Apache-2.0
// What a contact is found by while somebody types: the beginnings of words, of numbers and their
// last digits, and the keys of a telephone (T9) that spell a word.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ix::identity {

// A key is a letter for its kind and the text: 'w' a word (of the folded name, or of a user id's
// local part), 'd' digits from the front (of a number, with and without country and area code, or
// an extension), 'r' a number's digits from the back, 't' a word as the keys of a telephone.
// In order, each once; at most 32 words of the name count, and the first 24 bytes of each.
std::vector<std::string> contact_keys(std::string_view name_key,
                                      const std::vector<std::string>& numbers,
                                      const std::vector<std::string>& users,
                                      const std::vector<std::string>& extensions);

// What a person typed, as beginnings of keys. A contact matches when it has a key for each of
// `words`, or for one of `numbers`; and in second place when it has one for `spelled`.
struct ContactProbe {
  std::vector<std::string> words;    // at most four
  std::vector<std::string> numbers;  // at most four
  std::string spelled;               // digits as keys of a telephone; empty: no digits
};
ContactProbe contact_probe(std::string_view text);

// The same of somebody without stored keys, by a folded name and a number (E.164); either may be
// empty. 0: in first place, 1: in second; nullopt: not.
std::optional<int> place_of(const ContactProbe& probe, std::string_view name_key,
                            std::string_view number);

}  // namespace ix::identity
