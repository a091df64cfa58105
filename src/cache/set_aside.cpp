// SPDX-License-Identifier: Apache-2.0
#include "cache/set_aside.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

#include "cache/damaged_file.h"
#include "cache/schema.h"

namespace ix::cache {
namespace {

constexpr std::array<const char*, 2> kSideFiles = {"-wal", "-shm"};

std::string stamp_of(Millis now) {
  const std::time_t seconds = now / 1000;
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc);
  return text;
}

}  // namespace

// SQLite gives its -wal and -shm the mode of the database file: it is made 0600 before SQLite sees
// it, whatever the umask. Called with the folder's lock held and no connection open (closing a
// descriptor of the file drops the process's locks on it).
Status make_private_database(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error(ErrorCode::STORE_NOT_WRITABLE,
                 "the database in the account folder cannot be opened for writing: check its "
                 "owner and mode");
  }
  const bool narrowed = ::fchmod(file, 0600) == 0;
  ::close(file);
  if (!narrowed) {
    return Error(ErrorCode::STORE_NOT_WRITABLE, "the database's mode cannot be set to 0600");
  }
  return {};
}

Replacement::Replacement(std::string database, const std::string& vfs, FileSystem& files)
    : database_(std::move(database)),
      plan_(database_ + ".plan"),
      fresh_(database_ + ".rescued"),
      vfs_(vfs),
      files_(files) {}

Result<bool> Replacement::is_cut_off() {
  IX_TRY(const auto size, files_.size(database_));
  if (size.value_or(0) > 0) return false;
  IX_TRY(const auto log, files_.size(database_ + "-wal"));
  return log.value_or(0) > 0;
}

std::string Replacement::set_aside_name(const std::string& suffix) const {
  return database_ + ".damaged-" + suffix;
}

// Three lines of numbers after the suffix; its own writer made it whole or not at all.
Result<std::optional<Replacement::Plan>> Replacement::read_plan() {
  IX_TRY(const auto content, files_.read_private(plan_));
  if (!content) return std::optional<Plan>();
  char suffix[64] = {};
  long long unsent = 0;
  long long lost = 0;
  if (std::sscanf(content->reveal().c_str(), "%63s %lld %lld", suffix, &unsent, &lost) != 3) {
    return Error(ErrorCode::STORE_IO, "the file cache.db.plan cannot be understood: remove it");
  }
  Plan plan;
  plan.suffix = suffix;
  const std::string name = set_aside_name(plan.suffix);
  plan.report = {name.substr(name.rfind('/') + 1), unsent, lost};
  return std::optional(plan);
}

Result<std::optional<SetAside>> Replacement::finish() {
  IX_TRY(const auto plan, read_plan());
  if (!plan) {
    IX_CHECK(remove_database(fresh_));
    IX_CHECK(remove_database(database_ + ".copy"));
    return std::optional<SetAside>();
  }
  IX_TRY(const auto fresh, files_.size(fresh_));
  if (fresh) IX_CHECK(rename_all(plan->suffix));
  return std::optional(plan->report);
}

Status Replacement::told() {
  return files_.remove(plan_);
}

Status Replacement::rename_all(const std::string& suffix) {
  const std::string aside = set_aside_name(suffix);
  IX_TRY(const auto old, files_.size(database_));
  IX_TRY(const auto moved, files_.size(aside));
  if (old && !moved) IX_CHECK(files_.rename(database_, aside));
  for (const char* side : kSideFiles) {
    IX_TRY(const auto there, files_.size(database_ + side));
    if (there) IX_CHECK(files_.rename(database_ + side, aside + side));
  }
  return files_.rename(fresh_, database_);
}

Status Replacement::remove_database(const std::string& path) {
  for (const char* side : {"", "-wal", "-shm", "-journal"}) IX_CHECK(files_.remove(path + side));
  return {};
}

Result<std::string> Replacement::free_suffix(Millis now) {
  const std::string stamp = stamp_of(now);
  for (int count = 1;; ++count) {
    const std::string suffix = count == 1 ? stamp : stamp + "-" + std::to_string(count);
    IX_TRY(const auto taken, files_.size(set_aside_name(suffix)));
    if (!taken) return suffix;
  }
}

Status Replacement::fill(Connection& fresh, const Derive& derive, SetAside& report) {
  IX_TRY(const auto damaged, DamagedFile::open(database_, vfs_, files_, fresh));
  IX_CHECK(fresh.execute("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"));
  IX_TRY(const Salvaged salvaged, salvage(damaged->connection(), fresh));
  if (derive) IX_CHECK(derive(fresh, salvaged));
  report.lost = salvaged.lost;
  {
    IX_TRY(auto row, fresh.prepare_once("SELECT count(*) FROM outbox WHERE op = 0"));
    IX_TRY(const bool found, row->step());
    report.unsent = found ? row->integer(0) : 0;
  }
  return fresh.execute("COMMIT");
}

Result<SetAside> Replacement::run(Millis now, const Derive& derive) {
  IX_TRY(const std::string suffix, free_suffix(now));
  IX_CHECK(remove_database(fresh_));
  if (vfs_.empty()) IX_CHECK(make_private_database(fresh_));
  const std::string name = set_aside_name(suffix);
  SetAside report;
  report.file = name.substr(name.rfind('/') + 1);
  {
    IX_TRY(auto fresh, Connection::open(fresh_, {.read_only = false, .vfs = vfs_}));
    IX_CHECK(fresh->execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL"));
    IX_CHECK(migrate(*fresh));
    IX_CHECK(fill(*fresh, derive, report));
  }
  const std::string plan =
      suffix + " " + std::to_string(report.unsent) + " " + std::to_string(report.lost) + "\n";
  IX_CHECK(files_.write_private(plan_, Secret(plan)));
  IX_CHECK(rename_all(suffix));
  return report;
}

}  // namespace ix::cache
