// SPDX-License-Identifier: Apache-2.0
#include "attachments/media_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

namespace ix {
namespace {

constexpr const char* kFolders[] = {"out", "files", "part"};
constexpr size_t kCopyBlock = size_t{256} << 10;

}  // namespace

Status MediaFolder::make() {
  for (const char* name : kFolders) IX_CHECK(files_.make_private_folder(path_of(name)));
  return {};
}

Result<int64_t> MediaFolder::copy_in(const std::string& place, const Source& source) {
  IX_CHECK(make());
  IX_TRY(auto file, files_.create_private(path_of(place)));
  std::vector<char> block(kCopyBlock);
  int64_t size = 0;
  for (;;) {
    IX_TRY(const size_t got, source(block.data(), block.size()));
    if (got == 0) break;
    IX_CHECK(file->write({block.data(), got}));
    size += static_cast<int64_t>(got);
  }
  if (size == 0) return Error(ErrorCode::FILE_EMPTY, "there is nothing in the file: pick another");
  IX_CHECK(file->commit());
  return size;
}

Result<std::vector<std::string>> MediaFolder::places() {
  std::vector<std::string> out;
  for (const char* folder : kFolders) {
    IX_TRY(const auto exists, files_.size(path_of(folder)));
    if (!exists) continue;
    IX_TRY(const auto names, files_.list(path_of(folder)));
    for (const std::string& name : names) out.push_back(std::string(folder) + "/" + name);
  }
  return out;
}

MediaFolder::Source descriptor_source(int fd) {
  return [fd, looked = false](char* into, size_t size) mutable -> Result<size_t> {
    if (!looked) {
      struct stat info {};
      const int mode = ::fcntl(fd, F_GETFL);
      const bool readable = mode >= 0 && (mode & O_ACCMODE) != O_WRONLY;
      if (!readable || ::fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
        return Error(ErrorCode::FILE_UNREADABLE,
                     "the descriptor is no file that is open for reading");
      }
      looked = true;
    }
    for (;;) {
      const ssize_t n = ::read(fd, into, size);
      if (n >= 0) return static_cast<size_t>(n);
      if (errno == EINTR) continue;
      return Error(ErrorCode::FILE_UNREADABLE,
                   "reading the descriptor failed with error " + std::to_string(errno));
    }
  };
}

MediaFolder::Source reader_source(FileReader& reader) {
  return [&reader, at = int64_t{0}](char* into, size_t size) mutable -> Result<size_t> {
    IX_TRY(const size_t got, reader.read_at(at, into, size));
    at += static_cast<int64_t>(got);
    return got;
  };
}

}  // namespace ix
