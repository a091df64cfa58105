// SPDX-License-Identifier: Apache-2.0
#include "engine/retention_keeper.h"

#include <utility>

namespace ix::engine {

void RetentionKeeper::begin_if_due(const std::function<std::vector<ConversationId>()>& followed) {
  if (pass_) return;
  auto due = store_.retention_due();
  if (!due.ok()) return failed(due.error());
  if (!*due) return;
  auto rules = store_.retention();
  if (!rules.ok()) return failed(rules.error());
  pass_.emplace();
  pass_->rules = *rules;
  pass_->spared = followed();
}

void RetentionKeeper::step() {
  if (!pass_) return;
  store::Touched touched;
  auto more = store_.prune_step(*pass_, touched);
  if (!more.ok()) return failed(more.error());
  on_touched(std::move(touched));
  if (*more) return;
  log_.write(LogLevel::info, "store", "retention applied", {{"items", pass_->items}});
  pass_.reset();
  if (const Status noted = store_.retention_applied(); !noted.ok()) failed(noted.error());
  on_done();
}

// It is due again after the next round.
void RetentionKeeper::failed(const Error& error) {
  pass_.reset();
  log_.write(LogLevel::warn, "store", "retention was not applied", {{"error", error}});
}

}  // namespace ix::engine
