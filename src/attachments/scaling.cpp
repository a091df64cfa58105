// SPDX-License-Identifier: Apache-2.0
#include "attachments/scaling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ix {
namespace {

// A photo at the first quality takes about 2 bits a pixel; more pixels than fill a large screen
// nobody sees, and they are held in memory (20 MB).
constexpr double kBitsAPixel = 2;
constexpr double kLongestEdge = 2560;
constexpr double kShortestEdge = 16;
constexpr std::array<int, kScalingTries> kQualities = {82, 78, 74, 68, 60, 50};

// The edge with which a picture of this shape has that many pixels.
double edge_for(double pixels, ImageSize size) {
  const double longest = std::max(size.width, size.height);
  return longest * std::sqrt(pixels / (double(size.width) * size.height));
}

}  // namespace

Result<ScaledImage> scale_to_bytes(FileReader& file, FileFormat format, int orientation,
                                   int64_t max_bytes, const Cancelled& cancelled) {
  const double wanted = double(max_bytes) * 8 / kBitsAPixel;
  // Decoded once, as large as any try may want it; each try then scales that.
  IX_TRY(Image image, decode_image(file, format, int32_t(kLongestEdge), orientation, cancelled));
  const ImageSize whole{image.width, image.height};
  double edge = std::min<double>(edge_for(wanted, whole), std::max(whole.width, whole.height));
  for (const int quality : kQualities) {
    if (cancelled && cancelled()) return Error(ErrorCode::CANCELLED);
    edge = std::max(edge, kShortestEdge);
    Image smaller = scaled(image, fitted(whole, int32_t(edge)));
    IX_TRY(std::string jpeg, encode_jpeg(smaller, quality));
    const auto bytes = double(jpeg.size());
    if (bytes <= double(max_bytes)) {
      return ScaledImage{std::move(jpeg), std::move(smaller)};
    }
    // A tenth less than the proportion says: finer detail than its size takes more bytes a pixel.
    const double proportion = std::sqrt(0.9 * double(max_bytes) / bytes);
    edge = std::max(smaller.width, smaller.height) * std::min(proportion, 0.95);
  }
  return Error(ErrorCode::FILE_TOO_LARGE, "the picture cannot be made to fit into " +
                                              std::to_string(max_bytes) +
                                              " bytes: send it in another way");
}

}  // namespace ix
