// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "attachments/codecs.h"
#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;
using Colour = JpegKind::Colour;

namespace {

Result<Image> decoded(const std::string& bytes, int32_t edge = 0) {
  MemoryFile file(bytes);
  return decode_jpeg(file, edge, {});
}

std::string cut(const std::string& bytes, size_t tenths) {
  return bytes.substr(0, bytes.size() * tenths / 10);
}

// Another size in the frame header (T.81, B.2.2).
std::string resized(std::string bytes, uint16_t width, uint16_t height) {
  size_t at = bytes.find("\xFF\xC0");
  if (at == std::string::npos) at = bytes.find("\xFF\xC2");
  REQUIRE(at != std::string::npos);
  bytes[at + 5] = static_cast<char>(height >> 8);
  bytes[at + 6] = static_cast<char>(height & 0xFF);
  bytes[at + 7] = static_cast<char>(width >> 8);
  bytes[at + 8] = static_cast<char>(width & 0xFF);
  return bytes;
}

}  // namespace

TEST_CASE("a JPEG becomes its pixels") {
  const Image image = gradient(90, 70);
  for (const bool progressive : {false, true}) {
    JpegKind kind;
    kind.progressive = progressive;
    const auto back = decoded(jpeg_file(image, kind));
    REQUIRE(back.ok());
    CHECK_FALSE(back->partial);
    // The corner of blue has an edge, where colours are blurred.
    CHECK(difference(*back, image) < 110);
    CHECK(difference(scaled(*back, {9, 7}), scaled(image, {9, 7}), 1) < 40);
  }
}

TEST_CASE("grey and the four inks of print become red, green and blue") {
  const Image image = plain(40, 24, 200, 120, 60);
  for (const Colour colour : {Colour::cmyk, Colour::ycck}) {
    for (const bool adobe : {true, false}) {
      JpegKind kind;
      kind.colour = colour;
      kind.adobe = adobe;
      // Without Adobe's mark four components are CMYK.
      if (colour == Colour::ycck && !adobe) continue;
      const auto back = decoded(jpeg_file(image, kind));
      REQUIRE(back.ok());
      CHECK(difference(*back, image) <= 4);
    }
  }
  JpegKind grey;
  grey.colour = Colour::grey;
  const auto back = decoded(jpeg_file(image, grey));
  REQUIRE(back.ok());
  CHECK(difference(*back, plain(40, 24, 126, 126, 126)) <= 2);
}

TEST_CASE("a smaller JPEG is the whole picture") {
  const Image image = gradient(640, 480);
  const std::string bytes = jpeg_file(image);
  for (const int32_t edge : {639, 400, 320, 200, 160, 80, 70, 13}) {
    const auto back = decoded(bytes, edge);
    REQUIRE(back.ok());
    const ImageSize size = fitted({640, 480}, edge);
    CHECK(ImageSize{back->width, back->height} == size);
    CHECK(difference(*back, scaled(image, size)) < 110);
    CHECK(difference(scaled(*back, {13, 10}), scaled(image, {13, 10})) < 24);
  }
}

TEST_CASE("a JPEG that ends early is shown as far as it goes") {
  const Image image = gradient(320, 240);
  const Image noise = noisy(image, 40);
  JpegKind progressive;
  progressive.progressive = true;
  for (const std::string& bytes : {jpeg_file(noise), jpeg_file(noise, progressive)}) {
    for (size_t tenths = 0; tenths < 10; ++tenths) {
      const auto back = decoded(cut(bytes, tenths), 160);
      if (tenths == 0) {
        REQUIRE_FALSE(back.ok());
        CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
        continue;
      }
      REQUIRE(back.ok());
      CHECK(back->partial);
      CHECK(back->width == 160);
      CHECK(back->pixels.size() == size_t{160} * 120 * 3);
    }
  }
  // The upper rows of a baseline picture are right.
  const auto half = decoded(cut(jpeg_file(image), 7), 160);
  REQUIRE(half.ok());
  Image top = *half;
  Image wanted = scaled(image, {160, 120});
  for (Image* each : {&top, &wanted}) {
    each->height = 40;
    each->pixels.resize(size_t{160} * 40 * 3);
  }
  CHECK(difference(top, wanted) < 110);
  CHECK(difference(scaled(top, {8, 2}), scaled(wanted, {8, 2})) < 24);
}

