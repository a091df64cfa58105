// SPDX-License-Identifier: Apache-2.0
// An HttpClient whose server is the sandbox core in the same process: no time passes but by hand.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/homeserver.h"
#include "transport/http.h"

namespace ix::testing {

// Wall and steady time by hand; the device's wall clock may be wrong.
class HandClock final : public Clock {
 public:
  Millis wall_ms() override { return now + wrong_by; }
  Millis steady_ms() override { return now; }
  Millis now = 1'750'000'000'000;  // what the server goes by
  Millis wrong_by = 0;
};

// The server and all that ever happened to it: played again up to a moment, it is the server that
// was restored from a backup of that moment.
class Backend {
 public:
  Backend();
  sandbox::Homeserver& server() { return *server_; }
  void act(std::function<void(sandbox::Homeserver&)> what);
  size_t backup() const { return journal_.size(); }
  void restore(size_t backup);

 private:
  std::unique_ptr<sandbox::Homeserver> server_;
  std::vector<std::function<void(sandbox::Homeserver&)>> journal_;
};

// What the test does to the network. Outlives the client.
struct Wire {
  // Bytes of a streamed reply after which the connection breaks; 0: it holds.
  size_t cut_after = 0;
  // Called between the pieces of a streamed reply.
  std::function<void()> between_pieces;
  // Instead of the server, when it returns a response.
  std::function<sandbox::Reply(const sandbox::Request&)> instead;
  int requests = 0;
  std::map<std::string, int> by_label;
};

// One thread. Outlived by backend, clock and wire. Replies come from run(), oldest request first; a
// long poll with nothing to say is answered as if its time were over.
class SandboxHttp final : public transport::HttpClient {
 public:
  SandboxHttp(Backend& backend, HandClock& clock, Wire& wire)
      : backend_(backend), clock_(clock), wire_(wire) {}

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
  };
  Result<transport::HttpResponse> answer(transport::HttpRequest& request);

  Backend& backend_;
  HandClock& clock_;
  Wire& wire_;
  std::map<transport::RequestId, Started> running_;
  transport::RequestId last_ = 0;
};

}  // namespace ix::testing
