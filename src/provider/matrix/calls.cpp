// SPDX-License-Identifier: Apache-2.0
// How calls run: one CallId, one request at a time.
#include "provider/matrix/matrix_provider.h"
#include "transport/retry.h"

namespace ix::provider::matrix {

MatrixProvider::MatrixProvider(transport::HttpClient& http, Memory& memory, Clock& clock,
                               const Logger& log, MatrixConfig config)
    : http_(http), memory_(memory), clock_(clock), log_(log), config_(std::move(config)) {}

MatrixProvider::~MatrixProvider() {
  for (const auto& [call, request] : running_) http_.cancel(request);
}

CallId MatrixProvider::begin() {
  running_[++last_call_] = 0;
  return last_call_;
}

void MatrixProvider::cancel(CallId call) {
  const auto found = running_.find(call);
  if (found == running_.end()) return;
  const transport::RequestId request = found->second;
  running_.erase(found);
  if (request != 0) http_.cancel(request);
}

void MatrixProvider::exchange(CallId call, transport::HttpRequest request,
                              std::function<void(Result<transport::HttpResponse>)> answer) {
  const bool addressed = request.url.starts_with("http");
  const transport::RequestId id =
      http_.start(std::move(request),
                  [this, call, addressed, answer](Result<transport::HttpResponse> response) {
                    const auto found = running_.find(call);
                    if (found == running_.end()) return;
                    found->second = 0;
                    if (!addressed) return answer(Error(ErrorCode::SIGNED_OUT));
                    if (response.ok()) note_clock(*response);
                    answer(std::move(response));
                  });
  running_[call] = id;
}

// Times of events are the server's: to be told from ours, its clock must be known. The date is in
// whole seconds and takes its time on the way, so a small difference is none.
void MatrixProvider::note_clock(const transport::HttpResponse& response) {
  constexpr Millis kSame = 10'000;
  const Millis now = clock_.wall_ms();
  const auto date = transport::parse_http_date(response.header("date"), now);
  if (!date) return;
  const Millis ahead = *date - now;
  clock_ahead_ms_ = ahead > -kSame && ahead < kSame ? 0 : ahead;
}

void MatrixProvider::ask(CallId call, transport::HttpRequest request, Asked asked, Reply reply) {
  exchange(call, std::move(request),
           [this, asked, reply](Result<transport::HttpResponse> response) {
             reply(read_reply(std::move(response), asked, clock_));
           });
}

template <class T>
void MatrixProvider::fail_later(CallId call, Error error, Done<T> done) {
  // A request without an address: the client refuses it, from run().
  ask(call, {}, Asked::anything,
      [this, call, error, done](Result<json::Document>) { finish<T>(call, done, error); });
}
template void MatrixProvider::fail_later<Session>(CallId, Error, Done<Session>);
template void MatrixProvider::fail_later<std::string>(CallId, Error, Done<std::string>);
template void MatrixProvider::fail_later<void>(CallId, Error, Done<void>);
template void MatrixProvider::fail_later<Credentials>(CallId, Error, Done<Credentials>);

transport::HttpRequest MatrixProvider::request(const char* method, const std::string& path,
                                               const char* label) const {
  transport::HttpRequest request;
  request.method = method;
  request.url = session_.server + path;
  request.label = label;
  request.bearer = session_.credentials.access_token;
  request.stays = true;
  request.headers = {{"Accept", "application/json"}};
  return request;
}

transport::HttpRequest MatrixProvider::request(const char* method, const std::string& path,
                                               const char* label, std::string body) const {
  transport::HttpRequest with_body = request(method, path, label);
  with_body.headers.emplace_back("Content-Type", "application/json");
  with_body.body = std::move(body);
  return with_body;
}

}  // namespace ix::provider::matrix
