// SPDX-License-Identifier: Apache-2.0
// ISO/IEC 14496-12, 8.2 to 8.7; QuickTime File Format, "Movie atoms"; where phones put places:
// "user data" and "metadata" there, 3GPP TS 26.244, 8.10.
#include "attachments/clean_iso.h"

namespace ix {
namespace {

bool is_one_of(uint32_t type, const uint32_t* known, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (known[i] == type) return true;
  }
  return false;
}
template <size_t N>
bool is_one_of(uint32_t type, const uint32_t (&known)[N]) {
  return is_one_of(type, known, N);
}

constexpr uint32_t in_movie[] = {four("mvhd"), four("trak"), four("mvex"), four("iods"),
                                 four("pssh")};
constexpr uint32_t in_track[] = {four("tkhd"), four("edts"), four("tref"), four("mdia"),
                                 four("tapt"), four("load"), four("clip"), four("matt"),
                                 four("kmat"), four("imap"), four("trgr")};
constexpr uint32_t in_media[] = {four("mdhd"), four("hdlr"), four("minf"), four("elng")};
constexpr uint32_t in_media_info[] = {four("vmhd"), four("smhd"), four("hmhd"),
                                      four("nmhd"), four("sthd"), four("gmhd"),
                                      four("hdlr"), four("dinf"), four("stbl")};
// Pictures and sound, and the pictures that lie over others.
constexpr uint32_t shown[] = {four("vide"), four("soun"), four("auxv"), four("pict")};
// References to tracks that say something of this one.
constexpr uint32_t remarks[] = {four("tmcd"), four("cdsc"), four("chap"), four("subt"),
                                four("meta")};

// When it was made and changed: the first numbers of mvhd, tkhd and mdhd.
void clean_times(ByteWindow& window, CleaningPlan& plan, const IsoBox& box) {
  const bool wide = big(content_of(window, box, 1), 0, 1) == 1;
  const int64_t size = wide ? 16 : 8;
  if (box.content() >= 4 + size) plan.zero(window, box.inside + 4, size);
}

class MovieCleaner {
 public:
  MovieCleaner(ByteWindow& window, CleaningPlan& plan, bool fragmented)
      : window_(window), plan_(plan), fragmented_(fragmented) {}

  bool movie(const IsoBox& moov) {
    IsoBox box;
    int64_t at = moov.inside;
    for (; read_box(window_, at, moov.end, box); at = box.end) {
      if (box.type == four("cmov")) return false;  // compressed
      if (box.type == four("mvhd")) clean_times(window_, plan_, box);
      if (box.type == four("trak") && !track(box)) return false;
      if (!is_one_of(box.type, in_movie)) free_box(window_, plan_, box);
    }
    return ends(at, moov);
  }

 private:
  // QuickTime lets four zeros end a list.
  bool ends(int64_t at, const IsoBox& parent) {
    return at == parent.end || (parent.end - at == 4 && big(window_.look(at, 4), 0, 4) == 0);
  }

  bool track(const IsoBox& trak) {
    const uint32_t handler = handler_of(window_, trak);
    if (handler == 0) return false;
    if (!is_one_of(handler, shown)) {
      // Its pieces in fragments are not followed.
      if (fragmented_ || !erase_samples(window_, plan_, trak)) return false;
      free_box(window_, plan_, trak);
      return true;
    }
    IsoBox box;
    int64_t at = trak.inside;
    for (; read_box(window_, at, trak.end, box); at = box.end) {
      if (box.type == four("tkhd")) clean_times(window_, plan_, box);
      if (box.type == four("tref")) references(box);
      if (box.type == four("mdia") && !media(box)) return false;
      if (!is_one_of(box.type, in_track)) free_box(window_, plan_, box);
    }
    return ends(at, trak);
  }

  void references(const IsoBox& tref) {
    IsoBox box;
    for (int64_t at = tref.inside; read_box(window_, at, tref.end, box); at = box.end) {
      if (is_one_of(box.type, remarks)) free_box(window_, plan_, box);
    }
  }

  bool media(const IsoBox& mdia) {
    IsoBox box;
    int64_t at = mdia.inside;
    for (; read_box(window_, at, mdia.end, box); at = box.end) {
      if (box.type == four("mdhd")) clean_times(window_, plan_, box);
      if (box.type == four("hdlr")) clean_handler(window_, plan_, box);
      if (box.type == four("minf") && !media_info(box)) return false;
      if (!is_one_of(box.type, in_media)) free_box(window_, plan_, box);
    }
    return ends(at, mdia);
  }

  bool media_info(const IsoBox& minf) {
    IsoBox box;
    int64_t at = minf.inside;
    for (; read_box(window_, at, minf.end, box); at = box.end) {
      if (box.type == four("hdlr")) clean_handler(window_, plan_, box);
      if (box.type == four("stbl")) sample_table(box);
      if (!is_one_of(box.type, in_media_info)) free_box(window_, plan_, box);
    }
    return ends(at, minf);
  }

  void sample_table(const IsoBox& stbl) {
    IsoBox box;
    for (int64_t at = stbl.inside; read_box(window_, at, stbl.end, box); at = box.end) {
      if (box.type == four("udta") || box.type == four("meta") || box.type == four("uuid")) {
        free_box(window_, plan_, box);
      }
    }
  }

  ByteWindow& window_;
  CleaningPlan& plan_;
  const bool fragmented_;
};

}  // namespace

bool clean_movie(ByteWindow& window, CleaningPlan& plan, const IsoBox& moov, bool fragmented) {
  return MovieCleaner(window, plan, fragmented).movie(moov);
}

}  // namespace ix
