// SPDX-License-Identifier: Apache-2.0
#include "attachments/media_info.h"

#include <utility>

namespace ix {

void set_size(MediaInfo& info, uint64_t width, uint64_t height) {
  constexpr uint64_t most = INT32_MAX;
  if (width == 0 || height == 0 || width > most || height > most) return;
  info.width = static_cast<int32_t>(width);
  info.height = static_cast<int32_t>(height);
}

Millis duration_of(uint64_t units, uint64_t rate) {
  constexpr uint64_t most_seconds = uint64_t{366} * 24 * 3600;
  if (rate == 0 || rate > UINT32_MAX || units / rate > most_seconds) return 0;
  return static_cast<Millis>(units / rate * 1000 + units % rate * 1000 / rate);
}

Result<MediaInfo> media_info_of(FileReader& file, FileFormat format) {
  ByteWindow window(file);
  MediaInfo info;
  switch (format) {
    case FileFormat::jpeg:
    case FileFormat::png:
    case FileFormat::gif:
    case FileFormat::webp:
    case FileFormat::bmp:
    case FileFormat::tiff:
      picture_info(window, format, info);
      break;
    case FileFormat::heic:
    case FileFormat::heif:
    case FileFormat::avif:
    case FileFormat::mp4:
    case FileFormat::mp4_audio:
    case FileFormat::mov:
    case FileFormat::three_gp:
    case FileFormat::three_gp_audio:
    case FileFormat::three_g2:
      iso_media_info(window, format, info);
      break;
    default:
      recording_info(window, format, info);
      break;
  }
  if (info.orientation >= 5) std::swap(info.width, info.height);
  if (!window.status().ok()) return window.status().error();
  return info;
}

}  // namespace ix
