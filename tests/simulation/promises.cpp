// SPDX-License-Identifier: Apache-2.0
#include "simulation/promises.h"

#include <algorithm>

#include "model/outbox.h"

namespace ix::simulation {

void Promises::give(const std::string& text, Millis at_ms, bool sure) {
  std::vector<Millis>& times = times_[text];
  if (sure) times.clear();
  times.push_back(at_ms);
}

void Promises::check(std::string_view body, Millis wall_ms) {
  for (const auto& [text, times] : times_) {
    if (body.find("\"" + text + "\"") == std::string_view::npos) continue;
    const bool kept = std::any_of(times.begin(), times.end(), [wall_ms](Millis at_ms) {
      return at_ms == 0 || (wall_ms >= at_ms && wall_ms - at_ms <= kScheduleGrace);
    });
    if (kept) continue;
    broken_.push_back("its time: " + text + " left " + std::to_string(wall_ms - times.back()) +
                      " ms after the time it was given");
  }
}

}  // namespace ix::simulation
