// SPDX-License-Identifier: Apache-2.0
// Opens a damaged database for reading, as far as that goes.
#pragma once

#include <memory>
#include <string>

#include "base/file_system.h"
#include "cache/sqlite.h"

namespace ix::cache {

// The file as it is, with its log, and never written to. Where not even its tables can be found, a
// copy is read whose first page is made anew: it is the one that says where the tables begin, and
// this library's always begin at the same pages, because they are made in the same order and none
// was ever dropped. `fresh` has the schema. The copy goes with the object.
class DamagedFile {
 public:
  static Result<std::unique_ptr<DamagedFile>> open(const std::string& path, const std::string& vfs,
                                                   FileSystem& files, Connection& fresh);
  ~DamagedFile();
  Connection& connection() { return *connection_; }

 private:
  DamagedFile(std::string copy, FileSystem& files) : copy_(std::move(copy)), files_(files) {}
  Status make_copy(const std::string& path, const std::string& vfs, Connection& fresh);
  void remove_copy();

  const std::string copy_;
  FileSystem& files_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace ix::cache
