// SPDX-License-Identifier: Apache-2.0
#include "attachments/thumbnail.h"

#include <algorithm>

namespace ix {

Result<std::optional<Thumbnail>> make_thumbnail(FileReader& file, FileFormat format, ImageSize size,
                                                int orientation, const ThumbnailOptions& options,
                                                const Cancelled& cancelled) {
  const bool known = size.width > 0 && size.height > 0;
  if (known && std::max(size.width, size.height) <= options.edge &&
      file.size() <= options.whole_bytes && can_decode(format)) {
    return std::optional<Thumbnail>();
  }
  IX_TRY(const Image image, decode_image(file, format, options.edge, orientation, cancelled));
  IX_TRY(std::string jpeg, encode_jpeg(image, options.quality));
  return std::optional<Thumbnail>({std::move(jpeg), {image.width, image.height}});
}

}  // namespace ix
