// SPDX-License-Identifier: Apache-2.0
#include "cache/database.h"

#include <sqlite3.h>

#include <atomic>
#include <utility>

#include "cache/schema.h"
#include "cache/search_index.h"

namespace ix::cache {
namespace {

constexpr int kOldestSqlite = 3'035'000;  // RETURNING
constexpr size_t kIdleReaders = 4;
// Below the 16 parts at which FTS5 merges them by itself.
constexpr int kMergeEvery = 8;
// After one commit, so that whoever ingests is soon back at its work. A step of 32 pages takes 2 to
// 3 ms; where no command came for a while, one large step costs less.
constexpr int64_t kMergedPages = 128;
constexpr int64_t kMergedPagesBesideCommands = 32;
constexpr int kMergesAlone = 16;

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

Status use_wal(Connection& connection) {
  IX_TRY(auto statement, connection.prepare_once("PRAGMA journal_mode = WAL"));
  IX_TRY(const bool row, statement->step());
  if (!row || statement->text(0) != "wal") {
    return Error(ErrorCode::STORE_NOT_WRITABLE,
                 "the account folder does not allow a write-ahead log: it needs a local disk");
  }
  return {};
}

Error suspended() {
  return Error(ErrorCode::SUSPENDED, "the client is suspended: resume it first");
}

constexpr const char* kWriterSettings =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA cache_size = -8192;"
    "PRAGMA journal_size_limit = 8388608;"
    "PRAGMA secure_delete = FAST;"
    "PRAGMA synchronous = NORMAL;";

constexpr const char* kReaderSettings =
    "PRAGMA query_only = ON;"
    "PRAGMA cache_size = -4096;";

}  // namespace

// Leaves a note beside the database: by the time of the next opening nothing else remembers.
class Database::Suspicion final : public DamageListener {
 public:
  Suspicion(std::string note, FileSystem& files) : note_(std::move(note)), files_(files) {}

  void found_damage() override {
    if (!noted_.exchange(true)) (void)files_.write_private(note_, Secret("damaged\n"));
  }

