// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/file_system.h"
#include "base/random.h"

using namespace ix;
namespace fs = std::filesystem;

namespace {
std::string temporary_folder() {
  SystemRandom random;
  return (fs::temp_directory_path() / ("ix-fs-" + random.uuid())).string();
}
}  // namespace

TEST_CASE("files are private, replaced whole, and a missing one is no error") {
  SystemFileSystem files;
  const std::string folder = temporary_folder() + "/a/b";
  REQUIRE(files.make_private_folder(folder).ok());
  struct stat info {};
  REQUIRE(stat(folder.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0700);
  const std::string path = folder + "/token";
  CHECK_FALSE(files.read_private(path).value().has_value());
  REQUIRE(files.write_private(path, Secret("one")).ok());
  REQUIRE(files.write_private(path, Secret("two")).ok());
  CHECK(files.read_private(path).value()->reveal() == "two");
  REQUIRE(stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(files.remove(path).ok());
  CHECK(files.remove(path).ok());
  fs::remove_all(folder);
}

TEST_CASE("a lock has one holder and names its process") {
  SystemFileSystem files;
  const std::string folder = temporary_folder();
  REQUIRE(files.make_private_folder(folder).ok());
  auto first = files.lock(folder + "/lock");
  REQUIRE(first.ok());
  const auto second = files.lock(folder + "/lock");
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == ErrorCode::STORE_IN_USE);
  CHECK(second.error().message.find(std::to_string(getpid())) != std::string::npos);
  first->reset();
  CHECK(files.lock(folder + "/lock").ok());
  fs::remove_all(folder);
}

TEST_CASE("a folder that cannot be made is a clear error") {
  SystemFileSystem files;
  const auto made = files.make_private_folder("/proc/nowhere/at/all");
  REQUIRE_FALSE(made.ok());
  CHECK((made.error().code == ErrorCode::STORE_NOT_WRITABLE ||
         made.error().code == ErrorCode::STORE_IO));
}
