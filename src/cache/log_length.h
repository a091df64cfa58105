// SPDX-License-Identifier: Apache-2.0
// How long the write-ahead log is, and when it is to be written into the database (folded).
//
// SQLite's own way is that the commit which makes the log long folds it, with everybody waiting who
// wants to write. Here that is only the last resort: in time somebody folds it whom nobody waits
// for, see Database.
#pragma once

#include <atomic>

struct sqlite3;

namespace ix::cache {

class LogLength {
 public:
  // Pages. What is folded is used again from its beginning, so that its file stays that small.
  static constexpr int kLong = 1500;       // SQLite's own 1000 wait for the disk more often
  static constexpr int kTooLong = 2000;    // 8 MB: the commit itself folds it
  static constexpr int kNextChance = 250;  // a reader kept it from being begun anew

  // Counts what the connection commits; outlives it.
  void follow(sqlite3* writer);
  bool is_long() const { return pages_ >= fold_at_; }
  void was_folded() { fold_at_ = pages_ + kNextChance; }

 private:
  static int committed(void* self, sqlite3* writer, const char* name, int pages);

  std::atomic<int> pages_ = 0;
  std::atomic<int> fold_at_ = kLong;
};

}  // namespace ix::cache
