// SPDX-License-Identifier: Apache-2.0
#include "engine/sandbox_http.h"

#include <algorithm>
#include <utility>

namespace ix::testing {
namespace {

constexpr size_t kPiece = 16'384;
constexpr Millis kLongEnough = 3'600'000;

}  // namespace

transport::RequestId SandboxHttp::start(transport::HttpRequest request, Completion done) {
  ++wire_.requests;
  ++wire_.by_label[request.label];
  running_[++last_] = {std::move(request), std::move(done)};
  return last_;
}

void SandboxHttp::run(Millis max_wait) {
  if (running_.empty()) {
    clock_.now += std::max<Millis>(max_wait, 0);
    server_.run_due(clock_.now);
    return;
  }
  const auto next = running_.begin();
  Started started = std::move(next->second);
  running_.erase(next);
  started.done(answer(started.request));
}

Result<transport::HttpResponse> SandboxHttp::answer(const transport::HttpRequest& request) {
  if (!request.url.starts_with("http")) return Error(ErrorCode::INVALID_URL);
  const sandbox::Request asked = sandbox::request_of(request);
  server_.run_due(clock_.now);
  sandbox::Reply reply = wire_.instead ? wire_.instead(asked) : std::nullopt;
  if (!reply) reply = server_.handle(asked, clock_.now, kLongEnough);
  if (!reply) return Error(ErrorCode::TIMEOUT);
  transport::HttpResponse response = std::move(*reply);
  if (!request.sink || response.status < 200 || response.status > 299) return response;
  const std::string body = std::exchange(response.body, {});
  for (size_t at = 0; at < body.size(); at += kPiece) {
    if (wire_.cut_after > 0 && at >= wire_.cut_after) return Error(ErrorCode::UNREACHABLE);
    IX_CHECK(request.sink(std::string_view(body).substr(at, kPiece)));
    if (wire_.between_pieces) wire_.between_pieces();
  }
  return response;
}

}  // namespace ix::testing
