// SPDX-License-Identifier: Apache-2.0
// Movies: ISO/IEC 14496-12, 8.2.2 (mvhd), 8.3.2 (tkhd), 8.8.2 (mehd). Pictures: ISO/IEC 23008-12,
// 6.5.3 (ispe), 6.5.10 (irot), 6.5.12 (imir); 14496-12, 8.11.4 (pitm), 8.11.14 (iprp).
#include "attachments/iso_box.h"
#include "attachments/media_info.h"

namespace ix {
namespace {

void movie_duration(ByteWindow& window, const IsoBox& moov, MediaInfo& info) {
  IsoBox mvhd, mvex, mehd;
  if (!find_box(window, moov.inside, moov.end, four("mvhd"), mvhd)) return;
  const std::string_view head = content_of(window, mvhd, 32);
  const bool wide = big(head, 0, 1) == 1;
  const uint32_t scale = big(head, wide ? 20 : 12, 4);
  uint64_t duration = wide ? big64(head, 24) : big(head, 16, 4);
  const bool unknown = duration == (wide ? UINT64_MAX : UINT32_MAX);
  if ((duration == 0 || unknown) && find_box(window, moov.inside, moov.end, four("mvex"), mvex) &&
      find_box(window, mvex.inside, mvex.end, four("mehd"), mehd)) {
    const std::string_view whole = content_of(window, mehd, 12);
    duration = big(whole, 0, 1) == 1 ? big64(whole, 4) : big(whole, 4, 4);
  } else if (unknown) {
    return;
  }
  info.duration_ms = duration_of(duration, scale);
}

bool track_size(ByteWindow& window, const IsoBox& trak, MediaInfo& info) {
  IsoBox tkhd;
  if (handler_of(window, trak) != four("vide") ||
      !find_box(window, trak.inside, trak.end, four("tkhd"), tkhd)) {
    return false;
  }
  const std::string_view head = content_of(window, tkhd, 96);
  const size_t matrix = big(head, 0, 1) == 1 ? 52 : 40;
  const uint32_t width = big(head, matrix + 36, 4) >> 16;
  const uint32_t height = big(head, matrix + 40, 4) >> 16;
  // A quarter turn: nothing of x goes into x.
  const bool turned = big(head, matrix, 4) == 0 && big(head, matrix + 4, 4) != 0;
  set_size(info, turned ? height : width, turned ? width : height);
  return info.width != 0;
}

void movie(ByteWindow& window, MediaInfo& info) {
  IsoBox moov, trak;
  if (!find_box(window, 0, window.size(), four("moov"), moov)) return;
  movie_duration(window, moov, info);
  for (int64_t at = moov.inside; read_box(window, at, moov.end, trak); at = trak.end) {
    if (trak.type == four("trak") && track_size(window, trak, info)) return;
  }
}

// What is done to the pixels of an item, in the order of ISO/IEC 23000-22, 7.3.6.7: turned
// anticlockwise, then mirrored. As an Exif orientation.
int orientation_of(uint32_t quarter_turns, bool mirrored, bool left_to_right) {
  static constexpr int plain[] = {1, 8, 3, 6};
  static constexpr int top_to_bottom[] = {4, 5, 2, 7};
  static constexpr int sideways[] = {2, 7, 4, 5};
  if (!mirrored) return plain[quarter_turns];
  return left_to_right ? sideways[quarter_turns] : top_to_bottom[quarter_turns];
}

// Properties of the main item; `ipco` holds all, numbered from 1.
class ItemProperties {
 public:
  ItemProperties(ByteWindow& window, const IsoBox& ipco, MediaInfo& info)
      : window_(window), ipco_(ipco), info_(info) {}

  void apply(uint32_t number) {
    IsoBox box;
    int64_t at = ipco_.inside;
    for (uint32_t i = 0; i < number; ++i) {
      if (!read_box(window_, at, ipco_.end, box)) return;
      at = box.end;
    }
    const std::string_view head = content_of(window_, box, 12);
    if (box.type == four("ispe")) {
      set_size(info_, big(head, 4, 4), big(head, 8, 4));
    } else if (box.type == four("irot")) {
      turns_ = big(head, 0, 1) & 3;
    } else if (box.type == four("imir")) {
      mirrored_ = true;
      sideways_ = (big(head, 0, 1) & 1) != 0;
    }
    info_.orientation = orientation_of(turns_, mirrored_, sideways_);
  }

 private:
  ByteWindow& window_;
  const IsoBox& ipco_;
  MediaInfo& info_;
  uint32_t turns_ = 0;
  bool mirrored_ = false;
  bool sideways_ = false;
};

// One `ipma`: which properties each item has. True when it names the item.
bool associations(ByteWindow& window, const IsoBox& ipma, uint32_t item, ItemProperties& found) {
  const std::string_view head = content_of(window, ipma, 8);
  const size_t id_size = big(head, 0, 1) == 0 ? 2 : 4;
  const size_t each = (big(head, 3, 1) & 1) != 0 ? 2 : 1;
  const uint32_t items = big(head, 4, 4);
  int64_t at = 8;
  for (uint32_t i = 0; i < items && at < ipma.content(); ++i) {
    const std::string_view entry = content_of(window, ipma, id_size + 1, at);
    if (entry.size() < id_size + 1) return false;
    const uint32_t count = big(entry, id_size, 1);
    const bool wanted = big(entry, 0, id_size) == item;
    at += static_cast<int64_t>(id_size) + 1;
    for (uint32_t p = 0; wanted && p < count; ++p) {
      const int64_t there = at + int64_t{p} * static_cast<int64_t>(each);
      const std::string_view one = content_of(window, ipma, each, there);
      found.apply(big(one, 0, each) & (each == 2 ? 0x7FFF : 0x7F));
    }
    if (wanted) return true;
    at += int64_t{count} * static_cast<int64_t>(each);
  }
  return false;
}

void still(ByteWindow& window, MediaInfo& info) {
  IsoBox meta, pitm, iprp, ipco, ipma;
  if (!find_box(window, 0, window.size(), four("meta"), meta)) return;
  const int64_t inside = inside_meta(window, meta);
  if (!find_box(window, inside, meta.end, four("pitm"), pitm) ||
      !find_box(window, inside, meta.end, four("iprp"), iprp) ||
      !find_box(window, iprp.inside, iprp.end, four("ipco"), ipco)) {
    return;
  }
  const std::string_view head = content_of(window, pitm, 8);
  const uint32_t item = big(head, 4, big(head, 0, 1) == 0 ? 2 : 4);
  ItemProperties properties(window, ipco, info);
  for (int64_t at = ipco.end; find_box(window, at, iprp.end, four("ipma"), ipma); at = ipma.end) {
    if (associations(window, ipma, item, properties)) return;
  }
}

}  // namespace

void iso_media_info(ByteWindow& window, FileFormat format, MediaInfo& info) {
  const bool picture =
      format == FileFormat::heic || format == FileFormat::heif || format == FileFormat::avif;
  if (picture) still(window, info);
  if (!picture || info.width == 0) movie(window, info);  // a sequence of pictures is a movie
}

}  // namespace ix