 private:
  const std::string note_;
  FileSystem& files_;
  std::atomic<bool> noted_ = false;
};

Database::Database(const DatabaseOptions& options, FileSystem& files)
    : folder_(options.folder),
      path_(options.folder + "/cache.db"),
      derive_(options.derive),
      files_(files),
      suspicion_(std::make_unique<Suspicion>(path_ + ".suspect", files)) {
  writer_options_.vfs = reader_options_.vfs = options.vfs;
  writer_options_.damage = reader_options_.damage = suspicion_.get();
  reader_options_.read_only = true;
  writer_options_.media_folder = reader_options_.media_folder =
      options.media_folder.empty() ? options.folder + "/media" : options.media_folder;
}

Result<std::unique_ptr<Database>> Database::open(const DatabaseOptions& options, FileSystem& files,
                                                 const Logger& log) {
  std::unique_ptr<Database> database(new Database(options, files));
  IX_CHECK(files.make_private_folder(options.folder));
  IX_CHECK(database->open_files(options.now, log));
  return database;
}

Status Database::open_files(Millis now, const Logger& log) {
  IX_TRY(lock_, files_.lock(folder_ + "/lock"));
  Replacement replacement(path_, writer_options_.vfs, files_);
  IX_TRY(set_aside_, replacement.finish());
  IX_TRY(bool damaged, replacement.is_cut_off());
  if (!damaged) {
    const Status opened = open_healthy();
    damaged = !opened.ok() && opened.error().code == ErrorCode::STORE_CORRUPT;
    if (!opened.ok() && !damaged) return opened.error();
  }
  if (damaged) {
    // The damaged file is kept as it is: what its log says is not written to it at the end.
    if (writer_) {
      sqlite3_db_config(writer_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
      writer_.reset();
    }
    IX_TRY(set_aside_, replacement.run(now, derive_));
    IX_CHECK(files_.remove(path_ + ".suspect"));
    suspicion_ = std::make_unique<Suspicion>(path_ + ".suspect", files_);
    writer_options_.damage = reader_options_.damage = suspicion_.get();
    IX_CHECK(open_healthy());
  }
  IX_CHECK(replacement.told());
  if (set_aside_) {
    log.write(LogLevel::error, "cache", "a damaged database was set aside",
              {{"unsent", set_aside_->unsent}, {"lost", set_aside_->lost}});
  }
  log.write(LogLevel::info, "cache", "opened",
            {{"schema", schema_version()}, {"sqlite", sqlite3_libversion_number()}});
  return {};
}

Status Database::open_healthy() {
  if (writer_options_.vfs.empty()) IX_CHECK(make_private_database(path_));
  IX_TRY(writer_, Connection::open(path_, writer_options_));
  Connection& writer = *writer_;
  // One writing connection behind one gate: a busy writer would be a defect, so it does not wait.
  sqlite3_busy_timeout(writer.handle(), 0);
  log_.follow(writer.handle());
  IX_CHECK(check_sqlite(writer));
  // The first read of the file: what is no database, or a newer one, is refused before anything is
  // written to it.
  IX_TRY(const int version, stored_schema_version(writer));
  IX_TRY(const auto suspect, files_.size(path_ + ".suspect"));
  if (suspect) IX_CHECK(look_at_every_page());
  // Counts only before the first table; then the file can give back pages step by step.
  if (version == 0) IX_CHECK(writer.execute("PRAGMA auto_vacuum = INCREMENTAL"));
  IX_CHECK(use_wal(writer));
  IX_CHECK(writer.execute(kWriterSettings));
  IX_CHECK(migrate(writer));
  return suspect ? files_.remove(path_ + ".suspect") : Status();
}

// Every page, but not whether indexes fit their tables: those can be made again in place, and so
// can the search index, of which newer versions of SQLite speak here, too.
Status Database::look_at_every_page() {
  IX_TRY(auto row, writer_->prepare_once("PRAGMA quick_check"));
  for (;;) {
    IX_TRY(const bool found, row->step());
    if (!found) return {};
    const std::string_view complaint = row->text(0);
    if (complaint != "ok" && complaint.find("inverted index") == std::string_view::npos) {
      return Error(ErrorCode::STORE_CORRUPT, "the data is damaged");
    }
  }
}

Database::~Database() {
  // The writer closes last: the last connection folds the log into the database.
  idle_readers_.clear();
  fold_connection_.reset();
  writer_.reset();
  lock_.reset();
}

Status Database::enter_gate(Priority priority) {
  std::unique_lock lock(mutex_);
  if (priority == Priority::command) {
    ++commands_waiting_;
    merges_alone_ = 0;
    gate_.wait(lock, [this] { return !gate_taken_ || suspended_; });
    --commands_waiting_;
  } else {
    gate_.wait(lock, [this] { return (!gate_taken_ && commands_waiting_ == 0) || suspended_; });
  }
  if (suspended_) return suspended();
  gate_taken_ = true;
  return {};
}

void Database::suspend() {
  std::unique_lock lock(mutex_);
  // From here on nobody gets in, also whoever waits or holds one lease and wants another.
  suspended_ = true;
  gate_.notify_all();
  gate_.wait(lock, [this] { return !gate_taken_ && readers_out_ == 0; });
  idle_readers_.clear();
  fold_connection_.reset();
  writer_.reset();
  lock_.reset();
}

Status Database::resume(Millis now, const Logger& log) {
  std::lock_guard lock(mutex_);
  if (!suspended_) return {};
  writer_durability_ = Durability::normal;
  if (Status opened = open_files(now, log); !opened.ok()) {
    writer_.reset();
    lock_.reset();
    return opened;
  }
  suspended_ = false;
  return {};
}

Result<WriteLease> Database::write(Priority priority, Durability durability) {
  IX_CHECK(enter_gate(priority));
  // From here on the lease gives the gate back, whatever happens.
  WriteLease lease(this, priority);
  IX_CHECK(begin(durability));
  return lease;
}

Status Database::begin(Durability durability) {
  if (durability != writer_durability_) {
    IX_CHECK(writer_->execute(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                             : "PRAGMA synchronous = NORMAL"));
    writer_durability_ = durability;
  }
  return writer_->execute("BEGIN IMMEDIATE");
}

bool Database::merge_is_due() {
  return merging_ || ++unmerged_ >= kMergeEvery;
}

void Database::merge_search() {
  int64_t step = kMergedPages;
  {
    std::lock_guard lock(mutex_);
    if (merges_alone_ < kMergesAlone) {
      ++merges_alone_;
      step = kMergedPagesBesideCommands;
    }
  }
  bool more = true;
  for (int64_t pages = 0; more && pages < kMergedPages; pages += step) {
    // What fails is tried again after some more commits.
    const auto merged = merge_some(step);
    more = merged.ok() && *merged;
    if (log_.is_long()) fold_log();
  }
}

Result<bool> Database::merge_some(int64_t pages) {
  IX_CHECK(enter_gate(Priority::ingest));
  // It gives the gate back, and takes back what failed.
  WriteLease lease(this, Priority::command);
  merging_ = false;
  unmerged_ = 0;
  IX_CHECK(begin(Durability::normal));
  IX_TRY(const bool some, search_index::merge(*writer_, search_index::Index::messages, pages));
  IX_CHECK(writer_->execute("COMMIT"));
  merging_ = some;
  return some;
}

// Writes what the log holds into the database while others go on writing, and then what they wrote
// meanwhile with the gate taken: when nothing is left the next commit begins the log anew.
void Database::fold_log() {
  {
    std::lock_guard lock(mutex_);
    if (suspended_ || folding_) return;
    folding_ = true;
    ++readers_out_;
  }
  // What fails is tried again when the log has grown some more; a full disk is told by the commit
  // that it fails.
  (void)fold_more();
  log_.was_folded();
  std::lock_guard lock(mutex_);
  folding_ = false;
  --readers_out_;
  if (suspended_) gate_.notify_all();
}

Status Database::fold_more() {
  if (!fold_connection_) {
    IX_TRY(auto connection, Connection::open(path_, writer_options_));
    sqlite3_busy_timeout(connection->handle(), 0);
    // A connection learns of the log by its first read.
    IX_CHECK(connection->execute("PRAGMA schema_version"));
    fold_connection_ = std::move(connection);
  }
  sqlite3* const handle = fold_connection_->handle();
  const auto fold = [handle]() -> Status {
    const int code =
        sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return code == SQLITE_OK ? Status() : error_of_sqlite(code, "folding the log");
  };
  IX_CHECK(fold());
  // SQLite has the disk take what it wrote only where nothing is left to write; here, too, so that
  // the rest, for which others wait, is little.
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle, nullptr, SQLITE_FCNTL_FILE_POINTER, &file);
  if (const int code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL); code != SQLITE_OK) {
    return error_of_sqlite(code, "folding the log");
  }
  IX_CHECK(enter_gate(Priority::ingest));
  // With no transaction begun the lease only gives the gate back.
  const WriteLease gate(this, Priority::command);
  return fold();
}

