// SPDX-License-Identifier: Apache-2.0
#include "attachments/exif.h"

namespace ix {

uint32_t tiff_number(ByteWindow& window, int64_t at, int64_t end, uint32_t tag) {
  constexpr uint32_t most_entries = 512;
  if (at < 0 || end > window.size() || end - at < 14) return 0;
  const std::string_view head = window.look(at, 8);
  const bool motorola = head.starts_with("MM");
  if (!motorola && !head.starts_with("II")) return 0;
  const auto number = [motorola](std::string_view bytes, size_t from, size_t size) {
    return motorola ? big(bytes, from, size) : little(bytes, from, size);
  };
  if (number(head, 2, 2) != 42) return 0;
  const int64_t directory = at + number(head, 4, 4);
  if (directory + 2 > end) return 0;
  const uint32_t entries = number(window.look(directory, 2), 0, 2);
  for (uint32_t i = 0; i < entries && i < most_entries; ++i) {
    const int64_t entry = directory + 2 + int64_t{i} * 12;
    if (entry + 12 > end) return 0;
    const std::string_view bytes = window.look(entry, 12);
    if (number(bytes, 0, 2) != tag) continue;
    const uint32_t type = number(bytes, 2, 2);
    if (number(bytes, 4, 4) != 1) return 0;
    return type == 3 ? number(bytes, 8, 2) : type == 4 ? number(bytes, 8, 4) : 0;
  }
  return 0;
}

int exif_orientation(ByteWindow& window, int64_t at, int64_t end) {
  const uint32_t value = tiff_number(window, at, end, tiff_orientation);
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

std::string minimal_exif(int orientation) {
  // Big-endian, the directory at 8, one entry: the tag, SHORT, one of it; no further directory.
  std::string bytes("MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", 26);
  bytes[19] = static_cast<char>(orientation);
  return bytes;
}

}  // namespace ix
