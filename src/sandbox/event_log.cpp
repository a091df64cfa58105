// SPDX-License-Identifier: Apache-2.0
#include "sandbox/event_log.h"

#include <algorithm>

namespace ix::sandbox {
namespace {

// Events that are made together: about what one request shows.
constexpr size_t kPage = 16;

}  // namespace

const Event& EventLog::operator[](size_t index) const {
  if (index < head_.size()) return head_[index];
  index -= head_.size();
  if (index >= backlog_.count) return tail_[index - backlog_.count];
  std::vector<Event>& page = made_[index / kPage];
  if (page.empty()) {
    const size_t first = index / kPage * kPage;
    for (size_t i = first; i < std::min(first + kPage, backlog_.count); ++i) {
      page.push_back(backlog_.make(i));
    }
  }
  return page[index % kPage];
}

Event& EventLog::operator[](size_t index) {
  return const_cast<Event&>(std::as_const(*this)[index]);
}

StreamPosition EventLog::position_at(size_t index) const {
  if (index < head_.size()) return head_[index].position;
  index -= head_.size();
  return index < backlog_.count ? backlog_.first_position + static_cast<StreamPosition>(index)
                                : tail_[index - backlog_.count].position;
}

size_t EventLog::count_up_to(StreamPosition position) const {
  size_t low = 0;
  size_t high = size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (position_at(middle) <= position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<size_t> EventLog::find_in_backlog(std::string_view id) const {
  const auto index = backlog_.index_of ? backlog_.index_of(id) : std::nullopt;
  return index ? std::optional(head_.size() + *index) : std::nullopt;
}

}  // namespace ix::sandbox
