// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>

#include "attachments/image.h"

using namespace ix;

namespace {

// Pixels named by a letter each, rows divided by spaces.
Image picture(const std::string& rows) {
  Image image;
  for (const char letter : rows + " ") {
    if (letter == ' ') {
      ++image.height;
      image.width = static_cast<int32_t>(image.pixels.size() / 3) / image.height;
      continue;
    }
    for (int c = 0; c < 3; ++c) image.pixels.push_back(static_cast<uint8_t>(letter + c));
  }
  return image;
}

std::string letters(const Image& image) {
  std::string out;
  for (int32_t i = 0; i < image.width * image.height; ++i) {
    if (i > 0 && i % image.width == 0) out += ' ';
    const auto at = static_cast<size_t>(i) * 3;
    const bool whole = image.pixels[at + 1] == image.pixels[at] + 1 &&
                       image.pixels[at + 2] == image.pixels[at] + 2;
    out += whole ? static_cast<char>(image.pixels[at]) : '?';
  }
  return out;
}

}  // namespace

// Exif 2.32, table of tag 0x0112: where row 0 and column 0 of the file are to be seen.
TEST_CASE("every orientation") {
  const Image image = picture("ABC DEF");
  CHECK(letters(oriented(image, 1)) == "ABC DEF");
  CHECK(letters(oriented(image, 2)) == "CBA FED");   // row 0 top, column 0 right
  CHECK(letters(oriented(image, 3)) == "FED CBA");   // bottom, right
  CHECK(letters(oriented(image, 4)) == "DEF ABC");   // bottom, left
  CHECK(letters(oriented(image, 5)) == "AD BE CF");  // left, top
  CHECK(letters(oriented(image, 6)) == "DA EB FC");  // right, top
  CHECK(letters(oriented(image, 7)) == "FC EB DA");  // right, bottom
  CHECK(letters(oriented(image, 8)) == "CF BE AD");  // left, bottom
}

TEST_CASE("an orientation that there is not changes nothing") {
  const Image image = picture("ABC DEF");
  for (const int orientation : {0, -1, 9, 65535}) {
    CHECK(letters(oriented(image, orientation)) == "ABC DEF");
  }
}
