// SPDX-License-Identifier: Apache-2.0
// The fuzzer's bytes as a file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "attachments/memory_file.h"

namespace ix::fuzz {

inline test::MemoryFile file_of(const uint8_t* data, size_t size) {
  std::string bytes;
  bytes.reserve(size);
  for (size_t i = 0; i < size; ++i) bytes += static_cast<char>(data[i]);
  return test::MemoryFile(std::move(bytes));
}

// What holds for every file.
inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace ix::fuzz
