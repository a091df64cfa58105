// SPDX-License-Identifier: Apache-2.0
// Signing in, renewing, signing out.
#include <algorithm>

#include "base/json_writer.h"
#include "provider/matrix/matrix_provider.h"
#include "provider/matrix/text.h"

namespace ix::provider::matrix {
namespace {

constexpr size_t kLongestCredential = 16 * 1024;
constexpr size_t kMaxNumbers = 100;
constexpr int64_t kMostParts = 1000;

transport::HttpRequest get(std::string url, const char* label) {
  transport::HttpRequest request;
  request.url = std::move(url);
  request.label = label;
  request.headers = {{"Accept", "application/json"}};
  return request;
}

// Tokens of a reply of /login or /refresh.
Result<Credentials> credentials_in(json::Value root, Millis now) {
  const std::string_view access = root["access_token"].string();
  const std::string_view renew = root["refresh_token"].string();
  if (access.empty() || access.size() > kLongestCredential || renew.size() > kLongestCredential) {
    return Error(ErrorCode::BAD_RESPONSE, "the reply to the sign-in has no usable token");
  }
  Credentials credentials;
  credentials.access_token = Secret(std::string(access));
  credentials.refresh_token = Secret(std::string(renew));
  const auto lifetime = root["expires_in_ms"].integer();
  constexpr int64_t kYear = 365LL * 24 * 3600 * 1000;
  if (lifetime && *lifetime > 0 && *lifetime < 100 * kYear) {
    credentials.expires_at_ms = now + *lifetime;
  }
  return credentials;
}

std::string login_body(const SignIn& request) {
  json::Writer out;
  out.begin_object().field("type", "m.login.password");
  out.key("identifier").begin_object();
  out.field("type", "m.id.user").field("user", request.user).end_object();
  out.field("password", request.password.reveal());
  if (!request.device_id.empty()) out.field("device_id", request.device_id);
  if (!request.device_name.empty()) {
    out.field("initial_device_display_name", request.device_name);
  }
  out.field("refresh_token", true).end_object();
  return out.take();
}

// A full user id names its server, when no other address was given.
std::string server_typed(const SignIn& request) {
  if (!request.server.empty()) return request.server;
  return std::string(server_of(request.user));
}

}  // namespace

// One sign-in on its way. Shared by the requests of its call.
struct MatrixProvider::SigningIn {
  CallId call = 0;
  SignIn request;
  Session session;
  Done<Session> done;

