// SPDX-License-Identifier: Apache-2.0
// Files that are picked: copied where nobody takes them away, and prepared on the worker.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "attachments/media_folder.h"
#include "base/log.h"
#include "base/random.h"
#include "base/worker.h"
#include "engine/media_policy.h"
#include "model/finding.h"
#include "store/store.h"

namespace ix::engine {

// What the host picked: exactly one of path, fd, bytes and source is given.
struct FileInput {
  std::string path;
  int fd = -1;
  std::optional<std::string_view> bytes;
  MediaFolder::Source source;
  std::string name;
  std::string conversation;    // whose draft it belongs to; empty: none
  bool reference = false;      // the file at `path` stays where it is until it has left
  bool keep_metadata = false;  // where it was taken and the like
  int64_t max_bytes = 0;       // a picture is made so small; 0: as it is
  std::string_view thumbnail;  // a small JPEG of the host's own; empty: made here
  int32_t thumbnail_width = 0;
  int32_t thumbnail_height = 0;
};

// Thread-safe. Outlived by the store; the worker must have stopped before it goes.
class FileKeeper {
 public:
  FileKeeper(Random& random, const Logger& log, FileSystem& files, Worker& worker,
             store::Store& store);

  // On the caller's thread, as long as it takes to copy. FILE_*, STORE_*, INVALID_ARGUMENT,
  // NOT_FOUND.
  Result<FileId> stage(const FileInput& input, store::Touched& touched);
  // Another size for a picture that was picked: it is prepared anew.
  void prepare(FileId id);
  // Prepares what an earlier process left, or what was interrupted.
  void resume();
  // From now on nothing reads or writes files.
  void suspend() { ++interruptions_; }
  // Every file of the account, for good.
  Status remove_all();
  // Removes what nobody has any more, and what is beyond the budget.
  void tidy(const MediaPolicy& policy);

  // Holds what rows say against what is on the disk; reads every file that came. On the caller's
  // thread. With `repair` what came and is not here, or is of other bytes, is to be fetched again,
  // what is to leave is prepared again or has failed, and what no row names goes.
  Result<Finding> check(bool repair);

  MediaFolder& folder() { return folder_; }
  // Of a file that leaves.
  std::string path_of(const OutgoingFile& file) const;

  std::function<void(store::Touched)> on_touched;  // any thread
  // Places that downloads are writing.
  std::function<std::vector<std::string>()> parts_in_use;

 private:
  class Making;
  struct Damage;
  Result<int64_t> copy(const FileInput& input, const std::string& place);
  Status refer_to(const std::string& path, OutgoingFile& file);
  void prepare_now(FileId id, uint64_t interruptions);
  // `made`, `thumb`: places for what is written anew.
  Status prepare_file(OutgoingFile& file, const std::string& made, const std::string& thumb,
                      uint64_t interruptions);
  Status tidy_now(const MediaPolicy& policy);
  Status sweep();
  // Files that nobody has, nor is making.
  Result<std::vector<std::string>> strays();
  Status remove_strays(const std::vector<std::string>& places);
  Result<Damage> damage();
  bool is_here(const std::string& path, int64_t bytes);
  bool picked_is_here(const OutgoingFile& file);
  bool leaves_whole(const OutgoingFile& file);
  bool has_its_thumb(const OutgoingFile& file);
  bool is_whole(const cache::MediaFile& file);
  void mend(OutgoingFile file);
  Status prepare_left();
  // A download that ended half-way, of a file that is not here.
  bool may_go_on(std::string_view place);
  void report(Result<store::Touched> touched);

  Random& random_;
  const Logger& log_;
  FileSystem& files_;
  Worker& worker_;
  store::Store& store_;
  MediaFolder folder_;
  std::atomic<uint64_t> interruptions_ = 0;
  std::mutex mutex_;
  std::set<std::string> being_made_;  // places that no row names yet
};

}  // namespace ix::engine
