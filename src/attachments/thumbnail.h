// SPDX-License-Identifier: Apache-2.0
// The small picture that a thread shows before anybody has asked for the large one.
#pragma once

#include <optional>
#include <string>

#include "attachments/image_decoder.h"

namespace ix {

struct ThumbnailOptions {
  int32_t edge = 800;  // the longest side, at most
  int quality = 75;    // of JPEG
  // A picture with no side longer than `edge` and no more bytes than these is its own thumbnail.
  int64_t whole_bytes = 100'000;
};

struct Thumbnail {
  std::string jpeg;  // upright, on white, without metadata but its colour profile
  ImageSize size;
};

// Whether a file of that size, with a picture of that size, is its own thumbnail.
bool is_its_own_thumbnail(int64_t bytes, ImageSize size, const ThumbnailOptions& options);

// Of a picture that has been decoded and is upright.
Result<Thumbnail> thumbnail_of(const Image& image, const ThumbnailOptions& options);

// nullopt: the picture is its own thumbnail. `size` is that of the picture; unknown when a side is
// 0. Errors: those of decode_image().
Result<std::optional<Thumbnail>> make_thumbnail(FileReader& file, FileFormat format, ImageSize size,
                                                int orientation, const ThumbnailOptions& options,
                                                const Cancelled& cancelled);

}  // namespace ix
