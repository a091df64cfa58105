// SPDX-License-Identifier: Apache-2.0
#include "support/fault_vfs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace ix::testing {

// SQLite allocates szOsFile bytes: this, followed by the default VFS's own file.
struct FaultVfs::File {
  sqlite3_file head;
  FaultVfs* owner;
  const char* path;  // SQLite keeps the name alive while the file is open
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

// sqlite3_io_methods, version 2: shared memory, but no memory-mapped reads.
struct FaultVfs::Methods {
  static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return of(file).real(); }

  static int close(sqlite3_file* file) {
    {
      FaultVfs& owner = *of(file).owner;
      std::lock_guard lock(owner.mutex_);
      --owner.open_files_;
    }
    return real(file)->pMethods->xClose(real(file));
  }
  static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), into, size, at);
  }
  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    FaultVfs& owner = *of(file).owner;
    if (!owner.admit()) return SQLITE_IOERR_WRITE;
    {
      std::lock_guard lock(owner.mutex_);
      if (owner.disk_full_) return SQLITE_FULL;
    }
    owner.remember(of(file), at, size);
    return real(file)->pMethods->xWrite(real(file), bytes, size, at);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    FaultVfs& owner = *of(file).owner;
    if (!owner.admit()) return SQLITE_IOERR_TRUNCATE;
    sqlite3_int64 old = 0;
    real(file)->pMethods->xFileSize(real(file), &old);
    owner.remember(of(file), size, std::max<int64_t>(0, old - size));
    return real(file)->pMethods->xTruncate(real(file), size);
  }
  static int sync(sqlite3_file* file, int flags) {
    FaultVfs& owner = *of(file).owner;
    if (!owner.admit()) return SQLITE_IOERR_FSYNC;
    // The real disk is left alone: what it would keep is what the simulation says it keeps.
    (void)flags;
    std::lock_guard lock(owner.mutex_);
    if (!owner.lying_sync_ && of(file).path != nullptr) owner.unsynced_.erase(of(file).path);
    return SQLITE_OK;
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
  }
  static int lock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
  }
  static int unlock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
  }
  static int check_reserved_lock(sqlite3_file* file, int* out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
  }
  static int file_control(sqlite3_file* file, int op, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), op, argument);
  }
  static int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
  }
  static int device_characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
  }
  static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
  }
  static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
  }
  static void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
  static int shm_unmap(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
  }

  static const sqlite3_io_methods* table() {
    static const sqlite3_io_methods methods = {2,
                                               close,
                                               read,
                                               write,
                                               truncate,
                                               sync,
                                               file_size,
                                               lock,
                                               unlock,
                                               check_reserved_lock,
                                               file_control,
                                               sector_size,
                                               device_characteristics,
                                               shm_map,
                                               shm_lock,
                                               shm_barrier,
                                               shm_unmap,
                                               nullptr,
                                               nullptr};
    return &methods;
  }
};

FaultVfs::FaultVfs(std::string name) : name_(std::move(name)), base_(sqlite3_vfs_find(nullptr)) {
  vfs_ = *base_;
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + base_->szOsFile;
  vfs_.pAppData = this;
  vfs_.xOpen = &FaultVfs::open;
  vfs_.xDelete = &FaultVfs::remove;
  sqlite3_vfs_register(&vfs_, 0);
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&vfs_);
}

int FaultVfs::open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  File& opened = *reinterpret_cast<File*>(file);
  opened.head.pMethods = nullptr;
  opened.owner = self;
  opened.path = path;
  if (self->frozen()) return SQLITE_CANTOPEN;
  const int code = self->base_->xOpen(self->base_, path, opened.real(), flags, out);
  if (opened.real()->pMethods == nullptr) return code;
  opened.head.pMethods = Methods::table();
  std::lock_guard lock(self->mutex_);
  ++self->open_files_;
  return code;
}

int FaultVfs::remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  auto* self = static_cast<FaultVfs*>(vfs->pAppData);
  if (!self->admit()) return SQLITE_IOERR_DELETE;
  {
    std::lock_guard lock(self->mutex_);
    self->unsynced_.erase(path);
  }
  return self->base_->xDelete(self->base_, path, sync_folder);
}

bool FaultVfs::admit() {
  std::lock_guard lock(mutex_);
  if (frozen_) return false;
  ++operations_;
  if (freeze_at_ != 0 && operations_ >= freeze_at_) frozen_ = true;
  return !frozen_;
}

void FaultVfs::remember(File& file, int64_t offset, int64_t size) {
  if (file.path == nullptr) return;  // a temporary file: nobody reads it in the next life
  sqlite3_int64 size_before = 0;
  file.real()->pMethods->xFileSize(file.real(), &size_before);
  Undo undo;
  undo.offset = offset;
  undo.size_before = size_before;
  const int64_t covered = std::min<int64_t>(size, size_before - offset);
  undo.before.resize(static_cast<size_t>(std::max<int64_t>(0, covered)));
  if (!undo.before.empty()) {
    file.real()->pMethods->xRead(file.real(), undo.before.data(),
                                 static_cast<int>(undo.before.size()), offset);
  }
  std::lock_guard lock(mutex_);
  unsynced_[file.path].push_back(std::move(undo));
}

void FaultVfs::lose_power(Random* survivors) {
  std::lock_guard lock(mutex_);
  for (auto& [path, writes] : unsynced_) {
    const size_t kept =
        survivors == nullptr ? 0 : static_cast<size_t>(survivors->below(writes.size() + 1));
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) continue;
    for (size_t i = writes.size(); i > kept; --i) {
      const Undo& undo = writes[i - 1];
      ssize_t done = ::pwrite(file, undo.before.data(), undo.before.size(), undo.offset);
      if (done >= 0) done = ::ftruncate(file, undo.size_before);
      (void)done;
    }
    ::close(file);
  }
  unsynced_.clear();
}

void FaultVfs::freeze() {
  std::lock_guard lock(mutex_);
  frozen_ = true;
}

void FaultVfs::freeze_after(int64_t operations) {
  std::lock_guard lock(mutex_);
  freeze_at_ = operations_ + operations;
}

bool FaultVfs::frozen() const {
  std::lock_guard lock(mutex_);
  return frozen_;
}

void FaultVfs::thaw() {
  std::lock_guard lock(mutex_);
  frozen_ = false;
  freeze_at_ = 0;
}

void FaultVfs::set_disk_full(bool full) {
  std::lock_guard lock(mutex_);
  disk_full_ = full;
}

bool FaultVfs::disk_full() const {
  std::lock_guard lock(mutex_);
  return disk_full_;
}

void FaultVfs::set_lying_sync(bool lying) {
  std::lock_guard lock(mutex_);
  lying_sync_ = lying;
}

int64_t FaultVfs::open_files() const {
  std::lock_guard lock(mutex_);
  return open_files_;
}

int64_t FaultVfs::operations() const {
  std::lock_guard lock(mutex_);
  return operations_;
}

}  // namespace ix::testing
