// SPDX-License-Identifier: Apache-2.0
// The bytes of a download on their way to the disk, hashed behind the back of whoever brings them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "attachments/file_type.h"
#include "attachments/sha256.h"
#include "base/file_system.h"
#include "base/worker.h"

namespace ix {

// What a finished download turned out to be.
struct DownloadedFile {
  std::string sha256;
  int64_t bytes = 0;
  FileType type;
};

// One thread brings the bytes; the worker reads them again from the file, which still lies in the
// system's memory, so that hashing never holds the network. Kept alive by the worker's tasks; files
// and worker outlive it. What was written stays when it goes: a later one goes on from there.
class DownloadFile : public std::enable_shared_from_this<DownloadFile> {
 public:
  static Result<std::shared_ptr<DownloadFile>> open(FileSystem& files, Worker& worker,
                                                    const std::string& path);
  DownloadFile(const DownloadFile&) = delete;
  DownloadFile& operator=(const DownloadFile&) = delete;

  int64_t size() const { return file_->size(); }
  // Begins again; only before the first append().
  Status restart() { return file_->cut(0); }
  Status append(std::string_view bytes);
  // No more is to come: `done` is called on the worker, with everything durable.
  void finish(std::function<void(Result<DownloadedFile>)> done);
  // Nobody wants to know any more.
  void abandon() { abandoned_ = true; }

 private:
  DownloadFile(FileSystem& files, Worker& worker, std::string path,
               std::unique_ptr<GrowingFile> file)
      : files_(files), worker_(worker), path_(std::move(path)), file_(std::move(file)) {}
  // On the worker: what has been written so far.
  Status hash_more();
  Result<DownloadedFile> conclude();

  FileSystem& files_;
  Worker& worker_;
  const std::string path_;
  std::unique_ptr<GrowingFile> file_;
  int64_t announced_ = 0;  // up to where the worker was sent
  std::atomic<int64_t> written_ = 0;
  std::atomic<bool> abandoned_ = false;

  // The worker's own.
  std::unique_ptr<FileReader> reader_;
  Sha256 hash_;
  int64_t hashed_ = 0;
};

}  // namespace ix
