// SPDX-License-Identifier: Apache-2.0
// A connection that a case can disturb, whatever is at its end.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "transport/http.h"

namespace ix::conformance {

// What happens to each request that is started while it is set.
struct Disturbance {
  // Answered with this, and never forwarded.
  std::optional<transport::HttpResponse> instead;
  // Forwarded, and the answer lost.
  bool loses_answers = false;
};

// One thread, like every HttpClient. Owns the connection it wraps; outlived by the disturbance.
class Wire final : public transport::HttpClient {
 public:
  Wire(std::unique_ptr<transport::HttpClient> inner, Disturbance& disturbance)
      : inner_(std::move(inner)), disturbance_(disturbance) {}

  transport::RequestId start(transport::HttpRequest request, Completion done) override;
  void cancel(transport::RequestId id) override;
  void run(Millis max_wait) override;
  void wake() override { inner_->wake(); }
  void reset_connections() override { inner_->reset_connections(); }
  transport::HttpCounters counters() const override { return inner_->counters(); }
  // Calls `work` from run(), as a completion would be.
  void later(std::function<void()> work) { soon_.push_back({0, std::move(work)}); }

 private:
  struct Soon {
    transport::RequestId id = 0;
    std::function<void()> work;
  };
  std::unique_ptr<transport::HttpClient> inner_;
  Disturbance& disturbance_;
  std::deque<Soon> soon_;
  transport::RequestId last_ = transport::RequestId{1} << 40;  // apart from the inner ones
};

}  // namespace ix::conformance
