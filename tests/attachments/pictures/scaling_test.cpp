// SPDX-License-Identifier: Apache-2.0
#include "attachments/scaling.h"

#include <doctest/doctest.h>

#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;

namespace {

Result<ScaledImage> into(const std::string& bytes, int64_t budget, int orientation = 1,
                         FileFormat format = FileFormat::jpeg) {
  MemoryFile file(bytes);
  return scale_to_bytes(file, format, orientation, budget, {});
}

ImageSize size_of(const Image& image) {
  return {image.width, image.height};
}

Image shown(const ScaledImage& result) {
  MemoryFile file(result.jpeg);
  auto image = decode_jpeg(file, 0, {});
  REQUIRE(image.ok());
  return image.take();
}

}  // namespace

TEST_CASE("a picture is made to fit and stays as large as it may") {
  const Image image = noisy(gradient(1600, 1200), 50);
  const std::string bytes = jpeg_file(image);
  REQUIRE(bytes.size() > 1'200'000);
  for (const int64_t budget : {1'000'000, 600'000, 300'000, 100'000, 30'000, 5'000}) {
    const auto result = into(bytes, budget);
    REQUIRE(result.ok());
    CHECK(static_cast<int64_t>(result->jpeg.size()) <= budget);
    // No more is thrown away than needed: a third of the budget at least is used.
    CHECK(static_cast<int64_t>(result->jpeg.size()) > budget / 3);
    const Image seen = shown(*result);
    CHECK(size_of(seen) == size_of(result->image));
    CHECK(std::abs(seen.width * 3 - seen.height * 4) <= 4);
    CHECK(difference(scaled(seen, {8, 6}), scaled(image, {8, 6})) < 16);
  }
}

TEST_CASE("the same picture gives the same bytes") {
  const std::string bytes = jpeg_file(noisy(gradient(800, 600), 50));
  CHECK(into(bytes, 60'000)->jpeg == into(bytes, 60'000)->jpeg);
}

TEST_CASE("a picture is turned, loses its metadata and is never enlarged") {
  const Image image = gradient(300, 200);
  JpegKind kind;
  kind.orientation = 8;
  kind.quality = 100;
  const auto result = into(jpeg_file(image, kind), 1'000'000, 8);
  REQUIRE(result.ok());
  CHECK(size_of(result->image) == ImageSize{200, 300});
  CHECK(difference(scaled(shown(*result), {8, 8}), scaled(oriented(image, 8), {8, 8})) < 16);
  CHECK(result->jpeg.find("Exif") == std::string::npos);
  CHECK(result->jpeg.find("TestCam") == std::string::npos);
}

TEST_CASE("a PNG or WebP that is too large becomes a JPEG") {
  const Image image = noisy(gradient(400, 300), 40);
  WebpKind lossless;
  lossless.lossless = true;
  for (const auto& [bytes, format] : {std::pair(png_file(image), FileFormat::png),
                                      std::pair(webp_file(image, lossless), FileFormat::webp)}) {
    REQUIRE(bytes.size() > 100'000);
    const auto result = into(bytes, 40'000, 1, format);
    REQUIRE(result.ok());
    CHECK(result->jpeg.size() <= 40'000);
    CHECK(result->jpeg.substr(0, 2) == "\xFF\xD8");
  }
}

TEST_CASE("a budget that cannot be met is an error that names it") {
  // The tables of a JPEG alone take more.
  const auto result = into(jpeg_file(gradient(640, 480)), 300);
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::FILE_TOO_LARGE);
  CHECK(result.error().message.find("300 bytes") != std::string::npos);
  CHECK(into(jpeg_file(gradient(64, 48)), 0).error().code == ErrorCode::FILE_TOO_LARGE);
}

TEST_CASE("a banner of one pixel's height is scaled like any other") {
  const auto result = into(jpeg_file(noisy(gradient(20'000, 2), 50)), 5'000);
  REQUIRE(result.ok());
  CHECK(result->image.height == 1);
  CHECK(result->jpeg.size() <= 5'000);
}

TEST_CASE("scaling ends when nobody wants it") {
  const std::string bytes = jpeg_file(noisy(gradient(800, 600), 50));
  int asked = 0;
  MemoryFile file(bytes);
  REQUIRE(scale_to_bytes(file, FileFormat::jpeg, 1, 20'000, [&asked] {
            ++asked;
            return false;
          }).ok());
  for (const int limit : {0, asked / 2, asked - 1}) {
    int left = limit;
    MemoryFile again(bytes);
    const auto result =
        scale_to_bytes(again, FileFormat::jpeg, 1, 20'000, [&left] { return left-- <= 0; });
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::CANCELLED);
  }
}
