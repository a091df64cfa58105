// SPDX-License-Identifier: Apache-2.0
// What the layer makes of files, for tests that hold it against other programs:
//   ix_file_tool samples FOLDER    writes one file of each kind
//   ix_file_tool type FILE...      one line a file: its MIME type
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "attachments/documents.h"
#include "attachments/file_type.h"
#include "base/file_system.h"

using namespace ix;

namespace {

int write_samples(const std::string& folder) {
  for (const test::Sample& sample : test::samples()) {
    std::ofstream(folder + "/" + sample.name, std::ios::binary) << sample.bytes;
  }
  return 0;
}

int print_type(const std::string& path) {
  auto file = SystemFileSystem().open_to_read(path);
  if (!file.ok()) return std::fprintf(stderr, "%s\n", file.error().message.c_str()), 1;
  const auto type = file_type_of(**file);
  if (!type.ok()) return std::fprintf(stderr, "%s\n", type.error().message.c_str()), 1;
  std::puts(type->mime);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string_view command = count > 1 ? words[1] : "";
  if (command == "samples" && count == 3) return write_samples(words[2]);
  if (command == "type") {
    int failed = 0;
    for (int i = 2; i < count; ++i) failed |= print_type(words[i]);
    return failed;
  }
  std::fputs("usage: ix_file_tool samples FOLDER | type FILE...\n", stderr);
  return 2;
}
