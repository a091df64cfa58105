// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "attachments/codecs.h"
#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;
using Colour = PngKind::Colour;

namespace {

Result<Image> decoded(const std::string& bytes, int32_t edge = 0) {
  MemoryFile file(bytes);
  return decode_png(file, edge, {});
}

}  // namespace

TEST_CASE("a PNG becomes its pixels") {
  const Image image = gradient(61, 43);
  for (const int bits : {8, 16}) {
    for (const bool interlaced : {false, true}) {
      for (const Colour colour : {Colour::rgb, Colour::rgb_opacity}) {
        PngKind kind;
        kind.colour = colour;
        kind.bits = bits;
        kind.interlaced = interlaced;
        const auto back = decoded(png_file(image, kind));
        REQUIRE(back.ok());
        CHECK_FALSE(back->partial);
        CHECK(back->pixels == image.pixels);
        const auto small = decoded(png_file(image, kind), 20);
        REQUIRE(small.ok());
        CHECK(small->pixels == scaled(image, fitted({61, 43}, 20)).pixels);
      }
    }
  }
}

TEST_CASE("grey, few bits and palettes") {
  const Image image = plain(33, 9, 224, 96, 64);
  PngKind kind;
  kind.colour = Colour::grey;
  CHECK(difference(*decoded(png_file(image, kind)), plain(33, 9, 128, 128, 128)) == 0);
  kind.colour = Colour::grey_opacity;
  CHECK(difference(*decoded(png_file(image, kind)), plain(33, 9, 128, 128, 128)) == 0);
  for (const int bits : {1, 2, 4}) {
    kind.colour = Colour::grey;
    kind.bits = bits;
    // The upper bits, spread over all eight.
    const int most = (1 << bits) - 1;
    const auto grey = static_cast<uint8_t>((128 >> (8 - bits)) * 255 / most);
    CHECK(difference(*decoded(png_file(image, kind)), plain(33, 9, grey, grey, grey)) == 0);
  }
  kind.colour = Colour::palette;
  kind.bits = 8;
  CHECK(difference(*decoded(png_file(image, kind)), plain(33, 9, 255, 109, 85)) == 0);
}

TEST_CASE("what is transparent becomes white") {
  const Image image = plain(16, 16, 255, 0, 100);
  for (const Colour colour : {Colour::rgb_opacity, Colour::palette}) {
    for (const bool interlaced : {false, true}) {
      PngKind kind;
      kind.colour = colour;
      kind.interlaced = interlaced;
      kind.opacity = 0;
      CHECK(difference(*decoded(png_file(image, kind)), plain(16, 16, 255, 255, 255)) == 0);
      kind.opacity = 51;  // a fifth
      const uint8_t blue = colour == Colour::palette ? 221 : 224;
      CHECK(difference(*decoded(png_file(image, kind)), plain(16, 16, 255, 204, blue)) <= 1);
    }
  }
}

TEST_CASE("a PNG that ends early is shown as far as it goes") {
  const Image image = noisy(gradient(320, 240), 30);
  for (const bool interlaced : {false, true}) {
    PngKind kind;
    kind.interlaced = interlaced;
    const std::string bytes = png_file(image, kind);
    for (size_t tenths = 0; tenths < 10; ++tenths) {
      const auto back = decoded(bytes.substr(0, bytes.size() * tenths / 10));
      if (tenths == 0) {
        REQUIRE_FALSE(back.ok());
        CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
        continue;
      }
      REQUIRE(back.ok());
      CHECK(back->partial);
      CHECK(back->width == 320);
      const auto row = back->pixels.begin();
      if (!interlaced) {
        CHECK(std::equal(row, row + 960, image.pixels.begin()));
        CHECK(back->pixels.back() == 255);
      }
    }
    // The end mark alone is missing: everything is there.
    const auto back = decoded(bytes.substr(0, bytes.size() - 12));
    REQUIRE(back.ok());
    CHECK(back->pixels == image.pixels);
  }
}

TEST_CASE("a PNG with too many pixels is refused by its header") {
  for (const bool interlaced : {false, true}) {
    MemoryFile file(png_header(50'000, 50'000, interlaced));
    const auto back = decode_png(file, 800, {});
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::FILE_TOO_LARGE);
    CHECK(back.error().message.find("50000 x 50000") != std::string::npos);
  }
  // Few pixels, but a row that is all of them.
  CHECK(decoded(png_header(90'000'000, 1)).error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(decoded(png_header(0x7FFFFFFF, 0x7FFFFFFF)).error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(decoded(png_header(0xFFFFFFFF, 1)).error().code == ErrorCode::FILE_DAMAGED);
  CHECK(decoded(png_header(0, 1)).error().code == ErrorCode::FILE_DAMAGED);
}

TEST_CASE("an interlaced PNG may have no more memory than a decoder has") {
  // 90 megapixels: allowed row by row, 360 MB at once.
  const auto back = decoded(png_header(9'500, 9'500, true), 800);
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(decoded(png_header(9'500, 9'500, false), 800).error().code == ErrorCode::FILE_DAMAGED);
}

TEST_CASE("texts and profiles of a PNG are passed over") {
  std::string bytes = png_file(gradient(10, 10));
  // Behind the header; larger than libpng keeps. That the CRC is wrong does not matter.
  const std::string text("\0\x98\x96\x80tEXt", 8);
  bytes.insert(33, text + std::string(10'000'000, 'x') + "0000");
  const auto back = decoded(bytes);
  REQUIRE(back.ok());
  CHECK(back->pixels == gradient(10, 10).pixels);
}

TEST_CASE("what is no PNG is refused") {
  std::string broken = png_file(gradient(8, 8));
  broken[20] = static_cast<char>(broken[20] ^ 1);  // the height, so the CRC is wrong
  for (const std::string& bytes :
       {std::string(), std::string(5000, 'x'), jpeg_file(gradient(8, 8)), broken}) {
    const auto back = decoded(bytes);
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
  }
}

TEST_CASE("decoding a PNG ends when nobody wants it") {
  for (const bool interlaced : {false, true}) {
    PngKind kind;
    kind.interlaced = interlaced;
    for (const int limit : {0, 1, 30, 60}) {
      int left = limit;
      MemoryFile file(png_file(noisy(gradient(80, 80), 40), kind));
      const auto back = decode_png(file, 0, [&left] { return left-- <= 0; });
      REQUIRE_FALSE(back.ok());
      CHECK(back.error().code == ErrorCode::CANCELLED);
    }
  }
}

TEST_CASE("a PNG that cannot be read says why") {
  MemoryFile file(png_file(gradient(64, 64)));
  file.fails = true;
  const auto back = decode_png(file, 0, {});
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::STORE_IO);
}
