// SPDX-License-Identifier: Apache-2.0
// How far uploads and downloads are.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "cache/media_table.h"
#include "engine/event_queue.h"
#include "model/ids.h"

namespace ix::engine {

struct Transfer {
  AttachmentId attachment;
  cache::MediaPart part = cache::MediaPart::file;
  bool upload = false;
  int64_t done = 0;
  int64_t total = 0;  // 0: not known
  int64_t bytes_per_second = 0;
};

// Thread-safe; moved() and the like are the engine thread's. An event tells of each transfer at
// most ten times a second, and always of its end.
class Transfers {
 public:
  Transfers(Clock& clock, EventQueue& events) : clock_(clock), events_(events) {}

  void begin(const Transfer& transfer);
  void moved(AttachmentId attachment, cache::MediaPart part, int64_t done, int64_t total);
  // Over, however: it is listed no more.
  void end(AttachmentId attachment, cache::MediaPart part);
  std::vector<Transfer> all();

 private:
  struct Running {
    Transfer transfer;
    Millis told_at = 0;
    Millis measured_at = 0;
    int64_t measured_done = 0;
  };
  void tell(const Transfer& transfer);

  Clock& clock_;
  EventQueue& events_;
  std::mutex mutex_;
  std::map<std::pair<AttachmentId, cache::MediaPart>, Running> running_;
};

}  // namespace ix::engine
