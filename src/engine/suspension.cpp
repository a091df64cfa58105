// SPDX-License-Identifier: Apache-2.0
// suspend() and resume(): the engine without its files.
#include "engine/engine.h"

namespace ix::engine {

Status Engine::suspend() {
  IX_CHECK(check_not_closed());
  const Turn::Held turn = turn_.call([this] { env_.http->wake(); });
  if (suspended_) return {};
  // No request goes on without the files: what it would bring could not be stored. What may have
  // left is looked after by the outbox, as after any broken connection.
  subscriptions_.notify_typing(typing_.clear());
  const Error why(ErrorCode::SUSPENDED, "the client was suspended: resume it and ask again");
  sync_.stop();
  pump_.stop();
  settings_.stop();
  gaps_.stop(why);
  uploads_.stop();
  downloads_.stop(why);
  keeper_.suspend();
  sync_waiters_.clear();
  operations_.end_all(why);
  session_.cancel();
  env_.http->reset_connections();
  // Calls from here on are refused at once; those under way are waited for.
  suspended_ = true;
  store_->suspend();
  return {};
}

Status Engine::resume() {
  IX_CHECK(check_not_closed());
  const Turn::Held turn = turn_.call([this] { env_.http->wake(); });
  if (!suspended_) return {};
  IX_CHECK(store_->resume());
  // Another process may have had the account meanwhile: its credentials count, and any list may be
  // another one.
  if (Status loaded = session_.reload(); !loaded.ok()) {
    store_->suspend();
    return loaded;
  }
  suspended_ = false;
  tell_set_aside();
  subscriptions_.notify_all();
  keeper_.resume();
  sync_.end_backoff();
  end_backoff();
  kick_pumps();
  env_.http->wake();
  return {};
}

}  // namespace ix::engine
