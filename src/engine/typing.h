// SPDX-License-Identifier: Apache-2.0
// Who is writing right now: told by the backend, never stored.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/change_set.h"

namespace ix::engine {

// Thread-safe; told and cleared by the engine's thread. Outlived by the clock. A backend says when
// somebody begins and when he stops; for the case that the second word never comes (a connection
// that was lost, one round of sync and no more) each word holds for a time only.
class Typing {
 public:
  explicit Typing(Clock& clock) : clock_(clock) {}

  static constexpr Millis kHolds = 60'000;

  // These three return the remote ids of the routes where it is different now.
  std::vector<std::string> told(const std::vector<RouteTyping>& routes);
  std::vector<std::string> expire();
  std::vector<std::string> clear();

  // Without what has expired; by remote id of the route, then in the backend's order.
  std::vector<RouteTyping> now() const;
  bool any() const;
  // When the next word expires, on the steady clock.
  std::optional<Millis> deadline() const;

 private:
  struct Word {
    std::vector<Typist> typists;
    Millis until = 0;
  };

  Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Word> words_;  // by remote id; nobody's is left out
};

}  // namespace ix::engine
