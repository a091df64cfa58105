// SPDX-License-Identifier: Apache-2.0
#include "attachments/mpeg_audio.h"

#include <algorithm>

namespace ix {

bool read_mp3_frame(std::string_view bytes, AudioFrame& frame) {
  static constexpr uint16_t kbits[2][15] = {
      {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
      {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}};
  static constexpr int rates[] = {44100, 48000, 32000};
  if (bytes.size() < 4) return false;
  const uint32_t head = big(bytes, 0, 4);
  const uint32_t version = head >> 19 & 3;  // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const uint32_t bits = head >> 12 & 15;
  const uint32_t rate = head >> 10 & 3;
  if (head >> 21 != 0x7FF || version == 1 || (head >> 17 & 3) != 1 || bits == 0 || bits == 15 ||
      rate == 3) {
    return false;
  }
  frame.lower = version != 3;
  frame.rate = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  frame.samples = frame.lower ? 576 : 1152;
  frame.mono = (head >> 6 & 3) == 3;
  frame.bytes =
      frame.samples / 8 * 1000 * int64_t{kbits[frame.lower][bits]} / frame.rate + (head >> 9 & 1);
  return true;
}

bool read_adts_frame(std::string_view bytes, AudioFrame& frame) {
  static constexpr int rates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                  22050, 16000, 12000, 11025, 8000,  7350};
  if (bytes.size() < 7) return false;
  const uint32_t head = big(bytes, 0, 4);
  const uint32_t rate = head >> 10 & 15;
  // Sync word, and layer 0.
  if (head >> 20 != 0xFFF || (head >> 17 & 3) != 0 || rate >= sizeof rates / sizeof rates[0]) {
    return false;
  }
  frame.bytes = big(bytes, 3, 3) >> 5 & 0x1FFF;
  frame.rate = rates[rate];
  frame.samples = 1024 * static_cast<int>((big(bytes, 6, 1) & 3) + 1);
  return frame.bytes >= 7;
}

int64_t after_id3(ByteWindow& window, int64_t at) {
  for (;;) {
    const std::string_view head = window.look(at, 10);
    if (head.size() < 10 || !head.starts_with("ID3")) return at;
    int64_t size = 0;
    for (size_t i = 6; i < 10; ++i) size = size << 7 | (big(head, i, 1) & 0x7F);
    at += 10 + size + ((big(head, 5, 1) & 0x10) != 0 ? 10 : 0);
  }
}

int64_t before_end_tags(ByteWindow& window, int64_t start) {
  int64_t end = window.size();
  for (;;) {
    if (end - start >= 128 && window.look(end - 128, 3) == "TAG") {
      end -= 128;
      continue;
    }
    const std::string_view footer =
        end - start >= 32 ? window.look(end - 32, 32) : std::string_view();
    if (!footer.starts_with("APETAGEX")) return end;
    // The size is without the header that the flags tell of.
    const int64_t header = (little(footer, 20, 4) & 0x80000000U) != 0 ? 32 : 0;
    const int64_t size = header + std::max<int64_t>(little(footer, 12, 4), 32);
    if (size > end - start) return end;
    end -= size;
  }
}

bool frames_follow(ByteWindow& window, int64_t at, int64_t end, ReadFrame read) {
  AudioFrame first;
  for (int i = 0; i < 3; ++i) {
    AudioFrame frame;
    if (!read(window.look_before(end, at, 8), frame)) return false;
    if (i == 0) first = frame;
    if (frame.rate != first.rate) return false;
    at += frame.bytes;
    if (at >= end) return true;
  }
  return true;
}

}  // namespace ix
