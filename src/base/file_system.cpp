// SPDX-License-Identifier: Apache-2.0
#include "base/file_system.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace ix {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// `what` is the caller's description; the path is the host's own and may be named.
Error from_errno(int error, const std::string& what, const std::string& path) {
  const std::string text = what + " " + path;
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOTDIR:
    case EISDIR:
    case ENOENT:
    case EEXIST:
      return Error(ErrorCode::STORE_NOT_WRITABLE,
                   text + " is not allowed: choose a folder this user can write");
    case ENOSPC:
    case EDQUOT:
      return Error(ErrorCode::STORE_FULL, text + " failed: the disk is full");
    default:
      return Error(ErrorCode::STORE_IO, text + " failed with error " + std::to_string(error));
  }
}

Status write_all(int fd, std::string_view bytes, const std::string& path) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return from_errno(errno, "writing", path);
    done += static_cast<size_t>(n);
  }
  return {};
}

std::string parent_of(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status sync_folder(const std::string& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid() || ::fsync(fd.get()) != 0) return from_errno(errno, "syncing", folder);
  return {};
}

// flock() belongs to the open file: it ends with the process, also a killed one.
class PosixLock final : public FileLock {
 public:
  explicit PosixLock(int fd) : fd_(fd) {}

 private:
  Descriptor fd_;
};

class PosixNewFile final : public NewFile {
 public:
  PosixNewFile(int fd, std::string path, std::string temporary)
      : fd_(fd), path_(std::move(path)), temporary_(std::move(temporary)) {}
  ~PosixNewFile() override {
    if (!committed_) ::unlink(temporary_.c_str());
  }

  Status write(std::string_view bytes) override { return write_all(fd_.get(), bytes, path_); }
  Status commit() override {
    if (::fsync(fd_.get()) != 0) return from_errno(errno, "syncing", path_);
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
      return from_errno(errno, "replacing", path_);
    }
    committed_ = true;
    return sync_folder(parent_of(path_));
  }

 private:
  Descriptor fd_;
  std::string path_;
  std::string temporary_;
  bool committed_ = false;
};

class PosixFileReader final : public FileReader {
 public:
  PosixFileReader(int fd, int64_t size, Millis modified)
      : fd_(fd), size_(size), modified_(modified) {}
  int64_t size() const override { return size_; }
  Millis modified_ms() const override { return modified_; }
  Result<size_t> read_at(int64_t offset, char* into, size_t size) override {
    size_t done = 0;
    while (done < size) {
      const ssize_t n = ::pread(fd_.get(), into + done, size - done,
                                static_cast<off_t>(offset) + static_cast<off_t>(done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0)
        return Error(ErrorCode::STORE_IO, "reading failed with error " + std::to_string(errno));
      if (n == 0) break;
      done += static_cast<size_t>(n);
    }
    return done;
  }

 private:
  Descriptor fd_;
  const int64_t size_;
  const Millis modified_;
};

class PosixGrowingFile final : public GrowingFile {
 public:
  PosixGrowingFile(int fd, std::string path, int64_t size)
      : fd_(fd), path_(std::move(path)), size_(size) {}
  int64_t size() const override { return size_; }
  Status append(std::string_view bytes) override {
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t n =
          ::pwrite(fd_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(size_));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return from_errno(errno, "writing", path_);
      done += static_cast<size_t>(n);
      size_ += n;
    }
    return {};
  }
  Status cut(int64_t size) override {
    if (size >= size_) return {};
    if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) {
      return from_errno(errno, "cutting", path_);
    }
    size_ = size;
    return {};
  }
  Status sync() override {
    if (::fsync(fd_.get()) != 0) return from_errno(errno, "syncing", path_);
    return {};
  }

 private:
  Descriptor fd_;
  const std::string path_;
  int64_t size_;
};

Error unreadable(const std::string& path, const char* why) {
  return Error(ErrorCode::FILE_UNREADABLE, path + " " + why + ": pick a file that can be read");
}

}  // namespace

Status SystemFileSystem::make_private_folder(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    ::mkdir(path.substr(0, slash).c_str(), 0700);  // what matters is the last one, checked below
  }
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return from_errno(errno, "creating", path);
  }
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return from_errno(errno, "opening", path);
  if (!S_ISDIR(info.st_mode)) return from_errno(ENOTDIR, "creating", path);
  if (::access(path.c_str(), W_OK | X_OK) != 0) return from_errno(errno, "writing into", path);
  return {};
}

