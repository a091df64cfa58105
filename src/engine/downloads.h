// SPDX-License-Identifier: Apache-2.0
// Brings files from the backend: one transfer for whoever asks, resumed, verified, kept by content.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "attachments/download_file.h"
#include "attachments/media_folder.h"
#include "engine/environment.h"
#include "engine/media_policy.h"
#include "engine/session_keeper.h"
#include "engine/transfers.h"
#include "provider/provider.h"
#include "store/store.h"
#include "transport/retry.h"

namespace ix::engine {

// Lives on the engine thread, but for parts_in_use(). Outlived by all it is given; the worker must
// have stopped before it goes. What was brought stays when a download ends half-way: the next one
// goes on from there.
class Downloads {
 public:
  using Done = std::function<void(const Status&)>;
  using Post = std::function<void(std::function<void()>)>;  // to the engine thread; any thread

  Downloads(Clock& clock, Random& random, const Logger& log, FileSystem& files, Worker& worker,
            provider::Provider& provider, store::Store& store, SessionKeeper& session,
            MediaFolder& folder, Transfers& transfers, const MediaPolicy& policy, Post post);

  // `waiter` names who asks, for cancel(). The higher the priority the sooner; thumbnails go before
  // whole files. `done` may run before fetch() returns.
  void fetch(AttachmentId attachment, cache::MediaPart part, int32_t priority, uint64_t waiter,
             Done done);
  // When nobody waits any more the transfer ends.
  void cancel(uint64_t waiter);
  void set_network(transport::NetworkKind kind);
  void end_backoff();
  void tick();
  std::optional<Millis> deadline() const;  // steady
  // Those who wait are told.
  void stop(const Error& why);
  // Places of what is on its way.
  std::vector<std::string> parts_in_use();

  std::function<void(store::Touched)> on_touched;

 private:
  using Key = std::pair<AttachmentId, cache::MediaPart>;
  struct Waiter {
    uint64_t id = 0;
    Done done;
  };
  struct Job {
    std::vector<Waiter> waiting;
    int32_t priority = 0;
    uint64_t order = 0;
    int attempts = 0;
    Millis next_wall_ms = 0;
    bool running = false;
    provider::CallId call = 0;
    std::shared_ptr<DownloadFile> file;
    std::string uri;
    int64_t total = -1;
    std::string sha256;
  };

  std::string part_of(const Key& key) const;
  // The job that goes next, if one may.
  std::map<Key, Job>::iterator next();
  void start(const Key& key, Job& job);
  provider::Download request_of(const Key& key, Job& job, const Attachment& attachment);
  void arrived(const Key& key, const Status& outcome);
  // The bytes are on the disk, and hashed.
  void checked(const Key& key, const std::shared_ptr<DownloadFile>& file,
               Result<DownloadedFile> result);
  Status keep(const Key& key, const Job& job, const DownloadedFile& file);
  void failed(const Key& key, const Error& error);
  void finish(const Key& key, const Status& outcome);

  Clock& clock_;
  Random& random_;
  const Logger& log_;
  FileSystem& files_;
  Worker& worker_;
  provider::Provider& provider_;
  store::Store& store_;
  SessionKeeper& session_;
  MediaFolder& folder_;
  Transfers& transfers_;
  const MediaPolicy& policy_;
  const Post post_;
  transport::Backoff backoff_;
  transport::NetworkKind network_ = transport::NetworkKind::unknown;
  std::map<Key, Job> jobs_;
  uint64_t order_ = 0;

  std::mutex mutex_;  // guards parts_
  std::set<std::string> parts_;
};

}  // namespace ix::engine
