// SPDX-License-Identifier: Apache-2.0
// JPEG: ITU-T T.81, B.1 and B.2. PNG: W3C PNG (third edition), 5 and 11. GIF: GIF89a, 18. WebP:
// RFC 9649, 2; its frame headers: RFC 6386, 9.1 and RFC 9649, 3.4. BMP: BITMAPINFOHEADER. TIFF 6.0.
#include <algorithm>
#include <bit>

#include "attachments/exif.h"
#include "attachments/media_info.h"

namespace ix {
namespace {

void jpeg(ByteWindow& window, MediaInfo& info) {
  bool turned = false;
  for (int64_t at = 2;;) {
    const std::string_view head = window.look(at, 18);
    const uint32_t marker = big(head, 1, 1);
    if (head.size() < 4 || head[0] != '\xFF') return;
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    const int64_t end = at + 2 + big(head, 2, 2);
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) set_size(info, big(head, 7, 2), big(head, 5, 2));
    if (marker == 0xDA || marker == 0xD9) return;
    if (marker == 0xE1 && !turned && head.substr(4).starts_with(std::string_view("Exif\0", 5))) {
      turned = true;
      info.orientation = exif_orientation(window, at + 10, std::min(end, window.size()));
    }
    at = end;
  }
}

void png(ByteWindow& window, MediaInfo& info) {
  const std::string_view head = window.look(0, 24);
  if (big(head, 12, 4) != four("IHDR")) return;
  set_size(info, big(head, 16, 4), big(head, 20, 4));
  for (int64_t at = 8;;) {
    const std::string_view chunk = window.look(at, 8);
    const int64_t length = big(chunk, 0, 4);
    const uint32_t type = big(chunk, 4, 4);
    if (chunk.size() < 8 || type == four("IEND") || !window.has(at + 8, length)) return;
    if (type == four("eXIf")) {
      info.orientation = exif_orientation(window, at + 8, at + 8 + length);
      return;
    }
    at += 12 + length;
  }
}

// The size of a bitstream, for files that have no VP8X.
void webp_bitstream(std::string_view head, uint32_t type, MediaInfo& info) {
  if (type == four("VP8 ") && big(head, 3, 3) == 0x9D012A) {
    set_size(info, little(head, 6, 2) & 0x3FFF, little(head, 8, 2) & 0x3FFF);
  } else if (type == four("VP8L") && big(head, 0, 1) == 0x2F) {
    const uint32_t bits = little(head, 1, 4);
    set_size(info, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
  }
}

void webp(ByteWindow& window, MediaInfo& info) {
  bool exif = false;
  // What lies behind the picture, or behind a chunk, is no part of it.
  const int64_t end = std::min(8 + int64_t{little(window.look(0, 8), 4, 4)}, window.size());
  for (int64_t at = 12; end - at >= 8;) {
    const std::string_view head = window.look(at, 8);
    const uint32_t type = big(head, 0, 4);
    const int64_t length = little(head, 4, 4);
    const int64_t there = std::min(length, end - at - 8);
    const std::string_view chunk = window.look_before(at + 8 + there, at + 8, 10);
    if (type == four("VP8X")) {
      set_size(info, little(chunk, 4, 3) + 1, little(chunk, 7, 3) + 1);
      exif = (big(chunk, 0, 1) & 8) != 0;
      if (!exif) return;
    } else if (type == four("EXIF") && exif && there == length) {
      // Some writers put JPEG's prefix before it.
      const bool prefix = window.look(at + 8, 6) == std::string_view("Exif\0\0", 6);
      info.orientation = exif_orientation(window, at + (prefix ? 14 : 8), at + 8 + length);
      return;
    } else if (info.width == 0) {
      webp_bitstream(chunk, type, info);
    }
    at += 8 + length + (length & 1);
  }
}

// The rows of a BMP may run downwards: a negative height.
void bmp(ByteWindow& window, MediaInfo& info) {
  const std::string_view head = window.look(0, 26);
  if (little(head, 14, 4) == 12) return set_size(info, little(head, 18, 2), little(head, 20, 2));
  const int64_t height = std::bit_cast<int32_t>(little(head, 22, 4));
  set_size(info, little(head, 18, 4), static_cast<uint64_t>(height < 0 ? -height : height));
}

}  // namespace

void picture_info(ByteWindow& window, FileFormat format, MediaInfo& info) {
  switch (format) {
    case FileFormat::jpeg:
      return jpeg(window, info);
    case FileFormat::png:
      return png(window, info);
    case FileFormat::webp:
      return webp(window, info);
    case FileFormat::bmp:
      return bmp(window, info);
    case FileFormat::gif: {
      const std::string_view head = window.look(0, 10);
      return set_size(info, little(head, 6, 2), little(head, 8, 2));
    }
    case FileFormat::tiff:
      info.orientation = exif_orientation(window, 0, window.size());
      return set_size(info, tiff_number(window, 0, window.size(), tiff_width),
                      tiff_number(window, 0, window.size(), tiff_height));
    default:
      return;
  }
}

}  // namespace ix
