// SPDX-License-Identifier: Apache-2.0
// Opacity, which a thumbnail has no place for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "attachments/image.h"

namespace ix::codecs {

// The row as red, green and blue on white: itself when it is so already, else `rgb`, which has the
// size of a row.
inline const uint8_t* on_white(const uint8_t* row, bool with_opacity, std::vector<uint8_t>& rgb) {
  if (!with_opacity) return row;
  for (size_t i = 0; i < rgb.size(); i += kBytesAPixel, row += 4) {
    const unsigned int opacity = row[3];
    for (size_t c = 0; c < kBytesAPixel; ++c) {
      rgb[i + c] = static_cast<uint8_t>((row[c] * opacity + 127) / 255 + 255 - opacity);
    }
  }
  return rgb.data();
}

}  // namespace ix::codecs
