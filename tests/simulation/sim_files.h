// SPDX-License-Identifier: Apache-2.0
// The files beside the database: what a death, a loss of power and a full disk do to them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/random.h"
#include "support/fault_vfs.h"

namespace ix::simulation {

// The machine's file system, as far as the dying process can still reach it. A file that is removed
// is gone at once and for good: the worst that a disk does. What was appended to a file and not
// synced may be gone after a loss of power, from some byte on. Nothing of the real disk is synced.
class SimFileSystem final : public FileSystem {
 public:
  explicit SimFileSystem(testing::FaultVfs& vfs) : vfs_(vfs) {}
  void lose_power(Random& survivors);

  Status make_private_folder(const std::string& path) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  Status write_private(const std::string& path, const Secret& content) override;
  Result<std::unique_ptr<NewFile>> create_private(const std::string& path) override;
  Result<std::unique_ptr<FileReader>> open_to_read(const std::string& path) override;
  Result<std::unique_ptr<GrowingFile>> open_growing(const std::string& path) override;
  Result<std::optional<Secret>> read_private(const std::string& path) override;
  Status remove(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Result<std::optional<int64_t>> size(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& folder) override;

 private:
  class Made;
  class Growing;
  // Whether a write comes through.
  Status admit_write();

  testing::FaultVfs& vfs_;
  SystemFileSystem real_;
  std::map<std::string, int64_t> synced_;  // path -> bytes that a loss of power leaves
};

}  // namespace ix::simulation
