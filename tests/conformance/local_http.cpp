// SPDX-License-Identifier: Apache-2.0
#include "conformance/local_http.h"

#include <algorithm>
#include <utility>

#include "support/hand_over.h"
#include "transport/url.h"

namespace ix::conformance {

transport::RequestId LocalHttp::start(transport::HttpRequest request, Completion done) {
  running_[++last_] = {std::move(request), std::move(done), clock_.now};
  return last_;
}

bool LocalHttp::answer_one() {
  for (auto at = running_.begin(); at != running_.end(); ++at) {
    if (auto url = transport::parse_url(at->second.request.url); !url.ok()) {
      const Started started = std::move(at->second);
      running_.erase(at);
      started.done(url.error());
      return true;
    }
    if (Status loaded = test::load_body(at->second.request); !loaded.ok()) {
      const Started started = std::move(at->second);
      running_.erase(at);
      started.done(loaded.error());
      return true;
    }
    auto response = answer_(at->second.request, clock_.now - at->second.at);
    if (!response) continue;
    const Started started = std::move(at->second);
    running_.erase(at);
    constexpr size_t kPiece = 60'000;
    const Status taken =
        test::hand_over(started.request.on_head, started.request.sink, *response, kPiece);
    if (taken.ok()) {
      started.done(std::move(*response));
    } else {
      started.done(taken.error());
    }
    return true;
  }
  return false;
}

void LocalHttp::run(Millis max_wait) {
  if (!answer_one()) clock_.now += std::max<Millis>(max_wait, 1);
}

}  // namespace ix::conformance