Result<bool> Database::empty_log() {
  fold_log();  // most of it, while nobody waits
  IX_CHECK(enter_gate(Priority::ingest));
  const WriteLease gate(this, Priority::command);
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
    if (suspended_) return suspended();
    if (!idle_readers_.empty()) {
      connection = std::move(idle_readers_.back());
      idle_readers_.pop_back();
    }
    ++readers_out_;
  }
  // From here on the lease gives back what it has, whatever happens.
  ReadLease lease(this, std::move(connection));
  IX_CHECK(begin_reading(lease));
  return lease;
}

Status Database::begin_reading(ReadLease& lease) {
  if (!lease.connection_) {
    IX_TRY(auto connection, Connection::open(path_, reader_options_));
    // Readers never wait for the writer in WAL mode; the little there is to wait for is the
    // recovery of the log.
    sqlite3_busy_timeout(connection->handle(), 2000);
    IX_CHECK(connection->execute(kReaderSettings));
    lease.connection_ = std::move(connection);
  }
  return lease.connection_->execute("BEGIN");
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
  if (connection && !connection->execute("COMMIT").ok()) connection.reset();
  std::unique_lock lock(mutex_);
  if (connection && !suspended_ && idle_readers_.size() < kIdleReaders) {
    idle_readers_.push_back(std::move(connection));
  }
  lock.unlock();
  connection.reset();  // closed before suspend() is told
  lock.lock();
  --readers_out_;
  if (suspended_) gate_.notify_all();
}

WriteLease::WriteLease(WriteLease&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), priority_(other.priority_) {}

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
  const bool merges = priority_ == Priority::ingest && owner_->merge_is_due();
  Database& owner = *std::exchange(owner_, nullptr);
  owner.leave_gate();
  if (priority_ == Priority::ingest && owner.log_.is_long()) owner.fold_log();
  if (merges) owner.merge_search();
  return {};
}

ReadLease::ReadLease(Database* owner, std::unique_ptr<Connection> connection)
    : owner_(owner), connection_(std::move(connection)) {}

ReadLease::ReadLease(ReadLease&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), connection_(std::move(other.connection_)) {}

ReadLease::~ReadLease() {
  if (owner_ != nullptr) owner_->give_back(std::move(connection_));
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
