// SPDX-License-Identifier: Apache-2.0
// Frames of MP3 (ISO/IEC 11172-3, 2.4.1.3; 13818-3) and of AAC in ADTS (ISO/IEC 13818-7, 6.2), and
// the tags around them (ID3v2.4, section 3; ID3v1; APEv2, whose footer of 32 bytes is "APETAGEX").
#pragma once

#include <cstdint>
#include <string_view>

#include "attachments/byte_window.h"

namespace ix {

struct AudioFrame {
  int64_t bytes = 0;
  int samples = 0;
  int rate = 0;        // samples a second
  bool mono = false;   // MP3
  bool lower = false;  // MP3: MPEG-2 or 2.5
};

// Each wants at least 7 bytes. Layer III only.
bool read_mp3_frame(std::string_view bytes, AudioFrame& frame);
bool read_adts_frame(std::string_view bytes, AudioFrame& frame);

// Where the sound begins: behind all ID3v2 tags at `at`.
int64_t after_id3(ByteWindow& window, int64_t at);

// Where the tags at the end of the file begin, and the sound that starts at `start` ends.
int64_t before_end_tags(ByteWindow& window, int64_t start);

using ReadFrame = bool (*)(std::string_view, AudioFrame&);
// Whether there are three frames in a row at `at`, or as many as there are until `end`: one alone
// is found in anything.
bool frames_follow(ByteWindow& window, int64_t at, int64_t end, ReadFrame read);

}  // namespace ix
