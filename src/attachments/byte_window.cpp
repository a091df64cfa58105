// SPDX-License-Identifier: Apache-2.0
#include "attachments/byte_window.h"

#include <algorithm>

namespace ix {

ByteWindow::ByteWindow(FileReader& file, int64_t looks)
    : file_(file), size_(std::max<int64_t>(file.size(), 0)), looks_(looks) {}

std::string_view ByteWindow::look(int64_t at, size_t size) {
  if (looks_ <= 0 || at < 0 || at >= size_ || !status_.ok()) return {};
  --looks_;
  size = static_cast<size_t>(
      std::min<int64_t>(static_cast<int64_t>(std::min(size, block)), size_ - at));
  if (at < held_at_ || at - held_at_ + static_cast<int64_t>(size) > static_cast<int64_t>(held_)) {
    const size_t wanted = static_cast<size_t>(std::min<int64_t>(block, size_ - at));
    held_ = 0;
    auto got = file_.read_at(at, bytes_, wanted);
    if (!got.ok()) {
      status_ = std::move(got.error());
      return {};
    }
    if (*got < wanted) {
      status_ = Error(ErrorCode::FILE_CHANGED);
      return {};
    }
    held_at_ = at;
    held_ = wanted;
  }
  return {bytes_ + (at - held_at_), size};
}

uint32_t big(std::string_view bytes, size_t at, size_t size) {
  if (at > bytes.size() || size > bytes.size() - at) return 0;
  uint32_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

uint32_t little(std::string_view bytes, size_t at, size_t size) {
  if (at > bytes.size() || size > bytes.size() - at) return 0;
  uint32_t value = 0;
  for (size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

uint64_t big64(std::string_view bytes, size_t at) {
  if (at > bytes.size() || bytes.size() - at < 8) return 0;
  return uint64_t{big(bytes, at, 4)} << 32 | big(bytes, at + 4, 4);
}

}  // namespace ix
