// SPDX-License-Identifier: Apache-2.0
#include "attachments/media_info.h"

#include "fuzz/bytes_file.h"

using namespace ix;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::MemoryFile file = fuzz::file_of(data, size);
  const auto type = file_type_of(file);
  fuzz::must(type.ok(), "a file that can be read has a type");
  file.reads = 0;
  const auto info = media_info_of(file, type->format);
  fuzz::must(info.ok(), "what it does not say is 0");
  fuzz::must(file.reads <= 8192, "a bounded number of reads");
  fuzz::must((info->width > 0) == (info->height > 0) && info->width >= 0, "both sizes or none");
  fuzz::must(info->orientation >= 1 && info->orientation <= 8, "an orientation of Exif");
  fuzz::must(info->duration_ms >= 0 && info->duration_ms <= Millis{367} * 24 * 3600 * 1000,
             "a duration of at most a year");
  return 0;
}
