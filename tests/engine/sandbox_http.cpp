// SPDX-License-Identifier: Apache-2.0
#include "engine/sandbox_http.h"

#include <algorithm>
#include <ctime>
#include <string>
#include <utility>

#include "support/hand_over.h"

namespace ix::testing {
namespace {

constexpr size_t kPiece = 16'384;
constexpr Millis kLongEnough = 3'600'000;

// As every server sends it (RFC 9110, section 5.6.7).
std::string http_date(Millis at) {
  const std::time_t seconds = static_cast<std::time_t>(at / 1000);
  std::tm civil{};
  gmtime_r(&seconds, &civil);
  char text[64];
  const size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &civil);
  return std::string(text, size);
}

}  // namespace

Backend::Backend() {
  restore(0);
}

void Backend::act(std::function<void(sandbox::Homeserver&)> what) {
  what(*server_);
  journal_.push_back(std::move(what));
}

void Backend::restore(size_t backup) {
  // Equal calls in equal order give equal ids and tokens.
  sandbox::HomeserverOptions options;
  options.token_lifetime_ms = 3'600'000'000;
  server_ = std::make_unique<sandbox::Homeserver>(options);
  journal_.resize(backup);
  for (const auto& what : journal_) what(*server_);
  // What happens from here on is not what happened then: it gets other ids.
  constexpr int kMany = 100;
  for (int i = 0; i < kMany && backup > 0; ++i) {
    server_->handle(sandbox::make_request("POST", "/_matrix/client/v3/login", {},
                                          R"({"type":"m.login.password","password":"secret",)"
                                          R"("identifier":{"type":"m.id.user","user":"bob"}})"),
                    server_->now());
  }
}

transport::RequestId SandboxHttp::start(transport::HttpRequest request, Completion done) {
  ++wire_.requests;
  ++wire_.by_label[request.label];
  running_[++last_] = {std::move(request), std::move(done)};
  return last_;
}

void SandboxHttp::run(Millis max_wait) {
  if (running_.empty()) {
    clock_.now += std::max<Millis>(max_wait, 0);
    backend_.act([now = clock_.now](sandbox::Homeserver& server) { server.run_due(now); });
    return;
  }
  const auto next = running_.begin();
  Started started = std::move(next->second);
  running_.erase(next);
  started.done(answer(started.request));
}

Result<transport::HttpResponse> SandboxHttp::answer(transport::HttpRequest& request) {
  if (!request.url.starts_with("http")) return Error(ErrorCode::INVALID_URL);
  IX_CHECK(test::load_body(request));
  const sandbox::Request asked = sandbox::request_of(request);
  sandbox::Reply reply = wire_.instead ? wire_.instead(asked) : std::nullopt;
  if (!reply) {
    const auto into = std::make_shared<sandbox::Reply>();
    const std::weak_ptr<sandbox::Reply> wanted = into;  // not when it is played again
    backend_.act([asked, wanted, now = clock_.now](sandbox::Homeserver& server) {
      server.run_due(now);
      sandbox::Reply answered = server.handle(asked, now, kLongEnough);
      if (const auto box = wanted.lock()) *box = std::move(answered);
    });
    reply = std::move(*into);
  }
  if (!reply) return Error(ErrorCode::TIMEOUT);
  transport::HttpResponse response = std::move(*reply);
  response.headers.emplace_back("date", http_date(clock_.now));
  if (!request.sink) {
    IX_CHECK(test::hand_over(request.on_head, nullptr, response, kPiece));
    return response;
  }
  if (response.status < 200 || response.status > 299) return response;
  const std::string body = std::exchange(response.body, {});
  if (request.on_head) IX_CHECK(request.on_head(response));
  for (size_t at = 0; at < body.size(); at += kPiece) {
    if (wire_.cut_after > 0 && at >= wire_.cut_after) return Error(ErrorCode::UNREACHABLE);
    IX_CHECK(request.sink(std::string_view(body).substr(at, kPiece)));
    if (wire_.between_pieces) wire_.between_pieces();
  }
  return response;
}

}  // namespace ix::testing
