// SPDX-License-Identifier: Apache-2.0
// The folder of files: those that leave, those that came, and those that are on their way.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"

namespace ix {

// Rows name a file by its place: "out/..." (picked or prepared here), "files/..." (came),
// "part/..." (not whole yet). Thread-safe. Outlived by the file system.
class MediaFolder {
 public:
  MediaFolder(FileSystem& files, std::string path) : files_(files), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string path_of(std::string_view place) const { return path_ + "/" + std::string(place); }
  // Makes the folders, once they are needed. Errors: those of the file system.
  Status make();

  // A private copy of what `source` gives until it gives nothing more; durable. Its size.
  // FILE_EMPTY: it gave nothing. Nothing is left of a copy that failed.
  using Source = std::function<Result<size_t>(char* into, size_t size)>;
  Result<int64_t> copy_in(const std::string& place, const Source& source);
  Status remove(std::string_view place) { return files_.remove(path_of(place)); }
  // Every place there is a file in, those included that are being written.
  Result<std::vector<std::string>> places();

 private:
  FileSystem& files_;
  const std::string path_;
};

// Reads a descriptor of the host's from where it stands. FILE_UNREADABLE: a folder, or not open for
// reading.
MediaFolder::Source descriptor_source(int fd);
// A reader's bytes from the beginning. It outlives the source.
MediaFolder::Source reader_source(FileReader& reader);

}  // namespace ix
