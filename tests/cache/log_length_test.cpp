// SPDX-License-Identifier: Apache-2.0
#include "cache/log_length.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "base/random.h"
#include "cache/database.h"

namespace ix::cache {
namespace {

constexpr int kPages = 200;        // of one commit, about
constexpr int64_t kFrame = 4'120;  // a page in the log

// A database in a folder of its own; each commit rewrites the same pages.
class Written {
 public:
  Written() {
    auto database = Database::open({folder_, {}}, files_, log_);
    REQUIRE(database.ok());
    database_ = database.take();
  }
  ~Written() {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }

  Status write(Priority priority) {
    auto lease = database_->write(priority, Durability::normal);
    if (!lease.ok()) return std::move(lease.error());
    IX_CHECK(lease->connection().execute(
        "INSERT OR REPLACE INTO memory VALUES ('large', hex(randomblob(400000)))"));
    return lease->commit();
  }
  // The longest that the log was.
  int64_t pages_after(Priority priority, int commits) {
    int64_t most = 0;
    for (int i = 0; i < commits; ++i) {
      REQUIRE(write(priority).ok());
      most = std::max(most, pages());
    }
    return most;
  }
  int64_t pages() const {
    return static_cast<int64_t>(std::filesystem::file_size(log_file())) / kFrame;
  }
  std::string log_file() const { return folder_ + "/cache.db-wal"; }

 private:
  SystemFileSystem files_;
  Logger log_;
  const std::string folder_ =
      (std::filesystem::temp_directory_path() / ("ix-log-" + SystemRandom().uuid())).string();
  std::unique_ptr<Database> database_;
};

TEST_CASE("ingest keeps the log short") {
  Written database;
  const int64_t most = database.pages_after(Priority::ingest, 30);
  CHECK(most >= LogLength::kLong);
  CHECK(most < LogLength::kLong + 2 * kPages);
}

TEST_CASE("commands leave a long log to others, up to a limit") {
  Written database;
  const int64_t most = database.pages_after(Priority::command, 30);
  CHECK(most >= LogLength::kTooLong);
  CHECK(most < LogLength::kTooLong + 2 * kPages);
  // The next one that may wait does it.
  REQUIRE(database.write(Priority::ingest).ok());
  CHECK(database.pages_after(Priority::ingest, 30) <= most);
}

TEST_CASE("a log that a reader needs goes on, and is begun anew when he is done") {
  Written database;
  {
    auto reader = database->read();
    REQUIRE(reader.ok());
    REQUIRE(reader->connection().execute("SELECT count(*) FROM memory").ok());
    CHECK(database.pages_after(Priority::ingest, 20) > LogLength::kTooLong);
  }
  const int64_t before = database.pages();
  CHECK(database.pages_after(Priority::ingest, 30) <= before + 2 * kPages);
  CHECK(database.pages() < before);  // journal_size_limit: what it had too much was cut off
}

TEST_CASE("who suspends while the log is folded waits for it, and no log is left") {
  Written database;
  std::atomic<int> committed = 0;
  std::thread ingest([&] {
    while (database.write(Priority::ingest).ok()) ++committed;
  });
  while (committed < 7) std::this_thread::yield();
  REQUIRE(database.write(Priority::command).ok());
  database->suspend();
  ingest.join();
  CHECK_FALSE(std::filesystem::exists(database.log_file()));
  REQUIRE(database->resume(0, Logger()).ok());
  CHECK(database.write(Priority::ingest).ok());
}

}  // namespace
}  // namespace ix::cache
