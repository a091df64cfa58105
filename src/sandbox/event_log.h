// SPDX-License-Identifier: Apache-2.0
// The events of one room, oldest first. Part of them may be a backlog, which is made when it is
// first looked at.
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace ix::sandbox {

// Position in the server's one stream of changes; counts from 1.
using StreamPosition = int64_t;

struct Event {
  StreamPosition position = 0;
  std::string id;
  std::string type;
  std::string sender;
  std::optional<std::string> state_key;
  Millis at_ms = 0;
  std::string content;  // a JSON object
  // Who sent it how: the transaction id is told to this device only.
  std::string device_id;
  std::string transaction_id;
  std::string redacted_by;  // id of the redaction
};

// Events that need no memory before somebody reads them; none is a state event.
struct Backlog {
  size_t count = 0;
  StreamPosition first_position = 0;  // the others follow without a hole
  // The event of an index below count, its position included: the same for the same index.
  std::function<Event(size_t)> make;
  // The index of an id that make() gives.
  std::function<std::optional<size_t>(std::string_view)> index_of;
};

// Grows at its end. References stay valid until the next push_back().
class EventLog {
 public:
  class Iterator {
   public:
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    using pointer = const Event*;
    using reference = const Event&;
    Iterator() = default;
    Iterator(const EventLog* log, size_t index) : log_(log), index_(index) {}
    reference operator*() const { return (*log_)[index_]; }
    pointer operator->() const { return &(*log_)[index_]; }
    Iterator& operator++() { return ++index_, *this; }
    Iterator& operator--() { return --index_, *this; }
    Iterator operator++(int) { return {log_, index_++}; }
    Iterator operator--(int) { return {log_, index_--}; }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const EventLog* log_ = nullptr;
    size_t index_ = 0;
  };

  size_t size() const { return head_.size() + backlog_.count + tail_.size(); }
  bool empty() const { return size() == 0; }
  const Event& operator[](size_t index) const;
  Event& operator[](size_t index);
  const Event& front() const { return (*this)[0]; }
  const Event& back() const { return (*this)[size() - 1]; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }
  std::reverse_iterator<Iterator> rbegin() const { return std::make_reverse_iterator(end()); }
  std::reverse_iterator<Iterator> rend() const { return std::make_reverse_iterator(begin()); }

  // Without making the event.
  StreamPosition position_at(size_t index) const;
  // How many events stand at this position or before it.
  size_t count_up_to(StreamPosition position) const;
  // The index of an id of the backlog.
  std::optional<size_t> find_in_backlog(std::string_view id) const;

  void push_back(Event event) { (backlog_.count == 0 ? head_ : tail_).push_back(std::move(event)); }
  // Stands at the present end. Once.
  void add_backlog(Backlog backlog) { backlog_ = std::move(backlog); }

 private:
  std::vector<Event> head_;
  Backlog backlog_;
  std::vector<Event> tail_;
  mutable std::map<size_t, std::vector<Event>> made_;  // by page
};

}  // namespace ix::sandbox
