// SPDX-License-Identifier: Apache-2.0
#include "engine/operations.h"

#include <utility>

namespace ix::engine {

Result<OperationId> Operations::begin() {
  std::lock_guard lock(mutex_);
  if (closed_) return Error(ErrorCode::CLOSED);
  if (in_flight_.size() >= kMostInFlight) {
    return Error(ErrorCode::BUSY, "1024 operations are in flight: poll for their completions");
  }
  const OperationId id = next_++;
  in_flight_.emplace(id, nullptr);
  return id;
}

bool Operations::active(OperationId id) {
  std::lock_guard lock(mutex_);
  return in_flight_.contains(id);
}

bool Operations::complete(OperationId id, std::optional<Error> error,
                          std::shared_ptr<const query::Page> page) {
  {
    std::lock_guard lock(mutex_);
    if (in_flight_.erase(id) == 0) return false;
  }
  Event event;
  event.kind = EventKind::operation_completed;
  event.operation = id;
  event.error = std::move(error);
  event.page = std::move(page);
  events_.push(std::move(event));
  return true;
}

void Operations::complete_all(const Error& error) {
  for (;;) {
    OperationId id = 0;
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
      if (in_flight_.empty()) return;
      id = in_flight_.begin()->first;
    }
    complete(id, error);
  }
}

void Operations::end_all(const Error& error) {
  std::map<OperationId, std::function<void()>> ended;
  {
    std::lock_guard lock(mutex_);
    for (auto& [id, stop] : in_flight_) ended.emplace(id, std::exchange(stop, nullptr));
  }
  for (const auto& [id, stop] : ended) {
    if (stop) stop();
    complete(id, error);
  }
}

void Operations::on_cancel(OperationId id, std::function<void()> stop) {
  std::lock_guard lock(mutex_);
  const auto found = in_flight_.find(id);
  if (found != in_flight_.end()) found->second = std::move(stop);
}

void Operations::cancel(OperationId id) {
  std::function<void()> stop;
  {
    std::lock_guard lock(mutex_);
    const auto found = in_flight_.find(id);
    if (found == in_flight_.end()) return;
    stop = std::exchange(found->second, nullptr);
  }
  if (stop) stop();
  complete(id, Error(ErrorCode::CANCELLED));
}

}  // namespace ix::engine
