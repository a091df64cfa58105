// SPDX-License-Identifier: Apache-2.0
// Applies the account's own retention, after a round of changes and a small step at a time.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/log.h"
#include "store/store.h"

namespace ix::engine {

// Lives on the engine thread. Outlived by the store.
class RetentionKeeper {
 public:
  RetentionKeeper(const Logger& log, store::Store& store) : log_(log), store_(store) {}

  // Begins a pass if one is due and none is under way. `followed`: conversations that are shown
  // now, asked for only when needed. What somebody scrolled back for is not taken away before their
  // eyes, and a gap in view would be filled again at once.
  void begin_if_due(const std::function<std::vector<ConversationId>()>& followed);
  bool active() const { return pass_.has_value(); }
  // One small transaction of a pass that is under way.
  void step();
  // What was done stays.
  void stop() { pass_.reset(); }

  std::function<void(store::Touched)> on_touched;
  std::function<void()> on_done;  // a pass came to its end

 private:
  void failed(const Error& error);

  const Logger& log_;
  store::Store& store_;
  std::optional<store::Pruning> pass_;
};

}  // namespace ix::engine
