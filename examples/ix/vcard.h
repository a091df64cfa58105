// SPDX-License-Identifier: Apache-2.0
// Reads an address book's file: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), what a contact needs of
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct VCard {
  size_t line = 0;  // of its BEGIN
  std::string id;   // UID; without one made of name and numbers, so that importing again finds it
  std::string name;
  std::vector<std::string> numbers;  // as written; tel: taken off by whoever reads numbers
  std::vector<std::string> extensions;
};

struct VCardFile {
  std::vector<VCard> cards;
  std::string error;  // empty: read; else why not, beginning with "line N: "; cards is empty then
};

// Never fails half-way: all cards, or the first thing that is wrong.
VCardFile read_vcards(std::string_view text);

}  // namespace cli
