// SPDX-License-Identifier: Apache-2.0
// How a picture is to be turned, in Exif (CIPA DC-008, 4.5 and 4.6.4): the one tag that is kept.
#pragma once

#include <cstdint>
#include <string>

#include "attachments/byte_window.h"

namespace ix {

// Numbers of the first directory of a TIFF structure that lies from `at` to `end`; 0 where the tag
// is not there or is no number.
uint32_t tiff_number(ByteWindow& window, int64_t at, int64_t end, uint32_t tag);

constexpr uint32_t tiff_width = 0x0100;
constexpr uint32_t tiff_height = 0x0101;
constexpr uint32_t tiff_orientation = 0x0112;

// 1 (as it is) to 8; 1 where none is said.
int exif_orientation(ByteWindow& window, int64_t at, int64_t end);

// A TIFF structure with nothing but that tag.
std::string minimal_exif(int orientation);

}  // namespace ix
