// SPDX-License-Identifier: Apache-2.0
#include "support/fake_http.h"

#include <doctest/doctest.h>

#include <utility>

#include "support/hand_over.h"

namespace ix::test {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return 0;
}

}  // namespace

std::string path_of(std::string_view url) {
  if (const size_t mark = url.find("://"); mark != std::string_view::npos) {
    url.remove_prefix(mark + 3);
    const size_t slash = url.find('/');
    url = slash == std::string_view::npos ? std::string_view() : url.substr(slash);
  }
  std::string out;
  for (size_t i = 0; i < url.size(); ++i) {
    if (url[i] == '%' && i + 2 < url.size()) {
      out += static_cast<char>(hex(url[i + 1]) * 16 + hex(url[i + 2]));
      i += 2;
    } else {
      out += url[i];
    }
  }
  return out;
}

void FakeHttp::expect(std::string method, std::string path, int status, std::string body,
                      std::vector<transport::Header> headers) {
  transport::HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = std::move(body);
  script_.push_back({std::move(method), std::move(path), std::move(response)});
}

void FakeHttp::expect_error(std::string method, std::string path, ErrorCode code) {
  script_.push_back({std::move(method), std::move(path), Error(code)});
}

void FakeHttp::check_finished() const {
  CHECK_MESSAGE(script_.empty(), "a request was not made");
}

transport::RequestId FakeHttp::start(transport::HttpRequest request, Completion done) {
  requests.push_back(request);
  running_[++last_] = {std::move(request), std::move(done), requests.size() - 1};
  return last_;
}

void FakeHttp::cancel(transport::RequestId id) {
  cancelled += static_cast<int>(running_.erase(id));
}

void FakeHttp::run(Millis) {
  while (!running_.empty()) {
    auto next = running_.begin();
    Started started = std::move(next->second);
    running_.erase(next);
    if (!started.request.url.starts_with("http")) {
      started.done(Error(ErrorCode::INVALID_URL));
      continue;
    }
    const std::string path = path_of(started.request.url);
    INFO(started.request.method, " ", path);
    REQUIRE_FALSE_MESSAGE(script_.empty(), "a request that was not expected");
    Step step = std::move(script_.front());
    script_.pop_front();
    INFO("expected ", step.method, " ", step.path);
    CHECK(started.request.method == step.method);
    CHECK(path.substr(0, step.path.size()) == step.path);
    if (Status loaded = load_body(started.request); !loaded.ok()) {
      started.done(std::move(loaded.error()));
      continue;
    }
    requests[started.index].body = started.request.body;
    constexpr size_t kPiece = 4099;
    if (step.reply.ok()) {
      Status taken = hand_over(started.request.on_head, started.request.sink, *step.reply, kPiece);
      if (!taken.ok()) step.reply = std::move(taken.error());
    }
    started.done(std::move(step.reply));
  }
}

}  // namespace ix::test
