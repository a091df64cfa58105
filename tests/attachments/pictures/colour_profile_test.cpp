// SPDX-License-Identifier: Apache-2.0
#include "attachments/colour_profile.h"

#include <doctest/doctest.h>

#include "attachments/memory_file.h"
#include "attachments/pictures/pictures.h"
#include "attachments/scaling.h"
#include "attachments/thumbnail.h"

using namespace ix;
using namespace ix::test;

namespace {

std::string big_endian(size_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

// A header as ICC.1 has it, and so much behind it.
std::string profile_of(const std::string& space = "RGB ", size_t more = 400) {
  std::string out = big_endian(128 + more, 4) + std::string(12, 'p') + space;
  out += std::string(36 - out.size(), 'q') + "acsp";
  return out + std::string(128 + more - out.size(), 'r');
}

std::string with_segment(const std::string& jpeg, const std::string& content) {
  return jpeg.substr(0, 2) + "\xFF\xE2" + big_endian(content.size() + 2, 2) + content +
         jpeg.substr(2);
}

std::string with_profile(const std::string& jpeg, const std::string& profile,
                         const std::string& number = std::string("\1\1", 2)) {
  return with_segment(jpeg, std::string("ICC_PROFILE\0", 12) + number + profile);
}

std::string chunk(const std::string& name, const std::string& content) {
  std::string size = big_endian(content.size(), 4);
  return name + std::string(size.rbegin(), size.rend()) + content +
         std::string(content.size() % 2, '\0');
}

std::string webp_with_profile(const Image& image, const std::string& profile) {
  const std::string plain = webp_file(image).substr(12);
  const auto little3 = [](int32_t side) {
    const std::string big = big_endian(static_cast<size_t>(side - 1), 3);
    return std::string(big.rbegin(), big.rend());
  };
  const std::string extended =
      chunk("VP8X", std::string("\x20\0\0\0", 4) + little3(image.width) + little3(image.height));
  const std::string inner = "WEBP" + extended + chunk("ICCP", profile) + plain;
  return chunk("RIFF", inner);
}

std::string profile_in(const std::string& bytes, FileFormat format) {
  MemoryFile file(bytes);
  return colour_profile(file, format);
}

std::string thumbnail_of(const std::string& bytes, FileFormat format, int orientation) {
  MemoryFile file(bytes);
  ThumbnailOptions options;
  options.edge = 48;
  auto made = make_thumbnail(file, format, {}, orientation, options, {});
  REQUIRE(made.ok());
  return (*made)->jpeg;
}

}  // namespace

TEST_CASE("a thumbnail has the colours that the picture was taken in") {
  const Image image = gradient(96, 64);
  const std::string profile = profile_of();
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string jpeg =
        thumbnail_of(with_profile(jpeg_file(image), profile), FileFormat::jpeg, orientation);
    CHECK(profile_in(jpeg, FileFormat::jpeg) == profile);
  }
  const std::string webp = thumbnail_of(webp_with_profile(image, profile), FileFormat::webp, 1);
  CHECK(profile_in(webp, FileFormat::jpeg) == profile);
  CHECK(profile_in(thumbnail_of(jpeg_file(image), FileFormat::jpeg, 1), FileFormat::jpeg).empty());
}

TEST_CASE("a picture made smaller for a text message keeps its colours, within its bytes") {
  const std::string profile = profile_of("RGB ", 3000);
  const std::string bytes = with_profile(jpeg_file(noisy(gradient(640, 480), 20)), profile);
  MemoryFile file(bytes);
  const auto made = scale_to_bytes(file, FileFormat::jpeg, 1, 20'000, {});
  REQUIRE(made.ok());
  CHECK(made->jpeg.size() <= 20'000);
  CHECK(profile_in(made->jpeg, FileFormat::jpeg) == profile);
}

TEST_CASE("only a whole profile of red, green and blue is taken") {
  const std::string jpeg = jpeg_file(gradient(32, 32));
  const auto taken = [](const std::string& bytes) {
    return profile_in(bytes, FileFormat::jpeg).size();
  };
  CHECK(taken(with_profile(jpeg, profile_of())) == 528);
  CHECK(taken(with_profile(jpeg, profile_of("GRAY"))) == 0);
  CHECK(taken(with_profile(jpeg, profile_of("CMYK"))) == 0);
  CHECK(taken(with_profile(jpeg, profile_of().substr(0, 200))) == 0);
  CHECK(taken(with_profile(jpeg, "")) == 0);
  CHECK(taken(with_profile(jpeg, profile_of("RGB ", 0))) == 128);
  CHECK(taken(with_profile(jpeg, profile_of(), std::string("\1\2", 2))) == 0);  // of two parts
  const size_t longest = kLongestProfile - 128;
  CHECK(taken(with_profile(jpeg, profile_of("RGB ", longest))) == kLongestProfile);
  // Another segment of that marker before it.
  CHECK(taken(with_segment(with_profile(jpeg, profile_of()), "MPF")) == 528);
  // The file ends within it.
  CHECK(taken(with_profile(jpeg, profile_of()).substr(0, 300)) == 0);
  // A chunk that is longer than a JPEG can hold.
  const std::string webp = webp_with_profile(gradient(32, 32), profile_of("RGB ", longest + 1));
  CHECK(profile_in(webp, FileFormat::webp).empty());
}
