// SPDX-License-Identifier: Apache-2.0
#include "engine/event_queue.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <utility>

namespace ix::engine {
namespace {

thread_local bool t_inside_wakeup = false;

bool same_key(const Event& a, const Event& b) {
  if (a.kind != b.kind || a.kind == EventKind::operation_completed) return false;
  if (a.subscription != b.subscription || a.from != b.from) return false;
  return a.to == b.to || a.kind == EventKind::conversation_replaced;
}

}  // namespace

bool EventQueue::inside_wakeup() {
  return t_inside_wakeup;
}

EventQueue::~EventQueue() {
  set_wakeup(nullptr, nullptr);
  for (const int fd : pipe_) {
    if (fd >= 0) ::close(fd);
  }
}

void EventQueue::push(Event event) {
  {
    std::lock_guard lock(mutex_);
    if (closing_) return;
    for (Event& queued : events_) {
      if (same_key(queued, event)) {
        queued = std::move(event);
        return;
      }
    }
    closing_ = event.kind == EventKind::closed;
    events_.push_back(std::move(event));
    raise_descriptor();
    arrived_.notify_all();
    if (events_.size() > 1) return;  // not from empty to non-empty
  }
  call_wakeup();
}

void EventQueue::close() {
  push(Event{});
}

Result<std::vector<Event>> EventQueue::poll(int32_t timeout_ms) {
  std::unique_lock lock(mutex_);
  if (polling_) return Error(ErrorCode::POLL_IN_USE);
  if (drained_) return Error(ErrorCode::CLOSED);
  polling_ = true;
  const auto ready = [this] { return !events_.empty() || woken_; };
  if (timeout_ms < 0) {
    arrived_.wait(lock, ready);
  } else if (timeout_ms > 0) {
    arrived_.wait_for(lock, std::chrono::milliseconds(timeout_ms), ready);
  }
  polling_ = false;
  woken_ = false;
  std::vector<Event> batch = std::exchange(events_, {});
  lower_descriptor();
  if (!batch.empty() && batch.back().kind == EventKind::closed) drained_ = true;
  return batch;
}

void EventQueue::wake() {
  std::lock_guard lock(mutex_);
  woken_ = true;
  arrived_.notify_all();
}

void EventQueue::set_wakeup(std::function<void()> wakeup, std::function<void()> released) {
  std::function<void()> old_released;
  {
    std::lock_guard lock(wakeup_mutex_);
    wakeup_ = std::move(wakeup);
    old_released = std::exchange(released_, std::move(released));
  }
  if (old_released) old_released();
  bool pending = false;
  {
    std::lock_guard lock(mutex_);
    pending = !events_.empty();
  }
  if (pending) call_wakeup();
}

void EventQueue::call_wakeup() {
  std::lock_guard lock(wakeup_mutex_);
  if (!wakeup_) return;
  t_inside_wakeup = true;
  wakeup_();
  t_inside_wakeup = false;
}

Result<int> EventQueue::descriptor() {
  std::lock_guard lock(mutex_);
  if (pipe_[0] < 0) {
    if (::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0) {
      pipe_[0] = pipe_[1] = -1;
      return Error(ErrorCode::NOT_SUPPORTED, "no file descriptor is left for the event queue");
    }
    if (!events_.empty()) raise_descriptor();
  }
  return pipe_[0];
}

void EventQueue::raise_descriptor() {
  if (pipe_[1] < 0 || descriptor_raised_) return;
  const char byte = 1;
  descriptor_raised_ = ::write(pipe_[1], &byte, 1) == 1;
}

void EventQueue::lower_descriptor() {
  if (!descriptor_raised_) return;
  char byte = 0;
  descriptor_raised_ = ::read(pipe_[0], &byte, 1) != 1;
}

}  // namespace ix::engine
