// SPDX-License-Identifier: Apache-2.0
#include "cache/log_length.h"

#include <sqlite3.h>

namespace ix::cache {

void LogLength::follow(sqlite3* writer) {
  pages_ = 0;
  fold_at_ = kLong;
  // Instead of SQLite's own hook, which checkpoints at a thousand pages.
  sqlite3_wal_hook(writer, committed, this);
}

int LogLength::committed(void* self, sqlite3* writer, const char* name, int pages) {
  auto& length = *static_cast<LogLength*>(self);
  if (pages < length.pages_) length.fold_at_ = kLong;  // begun anew
  length.pages_ = pages;
  // Like SQLite's own: what fails here is tried again at the next commit.
  if (pages >= kTooLong) {
    (void)sqlite3_wal_checkpoint_v2(writer, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  }
  return SQLITE_OK;
}

}  // namespace ix::cache