TEST_CASE("a JPEG with too many pixels is refused by its header") {
  const std::string bytes = resized(jpeg_file(gradient(64, 64)), 20'000, 20'000);
  MemoryFile file(bytes);
  const auto back = decode_jpeg(file, 800, {});
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(back.error().message.find("20000 x 20000") != std::string::npos);
}

TEST_CASE("a progressive JPEG may have no more memory than a decoder has") {
  JpegKind kind;
  kind.progressive = true;
  const std::string bytes = resized(jpeg_file(gradient(64, 64), kind), 9'900, 9'900);
  const auto back = decoded(bytes, 800);
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::FILE_TOO_LARGE);
}

TEST_CASE("a JPEG of endless scans is given up") {
  JpegKind kind;
  kind.progressive = true;
  std::string bytes = jpeg_file(gradient(64, 64), kind);
  // Its last scan, which refines, repeated: each is a pass over the whole picture.
  const size_t last = bytes.rfind("\xFF\xDA");
  const std::string scan = bytes.substr(last, bytes.size() - 2 - last);
  bytes.resize(bytes.size() - 2);
  for (int i = 0; i < 100; ++i) bytes += scan;
  bytes += "\xFF\xD9";
  const auto back = decoded(bytes, 32);
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
}

TEST_CASE("what is no JPEG is refused") {
  for (const std::string& bytes :
       {std::string(), std::string("\xFF\xD8"), std::string("\xFF\xD8\xFF\xD9"),
        std::string(5000, 'x'), png_file(gradient(8, 8))}) {
    const auto back = decoded(bytes);
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::FILE_DAMAGED);
  }
}

TEST_CASE("decoding a JPEG ends when nobody wants it") {
  for (const bool progressive : {false, true}) {
    JpegKind kind;
    kind.progressive = progressive;
    const std::string bytes = jpeg_file(noisy(gradient(400, 300), 40), kind);
    int asked = 0;
    MemoryFile file(bytes);
    CHECK(decode_jpeg(file, 0, [&asked] {
            ++asked;
            return false;
          }).ok());
    REQUIRE(asked > 10);
    for (const int limit : {1, 3, asked / 2, asked - 1}) {
      int left = limit;
      MemoryFile again(bytes);
      const auto back = decode_jpeg(again, 0, [&left] { return left-- <= 0; });
      REQUIRE_FALSE(back.ok());
      CHECK(back.error().code == ErrorCode::CANCELLED);
    }
  }
}

TEST_CASE("a JPEG that cannot be read says why") {
  MemoryFile file(jpeg_file(gradient(64, 64)));
  file.fails = true;
  const auto back = decode_jpeg(file, 0, {});
  REQUIRE_FALSE(back.ok());
  CHECK(back.error().code == ErrorCode::STORE_IO);
}

TEST_CASE("what is written as a JPEG is read again") {
  const Image image = gradient(123, 77);
  const auto bytes = encode_jpeg(image, 90);
  REQUIRE(bytes.ok());
  const auto back = decoded(*bytes);
  REQUIRE(back.ok());
  CHECK(difference(scaled(*back, {12, 7}), scaled(image, {12, 7}), 1) < 40);
  const auto less = encode_jpeg(image, 30);
  REQUIRE(less.ok());
  CHECK(less->size() < bytes->size());
  // Neither Exif nor a comment.
  CHECK(bytes->find("\xFF\xE1") == std::string::npos);
  CHECK(bytes->find("\xFF\xFE") == std::string::npos);
}

TEST_CASE("a picture without pixels cannot be written") {
  CHECK_FALSE(encode_jpeg(Image{}, 75).ok());
}
