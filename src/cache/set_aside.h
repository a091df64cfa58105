// SPDX-License-Identifier: Apache-2.0
// Puts a damaged database out of the way and a new one, with what was unsent, in its place.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/file_system.h"
#include "cache/salvage.h"

namespace ix::cache {

// What the host is told.
struct SetAside {
  std::string file;    // the damaged database's new name, in the same folder
  int64_t unsent = 0;  // messages that wait in the new database
  int64_t lost = 0;    // see Salvaged
};

// Makes what is derived from the rows that were taken over, within their transaction.
using Derive = std::function<Status(Connection&, const Salvaged&)>;

// The damaged file is renamed, never deleted, and nothing is renamed before the new one is
// complete and on the disk. Whoever dies on the way leaves one of these:
//   1. no plan                  nothing was renamed: a half-made new file goes, all begins anew
//   2. plan, and the new file   under its own name: the old one may or may not have its new name;
//                               finish() renames whatever is not renamed yet
//   3. plan, no new file        all was renamed: finish() tells of it
// The old file is renamed before its log: had the log gone first, the old file could be opened
// without it, as if what stands in it had never been.
//
// One thread, with the folder's lock held and no connection open.
class Replacement {
 public:
  // Both outlive it.
  Replacement(std::string database, const std::string& vfs, FileSystem& files);

  // What an earlier process began. To be called before the database is opened.
  Result<std::optional<SetAside>> finish();
  // The whole of it.
  Result<SetAside> run(Millis now, const Derive& derive);
  // The host has been told.
  Status told();
  // The damage shows in no page: the database lost its bytes and has a log.
  Result<bool> is_cut_off();

 private:
  struct Plan {
    std::string suffix;
    SetAside report;
  };
  Result<std::optional<Plan>> read_plan();
  Result<std::string> free_suffix(Millis now);
  Status fill(Connection& fresh, const Derive& derive, SetAside& report);
  Status rename_all(const std::string& suffix);
  Status remove_database(const std::string& path);
  std::string set_aside_name(const std::string& suffix) const;

  const std::string database_;
  const std::string plan_;
  const std::string fresh_;
  const std::string& vfs_;
  FileSystem& files_;
};

// 0600, whatever the umask, also what SQLite puts beside it. STORE_NOT_WRITABLE.
Status make_private_database(const std::string& path);

}  // namespace ix::cache
