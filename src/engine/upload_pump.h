// SPDX-License-Identifier: Apache-2.0
// Takes the files of messages to the backend, each once, before their messages leave.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/environment.h"
#include "engine/file_keeper.h"
#include "engine/media_policy.h"
#include "engine/session_keeper.h"
#include "engine/transfers.h"
#include "provider/provider.h"
#include "store/store.h"
#include "transport/retry.h"

namespace ix::engine {

// Lives on the engine thread. A backend that reserves names is given the bytes under a name that
// was kept before the first of them left, so that whatever dies in between leaves one copy.
class UploadPump {
 public:
  UploadPump(Clock& clock, Random& random, const Logger& log, FileSystem& files,
             provider::Provider& provider, store::Store& store, SessionKeeper& session,
             FileKeeper& keeper, Transfers& transfers, const MediaPolicy& policy);

  void kick() { kicked_ = true; }
  void set_active(bool active);
  void set_network(transport::NetworkKind kind);
  void end_backoff();
  void tick();
  std::optional<Millis> deadline() const;  // steady
  void stop();
  bool quiet(Millis soon) const;
  int64_t progress() const { return progress_; }
  // The user holds it: what is on its way ends.
  void hold(AttachmentId attachment);

  std::function<void(store::Touched)> on_touched;

 private:
  using Part = std::pair<FileId, bool>;  // true: of its thumbnail
  struct Trouble {
    int attempts = 0;
    Millis next_wall_ms = 0;
  };

  void look_at(const OutgoingFile& file);
  WaitingFor obstacle(const OutgoingFile& file);
  bool in_flight(FileId file) const;
  void start(const OutgoingFile& file, bool thumbnail);
  void reserve(const OutgoingFile& file, bool thumbnail);
  void upload(const OutgoingFile& file, bool thumbnail, const std::string& uri);
  Result<std::unique_ptr<FileReader>> open(const OutgoingFile& file, bool thumbnail);
  void landed(const OutgoingFile& file, bool thumbnail, Result<std::string> uri);
  // The next attempt is some time from now.
  Trouble& back_off(const OutgoingFile& file, const Error& error);
  void failed(const OutgoingFile& file, bool thumbnail, const Error& error);
  void wait(const OutgoingFile& file, WaitingFor reason);
  void report(Result<store::Touched> touched);

  Clock& clock_;
  const Logger& log_;
  FileSystem& files_;
  provider::Provider& provider_;
  store::Store& store_;
  SessionKeeper& session_;
  FileKeeper& keeper_;
  Transfers& transfers_;
  const MediaPolicy& policy_;
  transport::Backoff backoff_;

  transport::NetworkKind network_ = transport::NetworkKind::unknown;
  bool active_ = false;
  bool kicked_ = true;
  std::map<Part, std::pair<provider::CallId, AttachmentId>> in_flight_;
  std::map<FileId, Trouble> trouble_;
  std::optional<Millis> next_wall_ms_;
  int64_t progress_ = 0;
};

}  // namespace ix::engine
