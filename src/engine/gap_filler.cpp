// SPDX-License-Identifier: Apache-2.0
#include "engine/gap_filler.h"

#include <utility>

namespace ix::engine {
namespace {
constexpr int kPage = 50;
}

void GapFiller::fill(ItemId gap, Done done) {
  if (const auto found = running_.find(gap); found != running_.end()) {
    found->second.waiting.push_back(std::move(done));
    return;
  }
  auto stored = store_.gap(gap);
  if (!stored.ok()) {
    const bool filled = stored.error().code == ErrorCode::NOT_FOUND;
    return done(filled ? Status() : Status(stored.error()));
  }
  if (!session_.usable()) return done(Error(ErrorCode::SIGNED_OUT));
  Running& running = running_[gap];
  running.waiting.push_back(std::move(done));
  running.call =
      provider_.history(stored->remote_route, stored->token, kPage,
                        [this, gap](Result<HistoryPage> page) { landed(gap, std::move(page)); });
}

void GapFiller::landed(ItemId gap, Result<HistoryPage> page) {
  const std::vector<Done> waiting = std::move(running_[gap].waiting);
  running_.erase(gap);
  Status outcome;
  if (!page.ok()) {
    outcome = page.error();
    log_.write(LogLevel::info, "history", "a page failed", {{"error", page.error()}});
    session_.call_failed(page.error());
  } else if (auto touched = store_.fill_gap(gap, *page); !touched.ok()) {
    outcome = touched.error();
  } else if (on_touched) {
    on_touched(touched.take());
  }
  for (const Done& done : waiting) done(outcome);
}

void GapFiller::stop() {
  for (const auto& [gap, running] : running_) provider_.cancel(running.call);
  running_.clear();
}

}  // namespace ix::engine
