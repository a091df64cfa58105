// SPDX-License-Identifier: Apache-2.0
#include "cache/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "cache/schema.h"

namespace ix::cache {
namespace {

constexpr int kOldestSqlite = 3'035'000;  // RETURNING
constexpr size_t kIdleReaders = 4;

// What the library needs of the SQLite it runs with, which may differ from the one it was built
// with.
Status check_sqlite(Connection& connection) {
  if (sqlite3_libversion_number() < kOldestSqlite) {
    return Error(ErrorCode::NOT_SUPPORTED,
                 std::string("SQLite 3.35 or newer is needed, found ") + sqlite3_libversion());
  }
  IX_TRY(auto statement,
         connection.prepare_once("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"));
  IX_TRY(const bool found, statement->step());
  if (!found) return Error(ErrorCode::NOT_SUPPORTED, "SQLite was built without FTS5");
  return {};
}

// SQLite gives its -wal and -shm the mode of the database file: it is made 0600 before SQLite sees
// it, whatever the umask. Called with the folder's lock held and no connection open (closing a
// descriptor of the file drops the process's locks on it).
Status make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error(ErrorCode::STORE_NOT_WRITABLE,
                 "the database in the account folder cannot be opened for writing: check its "
                 "owner and mode");
  }
  const bool narrowed = ::fchmod(file, 0600) == 0;
  ::close(file);
  if (!narrowed) {
    return Error(ErrorCode::STORE_NOT_WRITABLE, "the database's mode cannot be set to 0600");
  }
  return {};
}

Status use_wal(Connection& connection) {
  IX_TRY(auto statement, connection.prepare_once("PRAGMA journal_mode = WAL"));
  IX_TRY(const bool row, statement->step());
  if (!row || statement->text(0) != "wal") {
    return Error(ErrorCode::STORE_NOT_WRITABLE,
                 "the account folder does not allow a write-ahead log: it needs a local disk");
  }
  return {};
}

constexpr const char* kWriterSettings =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA cache_size = -8192;"
    "PRAGMA journal_size_limit = 8388608;"
    "PRAGMA secure_delete = FAST;"
    "PRAGMA synchronous = NORMAL;";

constexpr const char* kReaderSettings =
    "PRAGMA query_only = ON;"
    "PRAGMA cache_size = -2048;";

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const DatabaseOptions& options, FileSystem& files,
                                                 const Logger& log) {
  std::unique_ptr<Database> database(new Database());
  database->folder_ = options.folder;
  database->path_ = options.folder + "/cache.db";
  database->reader_options_.read_only = true;
  database->reader_options_.vfs = options.vfs;
  IX_CHECK(files.make_private_folder(options.folder));
  IX_TRY(database->lock_, files.lock(options.folder + "/lock"));
  if (options.vfs.empty()) IX_CHECK(make_private_file(database->path_));

  OpenOptions writer_options;
  writer_options.vfs = options.vfs;
  IX_TRY(database->writer_, Connection::open(database->path_, writer_options));
  Connection& writer = *database->writer_;
  // One writing connection behind one gate: a busy writer would be a defect, so it does not wait.
  sqlite3_busy_timeout(writer.handle(), 0);
  IX_CHECK(check_sqlite(writer));
  // The first read of the file: what is no database, or a newer one, is refused before anything is
  // written to it.
  IX_TRY(const int version, stored_schema_version(writer));
  // Counts only before the first table; then the file can give back pages step by step.
  if (version == 0) IX_CHECK(writer.execute("PRAGMA auto_vacuum = INCREMENTAL"));
  IX_CHECK(use_wal(writer));
  IX_CHECK(writer.execute(kWriterSettings));
  IX_CHECK(migrate(writer));
  log.write(LogLevel::info, "cache", "opened",
            {{"schema", schema_version()}, {"sqlite", sqlite3_libversion_number()}});
  return database;
}

Database::~Database() {
  // The writer closes last: the last connection folds the log into the database.
  idle_readers_.clear();
  writer_.reset();
  lock_.reset();
}

