// SPDX-License-Identifier: Apache-2.0
// An HttpClient that follows a script: each request must be the next one expected.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "transport/http.h"

namespace ix::test {

// One thread. Replies are delivered by run(), in the order the requests were started.
class FakeHttp final : public transport::HttpClient {
 public:
  // The next request must have this method and a path that begins with `path` (host left out,
  // %XX decoded).
  void expect(std::string method, std::string path, int status, std::string body,
              std::vector<transport::Header> headers = {});
  // The same, and there is no reply at all.
  void expect_error(std::string method, std::string path, ErrorCode code);

  // Fails the test when a request was expected and never made.
  void check_finished() const;

  transport::RequestId start(transport::HttpRequest request, Completion done) override;
  void cancel(transport::RequestId id) override;
  void run(Millis max_wait) override;
  void wake() override {}
  void reset_connections() override {}
  transport::HttpCounters counters() const override { return {}; }

  // Everything that was started, in order; a streamed body is in `body` once it was read.
  std::vector<transport::HttpRequest> requests;
  int cancelled = 0;

 private:
  struct Step {
    std::string method;
    std::string path;
    Result<transport::HttpResponse> reply;
  };
  struct Started {
    transport::HttpRequest request;
    Completion done;
    size_t index = 0;  // in `requests`
  };

  std::deque<Step> script_;
  std::map<transport::RequestId, Started> running_;
  transport::RequestId last_ = 0;
};

// Path and query with %XX decoded.
std::string path_of(std::string_view url);

}  // namespace ix::test
