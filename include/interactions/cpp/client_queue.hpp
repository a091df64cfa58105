// SPDX-License-Identifier: Apache-2.0
/**
 * @file client_queue.hpp
 * Live lists and the event queue (subscription.h, event.h): bodies of what client.hpp declares.
 * Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_CLIENT_QUEUE_HPP
#define INTERACTIONS_CPP_CLIENT_QUEUE_HPP

#include <interactions/cpp/client.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace interactions {

inline Result<Subscription> Client::subscribe(const Filter& filter, uint32_t window) const {
  return result<Subscription, ix_subscription>([&](ix_subscription* out, ix_error** error) {
    return ix_conversations_subscribe(get(), filter.get(), window, out, error);
  });
}

inline Result<Subscription> Client::follow(ix_live_kind kind, std::string_view conversation,
                                           uint32_t window) const {
  return result<Subscription, ix_subscription>([&](ix_subscription* out, ix_error** error) {
    return ix_subscribe(get(), kind, conversation.empty() ? ix_str{nullptr, 0} : str(conversation),
                        window, out, error);
  });
}

inline Result<Page> Client::take(Subscription subscription) const {
  return page([&](ix_page** out, ix_error** error) {
    return ix_subscription_take(get(), subscription, out, error);
  });
}

inline void Client::unsubscribe(Subscription subscription) const {
  ix_subscription_cancel(get(), subscription);
}

inline Result<Events> Client::poll(int32_t timeout_ms) const {
  return result<Events, ix_event_batch*>([&](ix_event_batch** out, ix_error** error) {
    return ix_client_poll(get(), timeout_ms, out, error);
  });
}

inline void Client::wake() const {
  ix_client_wake(get());
}

inline Status Client::set_wakeup(std::function<void()> wakeup) const {
  using Function = std::function<void()>;
  if (!wakeup) {
    return status([&](ix_error** error) {
      return ix_client_set_wakeup(get(), nullptr, nullptr, nullptr, error);
    });
  }
  auto kept = std::make_unique<Function>(std::move(wakeup));
  Status done = status([&](ix_error** error) {
    return ix_client_set_wakeup(
        get(), [](void* ctx) { (*static_cast<Function*>(ctx))(); }, kept.get(),
        detail::Callback<Function>::drop, error);
  });
  if (done) static_cast<void>(kept.release());
  return done;
}

inline Result<int> Client::fd() const {
  return result<int, int>(
      [&](int* out, ix_error** error) { return ix_client_fd(get(), out, error); });
}

}  // namespace interactions

#endif  // INTERACTIONS_CPP_CLIENT_QUEUE_HPP
