// SPDX-License-Identifier: Apache-2.0
// What the layer makes of files, for tests that hold it against other programs:
//   ix_file_tool samples FOLDER    writes one file of each kind
//   ix_file_tool type FILE...      one line a file: its MIME type
//   ix_file_tool info FILE...      one line a file: width, height, orientation, milliseconds
//   ix_file_tool clean FILE OUT    prints "cleaned" (into OUT), "nothing" or "cannot"
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "attachments/cleaning.h"
#include "attachments/documents.h"
#include "attachments/file_type.h"
#include "attachments/media_info.h"
#include "base/file_system.h"

using namespace ix;

namespace {

int write_samples(const std::string& folder) {
  for (const test::Sample& sample : test::samples()) {
    std::ofstream(folder + "/" + sample.name, std::ios::binary) << sample.bytes;
  }
  return 0;
}

int failed(const Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  return 1;
}

int print(const std::string& path, bool info) {
  auto file = SystemFileSystem().open_to_read(path);
  if (!file.ok()) return failed(file.error());
  const auto type = file_type_of(**file);
  if (!type.ok()) return failed(type.error());
  const auto media = media_info_of(**file, type->format);
  if (!media.ok()) return failed(media.error());
  if (info) {
    std::printf("%d %d %d %lld\n", media->width, media->height, media->orientation,
                static_cast<long long>(media->duration_ms));
  } else {
    std::puts(type->mime);
  }
  return 0;
}

int clean_file(const std::string& path, const std::string& target) {
  SystemFileSystem files;
  auto file = files.open_to_read(path);
  if (!file.ok()) return failed(file.error());
  const auto type = file_type_of(**file);
  if (!type.ok()) return failed(type.error());
  auto out = files.create_private(target);
  if (!out.ok()) return failed(out.error());
  const auto result = clean(**file, type->format, **out, Cancelled());
  if (!result.ok()) return failed(result.error());
  if (*result == Cleaning::cleaned) {
    const auto done = (*out)->commit();
    if (!done.ok()) return failed(done.error());
  }
  std::puts(*result == Cleaning::cleaned            ? "cleaned"
            : *result == Cleaning::nothing_to_clean ? "nothing"
                                                    : "cannot");
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string_view command = count > 1 ? words[1] : "";
  if (command == "samples" && count == 3) return write_samples(words[2]);
  if (command == "clean" && count == 4) return clean_file(words[2], words[3]);
  if (command == "type" || command == "info") {
    int code = 0;
    for (int i = 2; i < count; ++i) code |= print(words[i], command == "info");
    return code;
  }
  std::fputs("usage: ix_file_tool samples FOLDER | type FILE... | info FILE... | clean FILE OUT\n",
             stderr);
  return 2;
}
