// SPDX-License-Identifier: Apache-2.0
// What the shim promises, on SQLite in the mode that the cache uses.
#include "support/fault_vfs.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "cache/sqlite.h"

namespace ix::testing {
namespace {

struct Fixture {
  Fixture() {
    folder =
        std::filesystem::temp_directory_path() / ("ix-fault-vfs-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    open();
  }
  ~Fixture() {
    connection.reset();
    std::filesystem::remove_all(folder);
  }
  void open() {
    auto opened = cache::Connection::open((folder / "a.db").string(), {.vfs = vfs.name()});
    REQUIRE(opened.ok());
    connection = opened.take();
    REQUIRE(connection
                ->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                          "CREATE TABLE IF NOT EXISTS t (x INTEGER)")
                .ok());
  }
  Status insert(bool durable) {
    const char* sql = durable ? "PRAGMA synchronous=FULL; INSERT INTO t VALUES (1);"
                              : "PRAGMA synchronous=NORMAL; INSERT INTO t VALUES (1);";
    return connection->execute(sql);
  }
  int64_t count() {
    auto statement = connection->prepare_once("SELECT count(*) FROM t");
    REQUIRE(statement.ok());
    auto row = (*statement)->step();
    REQUIRE(row.ok());
    return (*statement)->integer(0);
  }
  void die(bool power, Random* survivors = nullptr) {
    vfs.freeze();
    connection.reset();
    if (power) vfs.lose_power(survivors);
    vfs.thaw();
    open();
  }

  std::filesystem::path folder;
  FaultVfs vfs{"ix-fault-test"};
  std::unique_ptr<cache::Connection> connection;
};

}  // namespace

TEST_CASE("the death of the process keeps what was committed and nothing else") {
  Fixture fixture;
  REQUIRE(fixture.insert(false).ok());
  REQUIRE(fixture.connection->execute("BEGIN; INSERT INTO t VALUES (2)").ok());
  fixture.die(false);
  CHECK(fixture.count() == 1);
}

TEST_CASE("a frozen process can write nothing, and its way out changes nothing") {
  Fixture fixture;
  fixture.vfs.freeze();
  const Status refused = fixture.insert(true);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::STORE_IO);
  fixture.die(false);
  CHECK(fixture.count() == 0);
}

TEST_CASE("power loss takes what was not synced and leaves what was") {
  Fixture fixture;
  REQUIRE(fixture.insert(true).ok());
  REQUIRE(fixture.insert(false).ok());
  fixture.die(true);
  CHECK(fixture.count() == 1);
}

TEST_CASE("whatever prefix of the unsynced writes survives, the database is sound") {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    Fixture fixture;
    SeededRandom survivors(seed);
    REQUIRE(fixture.insert(true).ok());
    for (int i = 0; i < 5; ++i) REQUIRE(fixture.insert(false).ok());
    fixture.die(true, &survivors);
    CHECK(fixture.count() >= 1);
    CHECK(fixture.count() <= 6);
    auto check = fixture.connection->prepare_once("PRAGMA integrity_check");
    REQUIRE(check.ok());
    REQUIRE((*check)->step().ok());
    CHECK((*check)->text(0) == "ok");
  }
}

TEST_CASE("a disk that lies about syncing loses durable commits") {
  Fixture fixture;
  fixture.vfs.set_lying_sync(true);
  REQUIRE(fixture.insert(true).ok());
  fixture.die(true);
  CHECK(fixture.count() == 0);
}

TEST_CASE("a full disk is an error of its own, and later writes work again") {
  Fixture fixture;
  fixture.vfs.set_disk_full(true);
  const Status refused = fixture.insert(false);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::STORE_FULL);
  fixture.vfs.set_disk_full(false);
  CHECK(fixture.insert(false).ok());
  CHECK(fixture.count() == 1);
}

TEST_CASE("death can be planned for a later operation") {
  Fixture fixture;
  fixture.vfs.freeze_after(1000);
  CHECK(fixture.insert(false).ok());
  fixture.vfs.freeze_after(1);
  CHECK_FALSE(fixture.insert(false).ok());
  CHECK(fixture.vfs.frozen());
}

TEST_CASE("what is open is counted") {
  Fixture fixture;
  REQUIRE(fixture.insert(false).ok());
  CHECK(fixture.vfs.open_files() > 0);
  fixture.connection.reset();
  CHECK(fixture.vfs.open_files() == 0);
}

}  // namespace ix::testing
