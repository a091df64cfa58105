// SPDX-License-Identifier: Apache-2.0
// A SQLite VFS over the default one that dies, loses power and fills up on command.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/random.h"

namespace ix::testing {

// Registered under `name` while it lives; outlives every connection opened through it.
//
// The death of the process: after freeze() every write, sync, truncation and deletion fails, so
// what the process would still do on its way out changes nothing. Whoever simulates then closes
// the connections and calls thaw() for the next life.
//
// Power loss: bytes go to the real file at once, and their earlier content is remembered until the
// file is synced; lose_power() puts it back. The shared memory of WAL mode goes to the default VFS
// and is rebuilt by the first connection of the next life.
class FaultVfs {
 public:
  explicit FaultVfs(std::string name);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  const std::string& name() const { return name_; }

  void freeze();
  // The operation number `operations` from now is the first that fails (1: the next one).
  void freeze_after(int64_t operations);
  bool frozen() const;
  void thaw();
  // Call with all connections closed. Of every file a prefix of the unsynced writes survives, as
  // long as `survivors` says; null: nothing does.
  void lose_power(Random* survivors);

  // Writes fail with SQLITE_FULL.
  void set_disk_full(bool full);
  bool disk_full() const;
  // A disk that says "synced" and is not: what lose_power() is there to expose.
  void set_lying_sync(bool lying);
  // Counts one operation outside SQLite's files (a file of the process's own). True when it may go
  // on.
  bool admit();
  // Writes, syncs, truncations and deletions that came through since the start.
  int64_t operations() const;
  // Files that are open now.
  int64_t open_files() const;

 private:
  struct File;
  struct Methods;
  struct Undo {
    int64_t offset = 0;
    std::string before;
    int64_t size_before = 0;
  };

  void remember(File& file, int64_t offset, int64_t size);

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out);
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder);

  std::string name_;
  sqlite3_vfs* base_;
  sqlite3_vfs vfs_{};
  mutable std::mutex mutex_;
  bool frozen_ = false;
  bool disk_full_ = false;
  bool lying_sync_ = false;
  int64_t operations_ = 0;
  int64_t open_files_ = 0;
  int64_t freeze_at_ = 0;                              // 0: not planned
  std::map<std::string, std::vector<Undo>> unsynced_;  // by path, oldest first
};

}  // namespace ix::testing
