// SPDX-License-Identifier: Apache-2.0
// Files in memory, for what reads from a FileReader and writes to a NewFile.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "base/file_system.h"

namespace ix::test {

class MemoryFile final : public FileReader {
 public:
  explicit MemoryFile(std::string bytes) : MemoryFile(std::move(bytes), -1) {}
  // One that said another size when it was opened.
  MemoryFile(std::string bytes, int64_t size)
      : bytes_(std::move(bytes)), size_(size < 0 ? static_cast<int64_t>(bytes_.size()) : size) {}

  int64_t size() const override { return size_; }
  Millis modified_ms() const override { return 0; }
  Result<size_t> read_at(int64_t offset, char* into, size_t size) override {
    ++reads;
    if (fails) return Error(ErrorCode::STORE_IO, "the test lets reading fail");
    if (offset < 0) return Error(ErrorCode::INTERNAL, "a negative place was read");
    largest = std::max(largest, size);
    if (offset >= static_cast<int64_t>(bytes_.size())) return size_t{0};
    const size_t got = std::min(size, bytes_.size() - static_cast<size_t>(offset));
    std::memcpy(into, bytes_.data() + offset, got);
    bytes_read += got;
    return got;
  }

  int reads = 0;
  size_t largest = 0;  // that was asked for at once
  size_t bytes_read = 0;
  bool fails = false;

 private:
  std::string bytes_;
  int64_t size_;
};

class MemoryNewFile final : public NewFile {
 public:
  Status write(std::string_view more) override {
    if (bytes.size() + more.size() > room) {
      return Error(ErrorCode::STORE_FULL, "the test has a full disk");
    }
    bytes += more;
    return {};
  }
  Status commit() override {
    committed = true;
    return {};
  }

  std::string bytes;
  size_t room = SIZE_MAX;
  bool committed = false;
};

}  // namespace ix::test
