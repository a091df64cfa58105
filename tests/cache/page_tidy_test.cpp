// SPDX-License-Identifier: Apache-2.0
#include "cache/page_tidy.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/random.h"

namespace ix::cache {
namespace {

class File {
 public:
  ~File() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }
  std::string bytes() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("ix-tidy-" + SystemRandom().uuid())).string();
};

// Rows that grow, so that pages are split and filled up again, and are then deleted.
void write_and_delete(const File& file, bool tidy) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(file.path().c_str(), &connection) == SQLITE_OK);
  if (tidy) tidy_pages_of(connection);
  const auto run = [connection](const std::string& sql) {
    REQUIRE(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  };
  run("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA secure_delete = FAST;"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); CREATE INDEX i ON t (b)");
  for (int id = 1; id <= 300; ++id) {
    run("INSERT INTO t VALUES (" + std::to_string(id) + ", 'secret words', '')");
  }
  for (int id = 1; id <= 300; id += 2) {
    run("UPDATE t SET b = printf('%0" + std::to_string(20 + id % 90) +
        "d', id) WHERE id = " + std::to_string(id));
  }
  run("UPDATE t SET a = '' WHERE id % 3 <> 0; DELETE FROM t WHERE id % 3 = 0;"
      "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint (TRUNCATE); PRAGMA integrity_check");
  REQUIRE(sqlite3_close(connection) == SQLITE_OK);
}

TEST_CASE("what was deleted is nowhere in the file, also where a page was split") {
  File without;
  write_and_delete(without, false);
  INFO("if this fails, SQLite does it by itself now");
  CHECK(without.bytes().find("secret") != std::string::npos);
  File with;
  write_and_delete(with, true);
  CHECK(with.bytes().find("secret") == std::string::npos);
  // And what has to be there is.
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(with.path().c_str(), &connection) == SQLITE_OK);
  std::string told;
  const auto hear = [](void* into, int, char** values, char**) {
    *static_cast<std::string*>(into) += std::string(values[0]) + " ";
    return 0;
  };
  CHECK(sqlite3_exec(connection, "PRAGMA integrity_check; SELECT count(*) FROM t", hear, &told,
                     nullptr) == SQLITE_OK);
  CHECK(told == "ok 200 ");
  sqlite3_close(connection);
}

std::string page_of(unsigned char type, int cells, size_t content, size_t header = 0) {
  std::string page(4096, 'x');
  page[header] = static_cast<char>(type);
  page[header + 3] = static_cast<char>(cells >> 8);
  page[header + 4] = static_cast<char>(cells);
  page[header + 5] = static_cast<char>(content >> 8);
  page[header + 6] = static_cast<char>(content);
  return page;
}

std::string unused(const std::string& page, uint64_t number) {
  const Unused found =
      unused_space(reinterpret_cast<const unsigned char*>(page.data()), page.size(), number);
  return std::to_string(found.begin) + "-" + std::to_string(found.end);
}

TEST_CASE("the unused space of each kind of page") {
  CHECK(unused(page_of(13, 10, 3000), 3) == "28-3000");
  CHECK(unused(page_of(10, 10, 3000), 3) == "28-3000");
  CHECK(unused(page_of(5, 10, 3000), 3) == "32-3000");
  CHECK(unused(page_of(2, 10, 3000), 3) == "32-3000");
  CHECK(unused(page_of(13, 10, 3000, 100), 1) == "128-3000");
  CHECK(unused(page_of(13, 0, 4096), 3) == "8-4096");
  INFO("no cells, or none that can be");
  CHECK(unused(page_of(0, 10, 3000), 3) == "0-0");
  CHECK(unused(page_of(13, 1500, 3000), 3) == "0-0");
  CHECK(unused(page_of(13, 10, 5000), 3) == "0-0");
  CHECK(unused(page_of(13, 10, 0), 3) == "0-0");
  INFO("maps of pointers: 819 entries, so each 820th page");
  for (const uint64_t number : {2U, 822U, 1642U})
    CHECK(unused(page_of(5, 10, 3000), number) == "0-0");
  for (const uint64_t number : {3U, 821U, 823U})
    CHECK(unused(page_of(5, 1, 3000), number) != "0-0");
  INFO("with pages of 1024 bytes one would be where locks are taken, and is the next");
  const std::string small = page_of(5, 1, 900).substr(0, 1024);
  CHECK(unused(small, 1'048'578) == "0-0");
  CHECK(unused(small, 1'048'579) == "14-900");
}

}  // namespace
}  // namespace ix::cache
