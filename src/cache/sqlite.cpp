// SPDX-License-Identifier: Apache-2.0
#include "cache/sqlite.h"

#include <sqlite3.h>

#include "cache/page_tidy.h"
#include "cache/search_tokenizer.h"

namespace ix::cache {

namespace {

// Damage of the file's own structure. That of an index or of the search index is not: the doctor
// makes those again in place.
bool is_damage(int code) {
  return code == SQLITE_NOTADB || ((code & 0xFF) == SQLITE_CORRUPT && code != SQLITE_CORRUPT_VTAB &&
                                   code != SQLITE_CORRUPT_INDEX);
}

// Of the last call on a connection.
Error failure(sqlite3* db, const char* doing, DamageListener* damage) {
  const int code = sqlite3_extended_errcode(db);
  if (damage != nullptr && is_damage(code)) damage->found_damage();
  return error_of_sqlite(code, doing);
}

}  // namespace

Error error_of_sqlite(int code, const char* doing) {
  const std::string text = std::string(doing) + " (SQLite " + std::to_string(code) + ")";
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return Error(ErrorCode::STORE_FULL, "the disk is full: " + text);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error(ErrorCode::STORE_CORRUPT,
                   is_damage(code)
                       ? "the data is damaged: close the account and open it again, which keeps "
                         "what is unsent: " +
                             text
                       : "an index is damaged: have the store repaired: " + text);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH:
      return Error(ErrorCode::STORE_NOT_WRITABLE, "the account folder is not writable: " + text);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error(ErrorCode::STORE_IN_USE, "the database is in use: " + text);
    case SQLITE_INTERRUPT:
      return Error(ErrorCode::CANCELLED, text);
    case SQLITE_NOMEM:
      return Error(ErrorCode::OUT_OF_MEMORY, text);
    case SQLITE_IOERR:
      return Error(ErrorCode::STORE_IO, "reading or writing failed: " + text);
    default:
      return Error(ErrorCode::INTERNAL, text);
  }
}

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

// Binding fails only for a wrong index or a statement in use: step() reports the misuse.
Statement& Statement::bind(int index, int64_t value) {
  sqlite3_bind_int64(handle_, index, value);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  const char* bytes = text.data() ? text.data() : "";
  sqlite3_bind_text64(handle_, index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int index, std::optional<int64_t> value) {
  return value ? bind(index, *value) : bind_null(index);
}

Statement& Statement::bind_null(int index) {
  sqlite3_bind_null(handle_, index);
  return *this;
}

Statement& Statement::bind_column(int index, const Statement& from, int column) {
  sqlite3_bind_value(handle_, index, sqlite3_column_value(from.handle_, column));
  return *this;
}

Statement& Statement::bind_text_or_null(int index, std::string_view text) {
  return text.empty() ? bind_null(index) : bind(index, text);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* db = sqlite3_db_handle(handle_);
  Error error = failure(db, "running a statement", damage_);
  // Constraint texts name columns, never values.
  if ((code & 0xFF) == SQLITE_CONSTRAINT || (code & 0xFF) == SQLITE_ERROR ||
      (code & 0xFF) == SQLITE_MISUSE) {
    error.message += std::string(": ") + sqlite3_errmsg(db);
  }
  sqlite3_reset(handle_);
  return error;
}

Status Statement::run() {
  for (;;) {
    IX_TRY(const bool row, step());
    if (!row) break;
  }
  reset();
  return {};
}

void Statement::reset() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

ValueType Statement::type(int column) const {
  switch (sqlite3_column_type(handle_, column)) {
    case SQLITE_NULL:
      return ValueType::null;
    case SQLITE_INTEGER:
      return ValueType::integer;
    case SQLITE_TEXT:
      return ValueType::text;
    default:
      return ValueType::other;
  }
}

int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_text(handle_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<size_t>(sqlite3_column_bytes(handle_, column))};
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path,
                                                     const OpenOptions& options) {
  sqlite3* handle = nullptr;
  int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (code != SQLITE_OK) {
    sqlite3_close_v2(handle);
    return error_of_sqlite(code, "opening the database");
  }
  std::unique_ptr<Connection> connection(new Connection(handle, options.damage));
  connection->media_folder_ = options.media_folder;
  tidy_pages_of(handle);  // whoever closes last writes the log into the file
  IX_CHECK(register_search_tokenizer(handle));
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

Status Connection::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return failure(handle_, "running a statement", damage_);
}

Result<StatementUse> Connection::prepare(const char* sql) {
  const auto found = statements_.find(sql);
  if (found != statements_.end()) return StatementUse(*found->second);
  IX_TRY(auto statement, prepare_once(sql));
  Statement& cached = *statement;
  statements_.emplace(sql, std::move(statement));
  return StatementUse(cached);
}

Result<std::unique_ptr<Statement>> Connection::prepare_once(const std::string& sql) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.c_str(), static_cast<int>(sql.size()) + 1,
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) {
    Error error = failure(handle_, "preparing a statement", damage_);
    error.message += std::string(": ") + sqlite3_errmsg(handle_);
    return error;
  }
  return std::make_unique<Statement>(handle, damage_);
}

int64_t Connection::last_insert_id() const {
  return sqlite3_last_insert_rowid(handle_);
}
int64_t Connection::changes() const {
  return sqlite3_changes64(handle_);
}
void Connection::interrupt() {
  sqlite3_interrupt(handle_);
}

}  // namespace ix::cache