void Database::enter_gate(Priority priority) {
  std::unique_lock lock(mutex_);
  if (priority == Priority::command) {
    ++commands_waiting_;
    gate_.wait(lock, [this] { return !gate_taken_; });
    --commands_waiting_;
  } else {
    gate_.wait(lock, [this] { return !gate_taken_ && commands_waiting_ == 0; });
  }
  gate_taken_ = true;
}

Result<WriteLease> Database::write(Priority priority, Durability durability) {
  enter_gate(priority);
  // From here on the lease gives the gate back, whatever happens.
  WriteLease lease(this);
  if (durability != writer_durability_) {
    IX_CHECK(writer_->execute(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                             : "PRAGMA synchronous = NORMAL"));
    writer_durability_ = durability;
  }
  IX_CHECK(writer_->execute("BEGIN IMMEDIATE"));
  return lease;
}

Result<bool> Database::empty_log() {
  enter_gate(Priority::ingest);
  // With no transaction begun the lease only gives the gate back.
  const WriteLease gate(this);
  IX_TRY(auto statement, writer_->prepare_once("PRAGMA wal_checkpoint (TRUNCATE)"));
  IX_TRY(const bool row, statement->step());
  return row && !statement->boolean(0);
}

bool Database::command_waiting() const {
  std::lock_guard lock(mutex_);
  return commands_waiting_ > 0;
}

Result<ReadLease> Database::read() {
  std::unique_ptr<Connection> connection;
  {
    std::lock_guard lock(mutex_);
    if (!idle_readers_.empty()) {
      connection = std::move(idle_readers_.back());
      idle_readers_.pop_back();
    }
  }
  if (!connection) {
    IX_TRY(connection, Connection::open(path_, reader_options_));
    // Readers never wait for the writer in WAL mode; the little there is to wait for is the
    // recovery of the log.
    sqlite3_busy_timeout(connection->handle(), 2000);
    IX_CHECK(connection->execute(kReaderSettings));
  }
  IX_CHECK(connection->execute("BEGIN"));
  return ReadLease(this, std::move(connection));
}

void Database::leave_gate() {
  {
    std::lock_guard lock(mutex_);
    gate_taken_ = false;
  }
  gate_.notify_all();
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  // A connection that cannot end its transaction would hand its old snapshot to the next reader.
  if (!connection->execute("COMMIT").ok()) return;
  std::lock_guard lock(mutex_);
  if (idle_readers_.size() < kIdleReaders) idle_readers_.push_back(std::move(connection));
}

WriteLease::WriteLease(WriteLease&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)) {}

WriteLease::~WriteLease() {
  if (owner_ == nullptr) return;
  // Some errors (a full disk) have rolled back already.
  if (sqlite3_get_autocommit(owner_->writer_->handle()) == 0) {
    (void)owner_->writer_->execute("ROLLBACK");
  }
  owner_->leave_gate();
}

Connection& WriteLease::connection() {
  return *owner_->writer_;
}

Status WriteLease::commit() {
  IX_CHECK(owner_->writer_->execute("COMMIT"));
  std::exchange(owner_, nullptr)->leave_gate();
  return {};
}

ReadLease::ReadLease(Database* owner, std::unique_ptr<Connection> connection)
    : owner_(owner), connection_(std::move(connection)) {}

ReadLease::ReadLease(ReadLease&& other) noexcept
    : owner_(other.owner_), connection_(std::move(other.connection_)) {}

ReadLease::~ReadLease() {
  if (connection_) owner_->give_back(std::move(connection_));
}

Connection& ReadLease::connection() {
  return *connection_;
}

void Database::release_memory() {
  // Readers are opened again when they are needed; the writer's pages go with what SQLite can free.
  std::vector<std::unique_ptr<Connection>> readers;
  std::lock_guard lock(mutex_);
  readers.swap(idle_readers_);
  if (!gate_taken_ && writer_) sqlite3_db_release_memory(writer_->handle());
}

}  // namespace ix::cache
