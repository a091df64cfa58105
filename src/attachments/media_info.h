// SPDX-License-Identifier: Apache-2.0
// How large a picture is and how long a recording lasts, by what their headers say.
#pragma once

#include <cstdint>

#include "attachments/byte_window.h"
#include "attachments/file_type.h"
#include "base/clock.h"
#include "base/file_system.h"
#include "base/result.h"

namespace ix {

// 0: not said, or not to be believed.
struct MediaInfo {
  int32_t width = 0;  // as it is shown: after `orientation`
  int32_t height = 0;
  // As in Exif, 1 to 8: what is to be done to the stored pixels. A video's is in its size only.
  int orientation = 1;
  Millis duration_ms = 0;

  bool operator==(const MediaInfo&) const = default;
};

// Reads headers only: a bounded number of blocks, and nothing is decoded. A file that is damaged
// has what could be read. Errors: only those of reading.
Result<MediaInfo> media_info_of(FileReader& file, FileFormat format);

// Its parts.
void picture_info(ByteWindow& window, FileFormat format, MediaInfo& info);
void iso_media_info(ByteWindow& window, FileFormat format, MediaInfo& info);
void recording_info(ByteWindow& window, FileFormat format, MediaInfo& info);

// Sizes that no picture has are none.
void set_size(MediaInfo& info, uint64_t width, uint64_t height);
// `units` of which `rate` are a second; more than a year is none.
Millis duration_of(uint64_t units, uint64_t rate);

}  // namespace ix
