// SPDX-License-Identifier: Apache-2.0
#include "cache/database.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "cache/schema.h"

namespace ix::cache {
namespace {

class Folder {
 public:
  Folder()
      : path_((std::filesystem::temp_directory_path() / ("ix-cache-" + SystemRandom().uuid()))
                  .string()) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct Opener {
  SystemFileSystem files;
  Logger log;
  Result<std::unique_ptr<Database>> operator()(const Folder& folder) {
    return Database::open({folder.path(), {}}, files, log);
  }
};

int mode_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return -1;
  return static_cast<int>(info.st_mode & 0777);
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int64_t ask(Connection& connection, const std::string& sql) {
  auto statement = connection.prepare_once(sql);
  REQUIRE(statement.ok());
  auto row = (*statement)->step();
  REQUIRE(row.ok());
  return *row ? (*statement)->integer(0) : -1;
}

void write(Database& database, const char* sql, Durability durability = Durability::normal) {
  auto lease = database.write(Priority::command, durability);
  REQUIRE(lease.ok());
  REQUIRE(lease->connection().execute(sql).ok());
  REQUIRE(lease->commit().ok());
}

constexpr const char* kAddMemory =
    "INSERT INTO memory SELECT 'k' || (count(*) + 1), 'v' FROM memory";

TEST_CASE("the files are private, whatever the umask") {
  Folder folder;
  const mode_t old = ::umask(0);
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  write(**database, kAddMemory);
  ::umask(old);
  CHECK(mode_of(folder.path()) == 0700);
  CHECK(mode_of(folder.file("cache.db")) == 0600);
  CHECK(mode_of(folder.file("cache.db-wal")) == 0600);
  CHECK(mode_of(folder.file("cache.db-shm")) == 0600);
}

TEST_CASE("settings of the writing connection") {
  Folder folder;
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  const auto value = [&](Durability durability, const char* pragma) {
    auto lease = (*database)->write(Priority::command, durability);
    REQUIRE(lease.ok());
    return ask(lease->connection(), pragma);
  };
  CHECK(value(Durability::normal, "PRAGMA synchronous") == 1);
  CHECK(value(Durability::full, "PRAGMA synchronous") == 2);
  CHECK(value(Durability::normal, "PRAGMA synchronous") == 1);
  CHECK(value(Durability::normal, "PRAGMA foreign_keys") == 1);
  CHECK(value(Durability::normal, "PRAGMA auto_vacuum") == 2);
  CHECK(value(Durability::normal, "PRAGMA secure_delete") == 2);
  CHECK(value(Durability::normal, "PRAGMA journal_size_limit") == 8 * 1024 * 1024);
  CHECK(value(Durability::normal, "PRAGMA user_version") == schema_version());
}

TEST_CASE("a second opener is told who has the folder") {
  Folder folder;
  Opener open;
  auto first = open(folder);
  REQUIRE(first.ok());
  auto second = open(folder);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == ErrorCode::STORE_IN_USE);
  CHECK(second.error().message.find(std::to_string(::getpid())) != std::string::npos);
  first->reset();
  CHECK(open(folder).ok());
}

TEST_CASE("a file that is no database is set aside and kept") {
  Folder folder;
  std::filesystem::create_directories(folder.path());
  const std::string content(5000, 'x');
  std::ofstream(folder.file("cache.db")) << content;
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  REQUIRE((*database)->set_aside());
  CHECK((*database)->set_aside()->file == "cache.db.damaged-19700101T000000Z");
  CHECK(bytes_of(folder.file("cache.db.damaged-19700101T000000Z")) == content);
  CHECK(mode_of(folder.file("cache.db")) == 0600);
}

TEST_CASE("data of a newer version is refused and kept") {
  Folder folder;
  Opener open;
  {
    auto database = open(folder);
    REQUIRE(database.ok());
    write(**database, "PRAGMA user_version = 99");
  }
  const std::string before = bytes_of(folder.file("cache.db"));
  auto database = open(folder);
  REQUIRE_FALSE(database.ok());
  CHECK(database.error().code == ErrorCode::STORE_NEWER_SCHEMA);
  CHECK(bytes_of(folder.file("cache.db")) == before);
  CHECK_FALSE(std::filesystem::exists(folder.file("cache.db-wal")));
  auto connection = Connection::open(folder.file("cache.db"));
  REQUIRE(connection.ok());
  CHECK(ask(**connection, "PRAGMA user_version") == 99);
  CHECK(ask(**connection, "SELECT count(*) FROM account") == 1);
}

TEST_CASE("a folder that cannot be written") {
  Folder folder;
  std::filesystem::create_directories(folder.path());
  std::filesystem::create_directories(folder.file("cache.db"));  // in the database's place
  Opener open;
  auto database = open(folder);
  REQUIRE_FALSE(database.ok());
  CHECK(database.error().code == ErrorCode::STORE_NOT_WRITABLE);
}

TEST_CASE("a lease that is not committed leaves nothing") {
  Folder folder;
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  {
    auto lease = (*database)->write(Priority::command, Durability::normal);
    REQUIRE(lease.ok());
    REQUIRE(lease->connection().execute(kAddMemory).ok());
  }
  auto reader = (*database)->read();
  REQUIRE(reader.ok());
  CHECK(ask(reader->connection(), "SELECT count(*) FROM memory") == 0);
}

TEST_CASE("a reader keeps its snapshot, cannot write, and does not hold up the writer") {
  Folder folder;
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  write(**database, kAddMemory);
  {
    auto reader = (*database)->read();
    REQUIRE(reader.ok());
    CHECK(ask(reader->connection(), "SELECT count(*) FROM memory") == 1);
    write(**database, kAddMemory);
    CHECK(ask(reader->connection(), "SELECT count(*) FROM memory") == 1);
    CHECK_FALSE(reader->connection().execute(kAddMemory).ok());
  }
  auto reader = (*database)->read();  // the same connection, a new snapshot
  REQUIRE(reader.ok());
  CHECK(ask(reader->connection(), "SELECT count(*) FROM memory") == 2);
}

TEST_CASE("a waiting command goes before a waiting ingest") {
  Folder folder;
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  Database& db = **database;
  std::vector<int> order;  // written with the gate held
  auto held = db.write(Priority::command, Durability::normal);
  REQUIRE(held.ok());
  std::thread ingest([&] {
    auto lease = db.write(Priority::ingest, Durability::normal);
    if (lease.ok()) order.push_back(2);
  });
  std::thread command([&] {
    auto lease = db.write(Priority::command, Durability::normal);
    if (lease.ok()) order.push_back(1);
  });
  while (!db.command_waiting()) std::this_thread::yield();
  REQUIRE(held->commit().ok());
  command.join();
  ingest.join();
  // Whichever thread came to the gate first: ingest may pass only when no command waits.
  CHECK(order == std::vector<int>{1, 2});
  CHECK_FALSE(db.command_waiting());
}

TEST_CASE("two threads write, two read: nothing is lost, nobody is refused") {
  Folder folder;
  Opener open;
  auto database = open(folder);
  REQUIRE(database.ok());
  Database& db = **database;
  constexpr int kEach = 150;
  std::atomic<int> failures = 0;
  const auto writer = [&](Priority priority, Durability durability) {
    for (int i = 0; i < kEach; ++i) {
      auto lease = db.write(priority, durability);
      if (!lease.ok() || !lease->connection().execute(kAddMemory).ok() || !lease->commit().ok()) {
        ++failures;
      }
    }
  };
  const auto reader = [&] {
    int64_t last = 0;
    for (int i = 0; i < kEach; ++i) {
      auto lease = db.read();
      if (!lease.ok()) {
        ++failures;
        continue;
      }
      auto statement = lease->connection().prepare("SELECT count(*) FROM memory");
      if (!statement.ok() || !(*statement)->step().ok()) {
        ++failures;
        continue;
      }
      const int64_t count = (*statement)->integer(0);
      if (count < last) ++failures;
      last = count;
    }
  };
  std::vector<std::thread> threads;
  threads.emplace_back(writer, Priority::command, Durability::full);
  threads.emplace_back(writer, Priority::ingest, Durability::normal);
  threads.emplace_back(reader);
  threads.emplace_back(reader);
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  auto lease = db.read();
  REQUIRE(lease.ok());
  CHECK(ask(lease->connection(), "SELECT count(*) FROM memory") == 2 * kEach);
}

}  // namespace
}  // namespace ix::cache
