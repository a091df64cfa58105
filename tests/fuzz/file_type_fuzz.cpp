// SPDX-License-Identifier: Apache-2.0
#include "attachments/file_type.h"

#include "fuzz/bytes_file.h"

using namespace ix;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::MemoryFile file = fuzz::file_of(data, size);
  const auto type = file_type_of(file);
  fuzz::must(type.ok(), "a file that can be read has a type");
  fuzz::must(file_type(type->format).mime == type->mime, "the type is that of its format");
  fuzz::must(file.reads <= 8192, "a bounded number of reads");
  return 0;
}
