// SPDX-License-Identifier: Apache-2.0
// Operations that need the backend: syncing, filling gaps, searching the directory. Each completes
// once, through the event queue. And what the host says of the network.
#include <utility>

#include "engine/engine.h"

namespace ix::engine {
namespace {

// A sync operation waits for entries that the back-off holds no longer than this.
constexpr Millis kSoon = 5'000;

Error no_network() {
  return Error(ErrorCode::UNREACHABLE, "the host says there is no network");
}

}  // namespace

Result<OperationId> Engine::sync() {
  IX_CHECK(open_for_calls());
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id] {
    if (!operations_.active(id)) return;
    if (!session_.signed_in()) {
      operations_.complete(id, Error(ErrorCode::SIGNED_OUT, "nobody is signed in: sign in first"));
      return;
    }
    if (counters_.network == transport::NetworkKind::none) {
      operations_.complete(id, no_network());
      return;
    }
    sync_waiters_[id] = {sync_.request(), progress()};
    sync_.end_backoff();
    set_active(true);
    end_backoff();
    operations_.on_cancel(id, [this, id] {
      sync_waiters_.erase(id);
      settle_sync_waiters();
    });
  });
  return id;
}

void Engine::settle_sync_waiters() {
  for (auto it = sync_waiters_.begin(); it != sync_waiters_.end();) {
    auto& [id, waiter] = *it;
    if (sync_.finished() < waiter.round) {
      if (!sync_.expects(waiter.round)) waiter.round = sync_.request();
      ++it;
    } else if (!pump_.quiet(kSoon) || !settings_.quiet(kSoon) || !uploads_.quiet(kSoon)) {
      ++it;
    } else if (retention_.active()) {
      ++it;
    } else if (waiter.progress != progress()) {
      // What was sent meanwhile comes back in one more round.
      waiter = {sync_.request(), progress()};
      ++it;
    } else {
      tidy();
      operations_.complete(id, std::nullopt);
      it = sync_waiters_.erase(it);
    }
  }
  if (sync_waiters_.empty() && config_.sync_mode == SyncMode::on_demand) set_active(false);
}

void Engine::fail_sync_waiters(const Error& error) {
  const auto waiters = std::exchange(sync_waiters_, {});
  for (const auto& [id, waiter] : waiters) operations_.complete(id, error);
  if (config_.sync_mode == SyncMode::on_demand) set_active(false);
}

Result<OperationId> Engine::fill_history(std::string_view gap) {
  IX_CHECK(open_for_calls());
  const auto item = ItemId::parse(gap);
  if (!item) return Error(ErrorCode::NOT_FOUND, "not the id of a gap");
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, item = *item] {
    if (!operations_.active(id)) return;
    gaps_.fill(item, [this, id](const Status& outcome) {
      operations_.complete(id, outcome.ok() ? std::nullopt : std::optional(outcome.error()));
    });
  });
  return id;
}

Result<OperationId> Engine::search_directory(std::string text) {
  IX_CHECK(open_for_calls());
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, text = std::move(text)] {
    if (!operations_.active(id)) return;
    if (!session_.usable()) {
      operations_.complete(id, Error(ErrorCode::SIGNED_OUT));
      return;
    }
    const provider::CallId call =
        provider_->search_people(text, 50, [this, id](Result<std::vector<PersonChange>> people) {
          std::optional<Error> error;
          if (!people.ok()) {
            error = people.error();
            session_.call_failed(people.error());
          } else if (auto stored = store_->ingest_people(*people); !stored.ok()) {
            error = stored.error();
          } else {
            touched(stored.take());
          }
          operations_.complete(id, std::move(error));
        });
    operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
  });
  return id;
}

void Engine::cancel(OperationId id) {
  if (closing_) return;
  post([this, id] { operations_.cancel(id); });
}

Status Engine::hint_network(transport::NetworkKind kind) {
  IX_CHECK(check_not_closed());
  pump_.hint_network(kind);
  post([this, kind] {
    if (counters_.network == kind) return;
    {
      std::lock_guard lock(counters_mutex_);
      counters_.network = kind;
    }
    env_.http->reset_connections();
    sync_.set_network(kind);
    if (kind == transport::NetworkKind::none) subscriptions_.notify_typing(typing_.clear());
    pump_.end_backoff();
    settings_.set_network(kind);
    uploads_.set_network(kind);
    downloads_.set_network(kind);
    if (kind == transport::NetworkKind::none) {
      fail_sync_waiters(no_network());
    }
  });
  return {};
}

}  // namespace ix::engine
