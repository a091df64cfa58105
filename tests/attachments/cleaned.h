// SPDX-License-Identifier: Apache-2.0
// What becomes of bytes that are cleaned, with what holds for every file checked on the way.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "attachments/cleaning.h"
#include "attachments/media_info.h"
#include "attachments/memory_file.h"

namespace ix::test {

struct Cleaned {
  Cleaning result = Cleaning::cannot_be_cleaned;
  std::string bytes;  // what would be sent
};

inline Cleaned clean_once(const std::string& bytes, FileFormat format) {
  MemoryFile file(bytes);
  MemoryNewFile out;
  auto result = clean(file, format, out, Cancelled());
  REQUIRE(result.ok());
  CHECK_FALSE(out.committed);
  if (*result != Cleaning::cleaned) {
    CHECK(out.bytes.empty());
    return {*result, bytes};
  }
  return {*result, out.bytes};
}

// Cleaned twice is cleaned once; the format, the size, the turn and the length stay.
inline Cleaned clean_bytes(const std::string& bytes) {
  MemoryFile file(bytes);
  const FileFormat format = file_type_of(file).take().format;
  Cleaned first = clean_once(bytes, format);
  if (first.result == Cleaning::cannot_be_cleaned) return first;
  const Cleaned second = clean_once(first.bytes, format);
  CHECK(second.result == Cleaning::nothing_to_clean);
  CHECK(second.bytes == first.bytes);
  MemoryFile cleaned(first.bytes);
  CHECK(file_type_of(cleaned).take().format == format);
  CHECK(media_info_of(cleaned, format).take() == media_info_of(file, format).take());
  return first;
}

}  // namespace ix::test
