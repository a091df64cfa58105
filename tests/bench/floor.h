// SPDX-License-Identifier: Apache-2.0
// The floor: the least that SQLite needs for the same data. Statements prepared once, every column
// read, nothing built of it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ix::bench {

// A prepared statement. Outlived by its connection.
class FloorStatement {
 public:
  FloorStatement(sqlite3* handle, const std::string& sql);
  ~FloorStatement();
  FloorStatement(const FloorStatement&) = delete;
  FloorStatement& operator=(const FloorStatement&) = delete;
  FloorStatement& bind(int index, int64_t value);
  FloorStatement& bind(int index, std::string_view text);  // must stay until reset
  bool step();
  // Steps to the end, reads every column of every row and resets; the number of rows.
  int64_t read_all();
  void run();
  void reset();
  // Every column of the row, as a program that shows it would.
  void touch();
  int64_t integer(int column) { return sqlite3_column_int64(handle_, column); }
  std::string text(int column);

 private:
  sqlite3_stmt* handle_;
};

// A connection of its own with 8 MB of cache. One thread.
class Floor {
 public:
  // `path`: the database file.
  explicit Floor(const std::string& path, bool read_only = true);
  ~Floor();
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;
  std::unique_ptr<FloorStatement> prepare(const std::string& sql);
  void execute(const std::string& sql);
  int64_t number(const std::string& sql);
  std::string text(const std::string& sql);
  int64_t last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }

 private:
  sqlite3* handle_ = nullptr;
};

// A connection that writes: what stands between begin() and commit() is one transaction in a log.
// The search index merges its parts as FTS5 does where nobody tells it.
class FloorWriter {
 public:
  enum class Synchronous { normal, full };
  FloorWriter(const std::string& path, Synchronous synchronous);
  std::unique_ptr<FloorStatement> prepare(const std::string& sql) { return floor_.prepare(sql); }
  // Of the message whose row was inserted last; its id.
  int64_t add_words(int64_t route, int64_t at_ms, std::string_view text);
  void begin() { begin_->run(); }
  void commit() { commit_->run(); }

 private:
  Floor floor_;
  std::unique_ptr<FloorStatement> begin_, commit_, words_;
};

// The reads that are compared, prepared. Each is one read transaction.
class FloorReads {
 public:
  explicit FloorReads(Floor& floor);
  int64_t list(int preset);
  // The newest 50, or the 50 before (sort_key, ord), of each route in turn.
  int64_t thread(const std::vector<int64_t>& routes, int64_t sort_key, int64_t ord);
  // The item with its 24 neighbours before it and the 25 after it.
  int64_t around(int64_t route, int64_t sort_key, int64_t ord);
  int64_t search(const std::string& match);

 private:
  std::unique_ptr<FloorStatement> begin_, commit_, routes_, thread_, before_, after_, search_;
  std::vector<std::unique_ptr<FloorStatement>> lists_;
};

}  // namespace ix::bench
