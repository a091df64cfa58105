// SPDX-License-Identifier: Apache-2.0
// The event queue of one client: ordered, bounded by coalescing, drained by one consumer at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "query/page.h"

namespace ix::engine {

using OperationId = uint64_t;
using SubscriptionId = uint64_t;

// The numbers cross the C ABI: never renumber.
enum class EventKind : int32_t {
  operation_completed = 1,
  subscription_changed = 2,
  conversation_replaced = 3,
  session_changed = 4,
  credentials_changed = 5,
  closed = 6,
  notifications = 7,
  store_set_aside = 8,
  setting_failed = 9,
  permission_needed = 10,
  transfer = 11,
  files = 12,
};

struct Event {
  EventKind kind = EventKind::closed;
  OperationId operation = 0;
  SubscriptionId subscription = 0;
  std::optional<Error> error;
  std::shared_ptr<const query::Page> page;
  std::string from;
  std::string to;
  int64_t count = 0;
};

// Thread-safe. A completion is never coalesced, so it is never lost; any other event is keyed, and
// while one is queued and unread the same key adds none (a later session event takes over the
// reason). After closed() nothing is queued any more.
class EventQueue {
 public:
  EventQueue() = default;
  ~EventQueue();
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  void push(Event event);
  // Queues the last event.
  void close();

  // Waits up to timeout_ms (negative: without end) for an event or wake(). POLL_IN_USE while
  // another thread is inside; CLOSED after the last event was taken.
  Result<std::vector<Event>> poll(int32_t timeout_ms);
  void wake();

  // The callback runs without the queue's lock held, and never after it was replaced. `released`
  // is called when the callback will not run any more.
  void set_wakeup(std::function<void()> wakeup, std::function<void()> released);
  // Readable while events are queued. NOT_SUPPORTED when no descriptor can be had.
  Result<int> descriptor();
  // True on a thread that is inside the wake-up callback: no API call is legal there.
  static bool inside_wakeup();

 private:
  void call_wakeup();
  void raise_descriptor();
  void lower_descriptor();

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Event> events_;
  bool polling_ = false;
  bool woken_ = false;
  bool closing_ = false;
  bool drained_ = false;
  int pipe_[2] = {-1, -1};
  bool descriptor_raised_ = false;

  std::mutex wakeup_mutex_;  // taken alone, never inside mutex_
  std::function<void()> wakeup_;
  std::function<void()> released_;
};

}  // namespace ix::engine
