// SPDX-License-Identifier: Apache-2.0
// A cache on disk, filled by SQL: the reader is tested without the code that writes.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/file_system.h"
#include "base/log.h"
#include "base/random.h"
#include "cache/database.h"
#include "query/reader.h"

namespace ix::testing {

inline std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

// The search index's row of a message that was inserted by hand.
inline std::string index_words(int64_t id) {
  return "INSERT INTO item_search (rowid, body, route) SELECT (at_ms / 1000 << 30) | id, text,"
         " 'r' || route FROM item WHERE id = " +
         std::to_string(id) + " AND kind IN (0, 2) AND NOT deleted AND text <> '';";
}

class CacheFixture {
 public:
  CacheFixture()
      : folder_((std::filesystem::temp_directory_path() / ("ix-query-" + SystemRandom().uuid()))
                    .string()) {
    cache::DatabaseOptions options;
    options.folder = folder_;
    auto opened = cache::Database::open(options, files_, log_);
    REQUIRE(opened.ok());
    database_ = opened.take();
    reader_ = std::make_unique<query::Reader>(*database_);
  }
  ~CacheFixture() {
    reader_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Several statements, one transaction.
  void sql(const std::string& text) {
    auto lease = database_->write(cache::Priority::command, cache::Durability::normal);
    REQUIRE(lease.ok());
    const Status done = lease->connection().execute(text.c_str());
    INFO(text.substr(0, 300));
    REQUIRE(done.ok());
    REQUIRE(lease->commit().ok());
  }

  query::Reader& reader() { return *reader_; }
  cache::Database& database() { return *database_; }

 private:
  std::string folder_;
  SystemFileSystem files_;
  Logger log_;
  std::unique_ptr<cache::Database> database_;
  std::unique_ptr<query::Reader> reader_;
};

// A value that must be there.
template <class T>
T take(Result<T> result) {
  INFO((result.ok() ? std::string() : result.error().message));
  REQUIRE(result.ok());
  return result.take();
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result.ok() ? ErrorCode::OK : result.error().code;
}

}  // namespace ix::testing
