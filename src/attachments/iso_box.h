// SPDX-License-Identifier: Apache-2.0
// Boxes of ISO base media files (ISO/IEC 14496-12, 4.2) and of QuickTime movies.
#pragma once

#include <cstdint>

#include "attachments/byte_window.h"

namespace ix {

struct IsoBox {
  uint32_t type = 0;
  int64_t at = 0;      // of its header
  int64_t inside = 0;  // where the content begins
  int64_t end = 0;

  int64_t content() const { return end - inside; }
};

// Up to `size` bytes of its content, `offset` bytes into it. What lies behind the box is no part of
// it, whatever counts within it say.
std::string_view content_of(ByteWindow& window, const IsoBox& box, size_t size, int64_t offset = 0);
// The box at `at`, which must lie within `end` whole. False at the end and where none is.
bool read_box(ByteWindow& window, int64_t at, int64_t end, IsoBox& box);
// The first child of that type.
bool find_box(ByteWindow& window, int64_t at, int64_t end, uint32_t type, IsoBox& box);
// Where the children of a `meta` box begin: QuickTime's has no version and flags before them.
int64_t inside_meta(ByteWindow& window, const IsoBox& meta);
// What the `hdlr` among these children says that they are ("pict"); 0: none found.
uint32_t handler_in(ByteWindow& window, int64_t at, int64_t end);
// The handler of a track ("vide", "soun"); 0: none found.
uint32_t handler_of(ByteWindow& window, const IsoBox& trak);

}  // namespace ix
