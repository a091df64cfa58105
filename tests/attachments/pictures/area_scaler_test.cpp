// SPDX-License-Identifier: Apache-2.0
#include "attachments/area_scaler.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "attachments/pictures/pictures.h"

using namespace ix;
using namespace ix::test;

namespace {

// The same mean in real numbers, from the definition.
Image mean_of_areas(const Image& image, ImageSize to) {
  Image out{to.width, to.height, {}, {}, false};
  for (int32_t y = 0; y < to.height; ++y) {
    for (int32_t x = 0; x < to.width; ++x) {
      const double left = double(x) * image.width / to.width;
      const double right = double(x + 1) * image.width / to.width;
      const double top = double(y) * image.height / to.height;
      const double bottom = double(y + 1) * image.height / to.height;
      for (int32_t c = 0; c < 3; ++c) {
        double sum = 0;
        for (int32_t v = 0; v < image.height; ++v) {
          const double rows = std::min(bottom, v + 1.0) - std::max(top, double(v));
          if (rows <= 0) continue;
          for (int32_t u = 0; u < image.width; ++u) {
            const double columns = std::min(right, u + 1.0) - std::max(left, double(u));
            if (columns <= 0) continue;
            sum += rows * columns * image.pixels[size_t((v * image.width + u) * 3 + c)];
          }
        }
        const double mean = sum / ((right - left) * (bottom - top));
        out.pixels.push_back(static_cast<uint8_t>(mean + 0.5));
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("each pixel of a smaller picture is the mean of its area") {
  for (const ImageSize from : {ImageSize{37, 23}, ImageSize{40, 30}, ImageSize{5, 90}}) {
    const Image image = noisy(gradient(from.width, from.height), 60);
    for (const ImageSize to : {ImageSize{36, 22}, ImageSize{10, 10}, ImageSize{1, 1},
                               ImageSize{3, 7}, ImageSize{5, 90}}) {
      const ImageSize size{std::min(from.width, to.width), std::min(from.height, to.height)};
      CHECK(difference(scaled(image, size), mean_of_areas(image, size)) <= 1);
    }
  }
}

TEST_CASE("white stays white and black black, whatever the proportion") {
  for (int32_t edge = 1; edge <= 50; ++edge) {
    const ImageSize size{edge, std::min<int32_t>(edge, 31)};
    CHECK(scaled(plain(53, 31, 255, 255, 255), size).pixels ==
          plain(size.width, size.height, 255, 255, 255).pixels);
    CHECK(scaled(plain(53, 31, 0, 0, 0), size).pixels ==
          plain(size.width, size.height, 0, 0, 0).pixels);
  }
}

TEST_CASE("more pixels a pixel than weights have places") {
  const Image image = plain(100'000, 1, 255, 128, 7);
  CHECK(scaled(image, {1, 1}).pixels == std::vector<uint8_t>{255, 128, 7});
}

TEST_CASE("a picture is never enlarged") {
  const Image image = gradient(20, 10);
  CHECK(scaled(image, {40, 20}).pixels == image.pixels);
  CHECK(fitted({20, 10}, 40) == ImageSize{20, 10});
}

TEST_CASE("fitting keeps the shape and no side vanishes") {
  CHECK(fitted({4000, 3000}, 800) == ImageSize{800, 600});
  CHECK(fitted({3000, 4000}, 800) == ImageSize{600, 800});
  CHECK(fitted({1001, 667}, 1000) == ImageSize{1000, 666});
  CHECK(fitted({100'000, 3}, 800) == ImageSize{800, 1});
}

TEST_CASE("rows that did not come are white") {
  AreaScaler scaler({8, 8}, {4, 4});
  const Image black = plain(8, 4, 0, 0, 0);
  for (size_t y = 0; y < 4; ++y) scaler.add_row(black.pixels.data() + y * 24);
  const Image image = scaler.take();
  CHECK(image.pixels[0] == 0);
  CHECK(image.pixels[size_t{1} * 12] == 0);
  CHECK(image.pixels[size_t{2} * 12] == 255);
}
