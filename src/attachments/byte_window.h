// SPDX-License-Identifier: Apache-2.0
// Headers of hostile files are read through this: never beyond the end, never without a bound.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/file_system.h"

namespace ix {

// A file, seen through one block at a time. What is not there reads as nothing, so that a parser
// need not check each step; a failed read stands in status(). Does not own the file. One thread.
class ByteWindow {
 public:
  static constexpr size_t block = 4096;       // the most that one look shows
  static constexpr int64_t few_looks = 8192;  // enough for the headers of any usual file

  // After `looks` everything reads as nothing: the bound on what one file may cost.
  explicit ByteWindow(FileReader& file, int64_t looks = few_looks);

  int64_t size() const { return size_; }
  // Up to `size` bytes from `at`: fewer at the end, none outside. Valid until the next look.
  std::string_view look(int64_t at, size_t size);
  // The same, without what lies at `end` or behind it.
  std::string_view look_before(int64_t end, int64_t at, size_t size) {
    return at < end ? look(at, std::min(size, static_cast<size_t>(end - at))) : std::string_view();
  }
  // Whether all `size` bytes lie within the file.
  bool has(int64_t at, int64_t size) const {
    return at >= 0 && size >= 0 && at <= size_ && size <= size_ - at;
  }
  bool exhausted() const { return looks_ <= 0; }
  // The first failure of reading; a file that became shorter is FILE_CHANGED.
  const Status& status() const { return status_; }

 private:
  FileReader& file_;
  const int64_t size_;
  int64_t looks_;
  int64_t held_at_ = 0;
  size_t held_ = 0;
  Status status_;
  char bytes_[block];
};

// Numbers within what a look showed; 0 where they do not lie within it whole.
uint32_t big(std::string_view bytes, size_t at, size_t size);  // up to 4 bytes
uint32_t little(std::string_view bytes, size_t at, size_t size);
uint64_t big64(std::string_view bytes, size_t at);

// What follows `at`; nothing where that lies outside.
inline std::string_view from(std::string_view bytes, size_t at) {
  return bytes.substr(at < bytes.size() ? at : bytes.size());
}

// Four characters as a number: the name of a box, a chunk or a brand.
constexpr uint32_t four(const char (&name)[5]) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(name[i]);
  return value;
}

}  // namespace ix
