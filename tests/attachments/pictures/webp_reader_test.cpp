// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "attachments/codecs.h"
#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;

namespace {

Result<Image> decoded(const std::string& bytes, int32_t edge = 0) {
  MemoryFile file(bytes);
  return decode_webp(file, edge, {});
}

}  // namespace

TEST_CASE("a WebP becomes its pixels") {
  const Image image = gradient(90, 70);
  for (const bool animated : {false, true}) {
    WebpKind kind;
    kind.animated = animated;
    kind.lossless = true;
    const auto same = decoded(webp_file(image, kind));
    REQUIRE(same.ok());
    CHECK_FALSE(same->partial);
    CHECK(same->pixels == image.pixels);
    kind.lossless = false;
    const auto near = decoded(webp_file(image, kind));
    REQUIRE(near.ok());
    CHECK_FALSE(near->partial);
    CHECK(difference(scaled(*near, {9, 7}), scaled(image, {9, 7}), 1) < 40);
    const auto small = decoded(webp_file(image, kind), 30);
    REQUIRE(small.ok());
    CHECK(ImageSize{small->width, small->height} == ImageSize{30, 23});
    CHECK(difference(scaled(*small, {9, 7}), scaled(image, {9, 7}), 1) < 40);
  }
}

TEST_CASE("what is transparent in a WebP becomes white") {
  const Image image = plain(32, 32, 250, 0, 100);
  for (const bool lossless : {false, true}) {
    for (const bool animated : {false, true}) {
      WebpKind kind;
      kind.lossless = lossless;
      kind.animated = animated;
      kind.with_opacity = true;
      kind.opacity = 51;  // a fifth
      const auto back = decoded(webp_file(image, kind));
      REQUIRE(back.ok());
      CHECK(difference(*back, plain(32, 32, 254, 204, 224)) <= 4);
      kind.opacity = 0;
      CHECK(difference(*decoded(webp_file(image, kind), 8), plain(8, 8, 255, 255, 255)) == 0);
    }
  }
}

TEST_CASE("a WebP that ends early is shown as far as it goes, or refused") {
  const Image image = noisy(gradient(160, 120), 30);
  for (const bool lossless : {false, true}) {
    for (const bool animated : {false, true}) {
      WebpKind kind;
      kind.lossless = lossless;
      kind.animated = animated;
      const std::string bytes = webp_file(image, kind);
      for (size_t tenths = 0; tenths < 10; ++tenths) {
        const auto back = decoded(bytes.substr(0, bytes.size() * tenths / 10), 80);
        if (!back) {
          CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
          CHECK(tenths < 5);
          continue;
        }
        CHECK(tenths > 0);
        CHECK(back->partial);
        CHECK(back->width == 80);
        CHECK(back->pixels.size() == size_t{80} * 60 * 3);
      }
    }
  }
}

TEST_CASE("a WebP with too many pixels or too much to hold is refused by its header") {
  WebpKind kind;
  kind.lossless = true;
  std::string bytes = webp_file(gradient(16, 16), kind);
  // RFC 9649, 3.4: 14 bits each of width and height, less one, behind the signature.
  const size_t at = bytes.find("VP8L") + 9;
  const auto sized = [&](uint32_t width, uint32_t height) {
    const uint32_t both = (width - 1) | (height - 1) << 14;
    for (size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(both >> 8 * i);
    return bytes;
  };
  CHECK(decoded(sized(16'383, 16'383), 800).error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(decoded(sized(9'000, 9'000), 800).error().code == ErrorCode::FILE_TOO_LARGE);
  // An animation's frame is as large as its own header says, not the animation's.
  kind.animated = true;
  bytes = webp_file(gradient(16, 16), kind);
  const size_t inner = bytes.find("VP8L") + 9;
  const uint32_t both = 16'382 | 16'382 << 14;
  for (size_t i = 0; i < 4; ++i) bytes[inner + i] = static_cast<char>(both >> 8 * i);
  CHECK(decoded(bytes, 800).error().code == ErrorCode::FILE_TOO_LARGE);
}

TEST_CASE("what is no WebP is refused") {
  WebpKind animated;
  animated.animated = true;
  const std::string empty_animation = webp_file(gradient(16, 16), animated).substr(0, 44);
  for (const std::string& bytes :
       {std::string(), std::string(5000, 'x'), std::string("RIFF\xFF\xFF\xFF\xFFWEBPVP8 "),
        empty_animation, jpeg_file(gradient(8, 8))}) {
    const auto back = decoded(bytes);
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
  }
}

TEST_CASE("decoding a WebP ends when nobody wants it") {
  const std::string bytes = webp_file(noisy(gradient(600, 400), 60));
  REQUIRE(bytes.size() > 70'000);
  for (const int limit : {0, 1, 2}) {
    int left = limit;
    MemoryFile file(bytes);
    const auto back = decode_webp(file, 0, [&left] { return left-- <= 0; });
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::CANCELLED);
  }
}

TEST_CASE("a WebP that cannot be read says why") {
  MemoryFile file(webp_file(gradient(64, 64)));
  file.fails = true;
  const auto back = decode_webp(file, 0, {});
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::STORE_IO);
}
