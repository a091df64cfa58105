// SPDX-License-Identifier: Apache-2.0
#include "conformance/wire.h"

#include <utility>

#include "support/hand_over.h"

namespace ix::conformance {

transport::RequestId Wire::start(transport::HttpRequest request, Completion done) {
  if (disturbance_.instead) {
    const auto answer = [head = std::move(request.on_head), sink = std::move(request.sink),
                         response = *disturbance_.instead, done = std::move(done)]() mutable {
      const Status taken = test::hand_over(head, sink, response, response.body.size() + 1);
      if (!taken.ok()) return done(taken.error());
      done(std::move(response));
    };
    soon_.push_back({++last_, answer});
    return last_;
  }
  if (!disturbance_.loses_answers) return inner_->start(std::move(request), std::move(done));
  request.on_head = nullptr;
  if (request.sink) {
    request.sink = [](std::string_view) { return Status(); };
  }
  return inner_->start(std::move(request), [done = std::move(done)](const auto&) {
    done(Error(ErrorCode::UNREACHABLE, "the connection broke before the answer"));
  });
}

void Wire::cancel(transport::RequestId id) {
  std::erase_if(soon_, [id](const Soon& one) { return one.id == id; });
  inner_->cancel(id);
}

void Wire::run(Millis max_wait) {
  if (soon_.empty()) return inner_->run(max_wait);
  const Soon next = std::move(soon_.front());
  soon_.pop_front();
  next.work();
}

}  // namespace ix::conformance
