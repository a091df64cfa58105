// SPDX-License-Identifier: Apache-2.0
#include "attachments/codecs/source.h"

#include <algorithm>
#include <string>

namespace ix::codecs {

size_t Source::read(unsigned char* into, size_t size) {
  if (stopped()) return 0;
  Result<size_t> got = file_.read_at(offset_, reinterpret_cast<char*>(into), size);
  if (!got) {
    error_ = std::move(got.error());
    return 0;
  }
  offset_ += int64_t(*got);
  return *got;
}

bool Source::stopped() {
  if (!error_ && cancelled_ && cancelled_()) error_.emplace(ErrorCode::CANCELLED);
  return error_.has_value();
}

Error Source::why(const char* format) {
  if (error_) return std::move(*error_);
  return Error(ErrorCode::FILE_DAMAGED,
               std::string("the ") + format + " cannot be shown: it is damaged or of a rare kind");
}

Status check_size(int64_t width, int64_t height) {
  if (width <= 0 || height <= 0) {
    return Error(ErrorCode::FILE_DAMAGED, "the picture has no size");
  }
  if (std::max(width, height) > kLongestSide || width * height > kMostPixels) {
    return Error(ErrorCode::FILE_TOO_LARGE,
                 "the picture is " + std::to_string(width) + " x " + std::to_string(height) +
                     ": at most 100 megapixels and 100000 a side can be shown");
  }
  return {};
}

Status check_memory(int64_t bytes) {
  if (bytes <= kDecoderMemory) return {};
  return Error(ErrorCode::FILE_TOO_LARGE,
               "the picture needs " + std::to_string(bytes >> 20) + " MB to be read, " +
                   std::to_string(kDecoderMemory >> 20) + " are allowed");
}

}  // namespace ix::codecs
