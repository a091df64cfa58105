// SPDX-License-Identifier: Apache-2.0
// Live lists: what each subscriber last took, and the steps from there to now.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "engine/event_queue.h"
#include "model/filter.h"
#include "query/reader.h"

namespace ix::engine {

// Thread-safe. Outlived by the reader and the queue. A change costs an event; the list is read
// again only when somebody takes, and then only the subscribed window.
class Subscriptions {
 public:
  Subscriptions(query::Reader& reader, EventQueue& events) : reader_(reader), events_(events) {}

  static constexpr size_t kMost = 256;

  // BUSY; INVALID_ARGUMENT for a window outside 1 to 1000.
  Result<SubscriptionId> subscribe(const Filter& filter, uint32_t window);
  Result<query::Page> take(SubscriptionId id);  // NOT_FOUND
  void cancel(SubscriptionId id);
  // Some conversation changed.
  void notify();

 private:
  struct Subscription {
    std::mutex mutex;  // one take at a time
    Filter filter;
    uint32_t window = 0;
    query::Page taken;
  };

  query::Reader& reader_;
  EventQueue& events_;
  std::mutex mutex_;
  SubscriptionId next_ = 1;
  std::map<SubscriptionId, std::shared_ptr<Subscription>> active_;
};

}  // namespace ix::engine
