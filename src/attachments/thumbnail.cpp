// SPDX-License-Identifier: Apache-2.0
#include "attachments/thumbnail.h"

#include <algorithm>

namespace ix {

bool is_its_own_thumbnail(int64_t bytes, ImageSize size, const ThumbnailOptions& options) {
  return size.width > 0 && size.height > 0 && std::max(size.width, size.height) <= options.edge &&
         bytes <= options.whole_bytes;
}

Result<Thumbnail> thumbnail_of(const Image& image, const ThumbnailOptions& options) {
  const ImageSize size = fitted({image.width, image.height}, options.edge);
  IX_TRY(std::string jpeg, encode_jpeg(scaled(image, size), options.quality));
  return Thumbnail{std::move(jpeg), size};
}

Result<std::optional<Thumbnail>> make_thumbnail(FileReader& file, FileFormat format, ImageSize size,
                                                int orientation, const ThumbnailOptions& options,
                                                const Cancelled& cancelled) {
  if (can_decode(format) && is_its_own_thumbnail(file.size(), size, options)) {
    return std::optional<Thumbnail>();
  }
  IX_TRY(const Image image, decode_image(file, format, options.edge, orientation, cancelled));
  IX_TRY(Thumbnail thumbnail, thumbnail_of(image, options));
  return std::optional<Thumbnail>(std::move(thumbnail));
}

}  // namespace ix
