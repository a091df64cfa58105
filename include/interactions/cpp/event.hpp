// SPDX-License-Identifier: Apache-2.0
/**
 * @file event.hpp
 * The event queue: batches of events. Include interactions.hpp, not this.
 */
#ifndef INTERACTIONS_CPP_EVENT_HPP
#define INTERACTIONS_CPP_EVENT_HPP

#include <interactions/event.h>
#include <interactions/cpp/page.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

namespace interactions {

/** One event; which members are set depends on `kind` (IX_EVENT_*). */
struct Event {
  ix_event_kind kind = 0;
  Operation operation = 0;
  Subscription subscription = 0;
  ix_status status = IX_OK;
  std::optional<Error> error; /**< of a failed operation */
  Page page;                  /**< an operation's result; may be empty */
  std::string_view from, to;
  int64_t count = 0;
};

/** A batch of events. */
class Events : public Handle<ix_event_batch, ix_event_batch_retain, ix_event_batch_release> {
 public:
  using Handle::Handle;

  Events share() const { return Events(retained()); }
  size_t size() const { return ix_event_batch_count(get()); }
  bool empty() const { return size() == 0; }
  Event operator[](size_t index) const& {
    auto raw = detail::sized<ix_event>();
    Event out;
    if (ix_event_batch_get(get(), index, &raw) != IX_OK) return out;
    out.kind = raw.kind;
    out.operation = raw.operation;
    out.subscription = raw.subscription;
    out.status = raw.status;
    if (raw.status != IX_OK) out.error = Error::from(raw.status, raw.error);
    out.page = Page(ix_page_retain(raw.page));
    out.from = view(raw.from);
    out.to = view(raw.to);
    out.count = raw.count;
    return out;
  }

  /** Goes over the events; the batch must outlive it. */
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Event;

    iterator() = default;
    iterator(const Events* events, size_t index) : events_(events), index_(index) {}
    Event operator*() const { return (*events_)[index_]; }
    iterator& operator++() {
      ++index_;
      return *this;
    }
    iterator operator++(int) { return iterator(events_, index_++); }
    bool operator==(const iterator&) const = default;

   private:
    const Events* events_ = nullptr;
    size_t index_ = 0;
  };
  iterator begin() const& { return iterator(this, 0); }
  iterator end() const& { return iterator(this, size()); }
};

}  // namespace interactions

#endif  // INTERACTIONS_CPP_EVENT_HPP
