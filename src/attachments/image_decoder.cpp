// SPDX-License-Identifier: Apache-2.0
#include "attachments/image_decoder.h"

#include <utility>

#include "attachments/colour_profile.h"

namespace ix {
namespace {

Result<Image> decode(FileReader& file, FileFormat format, int32_t edge,
                     const Cancelled& cancelled) {
  switch (format) {
    case FileFormat::jpeg:
      return decode_jpeg(file, edge, cancelled);
    case FileFormat::png:
      return decode_png(file, edge, cancelled);
    case FileFormat::webp:
      return decode_webp(file, edge, cancelled);
    default:
      return Error(ErrorCode::NOT_SUPPORTED,
                   "only JPEG, PNG and WebP can be shown here: supply the thumbnail");
  }
}

}  // namespace

bool can_decode(FileFormat format) {
  return has_codecs() &&
         (format == FileFormat::jpeg || format == FileFormat::png || format == FileFormat::webp);
}

Result<Image> decode_image(FileReader& file, FileFormat format, int32_t edge, int orientation,
                           const Cancelled& cancelled) {
  IX_TRY(Image image, decode(file, format, edge, cancelled));
  image.profile = colour_profile(file, format);
  return oriented(std::move(image), orientation);
}

}  // namespace ix
