// SPDX-License-Identifier: Apache-2.0
// An HttpClient whose server is a function in this process: time passes only when nothing else can.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "transport/http.h"

namespace ix::conformance {

// Moves by hand.
class HandClock final : public Clock {
 public:
  Millis wall_ms() override { return now; }
  Millis steady_ms() override { return now; }
  Millis now = 1'750'000'000'000;
};

// nullopt: it has nothing to say yet, ask again; `waited` is how long it was held.
using Answer = std::function<std::optional<transport::HttpResponse>(const transport::HttpRequest&,
                                                                    Millis waited)>;

// One thread. Outlived by the clock. Oldest request first.
class LocalHttp final : public transport::HttpClient {
 public:
  LocalHttp(Answer answer, HandClock& clock) : answer_(std::move(answer)), clock_(clock) {}

  transport::RequestId start(transport::HttpRequest request, Completion done) override;
  void cancel(transport::RequestId id) override { running_.erase(id); }
  void run(Millis max_wait) override;
  void wake() override {}
  void reset_connections() override {}
  transport::HttpCounters counters() const override { return {}; }

 private:
  struct Started {
    transport::HttpRequest request;
    Completion done;
    Millis at = 0;
  };
  bool answer_one();

  Answer answer_;
  HandClock& clock_;
  std::map<transport::RequestId, Started> running_;
  transport::RequestId last_ = 0;
};

}  // namespace ix::conformance
