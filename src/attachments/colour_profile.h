// SPDX-License-Identifier: Apache-2.0
// What the numbers of a picture's pixels mean: phones write them in Display P3, which looks pale
// where it is taken for sRGB.
#pragma once

#include <string>

#include "attachments/file_type.h"
#include "base/file_system.h"

namespace ix {

// The ICC profile of a JPEG or WebP (ICC.1:2022, B.4; RFC 9649, 2.7.1.4) where it speaks of red,
// green and blue and fits into one segment of a JPEG, which those of cameras and editors do; empty
// otherwise. A PNG's is compressed, and not read.
std::string colour_profile(FileReader& file, FileFormat format);

// The longest that one segment of a JPEG holds, with its name and numbers before it.
inline constexpr size_t kLongestProfile = 65'533 - 14;

}  // namespace ix
