// SPDX-License-Identifier: Apache-2.0
#include "engine/session_keeper.h"

#include <utility>

#include "base/json_reader.h"
#include "base/json_writer.h"

namespace ix::engine {
namespace {

// The text that is kept in the credential file or by the host.
std::string to_blob(const provider::Session& session) {
  json::Writer out;
  out.begin_object().field("v", 1).field("server", session.server);
  out.field("user_id", session.user_id).field("device_id", session.device_id);
  out.field("access_token", session.credentials.access_token.reveal());
  out.field("refresh_token", session.credentials.refresh_token.reveal());
  out.field("expires_at_ms", session.credentials.expires_at_ms).end_object();
  return out.take();
}

Result<provider::Session> from_blob(std::string_view blob) {
  auto document = json::Document::parse(std::string(blob), {.max_bytes = 65'536, .max_depth = 4});
  const Error bad(ErrorCode::INVALID_ARGUMENT,
                  "not credentials of this library: give back the text it handed out");
  if (!document.ok()) return bad;
  const json::Value root = document->root();
  provider::Session session;
  session.server = root["server"].string();
  session.user_id = root["user_id"].string();
  session.device_id = root["device_id"].string();
  session.credentials.access_token = Secret(std::string(root["access_token"].string()));
  session.credentials.refresh_token = Secret(std::string(root["refresh_token"].string()));
  session.credentials.expires_at_ms = root["expires_at_ms"].integer_or(0);
  if (root["v"].integer_or(0) != 1 || session.server.empty() || session.user_id.empty() ||
      session.credentials.access_token.empty()) {
    return bad;
  }
  return session;
}

Event state_event(EventKind kind, std::optional<Error> error = std::nullopt) {
  Event event;
  event.kind = kind;
  event.error = std::move(error);
  return event;
}

}  // namespace

SessionKeeper::SessionKeeper(const EngineConfig& config, FileSystem& files, const Logger& log,
                             provider::Provider& provider, store::Store& store, EventQueue& events)
    : config_(config),
      files_(files),
      log_(log),
      provider_(provider),
      store_(store),
      events_(events) {}

std::string SessionKeeper::path() const {
  return config_.folder + "/credentials";
}

const std::string& SessionKeeper::user_id() const {
  static const std::string none;
  return session_ ? session_->user_id : none;
}

Status SessionKeeper::load() {
  IX_TRY(const Account account, store_.account());
  serial_ = account.session_serial;
  if (config_.credentials != CredentialPolicy::file) return {};
  // Where a damaged database lost who is signed in, the credentials still know: a sign-out removes
  // them.
  const bool forgotten = store_.set_aside() && account.user_id.empty();
  if (account.session != SessionState::signed_in && !forgotten) return {};
  IX_TRY(auto content, files_.read_private(path()));
  if (content) {
    auto session = from_blob(content->reveal());
    if (session.ok() && forgotten) {
      IX_CHECK(bind(*session));
      use(*session);
      return {};
    }
    if (session.ok() && session->user_id == account.user_id) {
      use(*session);
      return {};
    }
  }
  if (forgotten) return {};
  // Damaged, removed by hand, or removed with the session just before the power went.
  log_.write(LogLevel::warn, "session", "no usable credential file: sign in again");
  IX_TRY(const store::Touched touched, store_.set_session(SessionState::signed_out));
  (void)touched;
  return {};
}

Status SessionKeeper::reload() {
  const bool was_signed_in = signed_in();
  const int64_t old_serial = serial_;
  if (config_.credentials == CredentialPolicy::file) session_.reset();
  IX_CHECK(load());
  if (signed_in() != was_signed_in || serial_ != old_serial) {
    events_.push(state_event(EventKind::session_changed));
  }
  return {};
}

Status SessionKeeper::check_account(const provider::Session& session) {
  IX_TRY(const Account account, store_.account());
  if (!account.user_id.empty() &&
      (account.user_id != session.user_id || account.server != session.server)) {
    return Error(ErrorCode::WRONG_ACCOUNT,
                 "the folder belongs to another account: choose another folder, or wipe this one");
  }
  return {};
}

Status SessionKeeper::adopt(const provider::Session& session) {
  // The file first: an account that says "signed in" has its credentials.
  IX_CHECK(check_account(session));
  IX_CHECK(keep(session));
  IX_CHECK(bind(session));
  unstored_.reset();
  use(session);
  events_.push(state_event(EventKind::session_changed));
  if (config_.credentials == CredentialPolicy::host) {
    events_.push(state_event(EventKind::credentials_changed));
  }
  return {};
}

Status SessionKeeper::bind(const provider::Session& session) {
  Account account;
  account.server = session.server;
  account.user_id = session.user_id;
  account.device_id = session.device_id;
  account.display_name = session.display_name;
  account.session = SessionState::signed_in;
  account.numbers = session.numbers;
  IX_TRY(const store::Touched touched, store_.signed_in(account));
  (void)touched;
  IX_TRY(const Account stored, store_.account());
  serial_ = stored.session_serial;
  return {};
}

Status SessionKeeper::check(std::string_view blob) {
  IX_TRY(const provider::Session session, from_blob(blob));
  IX_CHECK(check_account(session));
  IX_TRY(const Account account, store_.account());
  if (account.session != SessionState::signed_in) {
    return Error(ErrorCode::SIGNED_OUT, "the account was signed out: sign in again");
  }
  return {};
}

Status SessionKeeper::restore(std::string_view blob) {
  IX_CHECK(check(blob));
  IX_TRY(const provider::Session session, from_blob(blob));
  use(session);
  if (on_change) on_change();
  return {};
}

Status SessionKeeper::forget(SessionState state, const Error& why) {
  cancel();
  session_.reset();
  unacknowledged_.reset();
  {
    std::lock_guard lock(mutex_);
    blob_session_.reset();
  }
  Status removed;
  if (config_.credentials == CredentialPolicy::file) removed = files_.remove(path());
  unstored_ = state;
  Status stored = store_state();
  events_.push(state_event(EventKind::session_changed,
                           why.code == ErrorCode::OK ? std::nullopt : std::optional(why)));
  if (on_change) on_change();
  return stored.ok() ? removed : stored;
}

Status SessionKeeper::store_state() {
  auto stored = store_.set_session(*unstored_);
  if (!stored.ok()) return std::move(stored.error());
  unstored_.reset();
  return {};
}

void SessionKeeper::tick() {
  if (unstored_ && store_state().ok()) events_.push(state_event(EventKind::session_changed));
}

void SessionKeeper::use(const provider::Session& session) {
  session_ = session;
  {
    std::lock_guard lock(mutex_);
    blob_session_ = session;
  }
  provider_.set_session(session);
}

Status SessionKeeper::keep(const provider::Session& session) {
  if (config_.credentials != CredentialPolicy::file) return {};
  return files_.write_private(path(), Secret(to_blob(session)));
}

void SessionKeeper::call_failed(const Error& error) {
  if (!is_session_error(error) || !session_ || renewing()) return;
  const bool can_renew =
      error.code == ErrorCode::SESSION_EXPIRED && !session_->credentials.refresh_token.empty();
  if (!can_renew) {
    log_.write(LogLevel::warn, "session", "the session ended", {{"error", error}});
    const SessionState state =
        error.code == ErrorCode::SESSION_EXPIRED ? SessionState::expired : SessionState::signed_out;
    (void)forget(state, error);
    return;
  }
  refreshing_ = true;
  refresh_call_ = provider_.refresh(
      [this](Result<Credentials> credentials) { renewed(std::move(credentials)); });
}

void SessionKeeper::renewed(Result<Credentials> credentials) {
  refreshing_ = false;
  refresh_call_ = 0;
  if (!credentials.ok()) {
    const Error& error = credentials.error();
    const bool refused = is_session_error(error) || error.code == ErrorCode::SIGN_IN_REFUSED ||
                         (error.code == ErrorCode::REFUSED && error.retry != RetryAdvice::later);
    if (refused) {
      (void)forget(SessionState::expired, error);
    } else if (on_renewal_failed) {
      // It was the way to the server: the next call will say again that the session expired.
      on_renewal_failed(error);
    }
    return;
  }
  provider::Session fresh = *session_;
  fresh.credentials = credentials.take();
  if (Status kept_now = keep(fresh); !kept_now.ok()) {
    // The old refresh token is valid until the new token is used: try again at the next call.
    log_.write(LogLevel::error, "session", "renewed credentials could not be kept",
               {{"error", kept_now.error()}});
    return;
  }
  if (config_.credentials == CredentialPolicy::host) {
    unacknowledged_ = fresh;
    {
      std::lock_guard lock(mutex_);
      blob_session_ = fresh;
    }
    events_.push(state_event(EventKind::credentials_changed));
    return;
  }
  use(fresh);
  if (on_change) on_change();
}

Result<std::string> SessionKeeper::blob() {
  std::lock_guard lock(mutex_);
  if (!blob_session_) return Error(ErrorCode::SIGNED_OUT);
  return to_blob(*blob_session_);
}

void SessionKeeper::kept() {
  if (!unacknowledged_) return;
  use(*std::exchange(unacknowledged_, std::nullopt));
  if (on_change) on_change();
}

void SessionKeeper::cancel() {
  if (refresh_call_ != 0) provider_.cancel(refresh_call_);
  refresh_call_ = 0;
  refreshing_ = false;
}

}  // namespace ix::engine
