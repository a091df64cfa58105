// SPDX-License-Identifier: Apache-2.0
// One file for a decoder, whatever is in it.
#pragma once

#include <cstdlib>
#include <string>

#include "attachments/codecs.h"
#include "attachments/memory_file.h"

namespace ix::fuzz {

using Decoder = Result<Image> (*)(FileReader& file, int32_t edge, const Cancelled& cancelled);

// What comes back is a picture of the size it says, no larger than was wanted, or an error that is
// meant for files. A header that asks for 100 megapixels is cancelled before it takes all the time.
inline void decoded(Decoder decoder, const uint8_t* data, size_t size) {
  if (size == 0) return;
  const int32_t edge = data[size - 1] % 4 == 0 ? 0 : 1 + data[size - 1];
  test::MemoryFile file(std::string(reinterpret_cast<const char*>(data), size));
  int left = 3000;
  const auto image = decoder(file, edge, [&left] { return left-- <= 0; });
  if (!image) {
    const ErrorCode code = image.error().code;
    if (code != ErrorCode::FILE_DAMAGED && code != ErrorCode::FILE_TOO_LARGE &&
        code != ErrorCode::CANCELLED) {
      std::abort();
    }
    return;
  }
  const bool fits = edge == 0 || (image->width <= edge && image->height <= edge);
  const auto pixels = static_cast<size_t>(image->width) * static_cast<size_t>(image->height);
  if (!fits || pixels == 0 || image->pixels.size() != pixels * kBytesAPixel) std::abort();
}

}  // namespace ix::fuzz
