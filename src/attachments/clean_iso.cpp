// SPDX-License-Identifier: Apache-2.0
// ISO/IEC 14496-12, 4.2, 8.1 and 8.11; QuickTime File Format, "Free space atoms".
#include "attachments/clean_iso.h"

namespace ix {
namespace {

bool is_free(uint32_t type) {
  return type == four("free") || type == four("skip") || type == four("wide");
}

// Of the boxes at the top: what playing needs.
bool is_kept_box(uint32_t type) {
  switch (type) {
    case four("ftyp"):
    case four("styp"):
    case four("mdat"):
    case four("moof"):
    case four("mfra"):
    case four("sidx"):
    case four("ssix"):
    case four("pdin"):
    case four("idat"):
      return true;
    default:
      return false;
  }
}

// A fragment keeps its tracks, and loses what is said of it.
void clean_fragment(ByteWindow& window, CleaningPlan& plan, const IsoBox& moof) {
  IsoBox box;
  for (int64_t at = moof.inside; read_box(window, at, moof.end, box); at = box.end) {
    if (box.type != four("mfhd") && box.type != four("traf")) free_box(window, plan, box);
  }
}

// Whether a box that is cut off begins here, rather than something that is none.
bool begins_box(ByteWindow& window, int64_t at) {
  const uint32_t type = big(window.look(at, 8), 4, 4);
  return is_kept_box(type) || is_free(type) || type == four("moov") || type == four("meta");
}

// Whether it describes a picture, rather than a movie.
bool is_picture(ByteWindow& window, const IsoBox& meta) {
  return handler_in(window, inside_meta(window, meta), meta.end) == four("pict");
}

}  // namespace

void free_box(ByteWindow& window, CleaningPlan& plan, const IsoBox& box) {
  if (!is_free(box.type)) plan.overwrite(window, box.at + 4, 4, "free", '\0');
  plan.zero(window, box.inside, box.content());
}

bool is_media_data(ByteWindow& window, int64_t at, int64_t size) {
  IsoBox box;
  for (int64_t start = 0; read_box(window, start, window.size(), box); start = box.end) {
    if (box.type == four("mdat") && at >= box.inside && at <= box.end) return size <= box.end - at;
  }
  return false;
}

void clean_handler(ByteWindow& window, CleaningPlan& plan, const IsoBox& hdlr) {
  // Version and flags, then 20 bytes of types.
  plan.zero(window, hdlr.inside + 24, hdlr.content() - 24);
}

namespace {

bool plan_boxes(ByteWindow& window, CleaningPlan& plan, bool picture) {
  IsoBox box;
  const bool fragmented = find_box(window, 0, window.size(), four("moof"), box);
  bool movie = false, still = false, data = false;
  int64_t at = 0;
  for (; read_box(window, at, window.size(), box); at = box.end) {
    data = data || box.type == four("mdat");
    if (box.type == four("moov")) {
      if (!clean_movie(window, plan, box, fragmented)) return false;
      movie = true;
    } else if (box.type == four("meta") && is_picture(window, box)) {
      if (!clean_items(window, plan, box)) return false;
      still = true;
    } else if (box.type == four("meta") && picture) {
      return false;  // another would take its place
    } else if (box.type == four("moof")) {
      clean_fragment(window, plan, box);
    } else if (!is_kept_box(box.type)) {
      free_box(window, plan, box);
    }
  }
  // A picture may have its data in `meta`, and move.
  if (!(still || (movie && data && !picture)) || (at < window.size() && begins_box(window, at)))
    return false;
  // No box: something that was put behind the file.
  plan.drop(at, window.size() - at);
  return true;
}

}  // namespace

bool plan_movie(ByteWindow& window, CleaningPlan& plan) {
  return plan_boxes(window, plan, false);
}
bool plan_heif(ByteWindow& window, CleaningPlan& plan) {
  return plan_boxes(window, plan, true);
}

}  // namespace ix
