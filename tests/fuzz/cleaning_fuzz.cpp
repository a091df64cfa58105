// SPDX-License-Identifier: Apache-2.0
#include "attachments/cleaning.h"

#include "attachments/media_info.h"
#include "fuzz/bytes_file.h"

using namespace ix;

namespace {

Cleaning cleaning_of(FileReader& file, FileFormat format, std::string& bytes) {
  test::MemoryNewFile out;
  const auto result = clean(file, format, out, Cancelled());
  fuzz::must(result.ok(), "a file that can be read has an answer");
  fuzz::must(*result == Cleaning::cleaned || out.bytes.empty(), "nothing is written in vain");
  bytes = std::move(out.bytes);
  return *result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  test::MemoryFile file = fuzz::file_of(data, size);
  const FileFormat format = file_type_of(file).take().format;
  std::string bytes;
  if (cleaning_of(file, format, bytes) != Cleaning::cleaned) return 0;
  fuzz::must(bytes.size() <= size + 64, "it does not grow but by an orientation");
  test::MemoryFile cleaned(bytes);
  fuzz::must(file_type_of(cleaned).take().format == format, "it is of the same format");
  fuzz::must(media_info_of(cleaned, format).take() == media_info_of(file, format).take(),
             "it is as large and as long, and turned alike");
  std::string again;
  fuzz::must(cleaning_of(cleaned, format, again) == Cleaning::nothing_to_clean,
             "cleaned twice is cleaned once");
  return 0;
}
