// SPDX-License-Identifier: Apache-2.0
#include "simulation/sim_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace ix::simulation {
namespace {

namespace fs = std::filesystem;

Error dead() {
  return Error(ErrorCode::STORE_IO, "the simulated process has died");
}

}  // namespace

Status SimFileSystem::admit_write() {
  if (!vfs_.admit()) return dead();
  if (vfs_.disk_full()) return Error(ErrorCode::STORE_FULL, "the simulated disk is full");
  return {};
}

// A process that dies in the middle leaves what it had begun.
class SimFileSystem::Made final : public NewFile {
 public:
  Made(SimFileSystem& files, std::string path)
      : files_(files), path_(std::move(path)), out_(path_ + ".new", std::ios::binary) {}
  ~Made() override {
    if (committed_ || files_.vfs_.frozen()) return;
    out_.close();
    fs::remove(path_ + ".new");
  }
  Status write(std::string_view bytes) override {
    IX_CHECK(files_.admit_write());
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return {};
  }
  Status commit() override {
    if (!files_.vfs_.admit()) return dead();
    out_.close();
    fs::rename(path_ + ".new", path_);
    committed_ = true;
    return {};
  }

 private:
  SimFileSystem& files_;
  const std::string path_;
  std::ofstream out_;
  bool committed_ = false;
};

class SimFileSystem::Growing final : public GrowingFile {
 public:
  Growing(SimFileSystem& files, std::string path, std::unique_ptr<GrowingFile> real)
      : files_(files), path_(std::move(path)), real_(std::move(real)) {}
  int64_t size() const override { return real_->size(); }
  Status append(std::string_view bytes) override {
    IX_CHECK(files_.admit_write());
    files_.synced_.try_emplace(path_, size());
    return real_->append(bytes);
  }
  Status cut(int64_t size) override {
    if (!files_.vfs_.admit()) return dead();
    const auto found = files_.synced_.find(path_);
    if (found != files_.synced_.end()) found->second = std::min(found->second, size);
    return real_->cut(size);
  }
  Status sync() override {
    if (!files_.vfs_.admit()) return dead();
    files_.synced_.erase(path_);
    return {};
  }

 private:
  SimFileSystem& files_;
  const std::string path_;
  std::unique_ptr<GrowingFile> real_;
};

void SimFileSystem::lose_power(Random& survivors) {
  for (const auto& [path, synced] : synced_) {
    std::error_code gone;
    const auto size = static_cast<int64_t>(fs::file_size(path, gone));
    if (gone || size <= synced) continue;
    const auto kept = survivors.below(static_cast<uint64_t>(size - synced) + 1);
    fs::resize_file(path, static_cast<uintmax_t>(synced) + kept, gone);
  }
  synced_.clear();
}

Status SimFileSystem::make_private_folder(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.make_private_folder(path);
}
Result<std::unique_ptr<FileLock>> SimFileSystem::lock(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.lock(path);
}
Status SimFileSystem::write_private(const std::string& path, const Secret& content) {
  // A death before the file is written, and (as the next operation) one after it.
  if (!vfs_.admit()) return dead();
  return real_.write_private(path, content);
}
Result<std::unique_ptr<NewFile>> SimFileSystem::create_private(const std::string& path) {
  IX_CHECK(admit_write());
  return std::unique_ptr<NewFile>(std::make_unique<Made>(*this, path));
}
Result<std::unique_ptr<FileReader>> SimFileSystem::open_to_read(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.open_to_read(path);
}
Result<std::unique_ptr<GrowingFile>> SimFileSystem::open_growing(const std::string& path) {
  if (!vfs_.admit()) return dead();
  IX_TRY(auto real, real_.open_growing(path));
  return std::unique_ptr<GrowingFile>(std::make_unique<Growing>(*this, path, std::move(real)));
}
Result<std::optional<Secret>> SimFileSystem::read_private(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.read_private(path);
}
Status SimFileSystem::remove(const std::string& path) {
  if (!vfs_.admit()) return dead();
  synced_.erase(path);
  return real_.remove(path);
}
Status SimFileSystem::rename(const std::string& from, const std::string& to) {
  if (!vfs_.admit()) return dead();
  synced_.erase(to);
  if (const auto moved = synced_.extract(from)) synced_[to] = moved.mapped();
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) return Error(ErrorCode::STORE_IO, "renaming failed");
  return {};
}
Result<std::optional<int64_t>> SimFileSystem::size(const std::string& path) {
  if (vfs_.frozen()) return dead();
  return real_.size(path);
}
Result<std::vector<std::string>> SimFileSystem::list(const std::string& folder) {
  if (vfs_.frozen()) return dead();
  return real_.list(folder);
}

}  // namespace ix::simulation
