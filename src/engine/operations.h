// SPDX-License-Identifier: Apache-2.0
// Operations in flight: ids that are never reused, and exactly one completion each.
#pragma once

#include <functional>
#include <map>
#include <mutex>

#include "engine/event_queue.h"

namespace ix::engine {

// Thread-safe. Outlived by the queue that completions go to.
class Operations {
 public:
  explicit Operations(EventQueue& events) : events_(events) {}

  // A bound, so that completions cannot pile up without end.
  static constexpr size_t kMostInFlight = 1024;

  // BUSY when too many are in flight, CLOSED after complete_all().
  Result<OperationId> begin();
  bool active(OperationId id);
  // False when the id is unknown or complete already.
  bool complete(OperationId id, std::optional<Error> error,
                std::shared_ptr<const query::Page> page = nullptr);
  // Completes everything that is left and lets nothing begin any more: nobody would complete it.
  void complete_all(const Error& error);
  // Stops and completes those in flight; others may begin.
  void end_all(const Error& error);

  // What ends the work behind an operation; called by cancel() on the engine thread, at most once.
  void on_cancel(OperationId id, std::function<void()> stop);
  void cancel(OperationId id);

 private:
  EventQueue& events_;
  std::mutex mutex_;
  OperationId next_ = 1;
  bool closed_ = false;
  std::map<OperationId, std::function<void()>> in_flight_;
};

}  // namespace ix::engine
