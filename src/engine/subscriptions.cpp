// SPDX-License-Identifier: Apache-2.0
#include "engine/subscriptions.h"

#include <utility>
#include <vector>

#include "query/diff.h"

namespace ix::engine {
namespace {

Event changed(SubscriptionId id) {
  Event event;
  event.kind = EventKind::subscription_changed;
  event.subscription = id;
  return event;
}

}  // namespace

Result<SubscriptionId> Subscriptions::subscribe(const Filter& filter, uint32_t window) {
  if (window < 1 || window > 1000) {
    return Error(ErrorCode::INVALID_ARGUMENT, "the window of a subscription is 1 to 1000 rows");
  }
  SubscriptionId id = 0;
  {
    std::lock_guard lock(mutex_);
    if (active_.size() >= kMost) {
      return Error(ErrorCode::BUSY, "256 subscriptions are active: cancel some");
    }
    id = next_++;
    auto subscription = std::make_shared<Subscription>();
    subscription->filter = filter;
    subscription->window = window;
    active_.emplace(id, std::move(subscription));
  }
  events_.push(changed(id));
  return id;
}

Result<query::Page> Subscriptions::take(SubscriptionId id) {
  std::shared_ptr<Subscription> subscription;
  {
    std::lock_guard lock(mutex_);
    const auto found = active_.find(id);
    if (found == active_.end()) return Error(ErrorCode::NOT_FOUND, "no such subscription");
    subscription = found->second;
  }
  std::lock_guard lock(subscription->mutex);
  IX_TRY(query::Page now, reader_.conversations(subscription->filter, {}, subscription->window));
  query::Page changes = query::diff_conversations(subscription->taken, now);
  subscription->taken = std::move(now);
  return changes;
}

void Subscriptions::cancel(SubscriptionId id) {
  std::lock_guard lock(mutex_);
  active_.erase(id);
}

void Subscriptions::notify() {
  std::vector<SubscriptionId> ids;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [id, subscription] : active_) ids.push_back(id);
  }
  for (const SubscriptionId id : ids) events_.push(changed(id));
}

}  // namespace ix::engine
