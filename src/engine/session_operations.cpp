// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the credentials between host and session.
#include <utility>

#include "engine/engine.h"

namespace ix::engine {

Result<OperationId> Engine::sign_in(provider::SignIn request) {
  IX_CHECK(open_for_calls());
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, request = std::move(request)]() mutable {
    if (operations_.active(id)) sign_in_on_engine(id, std::move(request));
  });
  return id;
}

void Engine::sign_in_on_engine(OperationId id, provider::SignIn request) {
  auto account = store_->account();
  if (!account.ok()) {
    operations_.complete(id, account.error());
    return;
  }
  request.device_id = account->device_id;
  const provider::CallId call =
      provider_->sign_in(std::move(request), [this, id](Result<provider::Session> session) {
        Status outcome = session.ok() ? session_.adopt(*session) : Status(session.error());
        if (outcome.ok()) {
          sync_.end_backoff();
          kick_pumps();
          auto page = reader_.account();
          operations_.complete(id, std::nullopt,
                               page.ok() ? std::make_shared<query::Page>(page.take()) : nullptr);
        } else {
          operations_.complete(id, outcome.error());
        }
      });
  operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
}

Result<OperationId> Engine::sign_out(uint32_t flags) {
  IX_CHECK(open_for_calls());
  if ((flags & ~(kSignOutWipe | kSignOutForce)) != 0) {
    return Error(ErrorCode::INVALID_ARGUMENT, "unknown flags of sign-out");
  }
  if ((flags & kSignOutWipe) != 0 && (flags & kSignOutForce) == 0) {
    IX_TRY(const int64_t unsent, store_->unsent_count());
    if (unsent > 0) {
      return Error(
          ErrorCode::UNSENT_ITEMS,
          std::to_string(unsent) + " unsent entries would be lost: send or discard them, or force");
    }
  }
  IX_TRY(const Account account, store_->account());
  if (account.session != SessionState::signed_in && (flags & kSignOutWipe) == 0) {
    return Error(ErrorCode::SIGNED_OUT, "nobody is signed in");
  }
  IX_TRY(const OperationId id, operations_.begin());
  post([this, id, flags] {
    if (operations_.active(id)) sign_out_on_engine(id, flags);
  });
  return id;
}

void Engine::sign_out_on_engine(OperationId id, uint32_t flags) {
  sync_.stop();
  pump_.stop();
  settings_.stop();
  uploads_.stop();
  downloads_.stop(Error(ErrorCode::SIGNED_OUT));
  gaps_.stop();
  retention_.stop();
  if (!session_.signed_in()) return finish_sign_out(id, flags, {});
  const provider::CallId call = provider_->sign_out(
      [this, id, flags](Status outcome) { finish_sign_out(id, flags, outcome); });
  operations_.on_cancel(id, [this, call] { provider_->cancel(call); });
}

void Engine::finish_sign_out(OperationId id, uint32_t flags, const Status& outcome) {
  Error none;
  none.code = ErrorCode::OK;
  Status forgotten = session_.forget(SessionState::signed_out, none);
  Status wiped;
  const bool wipe = (flags & kSignOutWipe) != 0;
  if (wipe) wiped = wipe_files();
  std::optional<Error> error;
  // A session that the server had ended already is a session that has ended.
  if (!outcome.ok() && outcome.error().code != ErrorCode::SIGNED_OUT) error = outcome.error();
  if (!forgotten.ok()) error = forgotten.error();
  if (!wiped.ok()) error = wiped.error();
  operations_.complete(id, std::move(error));
  if (wipe) close();
}

Status Engine::wipe_files() {
  // The open database goes on in files that have no name any more, until the client is released.
  std::vector<std::string> names = {"cache.db", "cache.db-wal", "cache.db-shm", "credentials"};
  auto all = env_.files.list(config_.folder);
  Status result = all.ok() ? Status() : Status(all.error());
  if (all.ok()) {
    // Damaged databases that were set aside hold a person's messages, too.
    for (std::string& name : *all) {
      if (name.starts_with("cache.db.")) names.push_back(std::move(name));
    }
  }
  if (Status removed = keeper_.remove_all(); !removed.ok()) result = removed;
  for (const std::string& name : names) {
    if (Status removed = env_.files.remove(config_.folder + "/" + name); !removed.ok()) {
      result = removed;
    }
  }
  return result;
}

Result<std::string> Engine::credentials() {
  IX_CHECK(open_for_calls());
  if (config_.credentials != CredentialPolicy::host) {
    return Error(ErrorCode::NOT_SUPPORTED, "this client keeps its credentials in its own file");
  }
  return session_.blob();
}

Status Engine::credentials_kept() {
  IX_CHECK(open_for_calls());
  post([this] { session_.kept(); });
  return {};
}

Status Engine::restore(std::string blob) {
  IX_CHECK(open_for_calls());
  if (config_.credentials != CredentialPolicy::host) {
    return Error(ErrorCode::NOT_SUPPORTED, "this client keeps its credentials in its own file");
  }
  IX_CHECK(session_.check(blob));
  post([this, blob = Secret(std::move(blob))] { (void)session_.restore(blob.reveal()); });
  return {};
}

}  // namespace ix::engine
