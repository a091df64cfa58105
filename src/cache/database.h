// SPDX-License-Identifier: Apache-2.0
// The account's database: one writing connection behind a gate, a small pool of readers.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/log.h"
#include "cache/log_length.h"
#include "cache/set_aside.h"
#include "cache/sqlite.h"

namespace ix::cache {

struct DatabaseOptions {
  std::string folder;             // made when missing, mode 0700
  std::string vfs;                // empty: SQLite's default
  std::string media_folder = {};  // empty: "media" in the folder
  Millis now = 0;                 // names a damaged file that is set aside
  Derive derive = {};             // for what is rescued from it
};

// Commands commit ahead of ingest: a waiting command gets the gate before a waiting ingest chunk.
enum class Priority { command, ingest };
// `full` survives power loss when commit() returns (synchronous=FULL); `normal` survives the death
// of the process.
enum class Durability { normal, full };

class Database;

// A write transaction; holds the gate. Destroyed without commit(): rolled back. commit() leaves the
// gate; nothing may be done with the lease after it succeeded. That of ingest then writes a long
// log into the database, and merges parts of the search index: who commits a command does not wait
// for it.
class WriteLease {
 public:
  WriteLease(WriteLease&& other) noexcept;
  WriteLease& operator=(WriteLease&&) = delete;
  ~WriteLease();
  Connection& connection();
  Status commit();

 private:
  friend class Database;
  WriteLease(Database* owner, Priority priority) : owner_(owner), priority_(priority) {}
  Database* owner_;
  Priority priority_;
};

// A reading connection with a snapshot of the data (a read transaction); returned when destroyed.
class ReadLease {
 public:
  ReadLease(ReadLease&& other) noexcept;
  ReadLease& operator=(ReadLease&&) = delete;
  ~ReadLease();
  Connection& connection();

 private:
  friend class Database;
  ReadLease(Database* owner, std::unique_ptr<Connection> connection);
  Database* owner_;
  std::unique_ptr<Connection> connection_;
};

// Thread-safe. Outlives its leases.
class Database {
 public:
  // Errors: STORE_NOT_WRITABLE, STORE_IN_USE (with the pid), STORE_NEWER_SCHEMA, STORE_FULL,
  // STORE_IO. Migrates an older schema, one transaction a step. A damaged file is set aside and
  // replaced (set_aside.h). Damage is seen where a page is read: at opening, or later by any
  // statement, which fails with STORE_CORRUPT; then the next opening looks at every page first.
  static Result<std::unique_ptr<Database>> open(const DatabaseOptions& options, FileSystem& files,
                                                const Logger& log);
  ~Database();

  Result<WriteLease> write(Priority priority, Durability durability);
  Result<ReadLease> read();
  // True when a command waits at the gate: an ingest chunk should end soon.
  bool command_waiting() const;
  // Folds the write-ahead log into the database and empties its file. False: a reader still needs
  // it. Waits for its turn like ingest.
  Result<bool> empty_log();
  // Closes every file, the lock's too, when those who hold a lease are done; nobody gets another
  // one until resume(): SUSPENDED. Called again: nothing more.
  void suspend();
  // Opens them again, as open() does; after an error it is still suspended.
  Status resume(Millis now, const Logger& log);
  const std::string& folder() const { return folder_; }
  const std::string& media_folder() const { return reader_options_.media_folder; }
  // What opening it set aside.
  const std::optional<SetAside>& set_aside() const { return set_aside_; }
  // The next opening looks at every page.
  void suspect() { suspicion_->found_damage(); }
  // Drops idle readers and page caches.
  void release_memory();

 private:
  friend class WriteLease;
  friend class ReadLease;
  class Suspicion;
  Database(const DatabaseOptions& options, FileSystem& files);
  Status open_files(Millis now, const Logger& log);
  Status open_healthy();
  Status look_at_every_page();
  Status begin(Durability durability);
  Status enter_gate(Priority priority);
  void leave_gate();
  void fold_log();
  Status fold_more();
  void merge_search();
  Result<bool> merge_some(int64_t pages);
  bool merge_is_due();
  Status begin_reading(ReadLease& lease);
  void give_back(std::unique_ptr<Connection> connection);

  const std::string folder_;
  const std::string path_;
  const Derive derive_;
  FileSystem& files_;
  std::unique_ptr<DamageListener> suspicion_;  // outlives the connections
  OpenOptions writer_options_;
  OpenOptions reader_options_;
  std::optional<SetAside> set_aside_;
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<Connection> writer_;
  Durability writer_durability_ = Durability::normal;  // of whoever holds the gate
  LogLength log_;
  // Of whoever holds the gate: commits of ingest since parts of the search index were merged, and
  // whether some are still to be.
  int unmerged_ = 0;
  bool merging_ = false;
  std::unique_ptr<Connection> fold_connection_;  // of whoever folds the log; made when needed
  mutable std::mutex mutex_;
  std::condition_variable gate_;
  bool gate_taken_ = false;
  bool suspended_ = false;
  bool folding_ = false;
  int commands_waiting_ = 0;
  int merges_alone_ = 0;  // of the search index, since the last command
  int readers_out_ = 0;   // and whoever folds the log
  std::vector<std::unique_ptr<Connection>> idle_readers_;
};

}  // namespace ix::cache
