// SPDX-License-Identifier: Apache-2.0
// W3C PNG (third edition), 5 (chunks, CRC), 11 (their kinds).
#include "attachments/cleaning_plan.h"
#include "attachments/exif.h"

namespace ix {
namespace {

uint32_t crc32(std::string_view bytes) {
  uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (0xEDB88320 & (0U - (crc & 1)));
  }
  return ~crc;
}

std::string big_bytes(uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::string exif_chunk(int orientation) {
  const std::string content = "eXIf" + minimal_exif(orientation);
  return big_bytes(static_cast<uint32_t>(content.size() - 4)) + content + big_bytes(crc32(content));
}

// What the pixels need, and how they are coloured, sized and moved.
bool is_kept_chunk(uint32_t type) {
  switch (type) {
    case four("IHDR"):
    case four("PLTE"):
    case four("IDAT"):
    case four("tRNS"):
    case four("gAMA"):
    case four("cHRM"):
    case four("sRGB"):
    case four("iCCP"):
    case four("cICP"):
    case four("mDCV"):
    case four("cLLI"):
    case four("sBIT"):
    case four("bKGD"):
    case four("pHYs"):
    case four("acTL"):
    case four("fcTL"):
    case four("fdAT"):
      return true;
    default:
      return false;
  }
}

}  // namespace

bool plan_png(ByteWindow& window, CleaningPlan& plan) {
  bool exif = false;
  for (int64_t at = 8;;) {
    const std::string_view head = window.look(at, 8);
    const uint32_t type = big(head, 4, 4);
    const int64_t size = 12 + int64_t{big(head, 0, 4)};
    if (head.size() < 8 || !window.has(at, size) || (at == 8) != (type == four("IHDR")))
      return false;
    if (type == four("IEND")) {
      plan.drop(at + size, window.size() - at - size);
      return size == 12;
    }
    if (type == four("eXIf") && !exif) {
      exif = true;
      const int orientation = exif_orientation(window, at + 8, at + size - 4);
      std::string chunk = orientation == 1 ? std::string() : exif_chunk(orientation);
      if (static_cast<int64_t>(chunk.size()) != size || window.look(at, chunk.size()) != chunk) {
        plan.replace(at, size, std::move(chunk));
      }
    } else if (!is_kept_chunk(type)) {
      // A capital first: who does not know it cannot show the picture.
      if ((type >> 24 & 0x20) == 0) return false;
      plan.drop(at, size);
    }
    at += size;
  }
}

}  // namespace ix
