// SPDX-License-Identifier: Apache-2.0
// Small pictures made by hand, with what cameras and editors put into them.
#pragma once

#include <string>
#include <vector>

namespace ix::test {

// Exif as a phone writes it: maker, orientation, and where it was taken (48 N, 11 E).
std::string phone_exif(int orientation);
// XMP with a place.
std::string phone_xmp();

// A grey JPEG that decodes. `segments` stand behind JFIF, `behind` after the end of the picture.
std::string jpeg(int width, int height, const std::vector<std::string>& segments = {},
                 const std::string& behind = {});
std::string jpeg_segment(int marker, const std::string& content);

// A grey PNG that decodes. `chunks` stand before the pixels, `later` after them.
std::string png(int width, int height, const std::vector<std::string>& chunks = {},
                const std::vector<std::string>& later = {}, const std::string& behind = {});
std::string png_chunk(const std::string& type, const std::string& content);

// One pixel; `blocks` stand before it.
std::string gif(int width, int height, const std::string& blocks = {},
                const std::string& behind = {});
std::string gif_extension(int label, const std::vector<std::string>& blocks);

std::string webp_lossy(int width, int height);
std::string webp_lossless(int width, int height);
// VP8X with the flags `flags`, the picture, and `chunks` behind it.
std::string webp_extended(int width, int height, int flags, const std::string& chunks);

struct HeifParts {
  std::string brand = "heic";
  int width = 4032;
  int height = 3024;
  int turns = 0;    // quarters, anticlockwise
  int mirror = -1;  // 0: top to bottom, 1: left to right
  std::string exif;
  std::string xmp;
  bool in_idat = false;  // the metadata lie in `idat`
  std::string behind;    // more boxes at the end
};
std::string heif(const HeifParts& parts);

std::string bmp(int width, int height);
std::string tiff(int width, int height, int orientation);

}  // namespace ix::test
