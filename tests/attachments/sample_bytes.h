// SPDX-License-Identifier: Apache-2.0
// The pieces that samples of files are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ix::test {

inline std::string big_endian(uint64_t value, int size) {
  std::string bytes;
  for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

inline std::string little_endian(uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

inline std::string zeros(size_t count) {
  return std::string(count, '\0');
}

// Of ISO media.
inline std::string box(std::string_view type, const std::string& content) {
  return big_endian(8 + content.size(), 4) + std::string(type) + content;
}
inline std::string full_box(std::string_view type, int version, uint32_t flags,
                            const std::string& content) {
  return box(type, big_endian(static_cast<uint64_t>(version), 1) + big_endian(flags, 3) + content);
}

// Of RIFF: WebP, WAV, AVI.
inline std::string riff_chunk(std::string_view type, const std::string& content) {
  return std::string(type) + little_endian(content.size(), 4) + content +
         (content.size() % 2 != 0 ? zeros(1) : "");
}
inline std::string riff(std::string_view form, const std::string& chunks) {
  return riff_chunk("RIFF", std::string(form) + chunks);
}

}  // namespace ix::test
