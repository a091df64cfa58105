// SPDX-License-Identifier: Apache-2.0
#include "attachments/container_type.h"

#include "attachments/ebml.h"
#include "attachments/mpeg_audio.h"

namespace ix {
namespace {

// Whether there is sound and no picture. RFC 9559: Segment, Tracks, TrackEntry, TrackType.
bool matroska_is_audio(ByteWindow& window, int64_t at) {
  EbmlElement segment, tracks, entry, type;
  if (!find_element(window, at, window.size(), 0x18538067, segment) ||
      !find_element(window, segment.inside, segment.end, 0x1654AE6B, tracks)) {
    return false;
  }
  bool sound = false;
  for (at = tracks.inside; read_element(window, at, tracks.end, entry); at = entry.end) {
    if (entry.id != 0xAE || !find_element(window, entry.inside, entry.end, 0x83, type)) continue;
    const uint64_t kind = element_number(window, type);
    if (kind == 1) return false;
    sound = sound || kind == 2;
  }
  return sound;
}

FileFormat matroska_type(ByteWindow& window) {
  EbmlElement header, doc_type;
  if (!read_element(window, 0, window.size(), header) || header.id != 0x1A45DFA3 ||
      !find_element(window, header.inside, header.end, 0x4282, doc_type)) {
    return FileFormat::unknown;
  }
  const size_t length = static_cast<size_t>(doc_type.end - doc_type.inside);
  std::string_view name = window.look(doc_type.inside, length);
  while (name.ends_with('\0')) name.remove_suffix(1);
  if (name == "webm") {
    return matroska_is_audio(window, header.end) ? FileFormat::webm_audio : FileFormat::webm;
  }
  if (name != "matroska") return FileFormat::unknown;
  return matroska_is_audio(window, header.end) ? FileFormat::matroska_audio : FileFormat::matroska;
}

// RFC 3533, section 6: the first page of each stream comes before all others.
FileFormat ogg_type(ByteWindow& window) {
  constexpr int most_streams = 16;
  bool sound = false;
  int64_t at = 0;
  for (int i = 0; i < most_streams; ++i) {
    const std::string_view page = window.look(at, 27 + 255 + 16);
    if (!page.starts_with("OggS") || (big(page, 5, 1) & 2) == 0) break;
    const size_t segments = big(page, 26, 1);
    int64_t size = 27 + static_cast<int64_t>(segments);
    for (size_t s = 0; s < segments; ++s) size += big(page, 27 + s, 1);
    const std::string_view packet = from(page, 27 + segments);
    if (packet.starts_with("\x80theora")) return FileFormat::ogg_video;
    for (const char* codec : {"OpusHead", "\x01vorbis", "Speex   ",
                              "\x7F"
                              "FLAC"}) {
      sound = sound || packet.starts_with(codec);
    }
    at += size;
  }
  return sound ? FileFormat::ogg : FileFormat::unknown;
}

FileFormat mpeg_audio_type(ByteWindow& window, std::string_view head) {
  const bool tagged = head.starts_with("ID3") && head.size() >= 10;
  // Both kinds of frames begin so; the end of other files is not looked at.
  if (!tagged && !head.starts_with('\xFF')) return FileFormat::unknown;
  const int64_t sound = tagged ? after_id3(window, 0) : 0;
  if (tagged && window.look(sound, 4) == "fLaC") return FileFormat::flac;
  const int64_t end = before_end_tags(window, sound);
  if (frames_follow(window, sound, end, read_adts_frame)) return FileFormat::aac;
  // A tag alone is enough: padding may follow it.
  if (tagged || frames_follow(window, sound, end, read_mp3_frame)) return FileFormat::mp3;
  return FileFormat::unknown;
}

}  // namespace

FileFormat container_type(ByteWindow& window, std::string_view head) {
  if (head.starts_with("OggS")) return ogg_type(window);
  if (head.starts_with("\x1A\x45\xDF\xA3")) return matroska_type(window);
  if (head.starts_with("MZ")) {
    return window.look(little(head, 60, 4), 4) == std::string_view("PE\0\0", 4)
               ? FileFormat::exe
               : FileFormat::unknown;
  }
  FileFormat found = iso_media_type(window, head);
  if (found == FileFormat::unknown) found = office_type(window, head);
  if (found == FileFormat::unknown) found = mpeg_audio_type(window, head);
  return found;
}

}  // namespace ix
