// SPDX-License-Identifier: Apache-2.0
// In place of codecs/ when the library is built without pictures: the host supplies thumbnails.
#include "attachments/codecs.h"

namespace ix {
namespace {

Error without_pictures() {
  return Error(ErrorCode::NOT_SUPPORTED,
               "the library is built without pictures (IX_WITH_IMAGES): supply the thumbnail");
}

}  // namespace

Result<Image> decode_jpeg(FileReader&, int32_t, const Cancelled&) {
  return without_pictures();
}

Result<Image> decode_png(FileReader&, int32_t, const Cancelled&) {
  return without_pictures();
}

Result<Image> decode_webp(FileReader&, int32_t, const Cancelled&) {
  return without_pictures();
}

Result<std::string> encode_jpeg(const Image&, int) {
  return without_pictures();
}

bool has_codecs() {
  return false;
}

}  // namespace ix
