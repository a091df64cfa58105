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
  if (!session_.signed_in()) return done(Error(ErrorCode::SIGNED_OUT));
  running_[gap].waiting.push_back(std::move(done));
  if (!session_.renewing()) ask(gap);
}

void GapFiller::fill_in_view(const std::vector<ItemId>& gaps) {
  for (const ItemId gap : gaps) {
    if (running_.contains(gap)) continue;
    fill(gap, [this, gap](const Status& outcome) {
      const bool again = !outcome.ok() && outcome.error().retry == RetryAdvice::later;
      if (again) {
        in_view_.insert(gap);
      } else {
        in_view_.erase(gap);
      }
    });
  }
}

void GapFiller::after_round() {
  const std::set<ItemId> again = std::exchange(in_view_, {});
  fill_in_view({again.begin(), again.end()});
}

void GapFiller::ask(ItemId gap) {
  auto stored = store_.gap(gap);
  if (!stored.ok()) {
    const bool filled = stored.error().code == ErrorCode::NOT_FOUND;
    return finish(gap, filled ? Status() : Status(stored.error()));
  }
  ask(*stored, {.token = stored->token, .before = stored->before});
}

void GapFiller::ask(const store::Store::Gap& gap, provider::HistoryFrom from) {
  const bool at_item = from.token.empty() && !from.before.empty();
  running_[gap.id].call = provider_.history(
      gap.remote_route, std::move(from), kPage, [this, gap, at_item](Result<HistoryPage> page) {
        // The backend no longer knows the item: from the newest one on every page leads there, too.
        const bool unknown = at_item && !page.ok() && page.error().code == ErrorCode::NOT_FOUND;
        if (unknown) return ask(gap, {});
        landed(gap.id, std::move(page));
      });
}

void GapFiller::landed(ItemId gap, Result<HistoryPage> page) {
  if (!page.ok()) {
    const Error& error = page.error();
    log_.write(LogLevel::info, "history", "a page failed", {{"error", error}});
    session_.call_failed(error);
    Running& running = running_[gap];
    if (SessionKeeper::is_session_error(error) && session_.renewing() && !running.repeated) {
      running.repeated = true;
      running.call = 0;
      return;
    }
    return finish(gap, error);
  }
  auto touched = store_.fill_gap(gap, *page);
  if (!touched.ok()) return finish(gap, touched.error());
  if (on_touched) on_touched(touched.take());
  finish(gap, {});
}

void GapFiller::finish(ItemId gap, const Status& outcome) {
  const std::vector<Done> waiting = std::move(running_[gap].waiting);
  running_.erase(gap);
  for (const Done& done : waiting) done(outcome);
}

void GapFiller::session_settled(const Status& renewed) {
  std::vector<ItemId> waiting;
  for (const auto& [gap, running] : running_) {
    if (running.call == 0) waiting.push_back(gap);
  }
  for (const ItemId gap : waiting) renewed.ok() ? ask(gap) : finish(gap, renewed);
}

void GapFiller::stop(const Status& outcome) {
  in_view_.clear();
  const auto stopped = std::exchange(running_, {});
  for (const auto& [gap, running] : stopped) {
    provider_.cancel(running.call);
    if (outcome.ok()) continue;
    for (const Done& done : running.waiting) done(outcome);
  }
}

}  // namespace ix::engine