  transport::HttpRequest with_token(const std::string& path, const char* label) const {
    transport::HttpRequest ask = get(session.server + path, label);
    ask.bearer = session.credentials.access_token;
    ask.stays = true;
    return ask;
  }
};

CallId MatrixProvider::sign_in(SignIn request, Done<Session> done) {
  const CallId call = begin();
  const auto base = base_url(server_typed(request));
  if (!base) {
    fail_later<Session>(call, Error(ErrorCode::INVALID_URL), std::move(done));
    return call;
  }
  auto state = std::make_shared<SigningIn>();
  state->call = call;
  state->request = std::move(request);
  state->done = std::move(done);
  state->session.server = *base;
  probe(state, *base, base->starts_with("https://"));
  return call;
}

void MatrixProvider::probe(std::shared_ptr<SigningIn> state, const std::string& base,
                           bool may_look_further) {
  ask(state->call, get(base + "/_matrix/client/versions", "versions"), Asked::versions,
      [this, state, base, may_look_further](Result<json::Document> reply) {
        if (reply.ok() && reply->root()["versions"].is_array()) {
          state->session.server = base;
          return state->request.token.empty() ? log_in(state) : who_am_i(state);
        }
        Error error = reply.ok() ? Error(ErrorCode::NOT_A_HOMESERVER) : reply.error();
        if (error.code == ErrorCode::NOT_A_HOMESERVER && may_look_further) {
          return look_up_server(state);
        }
        finish<Session>(state->call, state->done, std::move(error));
      });
}

// The address may be the company's site, which tells where its homeserver is.
void MatrixProvider::look_up_server(std::shared_ptr<SigningIn> state) {
  const std::string& typed = state->session.server;
  const std::string host = typed.substr(0, typed.find('/', std::string("https://").size()));
  ask(state->call, get(host + "/.well-known/matrix/client", "well-known"), Asked::versions,
      [this, state](Result<json::Document> reply) {
        const auto base = reply.ok() ? base_url(reply->root()["m.homeserver"]["base_url"].string())
                                     : std::nullopt;
        // Never from https down to http.
        if (base && base->starts_with("https://")) return probe(state, *base, false);
        finish<Session>(state->call, state->done, Error(ErrorCode::NOT_A_HOMESERVER));
      });
}

void MatrixProvider::log_in(std::shared_ptr<SigningIn> state) {
  transport::HttpRequest login = get(state->session.server + "/_matrix/client/v3/login", "login");
  login.method = "POST";
  login.headers.emplace_back("Content-Type", "application/json");
  login.body = login_body(state->request);
  ask(state->call, std::move(login), Asked::sign_in, [this, state](Result<json::Document> reply) {
    if (!reply.ok()) return finish<Session>(state->call, state->done, reply.error());
    const json::Value root = reply->root();
    auto credentials = credentials_in(root, clock_.wall_ms());
    const std::string_view user = root["user_id"].string();
    if (!credentials.ok() || !is_user_id(user)) {
      return finish<Session>(
          state->call, state->done,
          Error(ErrorCode::BAD_RESPONSE, "the reply to the sign-in is no login"));
    }
    state->session.user_id = std::string(user);
    state->session.device_id = bounded(root["device_id"].string(), kMaxId);
    state->session.credentials = credentials.take();
    read_profile(state);
  });
}

void MatrixProvider::who_am_i(std::shared_ptr<SigningIn> state) {
  state->session.credentials.access_token = state->request.token;
  ask(state->call, state->with_token("/_matrix/client/v3/account/whoami", "whoami"), Asked::sign_in,
      [this, state](Result<json::Document> reply) {
        if (!reply.ok()) return finish<Session>(state->call, state->done, reply.error());
        const json::Value root = reply->root();
        const std::string_view user = root["user_id"].string();
        if (!is_user_id(user)) {
          return finish<Session>(state->call, state->done,
                                 Error(ErrorCode::BAD_RESPONSE, "the reply names no user"));
        }
        const std::string& wanted = state->request.user;
        if (!wanted.empty() && wanted != user && wanted != localpart(user)) {
          return finish<Session>(
              state->call, state->done,
              Error(ErrorCode::SIGN_IN_REFUSED, "the token belongs to another user"));
        }
        state->session.user_id = std::string(user);
        state->session.device_id = bounded(root["device_id"].string(), kMaxId);
        read_profile(state);
      });
}

// From here on the sign-in has succeeded: what cannot be read is left empty.
void MatrixProvider::read_profile(std::shared_ptr<SigningIn> state) {
  const std::string path =
      "/_matrix/client/v3/profile/" + escaped(state->session.user_id) + "/displayname";
  ask(state->call, state->with_token(path, "profile"), Asked::anything,
      [this, state](Result<json::Document> reply) {
        if (reply.ok()) {
          state->session.display_name = bounded(reply->root()["displayname"].string(), kMaxName);
        }
        read_numbers(state);
      });
}

void MatrixProvider::read_numbers(std::shared_ptr<SigningIn> state) {
  const std::string path = "/_matrix/client/v3/user/" + escaped(state->session.user_id) +
                           "/account_data/org.interactions.numbers";
  ask(state->call, state->with_token(path, "numbers"), Asked::anything,
      [this, state](Result<json::Document> reply) {
        auto& numbers = state->session.numbers;
        if (reply.ok()) {
          for (const json::Value entry : reply->root()["numbers"].elements()) {
            const std::string_view e164 = entry["e164"].string();
            if (!is_e164(e164) || numbers.size() >= kMaxNumbers) continue;
            const int64_t mms_parts = entry["mms_parts"].integer_or(0);
            numbers.push_back(
                {std::string(e164), entry["sms"].boolean(), entry["mms"].boolean(),
                 static_cast<int32_t>(std::clamp<int64_t>(mms_parts, 0, kMostParts))});
          }
        }
        finish<Session>(state->call, state->done, state->session);
      });
}

void MatrixProvider::set_session(const Session& session) {
  if (session.user_id != session_.user_id || session.server != session_.server) {
    world_ = {};
    world_.self = session.user_id;
    direct_json_.clear();
    stream_token_.clear();
    bridge_asked_ = false;
    unlisted_ = {};
  }
  session_ = session;
}

CallId MatrixProvider::refresh(Done<Credentials> done) {
  const CallId call = begin();
  if (session_.credentials.refresh_token.empty()) {
    fail_later<Credentials>(call, Error(ErrorCode::SESSION_EXPIRED), std::move(done));
    return call;
  }
  json::Writer body;
  body.begin_object();
  body.field("refresh_token", session_.credentials.refresh_token.reveal()).end_object();
  auto renew = request("POST", "/_matrix/client/v3/refresh", "refresh", body.take());
  renew.bearer = {};
  ask(call, std::move(renew), Asked::refresh, [this, call, done](Result<json::Document> reply) {
    if (!reply.ok()) return finish<Credentials>(call, done, reply.error());
    auto renewed = credentials_in(reply->root(), clock_.wall_ms());
    // A server that gives no new refresh token goes on taking the old one.
    if (renewed.ok() && renewed->refresh_token.empty()) {
      renewed->refresh_token = session_.credentials.refresh_token;
    }
    finish<Credentials>(call, done, std::move(renewed));
  });
  return call;
}

CallId MatrixProvider::sign_out(Done<void> done) {
  const CallId call = begin();
  ask(call, request("POST", "/_matrix/client/v3/logout", "logout", "{}"), Asked::anything,
      [this, call, done](Result<json::Document> reply) {
        const bool gone = !reply.ok() && (reply.error().code == ErrorCode::SIGNED_OUT ||
                                          reply.error().code == ErrorCode::SESSION_EXPIRED);
        // A session that has ended already is signed out.
        if (reply.ok() || gone) return finish<void>(call, done, {});
        finish<void>(call, done, reply.error());
      });
  return call;
}

}  // namespace ix::provider::matrix
