// SPDX-License-Identifier: Apache-2.0
// WAV: Multimedia Programming Interface 1.0 (RIFF WAVE). AVI: [AVIMAINHEADER]. FLAC: RFC 9639, 8.2.
// Ogg: RFC 3533, 6; RFC 7845, 5.1 (Opus); Vorbis I, 4.2.2; RFC 5574 and the manual of Speex. MP3:
// the Xing header of encoders, as LAME documents it. AMR: RFC 4867, 5. Matroska: RFC 9559, 5.1.2
// and 5.1.4.
#include <algorithm>
#include <cmath>

#include "attachments/ebml.h"
#include "attachments/media_info.h"
#include "attachments/mpeg_audio.h"

namespace ix {
namespace {

Millis wav(ByteWindow& window) {
  uint32_t bytes_a_second = 0;
  for (int64_t at = 12;;) {
    const std::string_view chunk = window.look(at, 24);
    if (chunk.size() < 8) return 0;
    const int64_t length = little(chunk, 4, 4);
    const bool says_rate = big(chunk, 0, 4) == four("fmt ") && length >= 12;
    if (says_rate) bytes_a_second = little(chunk, 16, 4);
    if (big(chunk, 0, 4) == four("data")) {
      // A recording that was cut off, or that is longer than 4 GiB: what is there.
      const int64_t there = std::min(length, window.size() - at - 8);
      const bool open = length == UINT32_MAX;
      return duration_of(static_cast<uint64_t>(open ? window.size() - at - 8 : there),
                         bytes_a_second);
    }
    at += 8 + length + (length & 1);
  }
}

void avi(ByteWindow& window, MediaInfo& info) {
  const std::string_view head = window.look(0, 32 + 40);
  if (big(head, 20, 4) != four("hdrl") || big(head, 24, 4) != four("avih")) return;
  const uint64_t microseconds_a_frame = little(head, 32, 4);
  info.duration_ms = duration_of(microseconds_a_frame * little(head, 48, 4), 1000000);
  set_size(info, little(head, 64, 4), little(head, 68, 4));
}

Millis flac(ByteWindow& window) {
  const int64_t at = after_id3(window, 0);
  const std::string_view head = window.look(at, 26);
  if (!head.starts_with("fLaC")) return 0;
  const uint64_t packed = big64(head, 18);  // rate 20 bits, channels 3, bits 5, samples 36
  return duration_of(packed & 0xFFFFFFFFF, packed >> 44);
}

struct OggStream {
  uint32_t serial = 0;
  uint32_t rate = 0;
  uint32_t skipped = 0;  // samples before the first that is heard
};

// The first stream of sound.
bool read_ogg_stream(ByteWindow& window, OggStream& stream) {
  int64_t at = 0;
  for (int i = 0; i < 16; ++i) {
    const std::string_view page = window.look(at, 27 + 255 + 64);
    if (!page.starts_with("OggS") || (big(page, 5, 1) & 2) == 0) return false;
    const size_t segments = big(page, 26, 1);
    int64_t size = 27 + static_cast<int64_t>(segments);
    for (size_t s = 0; s < segments; ++s) size += big(page, 27 + s, 1);
    const std::string_view packet = from(page, 27 + segments);
    stream.serial = little(page, 14, 4);
    if (packet.starts_with("OpusHead")) {
      stream.rate = 48000;
      stream.skipped = little(packet, 10, 2);
      return true;
    }
    if (packet.starts_with("\x01vorbis")) {
      stream.rate = little(packet, 12, 4);
      return true;
    }
    if (packet.starts_with("Speex   ")) {
      stream.rate = little(packet, 36, 4);
      return true;
    }
    at += size;
  }
  return false;
}

// The place in samples that the last page of the stream gives, within the last 128 KiB (a page has
// at most 64).
Millis ogg(ByteWindow& window) {
  OggStream stream;
  if (!read_ogg_stream(window, stream)) return 0;
  constexpr int64_t header = 27;
  constexpr int64_t step = static_cast<int64_t>(ByteWindow::block) - header;
  const int64_t last = std::max<int64_t>(window.size() - 128 * 1024, 0);
  for (int64_t at = window.size() - header; at >= last;) {
    const int64_t from = std::max<int64_t>(at - step, last);
    const std::string_view seen = window.look(from, static_cast<size_t>(at - from + header));
    for (size_t found = seen.rfind("OggS"); found != std::string_view::npos;
         found = found == 0 ? std::string_view::npos : seen.rfind("OggS", found - 1)) {
      const uint64_t place =
          uint64_t{little(seen, found + 10, 4)} << 32 | little(seen, found + 6, 4);
      if (little(seen, found + 14, 4) != stream.serial || place == UINT64_MAX) continue;
      return place > stream.skipped ? duration_of(place - stream.skipped, stream.rate) : 0;
    }
    at = from - 1;
  }
  return 0;
}

// By the count of frames that most encoders write into the first one, or else by the rate of that
// one, which is exact where it is constant.
Millis mp3(ByteWindow& window) {
  const int64_t at = after_id3(window, 0);
  const int64_t end = before_end_tags(window, at);
  AudioFrame frame;
  if (!read_mp3_frame(window.look_before(end, at, 8), frame) || frame.bytes == 0) return 0;
  const int64_t side = frame.lower ? (frame.mono ? 9 : 17) : (frame.mono ? 17 : 32);
  const std::string_view tag = window.look_before(end, at + 4 + side, 12);
  const bool counted =
      (tag.starts_with("Xing") || tag.starts_with("Info")) && (big(tag, 4, 4) & 1) != 0;
  const uint64_t frames =
      counted ? big(tag, 8, 4) : static_cast<uint64_t>((end - at) / frame.bytes);
  return duration_of(frames * static_cast<uint64_t>(frame.samples),
                     static_cast<uint64_t>(frame.rate));
}

// By the mean of the first frames.
Millis aac(ByteWindow& window) {
  constexpr int most_frames = 200;
  const int64_t start = after_id3(window, 0);
  const int64_t end = before_end_tags(window, start);
  int64_t at = start;
  uint64_t samples = 0;
  AudioFrame frame;
  for (int i = 0; i < most_frames && at < end; ++i) {
    if (!read_adts_frame(window.look_before(end, at, 8), frame)) break;
    at += frame.bytes;
    samples += static_cast<uint64_t>(frame.samples);
  }
  if (at == start) return 0;
  const double whole = static_cast<double>(end - start) / static_cast<double>(at - start);
  return duration_of(static_cast<uint64_t>(static_cast<double>(samples) * std::max(whole, 1.0)),
                     static_cast<uint64_t>(frame.rate));
}

// Frames of 20 ms, whose size follows from their type; by the first ones.
Millis amr(ByteWindow& window, bool wide) {
  static constexpr uint8_t narrow_sizes[16] = {13, 14, 16, 18, 20, 21, 27, 32,
                                               6,  1,  1,  1,  1,  1,  1,  1};
  static constexpr uint8_t wide_sizes[16] = {18, 24, 33, 37, 41, 47, 51, 59,
                                             61, 6,  1,  1,  1,  1,  1,  1};
  const uint8_t* const sizes = wide ? wide_sizes : narrow_sizes;
  constexpr uint64_t most_frames = 500;
  const int64_t start = wide ? 9 : 6;
  int64_t at = start;
  uint64_t frames = 0;
  for (; frames < most_frames && at < window.size(); ++frames) {
    at += sizes[big(window.look(at, 1), 0, 1) >> 3 & 15];
  }
  if (at == start) return 0;
  const int64_t all = window.size() - start;
  return duration_of(frames * static_cast<uint64_t>(all), static_cast<uint64_t>(at - start) * 50);
}

void matroska(ByteWindow& window, MediaInfo& info) {
  EbmlElement header, segment, part, child, value;
  if (!read_element(window, 0, window.size(), header) ||
      !find_element(window, header.end, window.size(), 0x18538067, segment)) {
    return;
  }
  if (find_element(window, segment.inside, segment.end, 0x1549A966, part)) {
    uint64_t nanoseconds = 1000000;
    if (find_element(window, part.inside, part.end, 0x2AD7B1, child)) {
      nanoseconds = element_number(window, child);
    }
    if (find_element(window, part.inside, part.end, 0x4489, child)) {
      const double ms = element_float(window, child) * static_cast<double>(nanoseconds) / 1e6;
      if (std::isfinite(ms) && ms > 0 && ms < 1e12) {
        info.duration_ms = duration_of(static_cast<uint64_t>(ms + 0.5), 1000);
      }
    }
  }
  if (!find_element(window, segment.inside, segment.end, 0x1654AE6B, part)) return;
  for (int64_t at = part.inside; read_element(window, at, part.end, child); at = child.end) {
    EbmlElement video, height;
    if (child.id == 0xAE && find_element(window, child.inside, child.end, 0xE0, video) &&
        find_element(window, video.inside, video.end, 0xB0, value) &&
        find_element(window, video.inside, video.end, 0xBA, height)) {
      return set_size(info, element_number(window, value), element_number(window, height));
    }
  }
}

}  // namespace

void recording_info(ByteWindow& window, FileFormat format, MediaInfo& info) {
  switch (format) {
    case FileFormat::wav:
      info.duration_ms = wav(window);
      break;
    case FileFormat::avi:
      avi(window, info);
      break;
    case FileFormat::flac:
      info.duration_ms = flac(window);
      break;
    case FileFormat::ogg:
      info.duration_ms = ogg(window);
      break;
    case FileFormat::mp3:
      info.duration_ms = mp3(window);
      break;
    case FileFormat::aac:
      info.duration_ms = aac(window);
      break;
    case FileFormat::amr:
    case FileFormat::amr_wb:
      info.duration_ms = amr(window, format == FileFormat::amr_wb);
      break;
    case FileFormat::webm:
    case FileFormat::webm_audio:
    case FileFormat::matroska:
    case FileFormat::matroska_audio:
      matroska(window, info);
      break;
    default:
      break;
  }
}

}  // namespace ix
