// SPDX-License-Identifier: Apache-2.0
#include "attachments/colour_profile.h"

#include <algorithm>
#include <string_view>

#include "attachments/byte_window.h"

namespace ix {
namespace {

struct Place {
  int64_t at = 0;
  int64_t size = 0;
};

// In an APP2 segment with that name, which is number 1 of 1.
Place in_jpeg(ByteWindow& window) {
  constexpr std::string_view kName("ICC_PROFILE\0\1\1", 14);
  for (int64_t at = 2;;) {
    const std::string_view head = window.look(at, 4 + kName.size());
    const uint32_t marker = big(head, 1, 1);
    if (head.size() < 4 || head[0] != '\xFF') return {};
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    if (marker == 0xDA || marker == 0xD9) return {};
    const int64_t length = big(head, 2, 2);
    if (marker == 0xE2 && from(head, 4) == kName) {
      const auto before = static_cast<int64_t>(kName.size());
      return {at + 4 + before, length - 2 - before};
    }
    at += 2 + length;
  }
}

// The first chunk after VP8X, if there is one.
Place in_webp(ByteWindow& window) {
  const std::string_view extended = window.look(12, 8);
  if (big(extended, 0, 4) != four("VP8X")) return {};
  const int64_t length = little(extended, 4, 4);
  const int64_t at = 12 + 8 + length + (length & 1);
  const std::string_view chunk = window.look(at, 8);
  if (big(chunk, 0, 4) != four("ICCP")) return {};
  return {at + 8, little(chunk, 4, 4)};
}

// ICC.1:2022, 7.2: "acsp" at 36, the space of the data at 16; all of it is as long as it says.
bool is_of_rgb(std::string_view profile) {
  return profile.size() >= 128 && big(profile, 0, 4) == profile.size() &&
         big(profile, 16, 4) == four("RGB ") && big(profile, 36, 4) == four("acsp");
}

}  // namespace

std::string colour_profile(FileReader& file, FileFormat format) {
  ByteWindow window(file);
  Place place;
  if (format == FileFormat::jpeg) place = in_jpeg(window);
  if (format == FileFormat::webp) place = in_webp(window);
  if (place.size <= 0 || place.size > static_cast<int64_t>(kLongestProfile)) return {};
  std::string out;
  while (static_cast<int64_t>(out.size()) < place.size) {
    const auto have = static_cast<int64_t>(out.size());
    const auto wanted = std::min<int64_t>(place.size - have, ByteWindow::block);
    const std::string_view some = window.look(place.at + have, static_cast<size_t>(wanted));
    if (some.empty()) return {};
    out += some;
  }
  return is_of_rgb(out) ? out : std::string();
}

}  // namespace ix
