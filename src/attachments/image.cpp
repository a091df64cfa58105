// SPDX-License-Identifier: Apache-2.0
#include "attachments/image.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "attachments/area_scaler.h"

namespace ix {
namespace {

int32_t scaled_side(int32_t side, int32_t longest, int32_t edge) {
  const int64_t rounded = (int64_t{side} * edge * 2 + longest) / (int64_t{longest} * 2);
  return static_cast<int32_t>(std::max<int64_t>(rounded, 1));
}

}  // namespace

ImageSize fitted(ImageSize size, int32_t edge) {
  const int32_t longest = std::max(size.width, size.height);
  if (longest <= edge) return size;
  return {scaled_side(size.width, longest, edge), scaled_side(size.height, longest, edge)};
}

Image oriented(Image image, int orientation) {
  if (orientation < 2 || orientation > 8) return image;
  const int32_t width = image.width;
  const int32_t height = image.height;
  // Row 0 and column 0 of the file are where the tag says: 5 to 8 have rows and columns exchanged.
  const bool exchanged = orientation >= 5;
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Image out;
  out.profile = std::move(image.profile);
  out.partial = image.partial;
  out.width = exchanged ? height : width;
  out.height = exchanged ? width : height;
  out.pixels.resize(image.pixels.size());
  uint8_t* to = out.pixels.data();
  for (int32_t y = 0; y < out.height; ++y) {
    for (int32_t x = 0; x < out.width; ++x) {
      const int32_t column = exchanged ? y : x;
      const int32_t row = exchanged ? x : y;
      const int32_t from_x = from_right ? width - 1 - column : column;
      const int32_t from_y = from_bottom ? height - 1 - row : row;
      const size_t from = (size_t(from_y) * size_t(width) + size_t(from_x)) * kBytesAPixel;
      std::memcpy(to, image.pixels.data() + from, kBytesAPixel);
      to += kBytesAPixel;
    }
  }
  return out;
}

Image scaled(const Image& image, ImageSize size) {
  if (size.width >= image.width && size.height >= image.height) return image;
  AreaScaler scaler({image.width, image.height}, size);
  const size_t row = size_t(image.width) * kBytesAPixel;
  for (int32_t y = 0; y < image.height; ++y) {
    scaler.add_row(image.pixels.data() + size_t(y) * row);
  }
  Image out = scaler.take();
  out.profile = image.profile;
  out.partial = image.partial;
  return out;
}

}  // namespace ix
