// SPDX-License-Identifier: Apache-2.0
// Holds the credentials: where they are kept, when they are renewed, what their loss means.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "engine/environment.h"
#include "engine/event_queue.h"
#include "provider/provider.h"
#include "store/store.h"

namespace ix::engine {

// Lives on the engine thread, but for blob(). Outlived by provider, store, files and queue.
class SessionKeeper {
 public:
  SessionKeeper(const EngineConfig& config, FileSystem& files, const Logger& log,
                provider::Provider& provider, store::Store& store, EventQueue& events);

  // Reads the credential file, when the policy says so.
  Status load();
  // After another process may have had the account: what it left counts.
  Status reload();
  // After a sign-in: binds the account, keeps the credentials. WRONG_ACCOUNT changes nothing.
  Status adopt(const provider::Session& session);
  // The host gives back what it kept. INVALID_ARGUMENT, WRONG_ACCOUNT.
  Status restore(std::string_view blob);
  // Whether restore() would take it; any thread.
  Status check(std::string_view blob);
  // Forgets the credentials; the cache stays. A failure to store that is reported, and made good
  // by tick().
  Status forget(SessionState state, const Error& why);
  // Stores what could not be stored before.
  void tick();

  bool signed_in() const { return session_.has_value(); }
  // Signed in, and not waiting for a renewal: calls can be made.
  bool usable() const { return signed_in() && !refreshing_ && !unacknowledged_; }
  bool renewing() const { return refreshing_ || unacknowledged_.has_value(); }
  int64_t serial() const { return serial_; }
  const std::string& user_id() const;

  // A call said SESSION_EXPIRED or SIGNED_OUT. Renews when it can; `on_change` is called when the
  // session is usable again or lost.
  void call_failed(const Error& error);
  static bool is_session_error(const Error& error) {
    return error.code == ErrorCode::SESSION_EXPIRED || error.code == ErrorCode::SIGNED_OUT;
  }
  std::function<void()> on_change;
  // The session could not be renewed now: it stays, and the next call will need to renew it again.
  std::function<void(const Error&)> on_renewal_failed;

  // Credentials as one text for the host's key store; any thread. SIGNED_OUT.
  Result<std::string> blob();
  // The host has kept the renewed credentials.
  void kept();
  void cancel();

 private:
  Status check_account(const provider::Session& session);
  void renewed(Result<Credentials> credentials);
  Status keep(const provider::Session& session);
  Status bind(const provider::Session& session);
  void use(const provider::Session& session);
  Status store_state();
  std::string path() const;

  const EngineConfig& config_;
  FileSystem& files_;
  const Logger& log_;
  provider::Provider& provider_;
  store::Store& store_;
  EventQueue& events_;

  std::mutex mutex_;  // guards blob_session_
  std::optional<provider::Session> blob_session_;
  std::optional<provider::Session> session_;
  // Renewed, but the host has not kept it yet: the old ones stay valid until the new ones are used.
  std::optional<provider::Session> unacknowledged_;
  // The store says otherwise, because it could not be written: a full disk.
  std::optional<SessionState> unstored_;
  bool refreshing_ = false;
  provider::CallId refresh_call_ = 0;
  int64_t serial_ = 0;
};

}  // namespace ix::engine
