// SPDX-License-Identifier: Apache-2.0
// ISO/IEC 14496-12, 4.3 (file type and brands); the brands of mp4ra.org; 3GPP TS 26.244, 5.3;
// ISO/IEC 23008-12, 10 (HEIF); QuickTime File Format, "Movie atoms".
#include "attachments/container_type.h"
#include "attachments/iso_box.h"

namespace ix {
namespace {

FileFormat of_brand(uint32_t brand) {
  switch (brand) {
    case four("heic"):
    case four("heix"):
    case four("heim"):
    case four("heis"):
    case four("hevc"):
    case four("hevx"):
    case four("hevm"):
    case four("hevs"):
      return FileFormat::heic;
    case four("mif1"):
    case four("mif2"):
    case four("msf1"):
      return FileFormat::heif;
    case four("avif"):
    case four("avis"):
      return FileFormat::avif;
    case four("qt  "):
      return FileFormat::mov;
    case four("M4A "):
    case four("M4B "):
    case four("M4P "):
      return FileFormat::mp4_audio;
    case four("mp41"):
    case four("mp42"):
    case four("mp71"):
    case four("avc1"):
    case four("hvc1"):
    case four("dash"):
    case four("M4V "):
    case four("M4VH"):
    case four("M4VP"):
    case four("MSNV"):
    case four("f4v "):
    case four("F4V "):
    case four("mmp4"):
    case four("XAVC"):
    case four("cmfc"):
    case four("cmf2"):
      return FileFormat::mp4;
    default:
      break;
  }
  const uint32_t three = brand >> 8;
  if (three == four("iso ") >> 8) return FileFormat::mp4;  // isom, iso2 to isoc
  if (three == four("3g2 ") >> 8) return FileFormat::three_g2;
  // Release and profile: 3gp4, 3gr6, 3ge7.
  if (brand >> 16 == four("3g  ") >> 16) return FileFormat::three_gp;
  return FileFormat::unknown;
}

bool sound_only(ByteWindow& window) {
  IsoBox moov, trak;
  if (!find_box(window, 0, window.size(), four("moov"), moov)) return false;
  bool sound = false;
  for (int64_t at = moov.inside; read_box(window, at, moov.end, trak); at = trak.end) {
    if (trak.type != four("trak")) continue;
    const uint32_t handler = handler_of(window, trak);
    if (handler == four("vide")) return false;
    sound = sound || handler == four("soun");
  }
  return sound;
}

// Movies from before there was `ftyp`.
bool is_old_movie(ByteWindow& window, uint32_t first) {
  switch (first) {
    case four("moov"):
    case four("mdat"):
    case four("wide"):
    case four("skip"):
    case four("free"):
    case four("pnot"):
      break;
    default:
      return false;
  }
  IsoBox box;
  return find_box(window, 0, window.size(), four("moov"), box) ||
         find_box(window, 0, window.size(), four("mdat"), box);
}

}  // namespace

FileFormat iso_media_type(ByteWindow& window, std::string_view head) {
  if (head.size() < 12) return FileFormat::unknown;
  const uint32_t type = big(head, 4, 4);
  if (type != four("ftyp")) {
    return is_old_movie(window, type) ? FileFormat::mov : FileFormat::unknown;
  }
  constexpr size_t most_brands = 64;
  const size_t size = big(head, 0, 4);
  if (size < 16) return FileFormat::unknown;
  FileFormat found = of_brand(big(head, 8, 4));
  const std::string_view box = window.look(0, std::min(size, 16 + most_brands * 4));
  for (size_t at = 16; at + 4 <= box.size(); at += 4) {
    const FileFormat also = of_brand(big(box, at, 4));
    // "mif1" says only that it is a HEIF of some coding.
    const bool closer = also == FileFormat::heic || also == FileFormat::avif;
    if (found == FileFormat::unknown || (found == FileFormat::heif && closer)) found = also;
  }
  if (found == FileFormat::mp4 && sound_only(window)) return FileFormat::mp4_audio;
  if (found == FileFormat::three_gp && sound_only(window)) return FileFormat::three_gp_audio;
  return found;
}

}  // namespace ix
