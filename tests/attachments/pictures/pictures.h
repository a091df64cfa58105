// SPDX-License-Identifier: Apache-2.0
// Picture files made by the codecs' own writers, and pictures to put into them.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "attachments/image.h"

namespace ix::test {

// A soft picture in which no two places look alike: red to the right, green down, blue in a corner.
Image gradient(int32_t width, int32_t height);
// One colour all over.
Image plain(int32_t width, int32_t height, uint8_t red, uint8_t green, uint8_t blue);
// What a camera's noise does to a JPEG's size: `amount` up and down, from a fixed seed.
Image noisy(Image image, int amount);

struct JpegKind {
  enum class Colour { rgb, grey, cmyk, ycck } colour = Colour::rgb;
  bool adobe = true;  // CMYK inverted and marked so
  bool progressive = false;
  int quality = 92;
  int orientation = 0;  // in an Exif segment; 0: none
};
std::string jpeg_file(const Image& image, const JpegKind& kind = {});
// Exif 2.32 with the orientation, a GPS position and a camera's name, as an APP1 segment.
std::string exif_segment(int orientation);

struct PngKind {
  enum class Colour { rgb, grey, palette, rgb_opacity, grey_opacity } colour = Colour::rgb;
  int bits = 8;
  bool interlaced = false;
  uint8_t opacity = 255;  // of all pixels
};
std::string png_file(const Image& image, const PngKind& kind = {});
// A header that says a size, and pixel data that are too short for it.
std::string png_header(uint32_t width, uint32_t height, bool interlaced = false);

struct WebpKind {
  bool lossless = false;
  bool with_opacity = false;
  uint8_t opacity = 255;
  bool animated = false;  // one frame in an animation
};
std::string webp_file(const Image& image, const WebpKind& kind = {});

// The largest difference in any channel of two pictures of one size, looked at away from edges by
// `border` pixels.
int difference(const Image& a, const Image& b, int32_t border = 0);

}  // namespace ix::test
