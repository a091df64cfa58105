// SPDX-License-Identifier: Apache-2.0
// SQLite's C interface with ownership and Result; nothing of our schema.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace ix::cache {

// Told when a statement finds that the file itself is damaged. Thread-safe; outlives the
// connections that it was given to.
class DamageListener {
 public:
  virtual ~DamageListener() = default;
  virtual void found_damage() = 0;
};

enum class ValueType { null, integer, text, other };

// A prepared statement of one Connection, which outlives it. Parameters count from 1, columns from
// 0. Not thread-safe.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle, DamageListener* damage = nullptr)
      : handle_(handle), damage_(damage) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // The bytes must stay until the statement has been reset. null_text(): empty text as NULL.
  Statement& bind(int index, int64_t value);
  Statement& bind(int index, int value) { return bind(index, int64_t{value}); }
  Statement& bind(int index, bool value) { return bind(index, int64_t{value}); }
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, const char*) = delete;
  Statement& bind(int index, std::optional<int64_t> value);
  Statement& bind_null(int index);
  Statement& bind_text_or_null(int index, std::string_view text);
  // As it is there; copied.
  Statement& bind_column(int index, const Statement& from, int column);
  // bind_all(a, b, c): parameters 1, 2, 3.
  template <class... T>
  Statement& bind_all(const T&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  // True: a row is there. False: the end.
  Result<bool> step();
  // Runs to the end and resets.
  Status run();
  void reset();

  bool is_null(int column) const;
  ValueType type(int column) const;
  int64_t integer(int column) const;
  int32_t integer32(int column) const { return static_cast<int32_t>(integer(column)); }
  bool boolean(int column) const { return integer(column) != 0; }
  // Valid until the next step or reset.
  std::string_view text(int column) const;
  std::string string(int column) const { return std::string(text(column)); }
  // For what only this folder may ask SQLite: names and types of columns.
  sqlite3_stmt* handle() { return handle_; }

 private:
  sqlite3_stmt* handle_;
  DamageListener* damage_;
};

// Resets a cached statement when its user is done with it.
class StatementUse {
 public:
  explicit StatementUse(Statement& statement) : statement_(&statement) {}
  StatementUse(StatementUse&& other) noexcept : statement_(other.statement_) {
    other.statement_ = nullptr;
  }
  StatementUse& operator=(StatementUse&&) = delete;
  ~StatementUse() {
    if (statement_) statement_->reset();
  }
  Statement* operator->() { return statement_; }
  Statement& operator*() { return *statement_; }

 private:
  Statement* statement_;
};

struct OpenOptions {
  bool read_only = false;
  std::string vfs;  // empty: the default; tests give a shim that injects faults
  DamageListener* damage = nullptr;
  std::string media_folder = {};  // where the files lie that rows name
};

// One connection with its cache of prepared statements. One thread at a time.
class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const std::string& path,
                                                  const OpenOptions& options = {});
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // One or more statements without parameters and results.
  Status execute(const char* sql);
  // Prepared once per connection and text (`sql` is a literal: its address is the key).
  Result<StatementUse> prepare(const char* sql);
  // For SQL put together at run time; not cached.
  Result<std::unique_ptr<Statement>> prepare_once(const std::string& sql);
  int64_t last_insert_id() const;
  int64_t changes() const;
  // Stops what runs on this connection; the one call that another thread may make.
  void interrupt();
  // Where the files lie that rows name.
  const std::string& media_folder() const { return media_folder_; }
  sqlite3* handle() { return handle_; }

 private:
  Connection(sqlite3* handle, DamageListener* damage) : handle_(handle), damage_(damage) {}

  sqlite3* handle_;
  DamageListener* damage_;
  std::string media_folder_;
  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

// The error of a SQLite result code: STORE_FULL, STORE_CORRUPT, STORE_NOT_WRITABLE, STORE_IO,
// STORE_IN_USE, CANCELLED (interrupted), OUT_OF_MEMORY, else INTERNAL.
Error error_of_sqlite(int code, const char* doing);

}  // namespace ix::cache
