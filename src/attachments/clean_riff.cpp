// SPDX-License-Identifier: Apache-2.0
// WebP: RFC 9649, 2.3 to 2.7. WAV: Multimedia Programming Interface and Data Specifications 1.0, 2
// and 3.
#include <algorithm>

#include "attachments/cleaning_plan.h"
#include "attachments/exif.h"

namespace ix {
namespace {

constexpr char has_exif = 8;
constexpr char has_xmp = 4;

std::string little_bytes(uint32_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

struct Chunk {
  uint32_t type;
  int64_t at;
  int64_t size;  // of its content
  int64_t end;   // behind its padding
};

bool read_chunk(ByteWindow& window, int64_t at, int64_t end, Chunk& chunk) {
  const std::string_view head = window.look(at, 8);
  if (head.size() < 8 || end - at < 8) return false;
  const int64_t size = little(head, 4, 4);
  if (size > end - at - 8) return false;
  chunk = {big(head, 0, 4), at, size, std::min(at + 8 + size + (size & 1), end)};
  return true;
}

bool is_bitstream(uint32_t type) {
  return type == four("VP8 ") || type == four("VP8L") || type == four("ALPH");
}

// A frame of an animation holds its place, its time, and pixels.
bool is_plain_frame(ByteWindow& window, const Chunk& frame) {
  Chunk part;
  int64_t at = frame.at + 8 + 16;
  const int64_t end = frame.at + 8 + frame.size;
  for (; at < end; at = part.end) {
    if (!read_chunk(window, at, end, part) || !is_bitstream(part.type)) return false;
  }
  return at == end;
}

class WebpPlanner {
 public:
  WebpPlanner(ByteWindow& window, CleaningPlan& plan) : window_(window), plan_(plan) {}

  bool run() {
    const int64_t end = 8 + int64_t{little(window_.look(0, 8), 4, 4)};
    if (end < 20 || end > window_.size()) return false;
    const std::string_view head = window_.look_before(end, 0, 30);
    const uint32_t said = little(head, 4, 4);
    // By its first chunk readers know what the file is: what else stands there must not go.
    const uint32_t first = big(head, 12, 4);
    extended_ = first == four("VP8X");
    if (!extended_ && first != four("VP8 ") && first != four("VP8L")) return false;
    const char flags = head.size() > 20 ? head[20] : '\0';
    exif_said_ = extended_ && (flags & has_exif) != 0;
    Chunk chunk;
    int64_t at = 12;
    for (; at < end; at = chunk.end) {
      if (!read_chunk(window_, at, end, chunk) || !plan_chunk(chunk)) return false;
    }
    if (extended_) {
      const char kept =
          static_cast<char>((flags & ~(has_exif | has_xmp)) | (turned_ ? has_exif : 0));
      if (kept != flags) plan_.replace(20, 1, std::string(1, kept));
    }
    const int64_t size = said + plan_.growth();
    if (size != said) plan_.replace(4, 4, little_bytes(static_cast<uint32_t>(size)));
    plan_.drop(end, window_.size() - end);
    return true;
  }

 private:
  bool plan_chunk(const Chunk& chunk) {
    switch (chunk.type) {
      case four("VP8X"):
        return chunk.at == 12 && chunk.size == 10;
      case four("ANMF"):
        return is_plain_frame(window_, chunk);
      case four("ANIM"):
      case four("ICCP"):
        return true;
      case four("EXIF"):
        exif(chunk);
        return true;
      default:
        if (!is_bitstream(chunk.type)) plan_.drop(chunk.at, chunk.end - chunk.at);
        return true;
    }
  }

  void exif(const Chunk& chunk) {
    // Some writers put JPEG's prefix before it.
    const bool prefix = window_.look(chunk.at + 8, 6) == std::string_view("Exif\0\0", 6);
    const int orientation =
        exif_orientation(window_, chunk.at + (prefix ? 14 : 8), chunk.at + 8 + chunk.size);
    const int64_t whole = chunk.end - chunk.at;
    if (orientation == 1 || turned_ || !exif_said_) return plan_.drop(chunk.at, whole);
    turned_ = true;
    const std::string tiff = minimal_exif(orientation);
    std::string kept = "EXIF" + little_bytes(static_cast<uint32_t>(tiff.size())) + tiff;
    if (static_cast<int64_t>(kept.size()) != whole || window_.look(chunk.at, kept.size()) != kept) {
      plan_.replace(chunk.at, whole, std::move(kept));
    }
  }

  ByteWindow& window_;
  CleaningPlan& plan_;
  bool extended_ = false;
  bool exif_said_ = false;  // else no reader looks for it
  bool turned_ = false;
};

}  // namespace

bool plan_webp(ByteWindow& window, CleaningPlan& plan) {
  return WebpPlanner(window, plan).run();
}

bool plan_wav(ByteWindow& window, CleaningPlan& plan) {
  // RF64 says elsewhere how large its data are.
  if (!window.look(0, 4).starts_with("RIFF")) return false;
  bool data = false;
  for (int64_t at = 12; at < window.size();) {
    const std::string_view head = window.look(at, 16);
    const uint32_t type = big(head, 0, 4);
    const int64_t size = little(head, 4, 4);
    const int64_t there = window.size() - at - 8;
    if (head.size() < 8 || size > there) {
      // A recording that was cut off has its data at the end; else it is no chunk.
      if (type == four("data") && head.size() >= 8) return true;
      plan.drop(at, window.size() - at);
      break;
    }
    if (type == four("LIST") && big(head, 8, 4) == four("wavl")) return false;
    data = data || type == four("data");
    if (type != four("fmt ") && type != four("fact") && type != four("data")) {
      plan.overwrite(window, at, 4, "JUNK", '\0');
      plan.zero(window, at + 8, size);
    }
    at += 8 + size + (size & 1);
  }
  return data;
}

}  // namespace ix
