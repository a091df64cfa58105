// SPDX-License-Identifier: Apache-2.0
// A decoded picture in memory, and what is done to its pixels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ix {

// Red, green and blue, 8 bits each, rows from the top and without padding. What was transparent has
// become white.
struct Image {
  int32_t width = 0;
  int32_t height = 0;
  std::vector<uint8_t> pixels;
  std::string profile;  // ICC: what their numbers mean; empty: sRGB, or unknown
  // The file ends early or is damaged further down: what could not be read is grey or white.
  bool partial = false;
};

struct ImageSize {
  int32_t width = 0;
  int32_t height = 0;
  bool operator==(const ImageSize&) const = default;
};

inline constexpr int kBytesAPixel = 3;

// The same shape with no side longer than `edge`; never larger, never less than one pixel.
ImageSize fitted(ImageSize size, int32_t edge);

// As it is to be looked at. `orientation` is that of Exif 2.32, 4.6.4 (tag 0x0112): 1 to 8;
// anything else is taken as 1.
Image oriented(Image image, int orientation);

// Scaled down by averaging areas; an image that is no larger comes back as it is.
Image scaled(const Image& image, ImageSize size);

}  // namespace ix
