// SPDX-License-Identifier: Apache-2.0
#include "simulation/promises.h"

#include <algorithm>

#include "model/outbox.h"

namespace ix::simulation {

const std::string& Promises::first_words(const std::string& text) const {
  const auto known = first_words_.find(text);
  return known == first_words_.end() ? text : known->second;
}

void Promises::give(const std::string& text, Millis at_ms, bool sure) {
  std::vector<Millis>& times = times_[first_words(text)];
  if (sure) times.clear();
  times.push_back(at_ms);
}

void Promises::reworded(const std::string& text, const std::string& now) {
  first_words_[now] = first_words(text);
}

void Promises::check(std::string_view body, Millis wall_ms) {
  // An edit follows its message whenever it can.
  if (body.find("m.new_content") != std::string_view::npos) return;
  const auto says = [body](const std::string& text) {
    return body.find("\"" + text + "\"") != std::string_view::npos;
  };
  for (const auto& [text, times] : times_) {
    const bool leaves =
        says(text) || std::any_of(first_words_.begin(), first_words_.end(), [&](const auto& later) {
          return later.second == text && says(later.first);
        });
    if (!leaves) continue;
    const bool kept = std::any_of(times.begin(), times.end(), [wall_ms](Millis at_ms) {
      return at_ms == 0 || (wall_ms >= at_ms && wall_ms - at_ms <= kScheduleGrace);
    });
    if (kept) continue;
    broken_.push_back("its time: " + text + " left " + std::to_string(wall_ms - times.back()) +
                      " ms after the time it was given");
  }
}

}  // namespace ix::simulation
