// SPDX-License-Identifier: Apache-2.0
#include "attachments/iso_box.h"

namespace ix {

std::string_view content_of(ByteWindow& window, const IsoBox& box, size_t size, int64_t offset) {
  return window.look_before(box.end, box.inside + offset, size);
}

bool read_box(ByteWindow& window, int64_t at, int64_t end, IsoBox& box) {
  if (at < 0 || end > window.size() || end - at < 8) return false;
  const std::string_view head = window.look(at, 16);
  if (head.size() < 8) return false;
  uint64_t size = big(head, 0, 4);
  int64_t header = 8;
  if (size == 1) {
    if (head.size() < 16) return false;
    size = big64(head, 8);
    header = 16;
  } else if (size == 0) {  // to the end
    size = static_cast<uint64_t>(end - at);
  }
  if (size < static_cast<uint64_t>(header) || size > static_cast<uint64_t>(end - at)) return false;
  box = {big(head, 4, 4), at, at + header, at + static_cast<int64_t>(size)};
  return true;
}

bool find_box(ByteWindow& window, int64_t at, int64_t end, uint32_t type, IsoBox& box) {
  for (; read_box(window, at, end, box); at = box.end) {
    if (box.type == type) return true;
  }
  return false;
}

int64_t inside_meta(ByteWindow& window, const IsoBox& meta) {
  IsoBox child;
  const bool quicktime =
      read_box(window, meta.inside, meta.end, child) && child.type == four("hdlr");
  return quicktime ? meta.inside : meta.inside + 4;
}

uint32_t handler_in(ByteWindow& window, int64_t at, int64_t end) {
  IsoBox hdlr;
  if (!find_box(window, at, end, four("hdlr"), hdlr)) return 0;
  // Version and flags, then 4 bytes that were QuickTime's component type.
  return big(content_of(window, hdlr, 12), 8, 4);
}

uint32_t handler_of(ByteWindow& window, const IsoBox& trak) {
  IsoBox mdia;
  if (!find_box(window, trak.inside, trak.end, four("mdia"), mdia)) return 0;
  return handler_in(window, mdia.inside, mdia.end);
}

}  // namespace ix
