// SPDX-License-Identifier: Apache-2.0
// Names for files that come from other people: safe on every system, and saying what they are.
#pragma once

#include <string>
#include <string_view>

#include "attachments/file_type.h"

namespace ix {

// The most that common file systems take, in bytes of UTF-8.
constexpr size_t longest_file_name = 255;

// A name made of `wanted`, which may be anything, for a file whose content is `format`:
//  - without a path, controls, or characters that do not show or turn the direction of text;
//  - without characters and device names that Windows reserves, dots and spaces at its ends;
//  - with the extension of the content where its own says media or a program that it is not:
//    "photo.jpg" that is a PNG becomes "photo.png", and "photo.jpg.exe" that is a JPEG
//    "photo.jpg.exe.jpg". What runs keeps such a name, but is never given one: a program that is
//    called "photo.jpg" becomes "photo.bin". Other extensions stay ("a.csv" is text);
//  - at most `longest_file_name` bytes, cut before the extension and never within a character.
// Never empty: "file" with the extension, where nothing is left.
std::string safe_file_name(std::string_view wanted, FileFormat format);

// "name (2).ext" and so on, for a name that is taken: the same as `name` for 1. Never longer than
// `longest_file_name`.
std::string numbered_file_name(std::string_view name, int number);

}  // namespace ix
