// SPDX-License-Identifier: Apache-2.0
#include "attachments/thumbnail.h"

#include <doctest/doctest.h>

#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;

namespace {

// What is to be seen of it, at the thumbnail's size.
Image shown(const Thumbnail& thumbnail) {
  MemoryFile file(thumbnail.jpeg);
  auto image = decode_jpeg(file, 0, {});
  REQUIRE(image.ok());
  return image.take();
}

Thumbnail thumbnail_of(const std::string& bytes, FileFormat format, int orientation,
                       const ThumbnailOptions& options = {}) {
  MemoryFile file(bytes);
  auto made = make_thumbnail(file, format, {}, orientation, options, {});
  REQUIRE(made.ok());
  REQUIRE(made->has_value());
  return **made;
}

}  // namespace

TEST_CASE("a thumbnail is the picture, upright, with no side longer than 800") {
  const Image image = gradient(1200, 900);
  JpegKind kind;
  kind.orientation = 6;
  const Thumbnail thumbnail = thumbnail_of(jpeg_file(image, kind), FileFormat::jpeg, 6);
  CHECK(thumbnail.size == ImageSize{600, 800});
  const Image seen = shown(thumbnail);
  CHECK(ImageSize{seen.width, seen.height} == thumbnail.size);
  const Image upright = oriented(scaled(image, {800, 600}), 6);
  CHECK(difference(scaled(seen, {6, 8}), scaled(upright, {6, 8})) < 8);
  CHECK(thumbnail.jpeg.find("Exif") == std::string::npos);
  CHECK(thumbnail.jpeg.find("TestCam") == std::string::npos);
}

TEST_CASE("every orientation of every format is applied to the thumbnail") {
  const Image image = gradient(96, 64);
  ThumbnailOptions options;
  options.edge = 48;
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image upright = scaled(oriented(image, orientation),
                                 orientation < 5 ? ImageSize{48, 32} : ImageSize{32, 48});
    for (const auto& [bytes, format] : {std::pair(jpeg_file(image), FileFormat::jpeg),
                                        std::pair(png_file(image), FileFormat::png),
                                        std::pair(webp_file(image), FileFormat::webp)}) {
      const Image seen = shown(thumbnail_of(bytes, format, orientation, options));
      CHECK(difference(scaled(seen, {6, 6}), scaled(upright, {6, 6})) < 24);
    }
  }
}

TEST_CASE("a small picture is its own thumbnail") {
  const std::string small = jpeg_file(gradient(300, 200));
  const std::string wide = jpeg_file(gradient(900, 20));
  MemoryFile small_file(small);
  const auto own = make_thumbnail(small_file, FileFormat::jpeg, {300, 200}, 1, {}, {});
  REQUIRE(own.ok());
  CHECK_FALSE(own->has_value());
  CHECK(small_file.reads == 0);
  // Few pixels in many bytes.
  ThumbnailOptions options;
  options.whole_bytes = static_cast<int64_t>(small.size()) - 1;
  CHECK((*make_thumbnail(small_file, FileFormat::jpeg, {300, 200}, 1, options, {})).has_value());
  // Few bytes, but a long side.
  MemoryFile wide_file(wide);
  CHECK((*make_thumbnail(wide_file, FileFormat::jpeg, {900, 20}, 1, {}, {})).has_value());
}

TEST_CASE("what the picture lacks its thumbnail lacks") {
  const std::string bytes = jpeg_file(noisy(gradient(1000, 800), 20));
  const Thumbnail half = thumbnail_of(bytes.substr(0, bytes.size() / 2), FileFormat::jpeg, 1);
  CHECK(half.size == ImageSize{800, 640});
}

TEST_CASE("what is no picture has no thumbnail") {
  MemoryFile text("hello");
  for (const FileFormat format : {FileFormat::text, FileFormat::gif, FileFormat::heic}) {
    CHECK_FALSE(can_decode(format));
    CHECK(make_thumbnail(text, format, {}, 1, {}, {}).error().code == ErrorCode::NOT_SUPPORTED);
  }
  CHECK(make_thumbnail(text, FileFormat::png, {}, 1, {}, {}).error().code ==
        ErrorCode::FILE_DAMAGED);
}
