// SPDX-License-Identifier: Apache-2.0
// The characters people and web pages write numbers with, reduced to a few.
#pragma once

namespace ix::identity {

constexpr char kNothing = 0;     // shows nothing: to be ignored
constexpr char kRejected = '!';  // stands for a character that no number holds

// One character as ASCII: a digit of any script, a small letter without its accent, '+', '*', '#',
// ',', ';', ':', '=', ' ' for what separates, '-' for what groups (dashes, dots, slashes, brackets,
// quotes); kNothing for direction marks, joiners and the like; else kRejected.
char number_character(char32_t character);

}  // namespace ix::identity