Result<std::unique_ptr<FileLock>> SystemFileSystem::lock(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return from_errno(errno, "opening", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return from_errno(errno, "locking", path);
    char text[32] = {};
    const ssize_t n = ::pread(fd.get(), text, sizeof text - 1, 0);
    const long pid = n > 0 ? std::strtol(text, nullptr, 10) : 0;
    return Error(ErrorCode::STORE_IN_USE, "the account folder is in use by process " +
                                              std::to_string(pid) +
                                              ": end it, or choose another folder");
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd.get(), 0) != 0) return from_errno(errno, "writing", path);
  IX_CHECK(write_all(fd.get(), pid, path));
  return std::unique_ptr<FileLock>(std::make_unique<PosixLock>(fd.release()));
}

Status SystemFileSystem::write_private(const std::string& path, const Secret& content) {
  const std::string temporary = path + ".new";
  {
    const Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!fd.valid()) return from_errno(errno, "creating", temporary);
    IX_CHECK(write_all(fd.get(), content.reveal(), temporary));
    if (::fsync(fd.get()) != 0) return from_errno(errno, "syncing", temporary);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return from_errno(errno, "replacing", path);
  return sync_folder(parent_of(path));
}

Result<std::unique_ptr<NewFile>> SystemFileSystem::create_private(const std::string& path) {
  std::string temporary = path + ".new";
  // One that a process left behind when it died may have any mode.
  ::unlink(temporary.c_str());
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return from_errno(errno, "creating", temporary);
  return std::unique_ptr<NewFile>(std::make_unique<PosixNewFile>(fd, path, std::move(temporary)));
}

Result<std::unique_ptr<FileReader>> SystemFileSystem::open_to_read(const std::string& path) {
  // Not blocking: a pipe without a writer must not hold the caller.
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!fd.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) return unreadable(path, "is not there");
    if (errno == EACCES || errno == EPERM) return unreadable(path, "may not be read");
    if (errno == ENXIO) return unreadable(path, "is no file");
    return from_errno(errno, "opening", path);
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return from_errno(errno, "looking at", path);
  if (S_ISDIR(info.st_mode)) return unreadable(path, "is a folder");
  if (!S_ISREG(info.st_mode)) return unreadable(path, "is a pipe or a device");
  const Millis modified = static_cast<Millis>(info.st_mtime) * 1000;
  return std::unique_ptr<FileReader>(std::make_unique<PosixFileReader>(
      fd.release(), static_cast<int64_t>(info.st_size), modified));
}

Result<std::unique_ptr<GrowingFile>> SystemFileSystem::open_growing(const std::string& path) {
  Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (!fd.valid()) return from_errno(errno, "opening", path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return from_errno(errno, "looking at", path);
  return std::unique_ptr<GrowingFile>(
      std::make_unique<PosixGrowingFile>(fd.release(), path, static_cast<int64_t>(info.st_size)));
}

Result<std::optional<Secret>> SystemFileSystem::read_private(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) {
    if (errno == ENOENT) return std::optional<Secret>();
    return from_errno(errno, "opening", path);
  }
  std::string bytes;
  char block[4096];
  for (;;) {
    const ssize_t n = ::read(fd.get(), block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return from_errno(errno, "reading", path);
    if (n == 0) break;
    bytes.append(block, static_cast<size_t>(n));
  }
  return std::optional<Secret>(Secret(std::move(bytes)));
}

Status SystemFileSystem::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return from_errno(errno, "removing", path);
  return {};
}

Status SystemFileSystem::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return from_errno(errno, "renaming", from);
  return sync_folder(parent_of(to));
}

Result<std::optional<int64_t>> SystemFileSystem::size(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) return std::optional<int64_t>(info.st_size);
  if (errno == ENOENT) return std::optional<int64_t>();
  return from_errno(errno, "looking at", path);
}

Result<std::vector<std::string>> SystemFileSystem::list(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::directory_iterator entry(folder, failed);
  for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
    names.push_back(entry->path().filename().string());
  }
  if (failed) return from_errno(failed.value(), "reading", folder);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace ix
