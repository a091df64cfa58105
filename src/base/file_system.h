// SPDX-License-Identifier: Apache-2.0
// The few file operations outside SQLite, as a dependency: faults are injected here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace ix {

// Held while it lives; another process cannot have it meanwhile. Ends with the process.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

// A file in the making, of mode 0600. It stands under its name once commit() has succeeded, and
// replaces what stood there; without that it is gone. One thread.
class NewFile {
 public:
  virtual ~NewFile() = default;
  virtual Status write(std::string_view bytes) = 0;
  virtual Status commit() = 0;
};

// An open file, whose bytes are asked for by place. Any thread, one at a time.
class FileReader {
 public:
  virtual ~FileReader() = default;
  virtual int64_t size() const = 0;        // when it was opened
  virtual Millis modified_ms() const = 0;  // wall time; the same
  // The bytes put into `into`: fewer than `size` at the end of the file only.
  virtual Result<size_t> read_at(int64_t offset, char* into, size_t size) = 0;
};

// A file that is written over several runs, such as a download; of mode 0600. Any thread, one at a
// time.
class GrowingFile {
 public:
  virtual ~GrowingFile() = default;
  virtual int64_t size() const = 0;
  virtual Status append(std::string_view bytes) = 0;
  virtual Status cut(int64_t size) = 0;  // what lies beyond goes
  virtual Status sync() = 0;             // durable
};

// Thread-safe. Errors: STORE_NOT_WRITABLE, STORE_FULL, STORE_IO, STORE_IN_USE.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Makes the folder and its parents, mode 0700; an existing folder must be writable.
  virtual Status make_private_folder(const std::string& path) = 0;
  // STORE_IN_USE names the pid of the holder.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;
  // All or nothing: temporary file of mode 0600, fsync, rename, fsync of the folder.
  virtual Status write_private(const std::string& path, const Secret& content) = 0;
  // Written step by step, beside the name it is to have: for what does not fit into memory.
  virtual Result<std::unique_ptr<NewFile>> create_private(const std::string& path) = 0;
  // Only a file: FILE_UNREADABLE for whatever is not there, cannot be read, or is a folder, a pipe
  // or a device.
  virtual Result<std::unique_ptr<FileReader>> open_to_read(const std::string& path) = 0;
  // Made when it is not there.
  virtual Result<std::unique_ptr<GrowingFile>> open_growing(const std::string& path) = 0;
  // nullopt when there is no such file.
  virtual Result<std::optional<Secret>> read_private(const std::string& path) = 0;
  // A missing file is no error.
  virtual Status remove(const std::string& path) = 0;
  // Within one folder, and durable when it returns. Replaces what has the new name.
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  // In bytes; nullopt when there is no such file.
  virtual Result<std::optional<int64_t>> size(const std::string& path) = 0;
  // Names of what is in a folder, sorted; without "." and "..".
  virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;
};

// POSIX.
class SystemFileSystem final : public FileSystem {
 public:
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
};

}  // namespace ix
