// SPDX-License-Identifier: Apache-2.0
// UTF-8 (RFC 3629): validation at every border, and cutting without breaking a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ix::utf8 {

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool valid(std::string_view text);

// The text with every invalid byte replaced by U+FFFD. Used for what a server sent.
std::string repaired(std::string_view text);

// The longest prefix of at most `max_bytes` that does not cut a character.
std::string_view prefix(std::string_view text, size_t max_bytes);

// Decodes the character at `at` and moves past it; U+FFFD for an invalid byte (moves by one).
char32_t next(std::string_view text, size_t& at);

void append(std::string& out, char32_t character);

}  // namespace ix::utf8
